/** The Bab texts: a section is given to a bidang, two people write in it at once, one of them offline, and one who lost it keeps his words. */
import type { RenjaValue } from '@rembug/shared/renja/renja-types.ts';
import { proseText } from '@rembug/shared/renja/prose.ts';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seriousFindings } from '../support/axe.ts';
import { openBrowser, openPage, PHONE } from '../support/browser.ts';
import { createNetwork } from '../support/network.ts';
import { DEMO_RENJA, signIn } from '../support/people.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

const bab = `/renja/${DEMO_RENJA}/bab`;

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
	[server, browser] = await Promise.all([startServer(), openBrowser()]);
});
afterAll(async () => {
	await browser?.close();
	await server?.stop();
});

const state = (page: Page): Locator => page.getByTestId('save-state');
const section = (page: Page, number: string): Locator => page.getByRole('article', { name: `Bagian ${number}` });
const editor = (page: Page): Locator => page.locator('.ProseMirror');
const saved = (page: Page): Promise<void> => state(page).filter({ hasText: 'Tersimpan' }).waitFor();

async function assign(page: Page, number: string, unit: string): Promise<void> {
	await page.getByLabel(`Bagian ${number} ditulis oleh`).selectOption(unit);
	await saved(page);
}

async function write(page: Page, number: string, text: string): Promise<void> {
	await section(page, number)
		.getByRole('button', { name: /Tulis|Ubah/ })
		.click();
	await editor(page).waitFor();
	await editor(page).click();
	await page.keyboard.press('Control+End');
	await page.keyboard.type(text);
}

async function stored(): Promise<RenjaValue> {
	const perencana = await signIn(server, 'perencana');
	return (await (await perencana.call('GET', `/api/renja/${DEMO_RENJA}`)).json()) as RenjaValue;
}

const text = async (number: string): Promise<string> => proseText((await stored()).narrative?.[number] ?? []);

it('the staf of the bidang that got a section write it, together with the perencana, and others read it', async () => {
	const perencana = await openPage(browser, server, await signIn(server, 'perencana'), bab);
	const koperasi = await openPage(browser, server, await signIn(server, 'koperasi'), bab);
	await koperasi.page.getByRole('heading', { name: 'Bab II Hasil Evaluasi' }).waitFor();
	expect(await koperasi.page.getByRole('button', { name: /Tulis/ }).count()).toBe(0);
	await assign(perencana.page, '2.1', 'koperasi');
	await section(koperasi.page, '2.1').getByText('Ditulis oleh bidang Anda.').waitFor();
	await write(koperasi.page, '2.1', 'Capaian koperasi aktif.');
	await section(perencana.page, '2.1').getByText('Capaian koperasi aktif.').waitFor();
	await write(perencana.page, '2.1', ' Sesuai Renstra.');
	await koperasi.page.keyboard.press('Control+Home');
	await koperasi.page.keyboard.type('Tahun lalu: ');
	for (const page of [perencana.page, koperasi.page])
		await editor(page).filter({ hasText: 'Tahun lalu: Capaian koperasi aktif. Sesuai Renstra.' }).waitFor();
	await koperasi.page.getByRole('button', { name: 'Daftar', exact: true }).click();
	await koperasi.page.getByRole('button', { name: 'Selesai' }).click();
	await section(koperasi.page, '2.1').locator('.prose li').waitFor();
	await saved(koperasi.page);
	expect((await stored()).narrative?.['2.1']?.[0]?.type).toBe('bulletList');
	expect(await seriousFindings(perencana.page)).toEqual([]);
	expect([...perencana.complaints, ...koperasi.complaints]).toEqual([]);

	const umkm = await openPage(browser, server, await signIn(server, 'umkm'), bab, PHONE);
	await section(umkm.page, '2.1').getByText('Bagian ini ditulis oleh Bidang Koperasi.').waitFor();
	await section(umkm.page, '2.1').getByText('Sesuai Renstra.').waitFor();
	expect(await section(umkm.page, '2.1').getByRole('button').count()).toBe(0);
	expect(await umkm.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
	for (const { context } of [perencana, koperasi, umkm]) await context.close();
});

it('what was written offline arrives later, also when the page was closed and others wrote there meanwhile', async () => {
	const network = await createNetwork(server);
	const perencana = await openPage(browser, server, await signIn(server, 'perencana'), bab);
	await assign(perencana.page, '2.2', 'koperasi');
	await write(perencana.page, '2.2', 'Awal.');
	const { page, context } = await openPage(browser, network, await signIn(network, 'koperasi'), bab);
	await section(page, '2.2').getByText('Awal.').waitFor();
	await saved(page);
	await write(page, '2.2', '');
	network.cut();
	await state(page).filter({ hasText: 'Luring' }).waitFor();
	await page.keyboard.type(' Ditulis luring.');
	await state(page).filter({ hasText: '1 perubahan belum terkirim' }).waitFor();
	await perencana.page.keyboard.press('Control+Home');
	await perencana.page.keyboard.type('Pada ');
	await saved(perencana.page);
	await page.close();
	network.mend();
	const again = await context.newPage();
	await again.goto(`${network.url}${bab}`);
	await section(again, '2.2').getByText('Pada Awal. Ditulis luring.').waitFor();
	await saved(again);
	await waitFor(async () => (await text('2.2')) === 'Pada Awal. Ditulis luring.', { what: 'both are stored' });
	expect(await again.locator('[data-refused]').count()).toBe(0);
	await context.close();
	await perencana.context.close();
	await network.close();
});

it('words for a section that was given to somebody else meanwhile are kept for their writer, and are nowhere else', async () => {
	const network = await createNetwork(server);
	const perencana = await openPage(browser, server, await signIn(server, 'perencana'), bab);
	await assign(perencana.page, '2.3', 'koperasi');
	const { page, context, complaints } = await openPage(browser, network, await signIn(network, 'koperasi'), bab);
	await section(page, '2.3').getByText('Ditulis oleh bidang Anda.').waitFor();
	await write(page, '2.3', 'Isu pertama.');
	await saved(page);
	network.cut();
	await state(page).filter({ hasText: 'Luring' }).waitFor();
	await page.keyboard.type(' Isu kedua.');
	await assign(perencana.page, '2.3', 'umkm');
	network.mend();
	await page.getByRole('heading', { name: 'Perubahan yang belum diterima (1)' }).waitFor();
	const entry = await page.locator('[data-refused]').innerText();
	for (const words of ['2.3 Isu-isu Penting', 'Isu pertama. Isu kedua.', 'Isu pertama.']) expect(entry).toContain(words);
	await saved(page);
	expect(await editor(page).count()).toBe(0);
	expect(await section(page, '2.3').locator('.prose').innerText()).toBe('Isu pertama.');
	expect(await text('2.3')).toBe('Isu pertama.');
	// The browser writes down by itself that the net was away.
	expect(complaints.filter((one) => !one.includes('net::') && !one.includes('WebSocket'))).toEqual([]);
	await context.close();
	await perencana.context.close();
	await network.close();
});
