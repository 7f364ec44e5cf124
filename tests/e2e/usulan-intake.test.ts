/** Usulan come in: a table of the office by paste, one from a kecamatan by phone, and whoever holds the receipt reads what became of it. */
import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { readUsulanTable, tableColumnsMax, tableRowsMax } from '@rembug/shared/usulan/read-usulan-table.ts';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { seriousFindings } from '../support/axe.ts';
import { openBrowser, openPage, OFFICE, PHONE } from '../support/browser.ts';
import { DEMO_RENJA, signIn } from '../support/people.ts';
import { seed } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/test-server.ts';

const importPage = `/renja/${DEMO_RENJA}/usulan/impor`;
const head = 'NO\tPengusul\tUrusan\tUsulan\tVolume\tPermasalahan\tAlamat\tCatatan';
/** Forty-one rows in the layout of a published T-C.32, sixteen of them of one kind, with a page break in the middle. */
const table = [
	head,
	'\t\t\t\t\t\t\tCatatan',
	...Array.from({ length: 41 }, (_, index) => {
		const kind = index < 16 ? 'Bimbingan Pengembangan Usaha mikro' : `Pelatihan jenis ${index}`;
		return `${index + 1}\tBapak Contoh ${index}\tKoperasi\t${kind}\t10 Orang\tKeadaan ke-${index}\tJl. Raya ${index} RT 1 Desa Suka${'abcdefghij'[index % 10]}maju, Kab. Contoh\t`;
	}).toSpliced(20, 0, '', head, '\t\t\t\t\tlanjutannya\t\t')
].join('\n');

let server: TestServer;
let browser: Browser;
let contexts: BrowserContext[] = [];

beforeAll(async () => {
	[server, browser] = await Promise.all([startServer(), openBrowser()]);
});
afterEach(async () => {
	for (const context of contexts) await context.close();
	contexts = [];
});
afterAll(async () => {
	await browser?.close();
	await server?.stop();
});

async function open(path: string, size: typeof OFFICE, username?: string): Promise<Page> {
	const { context, page } = await openPage(browser, server, username ? await signIn(server, username) : null, path, size);
	contexts.push(context);
	return page;
}

async function usulan(): Promise<{ usulan: string; desa?: string }[]> {
	const perencana = await signIn(server, 'perencana');
	return (await (await perencana.call('GET', `/api/renja/${DEMO_RENJA}/usulan`)).json()) as { usulan: string; desa?: string }[];
}

test('the table of the office is pasted, checked and imported whole; pasted once more it is known', async () => {
	const before = (await usulan()).length;
	const page = await open(importPage, OFFICE, 'perencana');
	const box = page.getByLabel('Tabel yang ditempel');
	await box.fill(table);
	await page.getByRole('button', { name: 'Impor 41 usulan' }).waitFor();
	expect(await seriousFindings(page)).toEqual([]);
	await page.getByRole('button', { name: 'Impor 41 usulan' }).click();
	await page.getByText('41 usulan diimpor.').waitFor();
	const all = await usulan();
	expect(all.length).toBe(before + 41);
	const text = JSON.stringify(all);
	expect(text).not.toMatch(/Bapak Contoh|Jl\. Raya|RT 1/);
	expect(all.filter((one) => one.usulan === 'Bimbingan Pengembangan Usaha mikro' && one.desa?.startsWith('Suka')).length).toBe(16);

	// In the list, with what belongs to it beside the document: each look at a person is asked for.
	await page.getByLabel('Cari usulan').fill('keadaan ke-40');
	await page.getByText('Pelatihan jenis 40').click();
	await page.getByRole('button', { name: 'Buka data pribadi' }).click();
	expect(await page.getByLabel('Nama', { exact: true }).inputValue()).toBe('');
	await page.getByRole('button', { name: 'Lihat kode' }).click();
	await page.getByRole('link', { name: /^[2-9A-Z]{5}-[2-9A-Z]{5}$/ }).waitFor();
	expect(await seriousFindings(page)).toEqual([]);

	await page.goto(importPage);
	await page.getByLabel('Tabel yang ditempel').fill(table);
	await page.getByText('41 sama dengan yang sudah ada').waitFor();
	expect(await page.getByRole('button', { name: 'Impor 0 usulan' }).isDisabled()).toBe(true);
});

