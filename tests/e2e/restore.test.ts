/** A browser that still holds the plan of before a restore, and an edit that was never sent, comes right by itself. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RenjaValue } from '@rembug/shared/renja/renja-types.ts';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser, openPage } from '../support/browser.ts';
import { DEMO_PASSWORD, DEMO_RENJA, signIn } from '../support/people.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const SUB = 'n-2.17.01.2.01.01';
const NEXT_SUB = 'n-2.17.01.2.01.06';
let server: TestServer;
let browser: Browser;

beforeAll(async () => {
	[server, browser] = await Promise.all([startServer(), openBrowser()]);
});
afterAll(async () => {
	await browser?.close();
	await server?.stop();
});

function command(script: string, ...args: string[]): void {
	const { status, stdout, stderr } = spawnSync(process.execPath, [join('scripts', script), ...args], {
		cwd: PROJECT,
		env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: server.dataDir }
	});
	expect(status, `${stdout.toString()}${stderr.toString()}`).toBe(0);
}

const cell = (page: Page, node: string): Locator => page.locator(`[data-node="${node}"][data-column="pagu"]`).first();

async function typePagu(page: Page, node: string, amount: string): Promise<void> {
	await cell(page, node).click();
	await page.keyboard.type(amount);
	await page.keyboard.press('Enter');
}

function shows(locator: Locator, text: string): Promise<unknown> {
	return waitFor(async () => (await locator.innerText()).includes(text), { timeoutMs: 15_000, what: `a place that shows ${text}` });
}

async function pagu(node: string): Promise<number | undefined> {
	const answer = await (await signIn(server, 'perencana')).call('GET', `/api/renja/${DEMO_RENJA}`);
	const { nodes } = (await answer.json()) as RenjaValue;
	return nodes.find(({ id }) => id === node)?.pagu;
}

it('shows the restored plan and sends what the server never had', async () => {
	const { page } = await openPage(browser, server, await signIn(server, 'sekretariat'), `/renja/${DEMO_RENJA}`);
	await page.getByRole('treegrid').waitFor();
	const kept = await cell(page, SUB).innerText();
	command('backup.mjs');
	await typePagu(page, SUB, '11111');
	// The screen may still say so of what was there before.
	await waitFor(async () => (await pagu(SUB)) === 11_111, { what: 'the edit is in the plan' });
	await shows(page.getByTestId('save-state'), 'Tersimpan');

	await server.terminate();
	await typePagu(page, NEXT_SUB, '22222');
	await shows(cell(page, NEXT_SUB), '22.222');
	const [file = ''] = readdirSync(join(server.dataDir, 'cadangan'));
	command('restore.mjs', join(server.dataDir, 'cadangan', file), '--ganti');
	await server.restart();

	// The restore ended the session.
	await page.goto('/masuk');
	await page.getByLabel('Nama pengguna').fill('sekretariat');
	await page.getByLabel('Kata sandi').fill(DEMO_PASSWORD);
	await page.getByRole('button', { name: 'Masuk', exact: true }).click();
	await page.waitForURL((url) => url.pathname !== '/masuk');
	await page.goto(`/renja/${DEMO_RENJA}`);
	await page.getByRole('treegrid').waitFor();
	await shows(page.getByTestId('save-state'), 'Tersimpan');
	await shows(cell(page, SUB), kept);
	await shows(cell(page, NEXT_SUB), '22.222');
	expect(await pagu(SUB)).not.toBe(11_111);
	expect(await pagu(NEXT_SUB)).toBe(22_222);
});
