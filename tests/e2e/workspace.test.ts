/** The workspace in a real browser: by keyboard, with a colleague, with Excel's clipboard, offline, read-only and on a phone. */
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPage, OFFICE, PHONE } from '../support/browser.ts';
import { DEMO_PASSWORD, DEMO_RENJA, makePlanners, signIn } from '../support/people.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

const PLAN = `/renja/${DEMO_RENJA}`;
const SUB = 'n-2.17.01.2.01.01';
const NEXT_SUB = 'n-2.17.01.2.01.06';
const PAGU = '72.822.365';

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
	server = await startServer();
	await makePlanners(server, ['koperasi', 'umkm']);
	browser = await openBrowser();
});

afterAll(async () => {
	await browser?.close();
	await server?.stop();
});

async function open(username: string, size = OFFICE) {
	const opened = await openPage(browser, server, await signIn(server, username), PLAN, size);
	if (size === OFFICE) await opened.page.getByRole('treegrid').waitFor();
	return opened;
}

function cell(page: Page, node: string, column: string): Locator {
	return page.locator(`[data-node="${node}"][data-column="${column}"]`).first();
}

async function shows(locator: Locator, text: string): Promise<void> {
	await waitFor(async () => (await locator.innerText()).includes(text), { timeoutMs: 10_000, what: `a place that shows ${text}` });
}

async function saved(page: Page): Promise<void> {
	await shows(page.getByTestId('save-state'), 'Tersimpan');
}

async function focusedCell(page: Page): Promise<string> {
	return page.evaluate(() => `${document.activeElement?.getAttribute('data-node')} ${document.activeElement?.getAttribute('data-column')}`);
}

async function focusIs(page: Page, place: string): Promise<void> {
	await waitFor(async () => (await focusedCell(page)) === place, { timeoutMs: 5_000, what: `the cursor on ${place}` });
}

/** What Excel does: the text comes with the paste event, whatever the browser allows scripts to read. */
async function paste(page: Page, text: string): Promise<void> {
	await page.evaluate((tsv) => {
		const clipboardData = new DataTransfer();
		clipboardData.setData('text/plain', tsv);
		document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
	}, text);
}

