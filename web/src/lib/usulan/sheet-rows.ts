/** Sheets of an XLSX as rows of text, as Excel would show them; formulas count with their last result. Runs in a worker (xlsx-worker.ts). */
import type ExcelJS from 'exceljs';
import { tableColumnsMax, tableRowsMax } from '@rembug/shared/usulan/read-usulan-table.ts';
import { judgeZip } from './judge-zip.ts';

export interface Sheet {
	name: string;
	rows: string[][];
}

export type XlsxProblem = 'xlsx.unreadable' | 'xlsx.tooLarge' | 'xlsx.tooSlow' | 'xlsx.old';

const sheetsMax = 30;

/** Throws an Error whose message is an XlsxProblem. */
export async function sheetsOf(excel: typeof ExcelJS, bytes: ArrayBuffer): Promise<Sheet[]> {
	await judgeZip(bytes);
	const book = new excel.Workbook();
	try {
		// Drawings and styles of the whole sheet are of no use here.
		await book.xlsx.load(bytes, { ignoreNodes: ['dataValidations', 'conditionalFormatting', 'extLst', 'drawing', 'legacyDrawing'] });
	} catch {
		throw new Error('xlsx.unreadable' satisfies XlsxProblem);
	}
	return book.worksheets.slice(0, sheetsMax).map((sheet) => ({ name: sheet.name, rows: rowsOf(sheet) }));
}

function rowsOf(sheet: ExcelJS.Worksheet): string[][] {
	const rows: string[][] = [];
	// One more than may be, so that a longer sheet is refused and not cut.
	const last = Math.min(sheet.rowCount, tableRowsMax + 1);
	for (let number = 1; number <= last; number++) {
		const cells: string[] = [];
		const row = sheet.findRow(number);
		const width = Math.min(row?.cellCount ?? 0, tableColumnsMax + 1);
		for (let column = 1; column <= width; column++) {
			const cell = row?.findCell(column);
			// Of merged cells the first has the value; the others would repeat it.
			cells.push(!cell || (cell.isMerged && cell.master !== cell) ? '' : textOf(cell.value));
		}
		rows.push(cells);
	}
	return rows;
}

function textOf(value: ExcelJS.CellValue | undefined): string {
	if (value === null || value === undefined) return '';
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? '#VALUE!' : value.toISOString().slice(0, 10);
	// Amounts go on as Indonesian text, in which a dot would be a thousands mark.
	if (typeof value === 'number') return String(value).replace('.', ',');
	if (typeof value !== 'object') return String(value);
	if ('richText' in value) return value.richText.map(({ text }) => text).join('');
	if ('text' in value) return typeof value.text === 'string' ? value.text : textOf(value.text as ExcelJS.CellValue);
	// What Excel could not work out stands there in its words: left empty, an amount would be missing without a message.
	if ('error' in value) return String(value.error);
	if ('result' in value) return textOf(value.result as ExcelJS.CellValue);
	return '';
}
