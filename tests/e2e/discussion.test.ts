/** People talk about a row: on two screens at once, on a phone, with names that are called and threads that are settled. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { seriousFindings } from '../support/axe.ts';
import { openBrowser, openPage, PHONE } from '../support/browser.ts';
import { createNetwork, type Network } from '../support/network.ts';
import { DEMO_RENJA, signIn } from '../support/people.ts';
import { startServer, type TestServer } from '../support/test-server.ts';

const sub = 'n-2.17.01.2.01.01';
let server: TestServer;
let browser: Browser;
const endings: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
	[server, browser] = await Promise.all([startServer(), openBrowser()]);
});
afterEach(async () => {
	for (const end of endings.splice(0).reverse()) await end();
});
afterAll(async () => {
	await browser?.close();
	await server?.stop();
});

async function open(
	username: string,
	size?: { width: number; height: number }
): Promise<{ page: Page; network: Network; complaints: string[] }> {
	const network = await createNetwork(server);
	const { page, context, complaints } = await openPage(browser, network, await signIn(network, username), `/renja/${DEMO_RENJA}`, size);
	endings.push(async () => {
		await context.close();
		await network.close();
	});
	await saved(page);
	return { page, network, complaints };
}

const saved = (page: Page) => page.getByTestId('save-state').filter({ hasText: 'Tersimpan' }).waitFor();
const cell = (page: Page, column: string) => page.locator(`[data-node="${sub}"][data-column="${column}"]`).first();
const thread = (page: Page, text: string) => page.locator('[data-thread]').filter({ hasText: text }).first();

/** With the keyboard alone, from the cell. */
async function comment(page: Page, column: string, words: string): Promise<void> {
	await cell(page, column).click();
	await page.keyboard.press('Shift+F2');
	await page.getByRole('region', { name: 'Komentar' }).locator('textarea:focus').waitFor();
	await page.keyboard.type(words);
	await page.keyboard.press('Control+Enter');
	await thread(page, words.slice(0, 12)).waitFor();
}

it('a comment on a cell appears at that cell on the other screen, is answered and settled there', async () => {
	const [{ page: verifikator, complaints }, { page: staf }] = [await open('verifikator'), await open('sekretariat')];
	await comment(verifikator, 'pagu', 'Mengapa naik? <b>Bukan tebal</b>');
	await cell(staf, 'pagu').locator('[data-comments="1"]').click();
	const seen = thread(staf, 'Mengapa naik?');
	await seen.getByText('<b>Bukan tebal</b>').waitFor();
	await seen.getByText('Catatan verifikator').waitFor();
	expect(await seriousFindings(staf)).toEqual([]);

	await seen.getByRole('button', { name: 'Balas' }).click();
	await staf.keyboard.type('Harga satuan berubah.');
	await staf.keyboard.press('Control+Enter');
	await thread(verifikator, 'Harga satuan berubah.').waitFor();
	await seen.getByRole('button', { name: 'Tandai selesai' }).click();
	await cell(verifikator, 'pagu').locator('[data-comments]').waitFor({ state: 'detached' });
	await verifikator.getByRole('button', { name: /Yang sudah selesai/ }).click();
	await thread(verifikator, 'Mengapa naik?')
		.getByText(/Selesai oleh Staf Sekretariat/)
		.waitFor();
	expect(complaints).toEqual([]);
});

it('whoever is mentioned sees it at once, until he has read it', async () => {
	const [{ page: perencana }, { page: umkm }] = [await open('perencana'), await open('umkm')];
	await cell(perencana, 'uraian').click();
	await perencana.keyboard.press('Shift+F2');
	await perencana.keyboard.type('Tolong dicek @bidang usaha m');
	await perencana.getByRole('listbox', { name: 'Sebut siapa' }).getByText('seluruh bidang').waitFor();
	await perencana.keyboard.press('Enter');
	await perencana.keyboard.press('Control+Enter');
	const mine = umkm.getByRole('toolbar').getByRole('button', { name: '1 untuk Anda' });
	await mine.click();
	await thread(umkm, 'Tolong dicek').getByText('@Bidang Usaha Mikro').waitFor();
	await umkm.getByRole('button', { name: 'Tandai semua sudah dibaca' }).click();
	await mine.waitFor({ state: 'detached' });
	const { page: again } = await open('umkm');
	await again
		.getByRole('toolbar')
		.getByRole('button', { name: /^Komentar/ })
		.waitFor();
});

it('what was written without a connection waits in the browser and arrives', async () => {
	const [{ page: koperasi, network }, { page: perencana }] = [await open('koperasi'), await open('perencana')];
	network.cut();
	await koperasi.getByTestId('save-state').filter({ hasText: 'Luring' }).waitFor();
	await comment(koperasi, 'lokasi', 'Ditulis di jalan.');
	await koperasi.getByTestId('save-state').filter({ hasText: '1 perubahan belum terkirim' }).waitFor();
	const context = koperasi.context();
	await koperasi.close();
	network.mend();
	const back = await context.newPage();
	await back.goto(`/renja/${DEMO_RENJA}`);
	await saved(back);
	await cell(perencana, 'lokasi').locator('[data-comments="1"]').waitFor();
});

it('on a phone a row is talked about under its fields, and the lists lead to the row', async () => {
	const { page } = await open('kepala-dinas', PHONE);
	await page.getByRole('button', { name: /2\.17\.01 ·/ }).click();
	await page
		.getByRole('button', { name: /2\.17\.01\.2\.01\.01/ })
		.first()
		.click();
	const talk = page.getByRole('region', { name: /^Komentar/ });
	await talk.getByRole('textbox').fill('Setuju dengan angka ini.');
	await talk.getByRole('button', { name: 'Kirim' }).click();
	await thread(page, 'Setuju dengan angka ini.').waitFor();
	expect(await seriousFindings(page)).toEqual([]);
	await page.getByRole('button', { name: 'Daftar' }).click();
	await page.getByRole('button', { name: /^Komentar: \d+ terbuka/ }).click();
	await thread(page, 'Setuju dengan angka ini.').locator('button.place').click();
	await talk.waitFor();
	const wide = await page.evaluate(() => document.documentElement.scrollWidth);
	expect(wide).toBeLessThanOrEqual(PHONE.width);
});
