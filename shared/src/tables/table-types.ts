/**
 * An official table as a value: what a page, a spreadsheet or a text file prints, without knowing how any of them prints it. Whatever
 * is the same on every sheet (titles, merged header, column numbers, widths) stands here once.
 */
import type { Level, Rupiah } from '../renja/renja-types.ts';

export const tableNames = ['t-c-32', 't-c-33'] as const;
export type TableName = (typeof tableNames)[number];

export type TableCell = { kind: 'empty' } | { kind: 'text'; text: string } | { kind: 'rupiah'; value: Rupiah };

export interface TableColumn {
	key: string;
	/** In characters of body text, as a spreadsheet counts them. */
	width: number;
	align: 'left' | 'center' | 'right';
}

/** A cell of the header, listed in the row and at the place where it begins, as in HTML. */
export interface HeaderCell {
	text: string;
	colspan: number;
	rowspan: number;
}

export interface TableRow {
	/** heading: stands above rows that belong to no node. */
	kind: Level | 'usulan' | 'heading' | 'foot';
	/** The node or usulan that the row prints; null for a heading and the foot. */
	nodeId: string | null;
	/** How many printed lines the row has: one for each indikator, at least one. */
	lines: number;
	/** Per column either one cell that spans all lines of the row, or exactly one cell per line. */
	cells: TableCell[][];
}

export interface OfficialTable {
	name: TableName;
	/** Source of the form. */
	regulation: string;
	/** Lines above the table, outermost first. */
	title: string[];
	/** Short name for a sheet or tab, at most 31 characters. */
	sheetName: string;
	columns: TableColumn[];
	/** Header rows; the last one holds the column numbers. */
	header: HeaderCell[][];
	rows: TableRow[];
	foot: TableRow[];
}

export const emptyCell: TableCell = Object.freeze({ kind: 'empty' });

/** Whether a row stands out in bold: all but those that the table is there to list. */
export function isBold(row: TableRow): boolean {
	return row.kind !== 'subkegiatan' && row.kind !== 'usulan';
}

/** A text cell, or an empty one where there is nothing to print. */
export function textCell(text: string | undefined | null): TableCell {
	const trimmed = text?.trim();
	return trimmed ? { kind: 'text', text: trimmed } : emptyCell;
}

/** An amount, or an empty cell where none was filled in (which is not 0). */
export function rupiahCell(value: Rupiah | undefined | null): TableCell {
	return value === undefined || value === null ? emptyCell : { kind: 'rupiah', value };
}

/** The cells of one printed line of a row; a spanning cell stands in its first line and leaves the others empty. */
export function cellsOfLine(row: TableRow, line: number): TableCell[] {
	return row.cells.map((cells) => (cells.length === 1 ? (line === 0 ? (cells[0] as TableCell) : emptyCell) : (cells[line] ?? emptyCell)));
}
