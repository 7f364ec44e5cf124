/**
 * A difference as a tree, for somebody who reads it on a phone: what changed hangs under its program and kegiatan, most money first, and can
 * be narrowed to one kind of change, one bidang, or words. Rows without a change stand in it where they lead to one that has.
 */
import { rowWeight, type RowChange, type RowPlace } from './diff.ts';

export interface DiffBranch {
	row: RowPlace;
	/** null: nothing of its own changed. */
	change: RowChange | null;
	children: DiffBranch[];
	/** Money that moved in it and under it, in both directions. */
	weight: number;
	/** Rows with a change, itself included. */
	changes: number;
}

/** order: `weight`, most money first, or `tree`, as in the plan. */
export function diffTree(changes: readonly RowChange[], others: readonly RowPlace[], order: 'weight' | 'tree' = 'weight'): DiffBranch[] {
	const branches = new Map<string, DiffBranch>();
	for (const row of others) branches.set(row.id, { row, change: null, children: [], weight: 0, changes: 0 });
	for (const row of changes) branches.set(row.id, { row, change: row, children: [], weight: rowWeight(row), changes: 1 });
	const roots: DiffBranch[] = [];
	for (const branch of branches.values()) {
		const parent = branch.row.parent === null ? undefined : branches.get(branch.row.parent);
		(parent?.children ?? roots).push(branch);
	}
	const settle = (siblings: DiffBranch[]): void => {
		for (const branch of siblings) {
			settle(branch.children);
			for (const child of branch.children) {
				branch.weight += child.weight;
				branch.changes += child.changes;
			}
		}
		siblings.sort((a, b) => (order === 'weight' && b.weight - a.weight) || a.row.position - b.row.position);
	};
	settle(roots);
	return roots;
}

export const changeKinds = ['added', 'removed', 'moved', 'renamed', 'amounts', 'others'] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** What happened to a row; several things may have. */
export function kindsOf(change: RowChange): ChangeKind[] {
	if (change.change !== 'changed') return [change.change];
	const { moved, renamed, amounts, fields } = change;
	return [
		...(moved ? ['moved' as const] : []),
		...(renamed ? ['renamed' as const] : []),
		...(amounts.length > 0 ? ['amounts' as const] : []),
		...(fields.length > 0 ? ['others' as const] : [])
	];
}

export interface DiffFilter {
	kind: ChangeKind | null;
	/** Unit id; '' for rows without one; null: all. */
	bidang: string | null;
	/** Words of kode or uraian, of the row or of one above it. */
	text: string;
	/** Further condition of whoever asks, such as "has a note". */
	only?: ((id: string) => boolean) | undefined;
}

/** The branches that fit, and what leads to them. */
export function filterTree(branches: readonly DiffBranch[], filter: DiffFilter): DiffBranch[] {
	const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
	const { kind, bidang, only } = filter;
	const narrow = (siblings: readonly DiffBranch[], missing: readonly string[]): DiffBranch[] =>
		siblings.flatMap((branch) => {
			const { row, change } = branch;
			const text = `${row.kode} ${row.uraian}`.toLowerCase();
			const left = missing.filter((word) => !text.includes(word));
			const fits =
				left.length === 0 &&
				(kind === null || (change !== null && kindsOf(change).includes(kind))) &&
				(bidang === null || (row.bidang ?? '') === bidang) &&
				(only === undefined || only(row.id));
			const children = narrow(branch.children, left);
			return fits || children.length > 0 ? [{ ...branch, children }] : [];
		});
	return narrow(branches, words);
}

export interface DiffLine {
	branch: DiffBranch;
	depth: number;
}

/** The tree as lines. Urusan and bidang urusan without a change of their own only say what the kode of their programs says already. */
export function treeLines(branches: readonly DiffBranch[], isClosed: (id: string) => boolean, depth = 0): DiffLine[] {
	return branches.flatMap((branch) => {
		if (branch.change === null && (branch.row.level === 'urusan' || branch.row.level === 'bidang_urusan'))
			return treeLines(branch.children, isClosed, depth);
		const line = { branch, depth };
		return isClosed(branch.row.id) ? [line] : [line, ...treeLines(branch.children, isClosed, depth + 1)];
	});
}
