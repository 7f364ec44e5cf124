/** Whatever is done to a real file: it ends in a named problem, or in usulan and messages that name row and column. */
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readUsulanTable, tableRowsMax } from '@rembug/shared/usulan/read-usulan-table.ts';
import { seed } from '../../../../tests/support/seed.ts';
import { fileProblems } from './intake-words.ts';
import { tableOfBytes, type TableFile } from './read-table-file.ts';
import { sheetsOf } from './sheet-rows.ts';

const rows = [
	['No', 'Pengusul', 'Usulan', 'Volume', 'Anggaran', 'Kecamatan', 'Catatan'],
	...Array.from({ length: 41 }, (_, index) => [
		String(index + 1),
		'Pemerintah Desa',
		`Pelatihan "batik" ${index}`,
		'10 Orang',
		'25.000.000',
		'Beji',
		'a;b,c'
	])
];
const quoted = (mark: string): string => rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(mark)).join('\r\n');
const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const html = `<html><body><table>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table></body></html>`;

async function book(fill: (sheet: ExcelJS.Worksheet) => void): Promise<Uint8Array<ArrayBuffer>> {
	const workbook = new ExcelJS.Workbook();
	fill(workbook.addWorksheet('Usulan'));
	return new Uint8Array(await workbook.xlsx.writeBuffer()).slice();
}

const real: Record<string, Uint8Array<ArrayBuffer>> = {
	xlsx: await book((sheet) => void sheet.addRows(rows)),
	'xlsx with merged cells': await book((sheet) => {
		sheet.addRows(rows);
		sheet.mergeCells('A2:A5');
		sheet.mergeCells('C7:D9');
	}),
	csv: utf8(`\ufeff${quoted(';')}`),
	tsv: utf8(quoted('\t')),
	'csv in UTF-16': new Uint8Array(new Uint16Array([0xfeff, ...[...quoted(',')].map((one) => one.charCodeAt(0))]).buffer),
	html: utf8(html)
};

/** Cells by their tags: how a browser parses a page is its own matter. */
const htmlRows = (page: string): string[][] | null =>
	page.includes('<table') ? page.split('<tr>').map((row) => row.split('<td>').map((cell) => cell.replace(/<[^>]*>/g, ''))) : null;

const read = (bytes: Uint8Array<ArrayBuffer>): Promise<TableFile> =>
	tableOfBytes(bytes, 'usulan', {
		readBook: (buffer) =>
			sheetsOf(ExcelJS, buffer).then(
				(sheets) => ({ sheets }),
				(error: Error) => ({ problem: error.message })
			),
		htmlRows
	});

/** How many usulan it offers. */
function expectSaid(file: TableFile): number {
	if (!file.ok) {
		expect(fileProblems[file.problem]).toEqual(expect.any(String));
		return 0;
	}
	let offered = 0;
	for (const sheet of file.sheets) {
		const { candidates, messages } = readUsulanTable(sheet.rows, { asal: 'pokir' });
		for (const { row, column } of messages) expect([row >= 0, column === null || column >= 1]).toEqual([true, true]);
		// Nothing is left without a word.
		if (candidates.length === 0) expect(messages.some(({ level }) => level === 'error')).toBe(true);
		offered += candidates.length;
	}
	return offered;
}

describe.each(Object.entries(real))('a file of the kind %s', (_kind, whole) => {
	test('is read', async () => {
		expect(expectSaid(await read(whole.slice()))).toBeGreaterThan(30);
	});

	test('is read or refused with words when bytes are flipped, cut out or cut off', async () => {
		const place = fc.nat(whole.length - 1);
		const damage = fc.record({
			flips: fc.array(fc.tuple(place, fc.nat(255)), { maxLength: 20 }),
			cut: fc.option(fc.tuple(place, fc.nat(400))),
			length: fc.option(place)
		});
		await fc.assert(
			fc.asyncProperty(damage, async ({ flips, cut, length }) => {
				const bytes = whole.slice();
				for (const [at, value] of flips) bytes[at] = value;
				const left = cut ? Uint8Array.from([...bytes.subarray(0, cut[0]), ...bytes.subarray(cut[0] + cut[1])]) : bytes;
				expectSaid(await read(left.slice(0, length ?? left.length)));
			}),
			{ numRuns: 60, seed }
		);
	});
});

test.each<[string, Uint8Array<ArrayBuffer>, TableFile]>([
	['nothing', utf8(''), { ok: false, problem: 'file.empty' }],
	['blanks', utf8(' \r\n\t\n'), { ok: false, problem: 'file.empty' }],
	['a PDF', utf8('%PDF-1.7 ...'), { ok: false, problem: 'file.notATable' }],
	['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10), { ok: false, problem: 'file.notATable' }],
	['a page without a table', utf8('<!doctype html><p>Masuk dahulu</p>'), { ok: false, problem: 'file.notATable' }],
	['a program', Uint8Array.from({ length: 500 }, (_, index) => index % 7), { ok: false, problem: 'file.notATable' }],
	['the beginning of a zip', utf8('PK\u0003\u0004'), { ok: false, problem: 'xlsx.unreadable' }]
])('%s is refused in words', async (_what, bytes, answer) => {
	expect(await read(bytes)).toEqual(answer);
});

test('100,000 rows are refused with a message, not cut', async () => {
	const file = await read(
		utf8(['Usulan\tVolume', ...Array.from({ length: 100_000 }, (_, index) => `Pelatihan ${index}\t1 Orang`)].join('\n'))
	);
	if (!file.ok) throw new Error(file.problem);
	const [sheet] = file.sheets;
	expect(sheet?.rows).toHaveLength(tableRowsMax + 1);
	const { messages } = readUsulanTable(sheet?.rows ?? [], { asal: 'pokir' });
	expect(messages[0]).toMatchObject({ level: 'error', code: 'table.rowsTooMany' });
});

test.each<[string, () => Promise<Uint8Array<ArrayBuffer>>, string]>([
	['a row of 100,000 columns', async () => utf8(`Usulan\tVolume${'\tx'.repeat(100_000)}\nPelatihan\t1 Orang`), 'table.columnsTooMany'],
	[
		'a sheet with a cell in its very last row and column',
		() =>
			book((sheet) => {
				sheet.addRows(rows);
				sheet.getCell('XFD1048576').value = 'Usulan';
			}),
		'table.rowsTooMany'
	]
])('%s is named, not cut', async (_what, make, code) => {
	const file = await read(await make());
	if (!file.ok) throw new Error(file.problem);
	const { messages } = readUsulanTable(file.sheets[0]?.rows ?? [], { asal: 'pokir' });
	expect(messages.map((message) => message.code)).toContain(code);
	expect(messages.every(({ row, column }) => row >= 0 && (column === null || column >= 1))).toBe(true);
});

test('a quotation mark that nobody closes takes no row with it', async () => {
	const text = rows.map((row) => row.join('\t')).join('\r\n');
	const marks = [...text.matchAll(/"/g)].map(({ index }) => index);
	for (const at of marks) {
		const file = await read(utf8(text.slice(0, at) + text.slice(at + 1)));
		expect(expectSaid(file)).toBe(41);
	}
});
