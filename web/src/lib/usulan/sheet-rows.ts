/** Sheets of an XLSX as rows of text, as Excel would show them; formulas count with their last result. Runs in a worker (xlsx-worker.ts). */
import type ExcelJS from 'exceljs';
import { tableColumnsMax, tableRowsMax } from '@rembug/shared/usulan/read-usulan-table.ts';

export interface Sheet {
	name: string;
	rows: string[][];
}

export type XlsxProblem = 'xlsx.unreadable' | 'xlsx.tooLarge' | 'xlsx.tooSlow' | 'xlsx.old';

const sheetsMax = 30;
/** Unpacked, all parts of the file together. */
const unpackedBytesMax = 64 * 1024 * 1024;
const entriesMax = 1000;

/** Throws an Error whose message is an XlsxProblem. */
export async function sheetsOf(excel: typeof ExcelJS, bytes: ArrayBuffer): Promise<Sheet[]> {
	judgeSize(new DataView(bytes));
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
	if (value instanceof Date) return value.toISOString().slice(0, 10);
	// Amounts go on as Indonesian text, in which a dot would be a thousands mark.
	if (typeof value === 'number') return String(value).replace('.', ',');
	if (typeof value !== 'object') return String(value);
	if ('richText' in value) return value.richText.map(({ text }) => text).join('');
	if ('text' in value) return typeof value.text === 'string' ? value.text : textOf(value.text as ExcelJS.CellValue);
	if ('result' in value) return textOf(value.result as ExcelJS.CellValue);
	return '';
}

/** What the directory of the zip says about its size; a file that lies about it meets the time limit of the worker. */
function judgeSize(view: DataView): void {
	const problem = (code: XlsxProblem): never => {
		throw new Error(code);
	};
	if (view.byteLength > 8 && view.getUint32(0) === 0xd0cf11e0) problem('xlsx.old');
	let end = view.byteLength - 22;
	const first = Math.max(0, end - 65_535);
	while (end >= first && view.getUint32(end, true) !== 0x06054b50) end -= 1;
	if (end < first) problem('xlsx.unreadable');
	const entries = view.getUint16(end + 10, true);
	let at = view.getUint32(end + 16, true);
	if (entries > entriesMax) problem('xlsx.tooLarge');
	let unpacked = 0;
	for (let entry = 0; entry < entries; entry++) {
		if (at + 46 > view.byteLength || view.getUint32(at, true) !== 0x02014b50) problem('xlsx.unreadable');
		unpacked += view.getUint32(at + 24, true);
		if (unpacked > unpackedBytesMax) problem('xlsx.tooLarge');
		at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
	}
}
