/** What people see while the database of the server is away, and that nothing they typed is lost by it. */
import type { RenjaValue } from '@rembug/shared/renja/renja-types.ts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { seriousFindings } from '../support/axe.ts';
import { OFFICE, openBrowser, openPage, PHONE } from '../support/browser.ts';
import { createDatabaseRelay, type DatabaseRelay } from '../support/database-relay.ts';
import { createDemoDatabase } from '../support/demo-database.ts';
import { addLimit } from '../support/limit-edits.ts';
import { DEMO_RENJA, signIn, type SignedIn } from '../support/people.ts';
import { openSyncClient } from '../support/sync-client.ts';
import { startServer, type TestServer } from '../support/test-server.ts';

const sub = 'n-2.17.01.2.01.01';
let browser: Browser;
let server: TestServer;
let relay: DatabaseRelay;
let perencana: SignedIn;
const endings: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
	const database = await createDemoDatabase();
	relay = await createDatabaseRelay(database.url);
	[server, browser] = await Promise.all([startServer({ databaseUrl: relay.url }), openBrowser()]);
	endings.push(
		() => database.drop(),
		() => relay.close(),
		() => server.stop(),
		() => browser.close()
	);
	perencana = await signIn(server, 'perencana');
});
afterEach(() => relay.resume());
afterAll(async () => {
	for (const end of endings.splice(0).reverse()) await end();
});

const state = (page: Page) => page.getByTestId('save-state');
const stateSays = (page: Page, text: string) => state(page).filter({ hasText: text }).waitFor();
const cell = (page: Page) => page.locator(`[data-node="${sub}"][data-column="pagu"]`).first();

async function pagu(): Promise<number | undefined> {
	const value = (await (await perencana.call('GET', `/api/renja/${DEMO_RENJA}`)).json()) as RenjaValue;
	return value.nodes.find((node) => node.id === sub)?.pagu;
}

it('says what is away, keeps what is typed over a reload, and sends it by itself', { timeout: 120_000 }, async () => {
	const { page, context } = await openPage(browser, server, perencana, `/renja/${DEMO_RENJA}`, OFFICE);
	await stateSays(page, 'Tersimpan');
	relay.hold();
	await cell(page).click();
	await page.keyboard.type('61000000');
	await page.keyboard.press('Enter');
	const banner = page.getByText('Basis data di server sedang tidak terjangkau.');
	await banner.waitFor();
	await stateSays(page, 'Tertunda: 1 perubahan belum terkirim');
	expect(await cell(page).textContent()).toContain('61.000.000');
	expect(await seriousFindings(page)).toEqual([]);

	// The other pages say so as well, each with a way to try again.
	await page.getByRole('link', { name: 'Tabel' }).first().click();
	const problem = page.getByRole('alert').filter({ hasText: 'Basis data di server sedang tidak terjangkau' });
	await problem.getByRole('button', { name: 'Coba lagi' }).waitFor();
	await page.getByRole('link', { name: 'Unduh XLSX' }).click();
	await page.getByText('Berkas belum diunduh. Basis data di server sedang tidak terjangkau.').waitFor();

	// Coming anew, one is told the same, and let in as soon as that is possible.
	await page.goto(`/renja/${DEMO_RENJA}`);
	await page.getByRole('heading', { name: 'Halaman ini belum dapat dibuka' }).waitFor();
	await page.getByText('Ketikan yang belum terkirim tetap tersimpan').waitFor();
	expect(await seriousFindings(page)).toEqual([]);
	relay.resume();
	await stateSays(page, 'Tersimpan');
	expect(await cell(page).textContent()).toContain('61.000.000');
	await banner.waitFor({ state: 'detached' });
	expect(await pagu()).toBe(61_000_000);

	await page.getByRole('link', { name: 'Tabel' }).first().click();
	const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Unduh XLSX' }).click()]);
	expect(file.suggestedFilename()).toMatch(/^T-C\.33-.*\.xlsx$/);
	await context.close();
});

it('shows the same on a phone without scrolling sideways', async () => {
	const { page, context } = await openPage(browser, server, perencana, `/renja/${DEMO_RENJA}`, PHONE);
	await stateSays(page, 'Tersimpan');
	const colleague = await openSyncClient(server, perencana);
	endings.push(async () => colleague.close());
	relay.hold();
	// Somebody has something to keep: the first thing by which it is noticed.
	void addLimit(colleague, 'APBD');
	const widths = () => page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
	await page.getByText('Basis data di server sedang tidak terjangkau.').waitFor({ timeout: 20_000 });
	expect(await widths()).toEqual([PHONE.width, PHONE.width]);
	await page.reload();
	await page.getByRole('button', { name: 'Coba lagi' }).waitFor();
	expect(await widths()).toEqual([PHONE.width, PHONE.width]);
	await context.close();
});
