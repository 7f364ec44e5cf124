/** What somebody typed and the server did not take: it is kept, explained, and can be copied or sent again. */
import type { AdminAccount } from '@rembug/shared/api/api-types.ts';
import type { NodeValue, RenjaValue } from '@rembug/shared/renja/renja-types.ts';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { seriousFindings } from '../support/axe.ts';
import { OFFICE, openBrowser, openPage, PHONE } from '../support/browser.ts';
import { createNetwork, type Network } from '../support/network.ts';
import { DEMO_PASSWORD, DEMO_RENJA, makePlanners, signIn } from '../support/people.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

const [first, second] = ['n-2.17.01.2.01.01', 'n-2.17.01.2.01.06'];
let server: TestServer;
let browser: Browser;
const endings: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
	[server, browser] = await Promise.all([startServer(), openBrowser()]);
	await makePlanners(server, ['umkm']);
});
afterEach(async () => {
	for (const end of endings.splice(0).reverse()) await end();
});
afterAll(async () => {
	await browser?.close();
	await server?.stop();
});

async function open(username: string): Promise<{ page: Page; network: Network; context: BrowserContext; complaints: string[] }> {
	const network = await createNetwork(server);
	const opened = await openPage(browser, network, await signIn(network, username), `/renja/${DEMO_RENJA}`);
	endings.push(async () => {
		await opened.context.close();
		await network.close();
	});
	await saved(opened.page);
	return { ...opened, network };
}

const state = (page: Page) => page.getByTestId('save-state');
const saved = (page: Page) => state(page).filter({ hasText: 'Tersimpan' }).waitFor();
const cell = (page: Page, node: string, column: string) => page.locator(`[data-node="${node}"][data-column="${column}"]`).first();
const entries = (page: Page) => page.locator('[data-refused]');
const title = (page: Page, count: number) => page.getByRole('heading', { name: `Perubahan yang belum diterima (${count})` });

async function type(page: Page, node: string, column: string, text: string): Promise<void> {
	await cell(page, node, column).click();
	await page.keyboard.type(text);
	await page.keyboard.press('Enter');
}

async function rowOf(id: string): Promise<NodeValue | undefined> {
	const perencana = await signIn(server, 'perencana');
	const value = (await (await perencana.call('GET', `/api/renja/${DEMO_RENJA}`)).json()) as RenjaValue;
	return value.nodes.find((node) => node.id === id);
}

async function submit(): Promise<string> {
	const perencana = await signIn(server, 'perencana');
	const answer = await perencana.call('POST', `/api/renja/${DEMO_RENJA}/stage`, { to: 'diajukan', reason: '' });
	expect(answer.status).toBe(200);
	const snapshots = (await (await perencana.call('GET', `/api/renja/${DEMO_RENJA}/snapshots`)).json()) as { id: string; number: number }[];
	return snapshots.toSorted((a, b) => a.number - b.number).at(-1)!.id;
}

async function giveBack(snapshot: string): Promise<void> {
	const kepala = await signIn(server, 'kepala-dinas');
	const decision = { decision: 'return', note: 'Lengkapi.', password: DEMO_PASSWORD };
	expect((await kepala.call('POST', `/api/snapshots/${snapshot}/decision`, decision)).ok).toBe(true);
}

