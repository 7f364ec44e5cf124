/** An official table -> a spreadsheet that prints as the form does: merged header, repeated on every page, A4 landscape, one page wide. */
import ExcelJS from 'exceljs';
import { isBold, cellsOfLine, type OfficialTable, type TableCell, type TableRow } from '@rembug/shared/tables/table-types.ts';
import type { PrintNote } from './print.ts';
import { printable } from './printable.ts';
import { headerFill, rowFills } from './row-fills.ts';
import { headerPlaces } from './write-csv.ts';

/** Points a printed line of body text takes. */
const lineHeight = 12.5;
const cellTextMax = 32_767;
const bodyFont = { name: 'Arial', size: 8 };
const thin = { style: 'thin' } as const;
const border = { top: thin, left: thin, bottom: thin, right: thin };
const filled = (fill: string) => ({ type: 'pattern', pattern: 'solid', fgColor: { argb: `FF${fill.slice(1).toUpperCase()}` } }) as const;

/** Bytes of the .xlsx file. Text is always text, never a formula; amounts are numbers. */
export async function writeXlsx(table: OfficialTable, note: PrintNote): Promise<Uint8Array<ArrayBuffer>> {
	const workbook = new ExcelJS.Workbook();
	workbook.creator = 'Rembug';
	workbook.created = note.at;
	workbook.modified = note.at;
	const sheet = workbook.addWorksheet(table.sheetName);
	sheet.columns = table.columns.map((column) => ({ width: column.width }));
	const width = table.columns.length;

	table.title.forEach((line, index) => {
		sheet.mergeCells(index + 1, 1, index + 1, width);
		const cell = sheet.getCell(index + 1, 1);
		cell.value = printable(line);
		cell.font = { ...bodyFont, size: index === 0 ? 9 : 10, bold: true };
		cell.alignment = { horizontal: index === 0 ? 'right' : index === table.title.length - 1 ? 'left' : 'center', vertical: 'middle' };
	});

	// One empty row between title and header.
	const headerStart = table.title.length + 2;
	const headerEnd = headerStart + table.header.length - 1;
	for (const place of headerPlaces(table)) {
		const [top, left] = [headerStart + place.row, place.column + 1];
		if (place.colspan > 1 || place.rowspan > 1) sheet.mergeCells(top, left, top + place.rowspan - 1, left + place.colspan - 1);
		sheet.getCell(top, left).value = printable(place.text);
	}
	for (let row = headerStart; row <= headerEnd; row++) {
		const numbers = row === headerEnd;
		sheet.getRow(row).height = numbers ? 12 : 26;
		for (let column = 1; column <= width; column++) {
			Object.assign(sheet.getCell(row, column), {
				font: { ...bodyFont, size: numbers ? 7 : 8, bold: !numbers },
				alignment: { horizontal: 'center', vertical: 'middle', wrapText: true },
				border,
				fill: filled(headerFill)
			});
		}
	}

	let at = headerEnd + 1;
	for (const row of [...table.rows, ...table.foot]) {
		writeRow(sheet, table, row, at);
		at += row.lines;
	}

	const lastColumn = sheet.getColumn(width).letter;
	sheet.views = [{ state: 'frozen', xSplit: 2, ySplit: headerEnd, topLeftCell: `C${headerEnd + 1}`, showGridLines: false }];
	Object.assign(sheet.pageSetup, {
		paperSize: 9,
		orientation: 'landscape',
		fitToPage: true,
		fitToWidth: 1,
		fitToHeight: 0,
		horizontalCentered: true,
		printTitlesRow: `${headerStart}:${headerEnd}`,
		printArea: `A1:${lastColumn}${at - 1}`,
		margins: { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6, header: 0.3, footer: 0.3 }
	});
	// Ampersands are commands in a footer; doubled, they are text.
	sheet.headerFooter.oddFooter = `&L&"Arial"&7 ${note.source.replaceAll('&', '&&')}&R&"Arial"&7 Halaman &P dari &N`;
	return new Uint8Array(await workbook.xlsx.writeBuffer());
}

function writeRow(sheet: ExcelJS.Worksheet, table: OfficialTable, row: TableRow, top: number): void {
	const heading = isBold(row);
	const fill = rowFills[row.kind];
	for (let line = 0; line < row.lines; line++) {
		const cells = cellsOfLine(row, line);
		sheet.getRow(top + line).height = lineHeight * linesNeeded(table, row, line);
		cells.forEach((cell, index) => {
			const column = table.columns[index];
			const target = sheet.getCell(top + line, index + 1);
			writeCell(target, cell);
			target.font = { ...bodyFont, bold: heading };
			target.border = linesBorder(line > 0, line < row.lines - 1, row.cells[index]?.length === row.lines);
			if (fill) target.fill = filled(fill);
			target.alignment = { horizontal: cell.kind === 'rupiah' ? 'right' : (column?.align ?? 'left'), vertical: 'top', wrapText: true };
		});
	}
	if (row.lines === 1) return;
	withoutOlderMerges(sheet, () => {
		row.cells.forEach((cells, index) => {
			if (cells.length === 1) sheet.mergeCells(top, index + 1, top + row.lines - 1, index + 1);
		});
	});
}

/** Lines of one row stand in one cell on paper: nothing is ruled between them. */
function linesBorder(continued: boolean, continues: boolean, perLine: boolean): Partial<ExcelJS.Borders> {
	const { top, bottom, ...sides } = border;
	return { ...sides, ...(continued && perLine ? {} : { top }), ...(continues && perLine ? {} : { bottom }) };
}

/**
 * exceljs holds every new merge against all older ones, which takes ten seconds for a plan of 2,000 rows. Rows never overlap, so each row is
 * merged as if it were the first.
 */
function withoutOlderMerges(sheet: ExcelJS.Worksheet, merge: () => void): void {
	const internals = sheet as unknown as { _merges: Record<string, unknown> };
	const older = internals._merges;
	internals._merges = {};
	merge();
	internals._merges = Object.assign(older, internals._merges);
}

function writeCell(target: ExcelJS.Cell, cell: TableCell): void {
	if (cell.kind === 'text') target.value = printable(cell.text).slice(0, cellTextMax);
	if (cell.kind === 'rupiah') {
		target.value = cell.value;
		target.numFmt = '#,##0';
	}
}

/** Spreadsheets size a row by its unmerged cells only, so heights are reckoned here; what a spanning cell needs beyond its lines goes to the last one. */
function linesNeeded(table: OfficialTable, row: TableRow, line: number): number {
	const own = (index: number): number => {
		let needed = 1;
		row.cells.forEach((cells, column) => {
			if (cells.length === row.lines) needed = Math.max(needed, wrappedLines(cells[index], table.columns[column]?.width ?? 10));
		});
		return needed;
	};
	if (row.lines === 1 || line < row.lines - 1) return own(line);
	let above = 0;
	for (let index = 0; index < line; index++) above += own(index);
	const spanning = Math.max(
		...row.cells.map((cells, column) => (cells.length === 1 ? wrappedLines(cells[0], table.columns[column]?.width ?? 10) : 0))
	);
	return Math.max(own(line), spanning - above);
}

function wrappedLines(cell: TableCell | undefined, width: number): number {
	if (cell?.kind !== 'text') return 1;
	// Small type: a column holds a little more than its width in characters, but words break early.
	return cell.text.split('\n').reduce((sum, part) => sum + Math.max(1, Math.ceil(part.length / (width * 1.05))), 0);
}
