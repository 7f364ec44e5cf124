import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { nodesMap } from './renja-document.ts';
import { applyEdit } from './renja-edits.ts';
import { buildPlanDoc } from './renja-from-plan.ts';
import { computeTotals } from './renja-totals-plain.ts';
import { createTotals } from './renja-totals.ts';
import { readRenja, sortNodes } from './renja-value.ts';
import { samplePlan } from './sample-plan.ts';

describe('readRenja', () => {
	it('reads back the plain value that a document was made of', () => {
		const plan = samplePlan(60);
		expect(readRenja(buildPlanDoc(plan))).toEqual({ info: plan.info, nodes: plan.nodes, totals: computeTotals(plan.nodes) });
	});

	it('leaves out what the schema does not know and bears rows without anything', () => {
		const doc = new Y.Doc();
		const node = new Y.Map<unknown>([
			['level', 'urusan'],
			['warna', 'merah'],
			['pagu', -5]
		]);
		nodesMap(doc).set('u', node);
		expect(readRenja(doc).nodes).toEqual([{ id: 'u', level: 'urusan', parent: null, pagu: -5, indikator: [], sumberDana: [] }]);
	});

	it('puts every row after its parent and siblings in the order of their keys', () => {
		const { nodes } = samplePlan(60);
		expect(sortNodes([...nodes].reverse())).toEqual(nodes);
	});
});

describe('totals', () => {
	it('an amount moves the sums above it and says which', () => {
		const doc = buildPlanDoc(samplePlan(40));
		const totals = createTotals(doc);
		const seen: string[][] = [];
		totals.subscribe((change) => seen.push([...change.nodes].sort()));
		const before = totals.value();
		applyEdit(doc, { edit: 'setAmount', args: { id: 'n-2.01.01.2.01.01', field: 'pagu', value: 5_000_000 } });
		expect(totals.amounts('n-2.01.01').pagu - (before.nodes['n-2.01.01']?.pagu ?? 0)).toBe(4_000_000);
		expect(seen).toEqual([['n-2', 'n-2.01', 'n-2.01.01', 'n-2.01.01.2.01', 'n-2.01.01.2.01.01']]);
		expect(totals.value()).toEqual(computeTotals(readRenja(doc).nodes));
	});

	it('what no split names stands under the empty name, and a split is never adjusted', () => {
		const doc = buildPlanDoc(samplePlan(5));
		applyEdit(doc, { edit: 'addSumberDana', args: { nodeId: 'n-2.01.01.2.01.01', id: 's', nama: 'PAD', jumlah: 400_000, order: 'a0' } });
		expect(createTotals(doc).value().sumberDana).toEqual({ PAD: 400_000, '': 600_000 });
		applyEdit(doc, { edit: 'setAmount', args: { id: 'n-2.01.01.2.01.01', field: 'pagu', value: 100_000 } });
		expect(createTotals(doc).value().sumberDana).toEqual({ PAD: 400_000, '': -300_000 });
	});

	it('leaves out a row that somebody offline put under a removed one', () => {
		const doc = buildPlanDoc(samplePlan(40));
		const away = new Y.Doc();
		Y.applyUpdate(away, Y.encodeStateAsUpdate(doc));
		applyEdit(doc, { edit: 'removeNode', args: { id: 'n-2.01.01.2.01' } });
		applyEdit(away, { edit: 'addNode', args: { id: 'baru', level: 'subkegiatan', parent: 'n-2.01.01.2.01', order: 'a9' } });
		applyEdit(away, { edit: 'setAmount', args: { id: 'baru', field: 'pagu', value: 77 } });
		Y.applyUpdate(doc, Y.encodeStateAsUpdate(away));
		const value = readRenja(doc);
		expect(value.nodes.find((node) => node.id === 'baru')?.removed).toBeUndefined();
		expect(value.totals.nodes['baru']).toBeUndefined();
	});
});
