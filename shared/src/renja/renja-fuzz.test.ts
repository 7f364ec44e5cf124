import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Edit } from './edit-types.ts';
import { applyEdit } from './renja-edits.ts';
import { buildPlanDoc } from './renja-from-plan.ts';
import { computeTotals } from './renja-totals-plain.ts';
import { createTotals, type LiveTotals } from './renja-totals.ts';
import { readRenja } from './renja-value.ts';
import { samplePlan } from './sample-plan.ts';
import { childLevel, parentLevel } from './renja-schema.ts';
import type { NodeValue } from './renja-types.ts';

/**
 * Several people with random edits, offline spells and reconnects, through a server that only relays. fast-check prints the seed and the
 * shortest failing run. Steps pick their rows by number, so that every step means something whatever came before.
 */
interface Step {
	person: number;
	what: 'text' | 'amount' | 'bidang' | 'add' | 'move' | 'remove' | 'restore' | 'indikator' | 'fund' | 'offline' | 'online';
	pick: number;
	value: number;
}

const people = 3;
const steps: fc.Arbitrary<Step[]> = fc.array(
	fc.record({
		person: fc.nat(people - 1),
		what: fc.constantFrom(
			'text',
			'amount',
			'amount',
			'bidang',
			'add',
			'move',
			'remove',
			'restore',
			'indikator',
			'fund',
			'fund',
			'offline',
			'online'
		),
		pick: fc.nat(10_000),
		value: fc.nat(9_999)
	}),
	{ minLength: 1, maxLength: 60 }
);

function editOf(step: Step, nodes: NodeValue[], fresh: () => string): Edit | null {
	const at = <T>(list: T[]): T | undefined => list[step.pick % Math.max(1, list.length)];
	const node = at(nodes) as NodeValue;
	const subs = nodes.filter((each) => each.level === 'subkegiatan');
	const sub = at(subs);
	const parents = nodes.filter((each) => each.level === parentLevel(node.level));
	switch (step.what) {
		case 'text':
			return { edit: 'setNodeText', args: { id: node.id, field: 'uraian', value: `teks ${step.value}` } };
		case 'amount':
			return sub
				? {
						edit: 'setAmount',
						args: { id: sub.id, field: step.value % 2 ? 'pagu' : 'belanjaModal', value: step.value % 7 ? step.value : null }
					}
				: null;
		case 'bidang':
			return { edit: 'setBidang', args: { id: node.id, bidang: ['umkm', 'koperasi', null][step.value % 3] as string | null } };
		case 'add': {
			const level = childLevel(node.level);
			return level ? { edit: 'addNode', args: { id: fresh(), level, parent: node.id, order: `a${step.value % 9}` } } : null;
		}
		case 'move': {
			const parent = parents[step.value % Math.max(1, parents.length)];
			return parent ? { edit: 'moveNode', args: { id: node.id, parent: parent.id, order: `a${step.value % 9}` } } : null;
		}
		case 'remove':
			return node.level === 'urusan' ? null : { edit: 'removeNode', args: { id: node.id } };
		case 'restore': {
			const removed = at(nodes.filter((each) => each.removed));
			return removed ? { edit: 'restoreNodes', args: { ids: [removed.id] } } : null;
		}
		case 'indikator':
			return { edit: 'addIndikator', args: { nodeId: node.id, id: fresh(), jenis: 'hasil', order: 'a0', target: String(step.value) } };
		case 'fund':
			return sub
				? { edit: 'addSumberDana', args: { nodeId: sub.id, id: fresh(), nama: `Dana ${step.value % 3}`, jumlah: step.value, order: 'a0' } }
				: null;
		default:
			return null;
	}
}

it('several people with offline spells converge, lose no row, and their sums equal a recomputation', () => {
	const start = Y.encodeStateAsUpdate(buildPlanDoc(samplePlan(16)));
	fc.assert(
		fc.property(steps, (run) => {
			const server = new Y.Doc();
			Y.applyUpdate(server, start);
			const docs = Array.from({ length: people }, (_, index) => {
				const doc = new Y.Doc();
				doc.clientID = index + 1;
				Y.applyUpdate(doc, start);
				return doc;
			});
			const totals = docs.map((doc) => createTotals(doc));
			const online = docs.map(() => true);
			const added = new Set(readRenja(server).nodes.map((node) => node.id));
			let counter = 0;
			const sync = (doc: Y.Doc): void => {
				Y.applyUpdate(server, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server)));
				docs.forEach((each, index) => {
					if (online[index]) Y.applyUpdate(each, Y.encodeStateAsUpdate(server, Y.encodeStateVector(each)));
				});
			};
			for (const step of run) {
				const doc = docs[step.person] as Y.Doc;
				if (step.what === 'offline') online[step.person] = false;
				else if (step.what === 'online') {
					online[step.person] = true;
					sync(doc);
				} else {
					const edit = editOf(step, readRenja(doc).nodes, () => `baru-${++counter}`);
					if (edit && applyEdit(doc, edit).ok && edit.edit === 'addNode') added.add(edit.args.id);
					if (online[step.person]) sync(doc);
				}
				const sums = (totals[step.person] as LiveTotals).value();
				expect(sums).toEqual(computeTotals(readRenja(doc).nodes));
			}
			online.fill(true);
			docs.forEach(sync);
			const truth = readRenja(server);
			docs.forEach((doc, index) => {
				expect(readRenja(doc)).toEqual(truth);
				expect((totals[index] as LiveTotals).value()).toEqual(truth.totals);
			});
			expect(new Set(truth.nodes.map((node) => node.id))).toEqual(added);
		}),
		{ numRuns: 150 }
	);
});
