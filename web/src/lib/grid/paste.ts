/** A pasted range, judged as a whole before any of it is applied. */
import type { Edit } from '@rembug/shared/renja/edit-types.ts';
import { cellKind, cellText, editCell, editIndikator, type CellContext } from './cell-value.ts';
import type { Column, IndikatorColumnKey } from './columns.ts';
import type { GridLine } from './grid-lines.ts';
import { rangeSize, type Range } from './selection.ts';

export interface PasteTarget {
	lines: readonly GridLine[];
	columns: readonly Column[];
	/** The selected range; the paste starts at its upper left corner. */
	range: Range;
}

/** A cell that would change, for the preview. Indexes into lines and columns. */
export interface PasteChange {
	row: number;
	col: number;
	before: string;
	after: string;
}

export interface PasteProblem {
	/** Indexes into lines and columns; may lie outside the grid. */
	row: number;
	col: number;
	text: string;
	problem: string;
}

export interface PastePlan {
	/** Where the text lands. */
	range: Range;
	edits: Edit[];
	changes: PasteChange[];
	problems: PasteProblem[];
}

/** Excel's habit: one copied cell fills the whole selection, and a range repeats when the selection is a multiple of it. */
function fill(matrix: readonly (readonly string[])[], range: Range): string[][] {
	const rows = matrix.length;
	const cols = Math.max(0, ...matrix.map((row) => row.length));
	const selected = rangeSize(range);
	if (rows === 0 || cols === 0) return [];
	const high = selected.rows % rows === 0 ? Math.max(rows, selected.rows) : rows;
	const wide = selected.cols % cols === 0 ? Math.max(cols, selected.cols) : cols;
	return Array.from({ length: high }, (_, row) => Array.from({ length: wide }, (_, col) => matrix[row % rows]?.[col % cols] ?? ''));
}

/** What pasting would do; with any problem nothing may be applied. Cells outside or without meaning are a problem only when text lands there. */
export function planPaste(context: CellContext, { lines, columns, range }: PasteTarget, matrix: readonly (readonly string[])[]): PastePlan {
	const cells = fill(matrix, range);
	const plan: PastePlan = {
		range: { ...range, bottom: range.top + Math.max(1, cells.length) - 1, right: range.left + Math.max(1, cells[0]?.length ?? 1) - 1 },
		edits: [],
		changes: [],
		problems: []
	};
	cells.forEach((values, rowOffset) => {
		const row = range.top + rowOffset;
		const line = lines[row];
		const indikator: Partial<Record<IndikatorColumnKey, string>> = {};
		values.forEach((text, colOffset) => {
			const col = range.left + colOffset;
			const column = columns[col];
			const complain = (problem: string): void => void plan.problems.push({ row, col, text, problem });
			if (!line || !column) {
				if (text.trim() !== '') complain(line ? 'Tidak ada kolom lagi di sebelah kanan.' : 'Tidak ada baris lagi di bawah.');
				return;
			}
			const before = cellText(context, line, column);
			if (cellKind(line, column) !== 'editable' && (text.trim() === '' || text.trim() === before)) return;
			const result = editCell(context, line, column, text);
			if (!result.ok) return complain(result.problem);
			if (result.edits.length === 0) return;
			const forbidden = context.rightProblem?.(line, column);
			if (forbidden) return complain(forbidden);
			plan.changes.push({ row, col, before, after: text.trim() });
			// Fields of a line without indikator must end in one new indikator, not in one each.
			if (column.kind === 'indikator') indikator[column.key] = text.replace(/\s+/g, ' ').trim();
			else plan.edits.push(...result.edits);
		});
		const node = line && context.plan.node(line.nodeId);
		if (!node || Object.keys(indikator).length === 0) return;
		const result = editIndikator(context, node, line, indikator);
		if (result.ok) plan.edits.push(...result.edits);
	});
	return plan;
}
