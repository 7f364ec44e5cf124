import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NodeValue } from '../renja/renja-types.ts';
import { samplePlan } from '../renja/sample-plan.ts';
import { diffRenja, otherRows } from './diff.ts';
import { diffTree, filterTree, treeLines, type DiffBranch, type DiffFilter } from './diff-tree.ts';

const before = samplePlan(120);
const everything: DiffFilter = { kind: null, bidang: null, text: '' };
const open = (): boolean => false;
const flat = (branches: readonly DiffBranch[]): DiffBranch[] => branches.flatMap((branch) => [branch, ...flat(branch.children)]);

function changed(fn: (nodes: NodeValue[]) => void) {
	const after = structuredClone(before);
	fn(after.nodes);
	return { after, diff: diffRenja(before, after) };
}

const subs = (nodes: NodeValue[]): NodeValue[] => nodes.filter((node) => node.level === 'subkegiatan');
const nth = (nodes: NodeValue[], index: number): NodeValue => subs(nodes)[index % subs(nodes).length] as NodeValue;

/** Any mixture of what people do to rows. */
const edits = fc.array(
	fc.record({ row: fc.nat(119), what: fc.constantFrom('pagu', 'uraian', 'remove', 'move', 'add'), value: fc.nat(1_000_000) }),
	{ maxLength: 30 }
);

function mixed(list: { row: number; what: string; value: number }[]) {
	return changed((nodes) => {
		const kegiatan = nodes.filter((node) => node.level === 'kegiatan');
		for (const [index, { row, what, value }] of list.entries()) {
			const sub = nth(nodes, row);
			const parent = kegiatan[value % kegiatan.length]?.id ?? null;
			if (what === 'pagu') sub.pagu = value;
			else if (what === 'uraian') sub.uraian = `Nama ${value}`;
			else if (what === 'move') sub.parent = parent;
			else if (what === 'remove') (value % 4 === 0 ? (nodes.find((node) => node.id === sub.parent) ?? sub) : sub).removed = true;
			else nodes.push({ id: `baru${index}`, level: 'subkegiatan', parent, pagu: value, indikator: [], sumberDana: [] });
		}
	});
}

test('every change stands in the tree once, under the row that it belongs to, and nothing else does', () => {
	fc.assert(
		fc.property(edits, (list) => {
			const { after, diff } = mixed(list);
			const tree = diffTree(diff.rows, diff.above);
			const all = flat(tree);
			expect(all.map(({ row }) => row.id).sort()).toEqual([...diff.rows, ...diff.above].map(({ id }) => id).sort());
			for (const branch of all) {
				for (const child of branch.children) expect(child.row.parent).toBe(branch.row.id);
				expect(branch.changes).toBeGreaterThan(0);
				const weights = branch.children.map(({ weight }) => weight);
				expect(weights).toEqual([...weights].sort((a, b) => b - a));
			}
			for (const root of tree) expect(root.row.level).toBe('urusan');
			expect(tree.reduce((sum, { changes }) => sum + changes, 0)).toBe(diff.rows.length);
			// With the other rows it is the whole plan, in its own order.
			const whole = flat(diffTree(diff.rows, [...diff.above, ...otherRows(diff, after)], 'tree'));
			const live = whole.filter(({ change }) => change?.change !== 'removed').map(({ row }) => row.id);
			const positions = whole.map(({ row }) => row.position);
			expect(new Set(positions).size).toBe(positions.length);
			expect(live).toHaveLength(whole.length - diff.rows.filter(({ change }) => change === 'removed').length);
		}),
		{ numRuns: 60 }
	);
});

test('a program in which more money moved stands first, also when its sum stays the same', () => {
	const { diff } = changed((nodes) => {
		nth(nodes, 0).pagu! += 100;
		const [one, other] = subs(nodes).slice(-2) as [NodeValue, NodeValue];
		one.pagu! += 5_000;
		other.pagu! -= 5_000;
	});
	const lines = treeLines(diffTree(diff.rows, diff.above), open);
	expect(lines[0]?.branch).toMatchObject({ row: { level: 'program', pagu: { difference: 0 } }, weight: 10_000, changes: 2 });
	expect(lines.filter(({ branch }) => branch.change).map(({ branch }) => branch.weight)).toEqual([5_000, 5_000, 100]);
	expect(lines.map(({ depth }) => depth)).toEqual([0, 1, 2, 2, 0, 1, 2]);
});

test('a filter keeps what fits and what leads to it', () => {
	const { diff } = changed((nodes) => {
		nth(nodes, 0).removed = true;
		nth(nodes, 1).uraian = 'Pelatihan Wirausaha Baru';
		nth(nodes, 50).pagu! += 7;
		nth(nodes, 50).lokasi = 'Kecamatan Contoh';
	});
	const tree = diffTree(diff.rows, diff.above);
	const found = (filter: Partial<DiffFilter>): string[] =>
		flat(filterTree(tree, { ...everything, ...filter })).flatMap(({ change }) => (change ? [change.id] : []));
	const ids = [0, 1, 50].map((index) => nth(before.nodes, index).id);
	expect(found({}).sort()).toEqual([...ids].sort());
	expect(found({ kind: 'removed' })).toEqual([ids[0]]);
	expect(found({ kind: 'renamed' })).toEqual([ids[1]]);
	expect(found({ kind: 'others' })).toEqual([ids[2]]);
	expect(found({ text: 'wirausaha PELATIHAN' })).toEqual([ids[1]]);
	const program = flat(tree).find(({ row, children }) => row.level === 'program' && flat(children).some(({ row }) => row.id === ids[2]));
	expect(found({ text: program?.row.kode ?? '' })).toContain(ids[2]);
	expect(found({ bidang: 'tidak-ada' })).toEqual([]);
	expect(found({ only: (id) => id === ids[2] })).toEqual([ids[2]]);
	for (const branch of filterTree(tree, { ...everything, kind: 'removed' })) expect(flat([branch]).some(({ change }) => change)).toBe(true);
});

test('a closed branch hides what is under it', () => {
	const { diff } = changed((nodes) => (nth(nodes, 0).pagu! += 1));
	const tree = diffTree(diff.rows, diff.above);
	const program = flat(tree).find(({ row }) => row.level === 'program')?.row.id;
	expect(treeLines(tree, (id) => id === program).map(({ branch }) => branch.row.id)).toEqual([program]);
});