test('a row that is wrong is named with row and column, and stops the import', async () => {
	const page = await open(importPage, PHONE, 'perencana');
	await page
		.getByLabel('Tabel yang ditempel')
		.fill('Usulan\tVolume\tAnggaran\nPelatihan\t5 Orang\tdua puluh\nBimbingan\t1 Kegiatan\t25.000.000');
	await page.getByText('Baris 2 (kolom 3):').waitFor();
	expect(await page.getByRole('button', { name: /^Impor \d+ usulan$/ }).isDisabled()).toBe(true);
	await page.getByLabel('Isi kolom 3, judul Anggaran').selectOption({ label: 'Tidak dibaca' });
	await page.getByRole('button', { name: 'Impor 2 usulan' }).waitFor();
	expect(await seriousFindings(page)).toEqual([]);

	// A workbook is read off the page's own thread; what is none ends in words, not in silence.
	const file = (buffer: Buffer): { name: string; mimeType: string; buffer: Buffer } => ({ name: 'usulan.xlsx', mimeType: '', buffer });
	const book = new ExcelJS.Workbook();
	book.addWorksheet('Sampul').addRow(['Dinas Contoh']);
	book.addWorksheet('Usulan').addRows([
		['No', 'Usulan', 'Volume', 'Anggaran', 'Kecamatan'],
		[1, '=HYPERLINK("x")', '5 Orang', 25_000_000, 'Beji']
	]);
	await page.getByLabel('Pilih berkas…').setInputFiles(file(Buffer.from(await book.xlsx.writeBuffer())));
	await page.getByText('=HYPERLINK("x")').first().waitFor();
	await page.getByText('Rp 25.000.000').waitFor();
	await page.getByLabel('Pilih berkas…').setInputFiles(file(Buffer.from('PK ini bukan berkas')));
	await page.getByText('rusak atau berkata sandi').waitFor();
	// A web page under the name of a workbook, as many programs hand it out: read, and nothing in it runs.
	const rows = '<tr><th>Usulan<th>Volume<th>Kecamatan</tr><tr><td>Kursus <b>menjahit</b><td>5 Orang<td>Beji</tr>';
	const web = `<html><script>window.hacked = 1</script><table>${rows}</table><img src=x onerror="window.hacked = 2"></html>`;
	await page.getByLabel('Pilih berkas…').setInputFiles(file(Buffer.from(web)));
	await page.getByRole('button', { name: 'Impor 1 usulan' }).waitFor();
	await page.getByText('Kursus menjahit').first().waitFor();
	const near = '<table><tr><th>Usulan<th>Volume<th>Kecamatan</tr><tr><td>Kursus<td>5 Orang<td>Gempoll</tr></table>';
	await page.getByLabel('Pilih berkas…').setInputFiles(file(Buffer.from(near)));
	// A kecamatan that the office does not list is kept or corrected, once for all rows.
	const places = page.getByRole('group', { name: 'Nama tempat di luar daftar kecamatan' });
	await places.getByText('Baris 2').waitFor();
	await page.getByText('Kec. Gempoll').waitFor();
	await places.getByRole('button', { name: 'Ganti menjadi Gempol' }).click();
	await page.getByText('Kec. Gempol', { exact: true }).waitFor();
	await places.getByLabel('Nama untuk Gempoll').selectOption('');
	await page.getByText('Kec. Gempoll').waitFor();
	await page.getByRole('button', { name: 'Impor 1 usulan' }).waitFor();
	expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
	await page.getByLabel('Pilih berkas…').setInputFiles(file(Buffer.from('%PDF-1.7')));
	await page.getByText('Berkas ini bukan tabel').waitFor();
});