describe('the grid by keyboard', () => {
	it('takes an amount in a usual form, shows it to a colleague with the sum, and takes it back', async () => {
		const me = await open('perencana');
		const colleague = await open('koperasi');
		await cell(me.page, SUB, 'pagu').click();
		await me.page.keyboard.type('Rp 73.000.000,00');
		await me.page.keyboard.press('Enter');
		await focusIs(me.page, `${NEXT_SUB} pagu`);
		await shows(cell(colleague.page, SUB, 'pagu'), '73.000.000');
		await shows(colleague.page.getByTestId('total-pagu'), '12.508.982.484');
		await saved(me.page);
		await me.page.keyboard.press('Control+z');
		await shows(cell(colleague.page, SUB, 'pagu'), PAGU);
		await shows(cell(colleague.page, SUB, 'pagu'), 'Perencana');
		expect([...me.complaints, ...colleague.complaints]).toEqual([]);
		await me.context.close();
		await colleague.context.close();
	});

	it('keeps a wrong amount in its editor, says what is wrong, and gives the old one back on Esc', async () => {
		const { page, context } = await open('perencana');
		await cell(page, SUB, 'pagu').click();
		await page.keyboard.type('sejuta');
		await page.keyboard.press('Enter');
		await shows(page.getByRole('alert'), 'Ini bukan jumlah uang');
		expect(await page.getByRole('textbox', { name: 'Pagu 2024' }).inputValue()).toBe('sejuta');
		await page.keyboard.press('Escape');
		await focusIs(page, `${SUB} pagu`);
		await shows(cell(page, SUB, 'pagu'), PAGU);
		await context.close();
	});

	it('explains a sum instead of letting it be typed over', async () => {
		const { page, context } = await open('perencana');
		await cell(page, 'n-2.17.01', 'pagu').click();
		await page.keyboard.press('F2');
		await page
			.getByText(/jumlah dari \d+ sub kegiatan/i)
			.first()
			.waitFor();
		await context.close();
	});

	it('walks through cells, closes and opens rows, and reaches the last one', async () => {
		const { page, context } = await open('koperasi');
		await cell(page, 'n-2.17', 'kode').click();
		const rows = async () => Number(await page.getByRole('treegrid').getAttribute('aria-rowcount'));
		const all = await rows();
		await page.keyboard.press('ArrowLeft');
		await waitFor(async () => (await rows()) === 3, { timeoutMs: 5_000, what: 'closed rows' });
		await page.keyboard.press('ArrowRight');
		await waitFor(async () => (await rows()) === all, { timeoutMs: 5_000, what: 'opened rows' });
		await page.keyboard.press('Control+End');
		await waitFor(async () => (await focusedCell(page)).endsWith('belanjaModal'), { timeoutMs: 5_000, what: 'the last cell' });
		await page.keyboard.press('Control+Home');
		await focusIs(page, 'n-2 kode');
		await context.close();
	});

	it('adds a row, removes it, and brings it back from the list of removed rows', async () => {
		const { page, context } = await open('perencana');
		await cell(page, NEXT_SUB, 'uraian').click();
		await page.keyboard.press('Control+Enter');
		await page.getByRole('textbox', { name: 'Kode' }).waitFor();
		await page.keyboard.type('2.17.01.2.01.99');
		await page.keyboard.press('Tab');
		await page.keyboard.type('Baris percobaan');
		await page.keyboard.press('Enter');
		const row = page.getByRole('gridcell', { name: 'Baris percobaan' });
		await row.waitFor();
		await row.click();
		await page.keyboard.press('Control+Delete');
		await row.waitFor({ state: 'detached' });
		await page.getByRole('button', { name: 'Terhapus (1)' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Kembalikan' }).click();
		await row.waitFor();
		await row.click();
		await page.keyboard.press('Control+Delete');
		await row.waitFor({ state: 'detached' });
		await saved(page);
		await context.close();
	});
});

describe('ranges and Excel', () => {
	it('applies nothing of a paste in which one cell is wrong, and all of it as one step when it is right', async () => {
		const { page, context } = await open('sekretariat');
		await cell(page, SUB, 'target').click();
		await paste(page, '9\tDokumen\tabc\r\n');
		await page.getByRole('dialog').getByText('Tidak ada sel yang diubah').waitFor();
		await page.getByRole('button', { name: 'Mengerti' }).click();
		expect((await cell(page, SUB, 'target').innerText()).trim()).toBe('');
		await cell(page, SUB, 'target').click();
		await paste(page, '9\tDokumen\t80.000.000\r\n');
		await shows(cell(page, SUB, 'pagu'), '80.000.000');
		await shows(cell(page, SUB, 'satuan'), 'Dokumen');
		await page.keyboard.press('Control+z');
		await shows(cell(page, SUB, 'pagu'), PAGU);
		expect((await cell(page, SUB, 'target').innerText()).trim()).toBe('');
		await saved(page);
		await context.close();
	});

	it('copies a range with Indonesian numbers', async () => {
		const { page, context } = await open('sekretariat');
		await cell(page, 'n-2.17.01.2.02.01', 'target').click();
		for (const key of ['Shift+ArrowRight', 'Shift+ArrowRight']) await page.keyboard.press(key);
		const copied = await page.evaluate(() => {
			const clipboardData = new DataTransfer();
			document.activeElement?.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }));
			return clipboardData.getData('text/plain');
		});
		expect(copied).toBe('351\torang/bulan\t4.886.727.135');
		await context.close();
	});
});

it('says how many changes wait while offline, and sends them once the network is back', async () => {
	const { page, context } = await open('perencana');
	await cell(page, SUB, 'catatan').click();
	await context.setOffline(true);
	await page.keyboard.type('Dari jaringan yang putus');
	await page.keyboard.press('Enter');
	await shows(page.getByTestId('save-state'), '1 perubahan belum terkirim');
	await context.setOffline(false);
	await saved(page);
	const answer = await (await signIn(server, 'umkm')).call('GET', `/api/renja/${DEMO_RENJA}`);
	expect(JSON.stringify(await answer.json())).toContain('Dari jaringan yang putus');
	await context.close();
});

it('tells who changed a cell, from what to what', async () => {
	const { page, context } = await open('perencana');
	await cell(page, NEXT_SUB, 'lokasi').click();
	await page.keyboard.type('Kecamatan Pandaan');
	await page.keyboard.press('Enter');
	await saved(page);
	await cell(page, NEXT_SUB, 'lokasi').click();
	const info = page.getByRole('region', { name: 'Sel ini' });
	await shows(info, 'menjadi Kecamatan Pandaan');
	await shows(info, 'Perencana');
	await context.close();
});

it('shows a verifikator everything and lets him change nothing', async () => {
	const { page, context } = await open('verifikator');
	await page.getByText('Hanya baca', { exact: false }).waitFor();
	await cell(page, SUB, 'pagu').click();
	await page.keyboard.type('5');
	await shows(cell(page, SUB, 'pagu'), PAGU);
	expect(await page.getByRole('textbox', { name: 'Pagu 2024' }).count()).toBe(0);
	await context.close();
});

