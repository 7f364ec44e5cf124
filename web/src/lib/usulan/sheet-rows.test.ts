import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readUsulanTable } from '@rembug/shared/usulan/read-usulan-table.ts';
import { sheetsOf } from './sheet-rows.ts';

async function book(fill: (sheet: ExcelJS.Worksheet) => void): Promise<ArrayBuffer> {
	const workbook = new ExcelJS.Workbook();
	fill(workbook.addWorksheet('Usulan'));
	const bytes = new Uint8Array(await workbook.xlsx.writeBuffer());
	return bytes.slice().buffer;
}

test('shows cells as Excel does: results of formulas, formatted text, amounts, merged cells once', async () => {
	const bytes = await book((sheet) => {
		sheet.addRow(['No', 'Usulan', 'Biaya', 'Tanggal']);
		sheet.addRow([1, { richText: [{ text: 'Jalan ' }, { text: 'desa' }] }, 25_000_000, new Date('2026-01-31T00:00:00Z')]);
		sheet.addRow([2, { formula: 'A1', result: 'hasil' }, 12.5, { text: 'tautan', hyperlink: 'https://example.org' }]);
		sheet.addRow([3, '=HYPERLINK("x")', true]);
		sheet.mergeCells('B5:C5');
		sheet.getCell('B5').value = 'gabung';
	});
	expect(await sheetsOf(ExcelJS, bytes)).toEqual([
		{
			name: 'Usulan',
			rows: [
				['No', 'Usulan', 'Biaya', 'Tanggal'],
				['1', 'Jalan desa', '25000000', '2026-01-31'],
				['2', 'hasil', '12,5', 'tautan'],
				['3', '=HYPERLINK("x")', 'true'],
				['', 'gabung', '']
			]
		}
	]);
});

test('a cell that Excel could not work out is named with its row and column, and the others are read', async () => {
	const [sheet] = await sheetsOf(
		ExcelJS,
		await book((sheet) => {
			sheet.addRow(['No', 'Usulan', 'Volume', 'Anggaran', 'Catatan']);
			sheet.addRow([1, 'Pelatihan', '10 Orang', { error: '#REF!' }, 'a']);
			sheet.addRow([2, 'Bimbingan', '5 Orang', { formula: 'B9*2', result: { error: '#N/A' } }, new Date(Number.NaN)]);
			sheet.addRow([3, 'Pameran', '5 Orang', 1_000_000]);
		})
	);
	expect(sheet?.rows.map((row) => row[3])).toEqual(['Anggaran', '#REF!', '#N/A', '1000000']);
	const { candidates, messages } = readUsulanTable(sheet?.rows ?? [], { asal: 'pokir' });
	expect(candidates.map(({ usulan }) => usulan)).toContain('Pameran');
	expect(messages.flatMap(({ code, row, column }) => (column === 4 ? [[code, row]] : []))).toEqual([
		['biaya.invalid', 2],
		['biaya.invalid', 3]
	]);
});

test('refuses the old format and files that unpack to more than a table can need', async () => {
	await expect(sheetsOf(ExcelJS, Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, ...new Uint8Array(60)).buffer)).rejects.toThrow('xlsx.old');
	const bytes = await book((sheet) => sheet.addRow(['x']));
	const view = new DataView(bytes);
	for (let at = 0; at < bytes.byteLength - 46; at++) if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 0x7fffffff, true);
	await expect(sheetsOf(ExcelJS, bytes)).rejects.toThrow('xlsx.tooLarge');
});

test('a broken file ends in a problem with a name, never in anything else', async () => {
	const whole = new Uint8Array(
		await book((sheet) =>
			sheet.addRows([
				['No', 'Usulan'],
				[1, 'Jalan']
			])
		)
	);
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 }),
			fc.nat(whole.length),
			async (hits, length) => {
				const bytes = whole.slice(0, Math.max(30, length));
				for (const [at, value] of hits) if (at < bytes.length) bytes[at] = value;
				const answer = await sheetsOf(ExcelJS, bytes.buffer).catch((error: Error) => error.message);
				expect(Array.isArray(answer) || /^xlsx\./.test(answer)).toBe(true);
			}
		),
		{ numRuns: 60 }
	);
});