test('a web page with a table ends in rows or in words, however it is broken, and nothing in it runs', async () => {
	const page = await open('/masuk', OFFICE);
	const asked: string[] = [];
	await page.route('**/diminta*', (route) => (asked.push(route.request().url()), route.abort()));
	const source = await readFile(new URL('../../web/src/lib/usulan/html-rows.ts', import.meta.url), 'utf8');
	const limits = `const tableColumnsMax = ${tableColumnsMax}, tableRowsMax = ${tableRowsMax};`;
	const code = stripTypeScriptTypes(source)
		.replace(/^import .*$/m, limits)
		.replace('export function', 'function');
	const hostile = '<script>window.hacked = 1</script><img src="/diminta" onerror="window.hacked = 2"><svg onload="window.hacked = 3">';
	const cells = Array.from({ length: 12 }, (_, row) =>
		Array.from({ length: 5 }, (_, column) => `<td rowspan="${row % 3}" colspan="${column % 2}">Pelatihan ${row} ${hostile}</td>`)
	);
	const head = '<tr><th>Usulan<th>Volume<th>Anggaran<th>Kecamatan<th>Catatan</tr>';
	const whole = `<html><body>${hostile}<table>${head}${cells.map((row) => `<tr>${row.join('')}</tr>`).join('')}</table></body></html>`;
	const place = fc.nat(whole.length);
	const piece = fc.constantFrom(
		'<table>',
		'</table>',
		'<tr>',
		'</td>',
		'<td colspan="99999" rowspan="99999">',
		'<!--',
		'<script>',
		'\0',
		'"',
		'&#0;'
	);
	const damage = fc.record({ cut: fc.tuple(place, fc.nat(300)), put: fc.array(fc.tuple(place, piece), { maxLength: 8 }) });
	const pages = fc.sample(damage, { numRuns: 300, seed }).map(({ cut, put }) => {
		const left = whole.slice(0, cut[0]) + whole.slice(cut[0] + cut[1]);
		return put.reduce((text, [at, one]) => text.slice(0, at) + one + text.slice(at), left);
	});
	// The very source of the page, in a real browser.
	const tables = await page.evaluate<(string[][] | null)[]>(`(() => { ${code}; return ${JSON.stringify(pages)}.map(htmlRows); })()`);
	expect(tables).toHaveLength(pages.length);
	expect(tables.filter((rows) => rows !== null).length).toBeGreaterThan(200);
	for (const rows of tables) {
		const { messages } = readUsulanTable(rows ?? [], { asal: 'pokir' });
		for (const { row, column } of messages) expect([row >= 0, column === null || column >= 1]).toEqual([true, true]);
		expect((rows ?? []).every((row) => row.length <= tableColumnsMax + 1)).toBe(true);
	}
	expect([await page.evaluate(() => 'hacked' in window), asked]).toEqual([false, []]);
});

test('receipts of a kecamatan are printed together, each with its code and QR', async () => {
	const page = await open(`/renja/${DEMO_RENJA}/usulan`, OFFICE, 'perencana');
	await page.getByRole('link', { name: 'Tanda terima…' }).click();
	await page.getByRole('heading', { name: 'Tanda terima usulan' }).waitFor();
	await page.getByLabel('Kecamatan').selectOption('Gempol');
	const button = page.getByRole('button', { name: /^Siapkan \d+ tanda terima$/ });
	const count = Number(/\d+/.exec(await button.innerText())?.[0]);
	expect([count > 0, count < (await usulan()).length]).toEqual([true, true]);
	await button.click();
	await page.getByRole('listitem').first().waitFor();
	expect([await page.getByRole('listitem').count(), await page.getByRole('img', { name: /^Kode QR/ }).count()]).toEqual([count, count]);
	expect(await seriousFindings(page)).toEqual([]);
	const code = (await page.getByRole('listitem').first().locator('strong').last().innerText()).trim();
	await page.emulateMedia({ media: 'print' });
	expect(await page.getByRole('button').count()).toBe(0);
	const guest = await open(`/usulan/${code}`, PHONE);
	await guest.getByText('Tercatat', { exact: true }).waitFor();
});