it('finds rows and keeps what stands above them', async () => {
	const { page, context } = await open('koperasi');
	await cell(page, 'n-2', 'kode').click();
	await page.keyboard.press('Control+f');
	await page.keyboard.type('gaji tunjangan');
	await page.getByText('1 baris cocok').waitFor();
	await cell(page, 'n-2.17.01.2.02.01', 'uraian').waitFor();
	await page.keyboard.type(' tidak ada');
	await page.getByText('Tidak ada baris yang cocok.').waitFor();
	await context.close();
});

it('is filled in with a thumb at 360 pixels, without scrolling sideways', async () => {
	const { page, context } = await open('umkm', PHONE);
	await page.locator('article').last().getByRole('button').first().click();
	await page.getByRole('button', { name: '2.17.07.2.01.04' }).click();
	const pagu = page.getByLabel('Pagu 2024');
	const before = await pagu.inputValue();
	await pagu.fill('salah');
	await pagu.blur();
	await shows(page.getByRole('alert'), 'Ini bukan jumlah uang');
	await pagu.fill('12 juta');
	await pagu.blur();
	await waitFor(async () => (await pagu.inputValue()) === '12.000.000', { timeoutMs: 5_000, what: 'the new pagu' });
	await pagu.fill(before);
	await pagu.blur();
	await saved(page);
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
	await context.close();
});

describe('rows from the menu', () => {
	it('moves a row to another parent and takes it back with one undo', async () => {
		const me = await open('perencana');
		const colleague = await open('koperasi');
		await cell(me.page, SUB, 'uraian').click();
		await me.page.getByRole('button', { name: 'Tindakan untuk baris ini' }).click();
		await me.page.getByRole('menuitem', { name: 'Pindahkan ke' }).click();
		await me.page.getByLabel('Cari tujuan').fill('2.17.01.2.02');
		await me.page.getByRole('radio', { name: '2.17.01.2.02' }).check();
		await me.page.getByRole('button', { name: 'Pindahkan', exact: true }).click();
		await shows(cell(colleague.page, 'n-2.17.01.2.02', 'pagu'), '5.282.829.437');
		await shows(cell(colleague.page, 'n-2.17.01.2.01', 'pagu'), '44.760.650');
		await focusIs(me.page, `${SUB} uraian`);
		await me.page.keyboard.press('Control+z');
		await shows(cell(colleague.page, 'n-2.17.01.2.01', 'pagu'), '117.583.015');
		await saved(me.page);
		expect([...me.complaints, ...colleague.complaints]).toEqual([]);
		await me.context.close();
		await colleague.context.close();
	});

	it('removes a row and brings it back from the message', async () => {
		const { page, context, complaints } = await open('perencana');
		await cell(page, SUB, 'kode').click();
		await page.keyboard.press('Shift+F10');
		await page.getByRole('menuitem', { name: 'Hapus sub kegiatan' }).click();
		await cell(page, SUB, 'kode').waitFor({ state: 'detached' });
		await page.getByRole('button', { name: 'Kembalikan' }).click();
		await shows(cell(page, SUB, 'pagu'), PAGU);
		await saved(page);
		expect(complaints).toEqual([]);
		await context.close();
	});
});

describe('beside a colleague', () => {
	it('leaves alone on undo what a colleague has changed since, and says so', async () => {
		const me = await open('perencana');
		const colleague = await open('koperasi');
		await cell(me.page, SUB, 'catatan').click();
		await me.page.keyboard.type('Catatan saya');
		await me.page.keyboard.press('Enter');
		await shows(cell(colleague.page, SUB, 'catatan'), 'Catatan saya');
		await cell(colleague.page, SUB, 'catatan').click();
		await colleague.page.keyboard.type('Catatan rekan');
		await colleague.page.keyboard.press('Enter');
		await shows(cell(me.page, SUB, 'catatan'), 'Catatan rekan');
		await me.page.keyboard.press('Control+z');
		await me.page.getByText('1 perubahan tidak dibatalkan').waitFor();
		await shows(cell(me.page, SUB, 'catatan'), 'Catatan rekan');
		await colleague.page.keyboard.press('Control+z');
		await shows(cell(me.page, SUB, 'catatan'), 'Catatan saya');
		await saved(colleague.page);
		await me.context.close();
		await colleague.context.close();
	});

	it('keeps what was being typed in a row that a colleague removes', async () => {
		const me = await open('koperasi');
		const colleague = await open('perencana');
		await cell(me.page, SUB, 'lokasi').click();
		await me.page.keyboard.type('Kecamatan yang belum selesai');
		await shows(cell(colleague.page, SUB, 'lokasi'), 'mengetik');
		await cell(colleague.page, SUB, 'kode').click();
		await colleague.page.keyboard.press('Control+Delete');
		await me.page.getByText('Yang Anda ketik: “Kecamatan yang belum selesai”').waitFor();
		await me.page.getByRole('button', { name: 'Salin' }).waitFor();
		await colleague.page.keyboard.press('Control+z');
		await cell(me.page, SUB, 'lokasi').waitFor();
		await saved(colleague.page);
		expect([...me.complaints, ...colleague.complaints]).toEqual([]);
		await me.context.close();
		await colleague.context.close();
	});
});

