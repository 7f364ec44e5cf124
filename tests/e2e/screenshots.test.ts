/** The pictures of the README, taken of the real pages. They land in test-results; with UPDATE_SCREENSHOTS=1 in docs/images, to be looked at and committed. */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyForumEdit } from '@rembug/shared/forum/forum-edits.ts';
import type { ForumEdit } from '@rembug/shared/forum/forum-types.ts';
import { compareUsulan, readForum } from '@rembug/shared/forum/forum-value.ts';
import type { Edit } from '@rembug/shared/renja/edit-types.ts';
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import { seriousFindings } from '../support/axe.ts';
import { OFFICE, openBrowser, openPage, PHONE } from '../support/browser.ts';
import { DEMO_RENJA, signIn, type SignedIn } from '../support/people.ts';
import { openSyncClient, type SyncClient } from '../support/sync-client.ts';
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

test('the desk of the forum shows the item, what the bidang thinks and what is left of the pagu, and stands up to axe', async () => {
	const [perencana, ketua] = [await signIn(server, 'perencana'), await signIn(server, 'ketua-forum')];
	const open = (who: SignedIn, part: 'plan' | 'forum') => openSyncClient(server, who, { part });
	const [plan, forum, chair] = await Promise.all([open(perencana, 'plan'), open(perencana, 'forum'), open(ketua, 'forum')]);
	for (const edit of [
		{ edit: 'setInfo', args: { field: 'paguLimit', value: 12_900_000_000 } },
		{ edit: 'setPaguLimit', args: { of: 'bidang', key: 'umkm', value: 1_550_000_000 } }
	] satisfies Edit[])
		await plan.edit((doc) => expect(applyEdit(doc, edit)).toMatchObject({ ok: true }));
	const entries = readForum(forum.doc)
		.usulan.sort(compareUsulan)
		.map(({ id }, index) => ({ usulan: id, order: `a${String(index).padStart(2, '0')}` }));
	const usulan = entries[0]?.usulan ?? '';
	const inForum = async (client: SyncClient, ...edits: ForumEdit[]): Promise<void> => {
		for (const edit of edits) await client.edit((doc) => expect(applyForumEdit(doc, edit)).toMatchObject({ ok: true }));
	};
	const changes = [
		{ id: usulan, field: 'unit' as const, value: 'umkm' },
		{ id: usulan, field: 'opinion' as const, value: 'Dapat digabung dengan pelatihan tahun ini' }
	];
	await inForum(
		forum,
		{ edit: 'setUsulan', args: { changes } },
		{ edit: 'addSession', args: { id: 's1', judul: 'Forum Perangkat Daerah 2024', tanggal: '2023-02-20' } },
		{ edit: 'setAgenda', args: { id: 's1', entries } }
	);
	await inForum(
		chair,
		{ edit: 'setSession', args: { id: 's1', field: 'status', value: 'berlangsung' } },
		{ edit: 'setSession', args: { id: 's1', field: 'meja', value: usulan } }
	);
	const desk = await openPage(browser, server, ketua, `/forum/${DEMO_RENJA}/sidang`, OFFICE);
	await desk.page.getByRole('list', { name: 'Sisa pagu' }).getByText('Sisa pagu Rp').first().waitFor();
	await desk.page.keyboard.press('2');
	await desk.page.getByLabel('Alasan: Disesuaikan').waitFor();
	await desk.page.screenshot({ path: `${folder}sidang.png` });
	expect(await seriousFindings(desk.page)).toEqual([]);
	expect(desk.complaints).toEqual([]);
	for (const client of [plan, forum, chair]) client.close();
	await desk.context.close();
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
