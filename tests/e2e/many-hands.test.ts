/** Several hands on one Renja: two browsers and one stock y-websocket client, with a network that breaks. */
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import type { RenjaValue } from '@rembug/shared/renja/renja-types.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, openPage } from '../support/browser.ts';
import { connectClient } from '../support/clients.ts';
import { createNetwork, type Network } from '../support/network.ts';
import { DEMO_RENJA, makePlanners, signIn } from '../support/people.ts';
import { seed } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

const seconds = 30;
const endings: (() => Promise<unknown> | void)[] = [];
let server: TestServer;
let browser: Browser;

beforeAll(async () => {
	[server, browser] = await Promise.all([startServer(), openBrowser()]);
	await makePlanners(server, ['koperasi', 'umkm']);
});
afterAll(async () => {
	for (const end of endings.reverse()) await end();
	await browser.close();
	await server.stop();
});

/** A small generator of its own, so that a failing run can be repeated from the seed that it prints. */
function chance(seed: number): (below: number) => number {
	let state = seed;
	return (below) => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((state / 2 ** 32) * below);
	};
}

const cell = (page: Page, node: string, column: string): ReturnType<Page['locator']> =>
	page.locator(`[data-node="${node}"][data-column="${column}"]`).first();

/** What the person sees: the whole grid as Excel would get it. */
async function copyAll(page: Page): Promise<string> {
	await page.getByRole('gridcell').first().click();
	await page.keyboard.press('Control+Home');
	await page.keyboard.press('Control+Shift+End');
	return page.evaluate(() => {
		const data = new DataTransfer();
		document.activeElement?.dispatchEvent(new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true }));
		return data.getData('text/plain');
	});
}

async function typePagu(page: Page, node: string, amount: string): Promise<void> {
	await cell(page, node, 'pagu').click();
	await page.keyboard.type(amount);
	await page.keyboard.press('Enter');
}

test(`two browsers and a stock client edit for ${seconds} s over a breaking network and end with the same plan`, async () => {
	const pick = chance(seed);
	const networks: Network[] = [await createNetwork(server), await createNetwork(server)];
	endings.push(...networks.map((network) => () => network.close()));
	const pages: Page[] = [];
	for (const [index, username] of ['sekretariat', 'perencana'].entries()) {
		const network = networks[index] as Network;
		const opened = await openPage(browser, network, await signIn(network, username), `/renja/${DEMO_RENJA}`);
		endings.push(() => opened.context.close());
		await cell(opened.page, 'n-2.17.01.2.01.01', 'pagu').waitFor();
		pages.push(opened.page);
	}
	const stock = await connectClient(server, await signIn(server, 'koperasi'));
	endings.push(() => stock.close());

	// Rows that stand on the first screen: typing there needs no scrolling.
	const rows = ['n-2.17.01.2.01.01', 'n-2.17.01.2.01.06', 'n-2.17.01.2.02.01', 'n-2.17.01.2.02.02'];
	const away = [0, 0];
	const deadline = performance.now() + seconds * 1000;
	let edits = 0;
	while (performance.now() < deadline) {
		for (const [index, page] of pages.entries()) {
			const network = networks[index] as Network;
			if (away[index]) {
				away[index]!--;
				if (away[index] === 0) network.mend();
			} else if (pick(8) === 0) {
				network.cut();
				away[index] = 1 + pick(4);
			}
			await typePagu(page, rows[pick(rows.length)] as string, String(1_000_000 + pick(90_000_000)));
			edits++;
		}
		if (pick(6) === 0) stock.drop();
		const made = applyEdit(stock.doc, {
			edit: 'setAmount',
			args: { id: rows[pick(rows.length)] as string, field: 'paguMaju', value: pick(90_000_000) }
		});
		expect(made.ok).toBe(true);
		edits++;
	}
	networks.forEach((network) => network.mend());

	for (const page of pages) await page.getByTestId('save-state').filter({ hasText: 'Tersimpan' }).waitFor({ timeout: 20_000 });
	const perencana = await signIn(server, 'perencana');
	const truth = async (): Promise<RenjaValue> => (await (await perencana.call('GET', `/api/renja/${DEMO_RENJA}`)).json()) as RenjaValue;
	await waitFor(async () => JSON.stringify(readRenja(stock.doc)) === JSON.stringify(await truth()), {
		what: `the stock client holds what the server holds (seed ${seed}, ${edits} edits)`,
		timeoutMs: 20_000
	});
	const value = await truth();
	const sum = value.totals.pagu.toLocaleString('id-ID');
	for (const page of pages) await page.getByText(sum, { exact: true }).first().waitFor();
	const [left, right] = [await copyAll(pages[0] as Page), await copyAll(pages[1] as Page)];
	expect(left.split('\n').length, `seed ${seed}`).toBeGreaterThan(value.nodes.length);
	expect(left, `seed ${seed}`).toBe(right);

	await server.restart();
	const fresh = await connectClient(server, perencana);
	endings.push(() => fresh.close());
	expect(readRenja(fresh.doc), `seed ${seed}`).toEqual(value);
});

test('edits made offline survive closing the tab and arrive later; the state is said honestly meanwhile', async () => {
	const network = await createNetwork(server);
	endings.push(() => network.close());
	const { page, context } = await openPage(browser, network, await signIn(network, 'umkm'), `/renja/${DEMO_RENJA}`);
	const [first, second] = ['n-2.17.01.2.01.01', 'n-2.17.01.2.01.06'];
	const state = page.getByTestId('save-state');
	await state.filter({ hasText: 'Tersimpan' }).waitFor();
	network.cut();
	await state.filter({ hasText: 'Luring' }).waitFor();
	await typePagu(page, first, '11.111.111');
	await typePagu(page, second, 'Rp 22.222.222,00');
	await state.filter({ hasText: '2 perubahan belum terkirim' }).waitFor();
	await page.close();
	const perencana = await signIn(server, 'perencana');
	const pagu = async (): Promise<(number | undefined)[]> => {
		const value = (await (await perencana.call('GET', `/api/renja/${DEMO_RENJA}`)).json()) as RenjaValue;
		return [first, second].map((id) => value.nodes.find((node) => node.id === id)?.pagu);
	};
	expect(await pagu()).not.toEqual([11_111_111, 22_222_222]);

	network.mend();
	const again = await context.newPage();
	await again.goto(`/renja/${DEMO_RENJA}`);
	await waitFor(async () => (await pagu()).join() === '11111111,22222222', { what: 'both edits are in the plan' });
	await again.getByTestId('save-state').filter({ hasText: 'Tersimpan' }).waitFor();
	await context.close();
});
