/** A whole afternoon offline: the one cell that is somebody else's meanwhile is lost to its writer and nothing else; a lock takes it all. */
import type { NodeValue, RenjaValue } from '@rembug/shared/renja/renja-types.ts';
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser, openPage } from '../support/browser.ts';
import { createNetwork, type Network } from '../support/network.ts';
import { DEMO_RENJA, signIn } from '../support/people.ts';
import { openSyncClient } from '../support/sync-client.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

const kept = ['n-2.17.01.2.01.01', 'n-2.17.01.2.01.06', 'n-2.17.01.2.02.01'];
const lost = 'n-2.17.01.2.02.02';
/** Pagu, catatan and lokasi of each kept row, and one cell of the other. */
const cells = kept.length * 3 + 1;

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
	[server, browser] = await Promise.all([startServer(), openBrowser()]);
});
afterAll(async () => {
	await browser?.close();
	await server?.stop();
});

const state = (page: Page) => page.getByTestId('save-state');
const entries = (page: Page) => page.locator('[data-refused]');
const cell = (page: Page, node: string, column: string) => page.locator(`[data-node="${node}"][data-column="${column}"]`).first();

async function type(page: Page, node: string, column: string, text: string): Promise<void> {
	await cell(page, node, column).click();
	await page.keyboard.type(text);
	await page.keyboard.press('Enter');
}

async function workOffline(page: Page, network: Network, round: number): Promise<void> {
	network.cut();
	await state(page).filter({ hasText: 'Luring' }).waitFor();
	for (const [index, id] of kept.entries()) {
		await type(page, id, 'pagu', String(round * 1_000_000 + index));
		await type(page, id, 'catatan', `Catatan ${round}.${index}`);
		if (index === 1) await type(page, lost, 'pagu', String(round * 9_000_000));
		await type(page, id, 'lokasi', `Lokasi ${round}.${index}`);
	}
	await state(page)
		.filter({ hasText: `${cells} perubahan belum terkirim` })
		.waitFor();
}

async function rows(): Promise<Map<string, NodeValue>> {
	const perencana = await signIn(server, 'perencana');
	const { nodes } = (await (await perencana.call('GET', `/api/renja/${DEMO_RENJA}`)).json()) as RenjaValue;
	return new Map(nodes.map((node) => [node.id, node]));
}

const typed = (plan: Map<string, NodeValue>): unknown[] =>
	kept.map((id) => [plan.get(id)?.pagu, plan.get(id)?.catatan, plan.get(id)?.lokasi]);
const wanted = (round: number): unknown[] =>
	kept.map((_id, index) => [round * 1_000_000 + index, `Catatan ${round}.${index}`, `Lokasi ${round}.${index}`]);

it('a row given to another bidang costs its one cell, a locked plan costs everything, and all of it can be read', async () => {
	const network = await createNetwork(server);
	const { page, context } = await openPage(browser, network, await signIn(network, 'sekretariat'), `/renja/${DEMO_RENJA}`);
	await state(page).filter({ hasText: 'Tersimpan' }).waitFor();
	const perencana = await signIn(server, 'perencana');
	const before = await rows();

	await workOffline(page, network, 1);
	const planner = await openSyncClient(server, perencana);
	await planner.edit((doc) => expect(applyEdit(doc, { edit: 'setBidang', args: { id: lost, bidang: 'umkm' } }).ok).toBe(true));
	planner.close();
	network.mend();
	await page.getByRole('heading', { name: 'Perubahan yang belum diterima (1)' }).waitFor();
	await waitFor(async () => JSON.stringify(typed(await rows())) === JSON.stringify(wanted(1)), {
		timeoutMs: 20_000,
		what: 'everything else is in the plan'
	});
	await state(page).filter({ hasText: 'Tersimpan' }).waitFor();
	expect(await entries(page).count()).toBe(1);
	const [entry, row] = [await entries(page).first().innerText(), before.get(lost)];
	for (const words of ['9.000.000', 'Pagu', row?.kode, row?.pagu?.toLocaleString('id-ID')]) expect(entry).toContain(words);
	expect((await rows()).get(lost)).toEqual({ ...row, bidang: 'umkm' });
	expect(await cell(page, lost, 'pagu').getAttribute('aria-readonly')).toBe('true');

	await entries(page).first().getByRole('button', { name: 'Buang' }).click();
	await entries(page).first().waitFor({ state: 'detached' });
	const back = await openSyncClient(server, perencana);
	await back.edit((doc) => expect(applyEdit(doc, { edit: 'setBidang', args: { id: lost, bidang: null } }).ok).toBe(true));
	back.close();
	await waitFor(async () => (await cell(page, lost, 'pagu').getAttribute('aria-readonly')) !== 'true', { what: 'the row is his again' });

	await workOffline(page, network, 2);
	const locked = await rows();
	const answer = await perencana.call('POST', `/api/renja/${DEMO_RENJA}/stage`, { to: 'diajukan', reason: '' });
	expect(answer.status).toBe(200);
	network.mend();
	await page.getByRole('heading', { name: `Perubahan yang belum diterima (${cells})` }).waitFor();
	expect(await entries(page).count()).toBe(cells);
	expect(await rows()).toEqual(locked);
	await state(page).filter({ hasText: 'Tersimpan' }).waitFor();
	await context.close();
	await network.close();
});
