/** A session's day for the planner: invitations, the attendance list and a screen in the hall, in real browsers. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyForumEdit } from '@rembug/shared/forum/forum-edits.ts';
import type { ForumEdit } from '@rembug/shared/forum/forum-types.ts';
import { seriousFindings } from '../support/axe.ts';
import { openBrowser, openPage, PHONE } from '../support/browser.ts';
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

test('a planner invites, lists who came and opens a screen, and all but the list ends with the session', async () => {
	const [planner, chair, guest] = await Promise.all(['perencana', 'ketua-forum', 'kecamatan-gempol'].map((name) => signIn(server, name)));
	if (!planner || !chair || !guest) throw new Error('nobody is signed in');
	const lead = await openSyncClient(server, chair, { part: 'forum' });
	const make = (edit: ForumEdit) => lead.edit((doc) => expect(applyForumEdit(doc, edit)).toMatchObject({ ok: true }));
	const status = (value: string) => make({ edit: 'setSession', args: { id: 's1', field: 'status', value } });
	await make({ edit: 'addSession', args: { id: 's1', judul: 'Forum PD', tanggal: '2023-02-20' } });

	const desk = await openPage(browser, server, planner, `/forum/${DEMO_RENJA}/sidang`, PHONE);
	const { page } = desk;
	await page.getByRole('link', { name: 'Peserta' }).click();
	await page.getByLabel('Nama', { exact: true }).fill('Orang Satu');
	await page.getByLabel('Instansi').fill('Kecamatan Beji');
	await page.getByRole('button', { name: 'Tambah', exact: true }).click();
	await page.getByRole('listitem').filter({ hasText: 'Orang Satu' }).waitFor();
	await page.getByRole('button', { name: 'Tempel dari tabel' }).click();
	const paste = page.getByLabel(/Tempel baris/);
	await paste.fill('No\tNama\tInstansi\tJabatan\tUnsur\n1\tOrang Dua\tDesa Ngembe\tKades\tDesa/Kelurahan\n2\tOrang Tiga');
	await page.getByText('Baris 3: instansi belum ada.').waitFor();
	expect(await page.getByRole('button', { name: 'Tambahkan 1 orang' }).isDisabled()).toBe(true);
	await paste.fill('1\tOrang Dua\tDesa Ngembe\tKades\tDesa/Kelurahan');
	await page.getByRole('button', { name: 'Tambahkan 1 orang' }).click();
	await page.getByRole('heading', { name: 'Daftar hadir (2 orang)' }).waitFor();

	await page.getByLabel('Kecamatan', { exact: true }).selectOption('Gempol');
	await page.getByLabel('Nama pengguna').fill('tidak-ada');
	await page.getByRole('button', { name: 'Undang', exact: true }).click();
	await page.getByText('Tidak ada akun aktif dengan nama pengguna ini').waitFor();
	await page.getByLabel('Nama pengguna').fill('kecamatan-gempol');
	await page.getByRole('button', { name: 'Undang', exact: true }).click();
	await page.getByRole('button', { name: /^Cabut undangan/ }).waitFor();
	await page.getByRole('button', { name: 'Buat tautan' }).click();
	const link = await page.getByLabel(/Tautan baru/).inputValue();
	expect(await seriousFindings(page)).toEqual([]);
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);

	await status('berlangsung');
	await make({ edit: 'setSession', args: { id: 's1', field: 'meja', value: 'u-10' } });
	const phone = await openPage(browser, server, guest, `/forum/${DEMO_RENJA}/sidang`, PHONE);
	await phone.page.getByRole('article', { name: 'Usulan' }).waitFor();
	const hall = await openPage(browser, server, null, link, { width: 1920, height: 1080 });
	await hall.page.getByRole('region', { name: 'Usulan di meja' }).getByRole('heading').waitFor();
	expect(await seriousFindings(hall.page)).toEqual([]);

	await status('ditutup');
	await hall.page.getByRole('heading', { name: 'Layar ini tidak terhubung lagi' }).waitFor();
	await phone.page.getByRole('heading', { name: 'Forum ini tidak terbuka lagi bagi Anda' }).waitFor();
	await status('berlangsung');
	// By themselves, within the ten seconds after which they ask again.
	await hall.page.getByRole('region', { name: 'Usulan di meja' }).waitFor();
	await phone.page.getByRole('article', { name: 'Usulan' }).waitFor();
	expect(desk.complaints.filter((line) => !line.includes('404'))).toEqual([]);
	lead.close();
});
