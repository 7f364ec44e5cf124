/** The page that tells who did what: for the admin and for perencana, with a search that can be sent to a colleague. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seriousFindings } from '../support/axe.ts';
import { OFFICE, openBrowser, openPage, PHONE } from '../support/browser.ts';
import { DEMO_RENJA, signIn } from '../support/people.ts';
import { startServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
	[server, browser] = await Promise.all([startServer(), openBrowser()]);
});
afterAll(async () => {
	await browser.close();
	await server.stop();
});

test('what was done is told in plain sentences, and found again', async () => {
	const [admin, perencana] = await Promise.all([signIn(server, 'admin'), signIn(server, 'perencana')]);
	const grant = { role: 'staf', perangkatDaerahId: 'demo-diskop-pasuruan', unitId: 'umkm' };
	expect((await admin.call('POST', '/api/admin/accounts', { username: 'rini', nama: 'Rini', grant })).status).toBe(201);
	const move = { to: 'forum_pd', reason: '' };
	expect((await perencana.call('POST', `/api/renja/${DEMO_RENJA}/stage`, move)).status).toBe(200);
	const back = { to: 'rancangan', reason: 'Pagu indikatif berubah' };
	expect((await perencana.call('POST', `/api/renja/${DEMO_RENJA}/stage`, back)).status).toBe(200);
	expect((await perencana.call('GET', `/api/renja/${DEMO_RENJA}/tables/t-c-33.xlsx`)).status).toBe(200);

	const { page, context, complaints } = await openPage(browser, server, perencana, '/', OFFICE);
	await page.getByRole('link', { name: 'Catatan kegiatan' }).click();
	await page.getByText('Perencana memindahkan tahap dari Forum PD ke Rancangan.').waitFor();
	await page.getByText('Pagu indikatif berubah').waitFor();
	await page.getByText('Perencana mengunduh tabel T-C.33 (xlsx) dari naskah kerja.').waitFor();
	await page.getByText('memberi Rini peran Staf unit (Bidang Usaha Mikro)').waitFor();
	expect(await seriousFindings(page)).toEqual([]);

	await page.getByLabel('Kegiatan').selectOption('export');
	await page.getByText('memindahkan tahap dari Forum PD').waitFor({ state: 'detached' });
	expect(await page.getByRole('main').getByRole('listitem').count()).toBe(1);
	expect(new URL(page.url()).search).toBe('?kind=export');
	await page.getByRole('searchbox').fill('tidak ada yang begini');
	await page.keyboard.press('Enter');
	await page.getByText('Tidak ada catatan yang cocok.').waitFor();
	await page.getByRole('link', { name: 'Tampilkan semua' }).click();
	await page.getByText('memindahkan tahap dari Forum PD').waitFor();
	expect(await page.getByRole('searchbox').inputValue()).toBe('');
	expect(complaints).toEqual([]);
	await context.close();

	const office = await openPage(browser, server, admin, '/audit?kind=stage', PHONE);
	await office.page.getByText('memindahkan tahap dari Forum PD ke Rancangan.').waitFor();
	expect(await office.page.getByText('Pagu indikatif berubah').count()).toBe(0);
	expect(await office.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
	await office.context.close();
});

test('whoever may not read it has no way to it', async () => {
	const { page, context } = await openPage(browser, server, await signIn(server, 'koperasi'), '/audit', OFFICE);
	await page.waitForURL((url) => url.pathname === '/');
	await page.getByRole('link', { name: 'Daftar Renja' }).waitFor();
	expect(await page.getByRole('link', { name: 'Catatan kegiatan' }).count()).toBe(0);
	await context.close();
});
