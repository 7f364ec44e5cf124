/** The printed files of a table, read back by other libraries: every word arrives, and as nothing but a word. */
import JSZip from 'jszip';
import { expect, test } from 'vitest';
import { extractText, getDocumentProxy } from 'unpdf';
import { samplePlan } from '@rembug/shared/renja/sample-plan.ts';
import { tableTC33 } from '@rembug/shared/tables/t-c-33.ts';
import type { OfficialTable } from '@rembug/shared/tables/table-types.ts';
import { writeTableDocx } from './write-table-docx.ts';
import { writeTablePdf } from './write-table-pdf.ts';

const note = { source: 'Snapshot 1 & SHA-256 abc', at: new Date('2026-11-22T03:00:00Z') };
/** Markup of Typst, XML and spreadsheets, and marks that turn the direction of writing. */
const hostile = [
	'#panic("x") $x^2$ *tebal* @rujuk [isi] \\ //',
	'<script>alert(1)</script> & <w:p/>',
	'=HYPERLINK("x")',
	'a\u202eb\u0000c'
];

function sampleTable(rows = 12): OfficialTable {
	const { info, nodes } = samplePlan(rows);
	const [first, second, third, fourth] = nodes.filter(({ level }) => level === 'subkegiatan');
	Object.assign(first ?? {}, { lokasi: hostile[0] });
	Object.assign(second ?? {}, { lokasi: hostile[1] });
	Object.assign(third ?? {}, { lokasi: hostile[2] });
	Object.assign(fourth ?? {}, { lokasi: hostile[3] });
	return tableTC33({ info: { ...info, layout: 'rinci' }, nodes });
}

/** Without spaces: where a line breaks is the business of the paper. */
const bare = (text: string): string => text.replace(/\s+/g, '');

async function readPdf(bytes: Uint8Array<ArrayBuffer>): Promise<{ pages: string[]; text: string }> {
	const { text } = await extractText(await getDocumentProxy(bytes), { mergePages: false });
	return { pages: text, text: bare(text.join('')) };
}

test('a PDF holds each text as it was typed, whatever markup it looks like', async () => {
	const { text } = await readPdf(await writeTablePdf(sampleTable(), note));
	for (const typed of hostile.slice(0, 3)) expect(text).toContain(bare(typed));
	expect(text).toContain('abc');
	expect(text).not.toContain('\u202e');
});

test('a PDF repeats header, source and page number on each page, and ends with the sums', async () => {
	const table = sampleTable(60);
	const { pages } = await readPdf(await writeTablePdf(table, note));
	expect(pages.length).toBeGreaterThan(2);
	pages.forEach((page, index) => {
		expect(bare(page)).toContain('Snapshot1&SHA-256abc');
		expect(bare(page)).toContain(`Halaman${index + 1}dari${pages.length}`);
		expect(bare(page)).toContain('KebutuhanDana/PaguIndikatif');
	});
	const sum = table.foot[0]?.cells[5]?.[0];
	const total = sum?.kind === 'rupiah' ? new Intl.NumberFormat('id-ID').format(sum.value) : '';
	expect(bare(pages.at(-1) ?? '')).toContain(`JumlahBelanja${total}`);
});

test('the same table at the same time is the same PDF', async () => {
	expect(Buffer.compare(await writeTablePdf(sampleTable(), note), await writeTablePdf(sampleTable(), note))).toBe(0);
});

test('a Word document holds each text as it was typed, and repeats the header', async () => {
	const zip = await JSZip.loadAsync(await writeTableDocx(sampleTable(), note));
	const xml = (await zip.file('word/document.xml')?.async('string')) ?? '';
	expect(xml).not.toContain('<script>');
	const said = xml
		.replace(/<[^>]+>/g, '')
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&quot;', '"')
		.replaceAll('&amp;', '&');
	for (const typed of hostile.slice(0, 3)) expect(bare(said)).toContain(bare(typed));
	expect(said).not.toContain('\u202e');
	expect(xml.match(/<w:tblHeader/g)?.length).toBe(3);
	expect(xml).toContain('w:orient="landscape"');
	expect((await zip.file('word/footer1.xml')?.async('string')) ?? '').toContain('Snapshot 1 &amp; SHA-256 abc');
});

test('a row of many lines spans them in each column that has one cell', async () => {
	const table = sampleTable();
	const zip = await JSZip.loadAsync(await writeTableDocx(table, note));
	const xml = (await zip.file('word/document.xml')?.async('string')) ?? '';
	const spanning = table.rows.reduce((sum, row) => sum + (row.lines > 1 ? row.cells.filter((cells) => cells.length === 1).length : 0), 0);
	const inHeader = table.header.flat().filter(({ rowspan }) => rowspan > 1).length;
	expect(xml.match(/<w:vMerge w:val="restart"/g)?.length).toBe(spanning + inHeader);
});
