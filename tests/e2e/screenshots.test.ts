/** The pictures of the README, taken of the real pages. They land in test-results; with UPDATE_SCREENSHOTS=1 in docs/images, to be looked at and committed. */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seriousFindings } from '../support/axe.ts';
import { OFFICE, openBrowser, openPage, PHONE } from '../support/browser.ts';
import { DEMO_RENJA, signIn } from '../support/people.ts';
import { startServer, type TestServer } from '../support/test-server.ts';

const folder = fileURLToPath(new URL(process.env.UPDATE_SCREENSHOTS ? '../../docs/images/' : '../../test-results/', import.meta.url));
let server: TestServer;
let browser: Browser;

beforeAll(async () => {
	[server, browser] = await Promise.all([startServer(), openBrowser(), mkdir(folder, { recursive: true })]);
});
afterAll(async () => {
	await browser.close();
	await server.stop();
});

test('the workspace shows the plan, who is here and the sums, and stands up to axe', async () => {
	const perencana = await openPage(browser, server, await signIn(server, 'perencana'), `/renja/${DEMO_RENJA}`, OFFICE);
	const koperasi = await openPage(browser, server, await signIn(server, 'koperasi'), `/renja/${DEMO_RENJA}`, OFFICE);
	const pagu = '[data-node="n-2.17.01.2.02.02"][data-column="pagu"]';
	await koperasi.page.locator(pagu).first().click();
	await perencana.page.locator(`${pagu}.occupied`).first().waitFor();
	await perencana.page.getByText('12.508.804.849').first().waitFor();
	await perencana.page.screenshot({ path: `${folder}ruang-kerja.png` });
	expect(await seriousFindings(perencana.page)).toEqual([]);
	expect([...perencana.complaints, ...koperasi.complaints]).toEqual([]);
	await Promise.all([perencana.context.close(), koperasi.context.close()]);
});

test('the approval page fits a telephone', async () => {
	const perencana = await signIn(server, 'perencana');
	expect((await perencana.call('POST', `/api/renja/${DEMO_RENJA}/stage`, { to: 'diajukan', reason: '' })).status).toBe(200);
	const path = `/renja/${DEMO_RENJA}/persetujuan`;
	const kepalaDinas = await openPage(browser, server, await signIn(server, 'kepala-dinas'), path, PHONE);
	await kepalaDinas.page.getByText('12.508.804.849').first().waitFor();
	expect(await kepalaDinas.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
	await kepalaDinas.page.screenshot({ path: `${folder}persetujuan.png` });
	await kepalaDinas.context.close();
});
