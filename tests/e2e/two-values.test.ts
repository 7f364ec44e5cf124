/** Two people type into the same cell, one of them cut off: nothing is lost unseen, and one of them decides. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { RenjaValue } from '@rembug/shared/renja/renja-types.ts';
import { seriousFindings } from '../support/axe.ts';
import { openBrowser, openPage, PHONE } from '../support/browser.ts';
import { createNetwork, type Network } from '../support/network.ts';
import { DEMO_RENJA, makePlanners, signIn } from '../support/people.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

const sub = 'n-2.17.01.2.01.01';
let server: TestServer;
let browser: Browser;
const networks: Network[] = [];
const endings: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
	[server, browser] = await Promise.all([startServer(), openBrowser()]);
	await makePlanners(server, ['koperasi', 'umkm']);
});
afterEach(async () => {
	for (const end of endings.splice(0).reverse()) await end();
});
afterAll(async () => {
	await browser?.close();
	await server?.stop();
});

async function open(username: string, size?: { width: number; height: number }): Promise<{ page: Page; network: Network }> {
	const network = await createNetwork(server);
	networks.push(network);
	const { page, context } = await openPage(browser, network, await signIn(network, username), `/renja/${DEMO_RENJA}`, size);
	endings.push(async () => {
		await context.close();
		await network.close();
	});
	await saved(page);
	return { page, network };
}

const saved = (page: Page) => page.getByTestId('save-state').filter({ hasText: 'Tersimpan' }).waitFor();
const pagu = (page: Page) => page.locator(`[data-node="${sub}"][data-column="pagu"]`).first();
const rupiah = (amount: number): string => amount.toLocaleString('id-ID');
const list = (page: Page) => page.locator('[data-conflicts]');

async function type(page: Page, amount: string): Promise<void> {
	await pagu(page).click();
	await page.keyboard.type(amount);
	await page.keyboard.press('Enter');
}

/** koperasi types one amount while he is cut off and umkm another; both are together again afterwards. */
async function fork(away: number, here: number): Promise<{ umkm: Page; koperasi: Page }> {
	const [{ page: umkm }, { page: koperasi, network }] = [await open('umkm'), await open('koperasi')];
	network.cut();
	await koperasi.getByTestId('save-state').filter({ hasText: 'Luring' }).waitFor();
	await type(koperasi, rupiah(away));
	await type(umkm, rupiah(here));
	await saved(umkm);
	network.mend();
	await saved(koperasi);
	for (const page of [umkm, koperasi]) {
		await pagu(page).locator('[data-conflict]').waitFor();
		for (const amount of [away, here]) await list(page).getByText(rupiah(amount), { exact: true }).waitFor();
	}
	return { umkm, koperasi };
}

async function storedPagu(): Promise<number | undefined> {
	const person = await signIn(server, 'perencana');
	const value = (await (await person.call('GET', `/api/renja/${DEMO_RENJA}`)).json()) as RenjaValue;
	return value.nodes.find((node) => node.id === sub)?.pagu;
}

it('both values stand in the list on both screens until one of the two is chosen', async () => {
	const { umkm, koperasi } = await fork(2_000_000, 1_000_000);
	expect(await seriousFindings(umkm)).toEqual([]);
	const standing = await storedPagu();
	const other = standing === 1_000_000 ? 2_000_000 : 1_000_000;
	await list(umkm).getByRole('button', { name: 'Pakai yang ini' }).click();
	for (const page of [umkm, koperasi]) {
		await list(page).waitFor({ state: 'detached' });
		await pagu(page).locator('[data-conflict]').waitFor({ state: 'detached' });
		await pagu(page).getByText(rupiah(other)).waitFor();
	}
	expect(await storedPagu()).toBe(other);
});

it('the standing value is left as it is by saying so, on a phone too', async () => {
	const { umkm, koperasi } = await fork(5_000_000, 4_000_000);
	const standing = await storedPagu();
	const { page: phone } = await open('perencana', PHONE);
	await list(phone).getByRole('button', { name: 'Biarkan yang ini' }).click();
	for (const page of [phone, umkm, koperasi]) await list(page).waitFor({ state: 'detached' });
	expect(await storedPagu()).toBe(standing);
});

it('a value typed over the mark settles it, whoever types', async () => {
	const { umkm, koperasi } = await fork(8_000_000, 7_000_000);
	await type(umkm, '3.000.000');
	for (const page of [umkm, koperasi]) {
		await list(page).waitFor({ state: 'detached' });
		await pagu(page).getByText('3.000.000').waitFor();
	}
	await waitFor(async () => (await storedPagu()) === 3_000_000, { what: 'it is in the plan' });
});
