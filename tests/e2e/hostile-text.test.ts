/** What the public writes stays words on every screen and in every file: no markup, no formula, no link, nothing that turns the direction of reading. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyForumEdit } from '@rembug/shared/forum/forum-edits.ts';
import type { ForumEdit } from '@rembug/shared/forum/forum-types.ts';
import { cleanLine } from '@rembug/shared/usulan/clean-text.ts';
import { openBrowser, openPage, PHONE } from '../support/browser.ts';
import { hostileTexts, unseenMarks } from '../support/hostile-texts.ts';
import { DEMO_RENJA, signIn } from '../support/people.ts';
import { openSyncClient } from '../support/sync-client.ts';
import { startServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
	[server, browser] = await Promise.all([startServer(), openBrowser()]);
});
afterAll(async () => {
	await browser?.close();
	await server?.stop();
});

/** What is made of markup that was taken for such: nothing of it may be on the page. */
async function expectOnlyWords(page: Page): Promise<void> {
	const found = await page.evaluate(() => ({
		hacked: 'hacked' in window,
		made: document.querySelectorAll('[onerror], [onload], a[href^="javascript"], a[href*="contoh.invalid"], p script, dd script').length,
		text: document.body.innerText
	}));
	expect([found.hacked, found.made]).toEqual([false, 0]);
	expect(found.text).not.toMatch(unseenMarks);
}

test('hostile texts are words on the page Usulan, in the session, on the big screen, on the receipt and in the files', async () => {
	const [perencana, chair, delegate] = await Promise.all(
		['perencana', 'ketua-forum', 'delegasi-gempol'].map((name) => signIn(server, name))
	);
	if (!perencana || !chair || !delegate) throw new Error('nobody is signed in');
	const entered = [];
	for (const [index, text] of hostileTexts.entries()) {
		const id = `uji-${index}`;
		const fields = {
			usulan: text,
			permasalahan: text,
			pengusulUnit: text,
			urusan: text,
			catatan: text,
			satuan: text.slice(0, 60),
			volume: '1'
		};
		const answer = await perencana.call('POST', `/api/renja/${DEMO_RENJA}/usulan`, { id, asal: 'langsung', ...fields });
		expect([text, answer.status, await answer.clone().text()]).toEqual([text, 201, expect.any(String)]);
		entered.push({ id, code: ((await answer.json()) as { code: string }).code, text: cleanLine(text).text });
	}

	const table = await openSyncClient(server, chair, { part: 'forum' });
	const apply = (edit: ForumEdit): Promise<void> => table.edit((doc) => expect(applyForumEdit(doc, edit)).toMatchObject({ ok: true }));
	await apply({ edit: 'addSession', args: { id: 's1', judul: entered[10]?.text ?? '', tanggal: '2024-02-20' } });
	const order = (index: number): string => `a${String(index).padStart(2, '0')}`;
	await apply({ edit: 'setAgenda', args: { id: 's1', entries: entered.map(({ id }, index) => ({ usulan: id, order: order(index) })) } });
	await apply({ edit: 'setSession', args: { id: 's1', field: 'status', value: 'berlangsung' } });
	for (const { id, text } of entered) {
		const decision = { status: 'ditolak', alasan: text, decidedBy: 'demo-ketua-forum', session: 's1' } as const;
		await apply({ edit: 'decideUsulan', args: { ...decision, ids: [id] } });
	}

	const list = await openPage(browser, server, perencana, `/renja/${DEMO_RENJA}/usulan`);
	const phone = await openPage(browser, server, delegate, `/forum/${DEMO_RENJA}/sidang`, PHONE);
	const screen = await openPage(browser, server, delegate, `/forum/${DEMO_RENJA}/layar`, { width: 1920, height: 1080 });
	const guest = await openPage(browser, server, null, '/usulan', PHONE);
	const pages = [list, phone, screen, guest];
	const alarms: string[] = [];
	for (const { page } of pages)
		page.on('dialog', (dialog) => {
			alarms.push(dialog.message());
			void dialog.dismiss();
		});

	for (const { id, code, text } of entered) {
		await apply({ edit: 'setSession', args: { id: 's1', field: 'meja', value: id } });
		await list.page.getByLabel('Cari usulan').fill(text);
		await list.page.locator('.name').getByText(text, { exact: true }).first().click();
		await guest.page.goto(`/usulan/${code}`);
		for (const { page } of pages) {
			await (page === guest.page ? page : page.locator('h1, h2, h3')).getByText(text, { exact: true }).first().waitFor();
			await expectOnlyWords(page);
		}
	}
	expect(alarms).toEqual([]);
	for (const { complaints } of pages) expect(complaints).toEqual([]);
	table.close();

	const files = [`tables/t-c-32.csv`, `tables/t-c-32.json`, `forum/s1/berita-acara.json`, 'usulan'];
	for (const file of files) {
		const answer = await perencana.call('GET', `/api/renja/${DEMO_RENJA}/${file}`);
		expect([file, answer.status, answer.headers.get('x-content-type-options')]).toEqual([file, 200, 'nosniff']);
		expect((await answer.text()).replace(/^\ufeff/, '')).not.toMatch(unseenMarks);
	}
	for (const { context } of pages) await context.close();
});