it('takes ceilings from the perencana, says what is wrong where it stands, and shows what is above', async () => {
	const me = await open('perencana');
	const colleague = await open('sekretariat');
	expect(await colleague.page.getByRole('button', { name: 'Data Renja' }).count()).toBe(0);
	await me.page.getByRole('button', { name: 'Data Renja' }).click();
	const dialog = me.page.getByRole('dialog');
	await dialog.getByLabel('Batas pagu Bidang Koperasi').fill('banyak');
	await dialog.getByRole('button', { name: 'Simpan' }).click();
	await shows(dialog.getByRole('alert'), 'Ini bukan jumlah uang');
	await dialog.getByLabel('Batas pagu Bidang Koperasi').fill('3 miliar');
	await dialog.getByLabel('Batas pagu seluruh Renja').fill('12,5 miliar');
	await dialog.getByRole('button', { name: 'Simpan' }).click();
	const panel = colleague.page.getByRole('region', { name: 'Jumlah dan pemeriksaan' });
	await shows(panel, '308.704.927 di atas batasnya');
	await shows(panel, '8.804.849 di atas batas');
	await me.page.keyboard.press('Control+z');
	await shows(panel, 'sisa 91.195.151');
	await saved(me.page);
	expect([...me.complaints, ...colleague.complaints]).toEqual([]);
	await me.context.close();
	await colleague.context.close();
});

it('moves the stage back only with a reason, and forward again, for everybody at once', async () => {
	const me = await open('perencana');
	const colleague = await open('sekretariat');
	const trail = me.page.getByTitle('Tahap Renja');
	await trail.click();
	await me.page.getByRole('button', { name: 'Pindah ke tahap Rancangan awal' }).click();
	await me.page.getByRole('button', { name: 'Mundurkan', exact: true }).click();
	await shows(me.page.getByRole('alert'), 'Tulis dahulu mengapa');
	await me.page.getByLabel('Alasan').fill('Pagu berubah');
	await me.page.getByRole('button', { name: 'Mundurkan', exact: true }).click();
	await shows(colleague.page.getByTitle('Tahap Renja'), 'Rancangan awal');
	await trail.click();
	await me.page.getByRole('button', { name: 'Pindah ke tahap Rancangan', exact: true }).click();
	await me.page.getByRole('button', { name: 'Majukan', exact: true }).click();
	await waitFor(async () => (await colleague.page.getByTitle('Tahap Renja').innerText()).startsWith('Rancangan\n'), {
		timeoutMs: 10_000,
		what: 'the stage of before'
	});
	await colleague.page.getByTitle('Tahap Renja').click();
	expect(await colleague.page.getByRole('button', { name: 'Pindah ke tahap' }).count()).toBe(0);
	await me.context.close();
	await colleague.context.close();
});

