/** What a bidang's staff see of rows that are not theirs: read-only with a reason, on the desk and on the phone. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser, openPage, PHONE } from '../support/browser.ts';
import { DEMO_RENJA, signIn } from '../support/people.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

const OWN = 'n-2.17.07.2.01.04';
const OTHERS = 'n-2.17.01.2.01.01';

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
	server = await startServer();
	browser = await openBrowser();
});

afterAll(async () => {
	await browser?.close();
	await server?.stop();
});

function cell(page: Page, node: string, column: string): Locator {
	return page.locator(`[data-node="${node}"][data-column="${column}"]`).first();
}

async function shows(locator: Locator, text: string): Promise<void> {
	await waitFor(async () => (await locator.innerText()).includes(text), { timeoutMs: 10_000, what: `a place that shows ${text}` });
}

it('takes no typing, clearing or pasting in a row of another unit, and says whose it is', async () => {
	const { page, context, complaints } = await openPage(browser, server, await signIn(server, 'umkm'), `/renja/${DEMO_RENJA}`);
	await page.getByRole('treegrid').waitFor();
	const pagu = cell(page, OTHERS, 'pagu');
	const before = await pagu.innerText();
	await pagu.click();
	expect(await pagu.getAttribute('aria-readonly')).toBe('true');
	await shows(page.locator('aside'), 'Baris ini milik Sekretariat');
	await page.keyboard.type('5');
	await shows(page.getByRole('status').filter({ hasText: 'milik Sekretariat' }).first(), 'staf unit itu, perencana, dan sekretaris');
	expect(await page.getByRole('textbox', { name: 'Pagu 2024' }).count()).toBe(0);
	await page.keyboard.press('Delete');
	await page.evaluate(() => {
		const clipboardData = new DataTransfer();
		clipboardData.setData('text/plain', '1\n2');
		document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
	});
	await shows(page.getByRole('dialog'), 'milik Sekretariat');
	await page.keyboard.press('Escape');
	expect(await pagu.innerText()).toBe(before);
	expect(complaints).toEqual([]);
	await context.close();
});

it('lets the same person fill the rows of the own unit, and greys out the rest of its menu', async () => {
	const { page, context } = await openPage(browser, server, await signIn(server, 'umkm'), `/renja/${DEMO_RENJA}`);
	await page.getByRole('treegrid').waitFor();
	await page.keyboard.press('Control+f');
	await page.keyboard.type('2.17.07.2.01.04');
	const pagu = cell(page, OWN, 'pagu');
	await pagu.click();
	expect(await pagu.getAttribute('aria-readonly')).toBe('false');
	const before = await pagu.innerText();
	await page.keyboard.type('12 juta');
	await page.keyboard.press('Enter');
	await shows(pagu, '12.000.000');
	await shows(page.getByTestId('save-state'), 'Tersimpan');
	await pagu.click();
	await page.keyboard.press('Control+z');
	await shows(pagu, before);
	await cell(page, 'n-2.17.07', 'uraian').click();
	await page.getByRole('button', { name: 'Tindakan untuk baris ini' }).click();
	expect(await page.getByRole('menuitem', { name: 'Tambah kegiatan di dalam' }).isEnabled()).toBe(true);
	expect(await page.getByRole('menuitem', { name: 'Tambah program di bawah' }).isEnabled()).toBe(false);
	expect(await page.getByRole('menuitem', { name: 'Hapus program' }).isEnabled()).toBe(false);
	await shows(page.getByRole('menu'), 'perencana atau sekretaris');
	await context.close();
});

it('says it on the phone too', async () => {
	const { page, context } = await openPage(browser, server, await signIn(server, 'umkm'), `/renja/${DEMO_RENJA}`, PHONE);
	await page.locator('article').first().getByRole('button').first().click();
	await page.getByRole('button', { name: '2.17.01.2.01.01' }).click();
	await page.getByText('Baris ini milik Sekretariat', { exact: false }).waitFor();
	expect(await page.getByLabel('Pagu 2024').getAttribute('readonly')).not.toBeNull();
	expect(await page.getByRole('button', { name: /Hapus/ }).count()).toBe(0);
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
	await context.close();
});