it('a plan submitted while somebody was offline: what he typed stands in every tab of his, after a reload and on the phone, until it is sent again', async () => {
	const { page, network, context, complaints } = await open('umkm');
	const other = await context.newPage();
	await other.goto(`/renja/${DEMO_RENJA}`);
	await saved(other);
	const truth = await rowOf(first);

	network.cut();
	await state(page).filter({ hasText: 'Luring' }).waitFor();
	await type(page, first, 'pagu', '77.000.000');
	await type(page, second, 'catatan', 'Diketik di jalan');
	await state(page).filter({ hasText: '2 perubahan belum terkirim' }).waitFor();
	const snapshot = await submit();
	network.mend();

	for (const tab of [page, other]) {
		await title(tab, 2).waitFor();
		await entries(tab).first().getByText('Rencana sudah dikunci').waitFor();
	}
	await saved(page);
	const shown = await entries(page).first().innerText();
	for (const words of [truth?.kode, truth?.uraian, 'Pagu', '77.000.000', truth?.pagu?.toLocaleString('id-ID')])
		expect(shown).toContain(words);
	expect(await cell(page, first, 'pagu').innerText()).toContain(truth?.pagu?.toLocaleString('id-ID'));
	expect(await page.getByRole('button', { name: 'Kirim lagi' }).count()).toBe(0);
	expect(await seriousFindings(page)).toEqual([]);

	await page.reload();
	await title(page, 2).waitFor();
	await page.setViewportSize(PHONE);
	await title(page, 2).waitFor();
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
	await entries(page).last().getByRole('button', { name: 'Buang' }).scrollIntoViewIfNeeded();
	expect(await seriousFindings(page)).toEqual([]);
	await page.setViewportSize(OFFICE);

	await giveBack(snapshot);
	await entries(page).first().getByRole('button', { name: 'Kirim lagi' }).click();
	await title(page, 1).waitFor();
	await title(other, 1).waitFor();
	await saved(page);
	expect((await rowOf(first))?.pagu).toBe(77_000_000);
	await entries(page).first().getByRole('button', { name: 'Buang' }).click();
	for (const tab of [page, other]) await entries(tab).first().waitFor({ state: 'detached' });
	expect((await rowOf(second))?.catatan).not.toBe('Diketik di jalan');
	expect(complaints.filter((line) => !/net::ERR_|WebSocket/.test(line))).toEqual([]);
});

it('a right taken away while somebody was offline: he reads what he had not sent where he still may go', async () => {
	const { page, network, context } = await open('sekretariat');
	network.cut();
	await state(page).filter({ hasText: 'Luring' }).waitFor();
	await type(page, second, 'catatan', 'Belum sempat terkirim');
	await state(page).filter({ hasText: '1 perubahan belum terkirim' }).waitFor();

	const admin = await signIn(server, 'admin');
	const accounts = (await (await admin.call('GET', '/api/admin/accounts')).json()) as AdminAccount[];
	const account = accounts.find(({ username }) => username === 'sekretariat')!;
	for (const grant of account.grants) {
		expect((await admin.call('DELETE', `/api/admin/accounts/${account.id}/grants/${grant.id}`, {})).status).toBe(204);
	}
	network.mend();
	await page.getByText('Renja ini tidak dapat dibuka').waitFor();
	await entries(page).getByText('Belum sempat terkirim').waitFor();
	await page.goto('/');
	await entries(page).getByText('Belum sempat terkirim').waitFor();
	await page.reload();
	await entries(page).getByText('Belum sempat terkirim').waitFor();
	expect(await seriousFindings(page)).toEqual([]);

	const grant = account.grants[0]!;
	const answer = await admin.call('POST', `/api/admin/accounts/${account.id}/grants`, {
		role: grant.role,
		perangkatDaerahId: grant.perangkatDaerahId,
		unitId: grant.unitId
	});
	expect(answer.status).toBe(201);
	await page.goto(`/renja/${DEMO_RENJA}`);
	await title(page, 1).waitFor();
	await entries(page).getByRole('button', { name: 'Kirim lagi' }).click();
	await waitFor(async () => (await rowOf(second))?.catatan === 'Belum sempat terkirim', { what: 'it is in the plan after all' });
	await context.close();
});

it('whoever signs out is asked, and whoever signs in next in this browser finds nothing of it', async () => {
	const { page, network, context } = await open('umkm');
	network.cut();
	await state(page).filter({ hasText: 'Luring' }).waitFor();
	await type(page, second, 'catatan', 'Rahasia umkm');
	const snapshot = await submit();
	network.mend();
	await title(page, 1).waitFor();
	await page.getByRole('button', { name: 'Keluar' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByText('belum diterima').waitFor();
	await dialog.getByRole('button', { name: 'Keluar dan buang 1 perubahan' }).click();
	await page.waitForURL('**/masuk');
	await page.getByLabel('Nama pengguna').fill('sekretariat');
	await page.getByLabel('Kata sandi').fill(DEMO_PASSWORD);
	await page.keyboard.press('Enter');
	await page.waitForURL((url) => url.pathname === '/');
	await page.goto(`/renja/${DEMO_RENJA}`);
	await saved(page);
	expect(await page.getByText('Rahasia umkm').count()).toBe(0);
	const names = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
	expect(names.some((name) => name?.includes('umkm'))).toBe(false);
	await giveBack(snapshot);
	await context.close();
});
