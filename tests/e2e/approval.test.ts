import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seriousFindings } from '../support/axe.ts';
import { OFFICE, openBrowser, openPage, PHONE } from '../support/browser.ts';
import { DEMO_PASSWORD, DEMO_RENJA, signIn } from '../support/people.ts';
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

test('the Kepala Dinas returns and approves on a phone, and the approved table shows its sum and hash', async () => {
	const perencana = await signIn(server, 'perencana');
	const submit = (): Promise<Response> =>
		perencana.call('POST', `/api/renja/${DEMO_RENJA}/stage`, { to: 'diajukan', reason: 'Mohon diperiksa' });
	await submit();

	const { page, context } = await openPage(
		browser,
		server,
		await signIn(server, 'kepala-dinas'),
		`/renja/${DEMO_RENJA}/persetujuan`,
		PHONE
	);
	await page.getByText('Rp 12.508.804.849').waitFor();
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);

	await page.getByRole('button', { name: 'Kembalikan…' }).click();
	await page.getByRole('button', { name: 'Kembalikan', exact: true }).click();
	await page.getByText('Tulis dahulu apa yang perlu diperbaiki.').waitFor();
	await page.getByLabel('Apa yang perlu diperbaiki').fill('Lengkapi target.');
	await page.getByLabel('Kata sandi Anda, sekali lagi').fill('salah sama sekali');
	await page.getByRole('button', { name: 'Kembalikan', exact: true }).click();
	await page.getByText('Kata sandi tidak cocok').waitFor();
	await page.getByLabel('Kata sandi Anda, sekali lagi').fill(DEMO_PASSWORD);
	await page.getByRole('button', { name: 'Kembalikan', exact: true }).click();
	await page.getByRole('main').getByText('Dikembalikan oleh Kepala Dinas').waitFor();

	await submit();
	await page.getByRole('button', { name: 'Setujui…' }).click();
	await page.getByLabel('Kata sandi Anda, sekali lagi').fill(DEMO_PASSWORD);
	await page.getByRole('button', { name: 'Setujui', exact: true }).click();
	await page.getByRole('main').getByText('Disetujui oleh Kepala Dinas').waitFor();
	expect(await seriousFindings(page)).toEqual([]);
	await context.close();

	const office = await openPage(browser, server, perencana, `/renja/${DEMO_RENJA}/riwayat`, OFFICE);
	await office.page.getByText('Disetujui Kepala Dinas').waitFor();
	await office.page.getByText('Utuh').first().waitFor();
	await office.page.getByRole('button', { name: 'Bandingkan' }).click();
	await office.page.getByText('Tidak ada perbedaan.').waitFor();
	expect(await seriousFindings(office.page)).toEqual([]);
	await office.page.getByRole('link', { name: 'Tabel', exact: true }).last().click();
	await office.page.getByRole('cell', { name: '12.508.804.849' }).waitFor();
	await office.page.getByText('SHA-256').waitFor();
	expect(await seriousFindings(office.page)).toEqual([]);
	expect(office.complaints).toEqual([]);
	await office.context.close();
});
