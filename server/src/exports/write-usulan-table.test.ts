/** What the public writes reaches a printed file as words, and as nothing but words: no formula, no markup, nothing that cannot be seen. */
import ExcelJS from 'exceljs';
import JSZip from 'jszip';
import { expect, test } from 'vitest';
import { extractText, getDocumentProxy } from 'unpdf';
import type { UsulanValue } from '@rembug/shared/forum/forum-types.ts';
import { samplePlan } from '@rembug/shared/renja/sample-plan.ts';
import { tableTC32 } from '@rembug/shared/tables/t-c-32.ts';
import { hostileTexts, unseenMarks } from '../../../tests/support/hostile-texts.ts';
import { writeCsv } from './write-csv.ts';
import { writeTableDocx } from './write-table-docx.ts';
import { writeTablePdf } from './write-table-pdf.ts';
import { writeXlsx } from './write-xlsx.ts';

const note = { source: 'Naskah kerja', at: new Date('2026-11-22T03:00:00Z') };
const hostile = hostileTexts;
/** What is to be read in a file that has taken out the marks that cannot be seen. */
const seen = hostile.map((text) => text.replace(new RegExp(unseenMarks, 'g'), '').trim());
const usulan = hostile.map((text, index): UsulanValue => ({
	...{ id: `u${index}`, order: `a${index}`, asal: 'langsung', status: 'ditolak' },
	...{ usulan: text, permasalahan: text, desa: text, volume: text, alasan: text }
}));
const table = tableTC32(samplePlan(12), usulan);
const bare = (text: string): string => text.replace(/\s+/g, '');

test('a spreadsheet holds it as text', async () => {
	const workbook = new ExcelJS.Workbook();
	await workbook.xlsx.load((await writeXlsx(table, note)).buffer);
	const types = new Set<ExcelJS.ValueType>();
	const texts: string[] = [];
	workbook.getWorksheet('T-C.32')?.eachRow((row) => {
		row.eachCell((cell) => {
			types.add(cell.type);
			texts.push(String(cell.value));
		});
	});
	expect(types).not.toContain(ExcelJS.ValueType.Formula);
	expect(types).not.toContain(ExcelJS.ValueType.Hyperlink);
	for (const text of seen) expect(texts.filter((one) => one === text)).toHaveLength(4);
});

test('no field of a text file begins as a formula does', () => {
	const fields = [...writeCsv(table).matchAll(/(?:^|[;\n])("(?:[^"]|"")*"|[^;\r\n]*)/g)].map(([, field = '']) =>
		field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field.replace('\uFEFF', '')
	);
	expect(fields.filter((field) => /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(field))).toEqual([]);
	for (const text of seen) {
		const safe = /^[=+\-@]/.test(text) ? `'${text}` : text;
		expect(fields.filter((field) => field === safe)).toHaveLength(4);
	}
	expect(fields.join('')).not.toMatch(unseenMarks);
});

test('what some spreadsheets take for a formula in wide letters is a text too', () => {
	const csv = writeCsv(tableTC32(samplePlan(12), [{ ...(usulan[0] as UsulanValue), usulan: '\uff1d1+1' }]));
	expect(csv).toContain(";'\uff1d1+1;");
});

test('PDF and Word hold it as it was written', async () => {
	const { text } = await extractText(await getDocumentProxy(await writeTablePdf(table, note)), { mergePages: true });
	const zip = await JSZip.loadAsync(await writeTableDocx(table, note));
	const xml = (await zip.file('word/document.xml')?.async('string')) ?? '';
	expect(xml).not.toContain('<script>');
	const said = xml
		.replace(/<[^>]+>/g, '')
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&quot;', '"')
		.replaceAll('&apos;', "'")
		.replaceAll('&amp;', '&');
	for (const file of [text, said]) {
		for (const one of seen) expect(bare(file)).toContain(bare(one));
		expect(file).not.toMatch(unseenMarks);
	}
});
