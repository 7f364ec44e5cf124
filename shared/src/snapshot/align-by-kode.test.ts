import { expect, test } from 'vitest';
import { copyPlan } from '../renja/copy-plan.ts';
import type { NodeValue } from '../renja/renja-types.ts';
import { samplePlan } from '../renja/sample-plan.ts';
import { alignByKode } from './align-by-kode.ts';
import { diffRenja } from './diff.ts';

const before = samplePlan(60);
let count = 0;
/** A copy with ids of its own, as the Renja of another year is one. */
const apart = () =>
	copyPlan(before, {
		tahun: 2026,
		carryForward: false,
		unitIds: new Set(['sekretariat', 'koperasi', 'umkm']),
		newId: () => `new-${count++}`
	});
const sub = (plan: { nodes: readonly NodeValue[] }): NodeValue => plan.nodes.find((node) => node.level === 'subkegiatan') as NodeValue;
const rowsOf = (after: { info: object; nodes: readonly NodeValue[] }) => diffRenja(before, alignByKode(before, after)).rows;

test('a copy that was made apart differs in nothing but its ids', () => {
	const copy = apart();
	expect(diffRenja(before, copy).rows.length).toBeGreaterThan(60);
	expect(rowsOf(copy)).toEqual([]);
});

test('what was changed, added and removed is told as that', () => {
	const copy = apart();
	const changed = sub(copy);
	changed.pagu = (changed.pagu ?? 0) + 7;
	(changed.indikator[0] as { target?: string }).target = '99';
	const last = copy.nodes.findLast((node) => node.level === 'subkegiatan') as NodeValue;
	const rest = copy.nodes.filter((node) => node !== last);
	rest.push({ ...last, id: 'own', kode: '9.99.99.9.99.99', indikator: [], sumberDana: [] });
	const rows = rowsOf({ ...copy, nodes: rest });
	expect(rows.map(({ change, kode }) => [change, kode]).toSorted()).toEqual(
		[
			['changed', changed.kode],
			['removed', last.kode],
			['added', '9.99.99.9.99.99']
		].toSorted()
	);
	const row = rows.find(({ change }) => change === 'changed');
	expect(row?.amounts[0]?.difference).toBe(7);
	expect(row?.fields).toEqual([expect.objectContaining({ field: 'target', after: '99' })]);
});

test('a kode that several rows bear is matched to none of them, and shared ids stay', () => {
	const copy = apart();
	const twice = { ...sub(copy), id: 'twice' };
	const aligned = alignByKode(before, { ...copy, nodes: [...copy.nodes, twice] });
	expect(aligned.nodes.filter((node) => node.kode === twice.kode).map(({ id }) => id)).toEqual([sub(copy).id, 'twice']);
	expect(alignByKode(before, before).nodes).toEqual(before.nodes);
});