it('asks before it signs out with unsent changes, and keeps them when one stays', async () => {
	const { page, context } = await open('umkm');
	await cell(page, SUB, 'catatan').click();
	await context.setOffline(true);
	await page.keyboard.type('Belum terkirim');
	await page.keyboard.press('Enter');
	await shows(page.getByTestId('save-state'), '1 perubahan belum terkirim');
	await page.getByRole('button', { name: 'Keluar' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByText('Ada perubahan yang belum terkirim').waitFor();
	await dialog.getByRole('button', { name: 'Keluar dan buang 1 perubahan' }).click();
	await shows(dialog.getByRole('alert'), 'Server tidak dapat dihubungi');
	await dialog.getByRole('button', { name: 'Tetap di sini' }).click();
	await context.setOffline(false);
	await saved(page);
	const answer = await (await signIn(server, 'koperasi')).call('GET', `/api/renja/${DEMO_RENJA}`);
	expect(JSON.stringify(await answer.json())).toContain('Belum terkirim');
	await page.getByRole('button', { name: 'Keluar' }).click();
	await page.waitForURL('**/masuk');
	await context.close();
});

it('adds, removes and takes back a row on the phone, and tells the history of a field there', async () => {
	const { page, context, complaints } = await open('umkm', PHONE);
	await page.locator('article').last().getByRole('button').first().click();
	await page.getByRole('button', { name: '+ Tambah sub kegiatan' }).first().click();
	const uraian = page.getByLabel('Uraian', { exact: true });
	await uraian.fill('Baris dari telepon');
	await uraian.blur();
	await saved(page);
	await page.getByRole('button', { name: 'Riwayat Uraian' }).click();
	await page.getByRole('listitem').filter({ hasText: 'menjadi Baris dari telepon' }).waitFor();
	await page.getByRole('button', { name: 'Hapus sub kegiatan ini' }).click();
	await page.getByRole('button', { name: /^Terhapus/ }).click();
	const removed = page.getByRole('dialog').getByRole('listitem').filter({ hasText: 'Baris dari telepon' });
	await removed.getByRole('button', { name: 'Kembalikan' }).click();
	await removed.waitFor({ state: 'detached' });
	const close = page.getByRole('dialog').getByRole('button', { name: 'Tutup' });
	if (await close.isVisible()) await close.click();
	await page.getByRole('button', { name: 'Baris dari telepon' }).click();
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
	await page.getByRole('button', { name: 'Hapus sub kegiatan ini' }).click();
	await page.getByRole('button', { name: /^Terhapus/ }).waitFor();
	await saved(page);
	expect(complaints).toEqual([]);
	await context.close();
});

it('locks the plan for a colleague in the middle of typing, and opens it again with the note of the Kepala Dinas', async () => {
	const me = await open('perencana');
	const colleague = await open('koperasi');
	await cell(colleague.page, SUB, 'lokasi').click();
	await colleague.page.keyboard.type('Sedang diketik');
	await me.page.getByRole('button', { name: 'Ajukan ke Kepala Dinas' }).click();
	await me.page.getByLabel('Catatan untuk Kepala Dinas').fill('Mohon diperiksa');
	await me.page.getByRole('button', { name: 'Ajukan dan kunci' }).click();
	await me.page.getByText('Renja sudah diajukan').waitFor();
	await colleague.page.getByText('terkunci untuk semua orang').waitFor();
	await colleague.page.keyboard.press('Enter');
	await shows(colleague.page.getByRole('alert'), 'Salin isian ini');
	expect(await colleague.page.getByRole('textbox', { name: 'Lokasi' }).inputValue()).toBe('Sedang diketik');
	await colleague.page.keyboard.press('Escape');
	await colleague.page.keyboard.type('5');
	expect(await colleague.page.getByRole('textbox', { name: 'Lokasi' }).count()).toBe(0);

	const kepala = await signIn(server, 'kepala-dinas');
	const [snapshot] = (await (await kepala.call('GET', `/api/renja/${DEMO_RENJA}/snapshots`)).json()) as { id: string }[];
	await kepala.call('POST', `/api/snapshots/${snapshot?.id}/decision`, {
		decision: 'return',
		note: 'Lengkapi lokasi.',
		password: DEMO_PASSWORD
	});
	await colleague.page.getByText('Dikembalikan oleh Kepala Dinas: “Lengkapi lokasi.”').waitFor();
	await colleague.page.keyboard.type('Pandaan');
	await colleague.page.keyboard.press('Enter');
	await shows(cell(me.page, SUB, 'lokasi'), 'Pandaan');
	await saved(colleague.page);
	expect([...me.complaints, ...colleague.complaints]).toEqual([]);
	await me.context.close();
	await colleague.context.close();
});

it('has no serious finding of axe, in the grid, in an editor and on the phone', async () => {
	const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
	const findings = async (page: Page) => {
		await page.evaluate(axe);
		return page.evaluate(async () => {
			const run = (
				window as unknown as { axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> } }
			).axe;
			const { violations } = await run.run();
			const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
			return serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
		});
	};
	const office = await open('perencana');
	expect(await findings(office.page)).toEqual([]);
	await cell(office.page, SUB, 'tolokUkur').dblclick();
	expect(await findings(office.page)).toEqual([]);
	await office.context.close();
	const phone = await open('umkm', PHONE);
	await phone.page.locator('article').first().waitFor();
	expect(await findings(phone.page)).toEqual([]);
	await phone.context.close();
});