test('a kecamatan enters one by phone with a photo, and the receipt is read without an account', async () => {
	const page = await open('/kecamatan', PHONE, 'kecamatan-gempol');
	await page.getByRole('link', { name: 'Tambah usulan' }).first().click();
	await page.getByRole('button', { name: 'Simpan usulan' }).click();
	await page.getByText('Usulan harus diisi.').waitFor();
	await page.getByLabel('Usulan', { exact: true }).fill('Pelatihan <b>batik</b>');
	await page.getByLabel('Permasalahan').fill('Hubungi 0812-3456-7890');
	await page.getByRole('button', { name: 'Simpan usulan' }).click();
	await page.getByText('Nomor telepon tidak ditulis di sini').waitFor();
	await page.getByLabel('Permasalahan').fill('Perajin belum punya alat');
	await page.getByLabel('Desa atau kelurahan').fill('Desa Ngerong');
	await page.getByLabel('Nama', { exact: true }).fill('Bapak Contoh');
	expect(await seriousFindings(page)).toEqual([]);
	await page.getByRole('button', { name: 'Simpan usulan' }).click();
	await page.getByText('Usulan tersimpan').waitFor();
	const photo = await page.evaluate(() => {
		const canvas = document.createElement('canvas');
		canvas.width = canvas.height = 40;
		return canvas.toDataURL('image/png').split(',')[1] ?? '';
	});
	await page
		.getByLabel('Tambah foto atau PDF…')
		.setInputFiles({ name: 'lokasi.png', mimeType: 'image/png', buffer: Buffer.from(photo, 'base64') });
	await page.getByRole('img', { name: 'Foto lokasi.jpg' }).waitFor();
	const receipt = await page.getByRole('link', { name: 'Tanda terima' }).getAttribute('href');

	const guest = await open(receipt ?? '', PHONE);
	await guest.getByText('Pelatihan <b>batik</b>').waitFor();
	await guest.getByRole('img', { name: 'Kode QR ke halaman ini' }).waitFor();
	expect(await guest.locator('main').innerText()).not.toMatch(/Bapak Contoh/);
	expect(await seriousFindings(guest)).toEqual([]);

	// Until the forum begins with it, it may be changed and withdrawn; whoever holds the receipt reads that too.
	await page.goto('/kecamatan');
	await page.getByRole('link', { name: 'Ubah Pelatihan <b>batik</b>' }).click();
	await page.getByLabel('Volume', { exact: true }).fill('20');
	await page.getByLabel('Satuan').fill('Orang');
	expect(await seriousFindings(page)).toEqual([]);
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
	await page.getByRole('button', { name: 'Simpan perubahan' }).click();
	await page.getByText('20 Orang').waitFor();
	await page.getByRole('link', { name: 'Ubah Pelatihan <b>batik</b>' }).click();
	await page.getByRole('button', { name: 'Tarik usulan…' }).click();
	await page.getByRole('button', { name: 'Tarik usulan', exact: true }).click();
	await page.getByText('Usulan ditarik.').waitFor();
	await page.getByText('Pelatihan <b>batik</b>').waitFor({ state: 'detached' });
	await guest.reload();
	await guest.getByText('Ditarik', { exact: true }).waitFor();
});

test('the admin pastes the kecamatan with their desa, wrong lines are named, and the form on a phone knows them', async () => {
	const admin = await open('/admin', OFFICE, 'admin');
	await admin.getByRole('button', { name: /^Daftar kecamatan/ }).click();
	const dialog = admin.getByRole('dialog', { name: 'Daftar kecamatan' });
	const lines = dialog.getByLabel('Satu kecamatan setiap baris');
	await dialog.getByText('24 kecamatan.').waitFor();
	await lines.fill('Kecamatan\tDesa\nGempol\tNgerong\n\tRandupitu\nBeji\tJl. Raya 5');
	await dialog.getByText('Baris 4: “Jl. Raya 5” bukan nama kecamatan atau desa saja.').waitFor();
	expect(await dialog.getByRole('button', { name: 'Simpan' }).isDisabled()).toBe(true);
	expect(await seriousFindings(admin)).toEqual([]);
	// Whatever has an account has to be on it.
	await lines.fill('Beji');
	await dialog.getByRole('button', { name: 'Simpan' }).click();
	await dialog.getByText('Belum ada dalam daftar: Gempol').waitFor();
	await lines.fill('Kecamatan\tDesa\nGempol\tNgerong\n\tRandupitu\nBeji');
	await dialog.getByRole('button', { name: 'Simpan' }).click();
	await admin.getByText('2 kecamatan, 2 desa atau kelurahan').waitFor();

	const phone = await open(`/kecamatan/${DEMO_RENJA}/baru`, PHONE, 'kecamatan-gempol');
	const desa = phone.getByLabel('Desa atau kelurahan');
	const doubt = phone.getByText('Periksa ejaannya');
	await desa.fill('Ngeronk');
	await phone.getByText('Hampir sama dengan “Ngerong”').waitFor();
	await desa.fill('Desa Randupitu');
	await doubt.waitFor({ state: 'detached' });
	await desa.fill('Sukun');
	await doubt.waitFor();
	// A planner chooses the kecamatan.
	const planner = await open(`/renja/${DEMO_RENJA}/usulan/baru`, PHONE, 'perencana');
	const choices = planner.getByLabel('Kecamatan').getByRole('option');
	await choices.nth(2).waitFor({ state: 'attached' });
	expect(await choices.allTextContents()).toEqual(['Tidak disebut', 'Beji', 'Gempol']);
	expect(await seriousFindings(planner)).toEqual([]);
});
