/** An official table -> CSV as Excel in Indonesia opens it: semicolons, UTF-8 with a mark, amounts as bare integers. */
import { printable } from './printable.ts';
import { cellsOfLine, type OfficialTable, type TableCell } from '@rembug/shared/tables/table-types.ts';

/** A text that a spreadsheet would take for a formula, also in wide letters or after blanks, is given a leading apostrophe (OWASP, CSV injection). */
function safeText(text: string): string {
	const shown = printable(text);
	return /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r]/.test(shown) ? `'${shown}` : shown;
}

function quoted(text: string): string {
	// Commas and tabs too: a spreadsheet that separates by those must not begin a cell there.
	return /[";,\t\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

function cellText(cell: TableCell | undefined): string {
	if (!cell || cell.kind === 'empty') return '';
	return cell.kind === 'rupiah' ? String(cell.value) : quoted(safeText(cell.text));
}

/** One record for each printed line, after the titles and the header; what spans several lines stands in the first of them. source: a closing line that says where the content is from. */
export function writeCsv(table: OfficialTable, source?: string): string {
	const records = table.title.map((line) => quoted(safeText(line)));
	records.push('', ...headerRecords(table));
	for (const row of [...table.rows, ...table.foot]) {
		for (let line = 0; line < row.lines; line++) records.push(cellsOfLine(row, line).map(cellText).join(';'));
	}
	if (source) records.push('', quoted(safeText(source)));
	return `\uFEFF${records.join('\r\n')}\r\n`;
}

function headerRecords(table: OfficialTable): string[] {
	const grid = table.header.map(() => table.columns.map(() => ''));
	for (const place of headerPlaces(table)) {
		const record = grid[place.row];
		if (record) record[place.column] = quoted(safeText(place.text));
	}
	return grid.map((record) => record.join(';'));
}

export interface HeaderPlace {
	text: string;
	row: number;
	column: number;
	colspan: number;
	rowspan: number;
}

/** Where each header cell begins, counted from 0. */
export function headerPlaces(table: OfficialTable): HeaderPlace[] {
	const taken = table.header.map(() => new Set<number>());
	const places: HeaderPlace[] = [];
	table.header.forEach((cells, row) => {
		let column = 0;
		for (const cell of cells) {
			while (taken[row]?.has(column)) column++;
			for (let y = row; y < row + cell.rowspan; y++) for (let x = column; x < column + cell.colspan; x++) taken[y]?.add(x);
			places.push({ ...cell, row, column });
		}
	});
	return places;
}
