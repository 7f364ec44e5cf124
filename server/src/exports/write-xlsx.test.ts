import ExcelJS from 'exceljs';
import { expect, test } from 'vitest';
import { samplePlan } from '@rembug/shared/renja/sample-plan.ts';
import type { NodeValue } from '@rembug/shared/renja/renja-types.ts';
import { tableTC33 } from '@rembug/shared/tables/t-c-33.ts';
import { writeCsv } from './write-csv.ts';
import { writeXlsx } from './write-xlsx.ts';

const note = { source: 'Snapshot 1 & SHA-256 abc', at: new Date('2026-11-22T03:00:00Z') };

function plan(change: (sub: NodeValue) => void = () => undefined): { info: ReturnType<typeof samplePlan>['info']; nodes: NodeValue[] } {
	const { info, nodes } = samplePlan(12);
	change(nodes.find((node) => node.level === 'subkegiatan') as NodeValue);
	return { info: { ...info, layout: 'rinci' }, nodes };
}

async function opened(value: ReturnType<typeof plan>): Promise<ExcelJS.Worksheet> {
	const workbook = new ExcelJS.Workbook();
	await workbook.xlsx.load((await writeXlsx(tableTC33(value), note)).buffer);
	return workbook.getWorksheet('T-C.33') as ExcelJS.Worksheet;
}

test('prints on A4 landscape, one page wide, with the header on every page', async () => {
	const sheet = await opened(plan());
	expect(sheet.pageSetup).toMatchObject({ paperSize: 9, orientation: 'landscape', fitToWidth: 1, fitToHeight: 0, printTitlesRow: '7:9' });
	expect(sheet.pageSetup.printArea).toBe(`A1:J${sheet.rowCount}`);
	expect(sheet.views[0]).toMatchObject({ state: 'frozen', xSplit: 2, ySplit: 9 });
	expect(sheet.headerFooter.oddFooter).toContain('Snapshot 1 && SHA-256 abc');
});

test('merges the header as the form does and numbers the columns', async () => {
	const sheet = await opened(plan());
	const merges = (sheet.model as unknown as { merges: string[] }).merges;
	expect(merges).toEqual(expect.arrayContaining(['A7:A8', 'B7:B8', 'C7:C8', 'D7:G7', 'H7:H8', 'I7:J7']));
	expect(sheet.getCell('D7').value).toBe('Rencana Tahun 2026 (tahun rencana)');
	expect(sheet.getRow(9).values).toEqual([undefined, ...Array.from({ length: 10 }, (_, index) => `(${index + 1})`)]);
});

test('writes amounts as numbers and spans them over the lines of their row', async () => {
	const value = plan();
	const sheet = await opened(value);
	const sub = value.nodes.find((node) => node.level === 'subkegiatan') as NodeValue;
	const rows = Array.from({ length: sheet.rowCount }, (_, index) => sheet.getRow(index + 1));
	const first = rows.find((row) => row.getCell(1).value === sub.kode) as ExcelJS.Row;
	expect(first.getCell(6).type).toBe(ExcelJS.ValueType.Number);
	expect(first.getCell(6).value).toBe(sub.pagu);
	expect(first.getCell(6).numFmt).toBe('#,##0');
	expect(sheet.getCell(first.number + 1, 6).master.address).toBe(first.getCell(6).address);
	const sum = rows.find((row) => row.getCell(2).value === 'Jumlah Belanja') as ExcelJS.Row;
	expect(sum.getCell(6).value).toBe(value.nodes.reduce((total, node) => total + (node.pagu ?? 0), 0));
});

test('never makes a formula of a text, and leaves out what a file cannot hold', async () => {
	const value = plan((sub) => Object.assign(sub, { lokasi: '=HYPERLINK("http://contoh")', catatan: 'a\u0000b\u000bc\ud800' }));
	const sheet = await opened(value);
	const sub = value.nodes.find((node) => node.level === 'subkegiatan') as NodeValue;
	const row = Array.from({ length: sheet.rowCount }, (_, index) => sheet.getRow(index + 1)).find(
		(one) => one.getCell(1).value === sub.kode
	) as ExcelJS.Row;
	expect(row.getCell(4).value).toBe('=HYPERLINK("http://contoh")');
	expect(row.getCell(4).type).toBe(ExcelJS.ValueType.String);
	expect(row.getCell(8).value).toBe('abc\ufffd');
});

test('writes a text file that a spreadsheet opens without running anything', () => {
	const value = plan((sub) => Object.assign(sub, { lokasi: '=1+1', catatan: 'satu; "dua"\ntiga' }));
	const text = writeCsv(tableTC33(value), note.source);
	expect(text.startsWith('\uFEFF')).toBe(true);
	expect(text.endsWith('\r\nSnapshot 1 & SHA-256 abc\r\n')).toBe(true);
	expect(text).toContain(";'=1+1;");
	expect(text).toContain('"satu; ""dua""\ntiga"');
	expect(text).toContain(';– Belanja Pegawai: -;');
	expect(text).toMatch(/\r\n\(1\);\(2\);\(3\);\(4\);\(5\);\(6\);\(7\);\(8\);\(9\);\(10\)\r\n/);
});
