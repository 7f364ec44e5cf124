/** Two who lead one session at two desks do not trample on each other; what was decided is printed from the page of tables. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyForumEdit } from '@rembug/shared/forum/forum-edits.ts';
import type { ForumEdit } from '@rembug/shared/forum/forum-types.ts';
import { seriousFindings } from '../support/axe.ts';
import { OFFICE, openBrowser, openPage, type PersonsPage } from '../support/browser.ts';
import { DEMO_RENJA, signIn } from '../support/people.ts';
import { openSyncClient } from '../support/sync-client.ts';
import { startServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
	[server, browser] = await Promise.all([startServer(), openBrowser()]);
	await holdSession(['u-02', 'u-10', 'u-30', 'u-40']);
});
afterAll(async () => {
	await browser?.close();
	await server?.stop();
});

/** A session is open, with these usulan on its agenda and the first on the table. */
async function holdSession(ids: readonly string[]): Promise<void> {
	const client = await openSyncClient(server, await signIn(server, 'ketua-forum'), { part: 'forum' });
	const entries = ids.map((usulan, index) => ({ usulan, order: `a${index}` }));
	const edits: ForumEdit[] = [
		{ edit: 'addSession', args: { id: 's1', judul: 'Forum PD', tanggal: '2023-02-20' } },
		{ edit: 'setAgenda', args: { id: 's1', entries } },
		{ edit: 'setSession', args: { id: 's1', field: 'meja', value: ids[0] as string } },
		{ edit: 'setSession', args: { id: 's1', field: 'status', value: 'berlangsung' } }
	];
	for (const edit of edits) await client.edit((doc) => expect(applyForumEdit(doc, edit)).toMatchObject({ ok: true }));
	client.close();
}

const agenda = (page: Page) => page.getByRole('navigation', { name: 'Agenda' });
const name = (page: Page) => page.getByRole('article', { name: 'Usulan' }).getByRole('heading');
const saved = (page: Page): Promise<void> => page.getByTestId('save-state').filter({ hasText: 'Tersimpan' }).waitFor();

async function decide(page: Page, key: string, alasan: string): Promise<void> {
	await page.keyboard.press(key);
	await page.getByLabel(/^Alasan: /).fill(alasan);
	await page.keyboard.press('Enter');
	await saved(page);
}

function desk(username: string): Promise<PersonsPage> {
	return signIn(server, username).then((who) => openPage(browser, server, who, `/forum/${DEMO_RENJA}/sidang`, OFFICE));
}

test('two chairs at two desks: a decision belongs to the usulan it was begun for, and is not made over that of the other', async () => {
	const [one, other] = [await desk('ketua-forum'), await desk('kepala-dinas')];
	await name(one.page).waitFor();
	await name(other.page).waitFor();
	const first = await name(one.page).innerText();

	// The table goes on while the other writes: his decision stays with what he began it for.
	await other.page.keyboard.press('3');
	await other.page.getByLabel(/^Alasan: /).fill('Kelengkapan menyusul');
	await one.page.keyboard.press('n');
	await other.page.getByText('Meja sudah dipindahkan ke').waitFor();
	expect(await name(other.page).innerText()).toBe(first);
	await other.page.keyboard.press('Enter');
	await other.page.getByText('Meja sudah dipindahkan ke').waitFor({ state: 'detached' });
	await agenda(one.page).getByRole('button', { name: 'Ditangguhkan' }).waitFor();
	const second = await name(one.page).innerText();
	await name(other.page).filter({ hasText: second }).waitFor();
	expect(second).not.toBe(first);

	// Both decide the same one: the first stands, and the second is told before he loses a word.
	await other.page.keyboard.press('4');
	await other.page.getByLabel(/^Alasan: /).fill('Tidak memenuhi kriteria');
	await decide(one.page, '1', 'Sesuai prioritas');
	await other.page.getByRole('alert').filter({ hasText: 'diputuskan pimpinan sidang lain: Diterima, “Sesuai prioritas”' }).waitFor();
	expect(await other.page.getByRole('button', { name: 'Putuskan: Ditolak' }).isDisabled()).toBe(true);
	expect(await other.page.getByLabel(/^Alasan: /).inputValue()).toBe('Tidak memenuhi kriteria');
	expect(await seriousFindings(other.page)).toEqual([]);
	await other.page.getByRole('button', { name: 'Batal', exact: true }).click();
	await other.page.getByRole('button', { name: 'Buka kembali…' }).waitFor();

	// The same where several are decided at once.
	for (const number of [3, 4]) await other.page.getByRole('checkbox', { name: `Pilih ${number}. ` }).check();
	await other.page.keyboard.press('5');
	await other.page.getByLabel(/^Alasan: /).fill('Kewenangan provinsi');
	await agenda(one.page).getByRole('listitem').nth(2).getByRole('button').click();
	await one.page.getByRole('button', { name: 'Tolak' }).waitFor();
	await decide(one.page, '4', 'Sudah tertampung');
	await other.page.getByRole('alert').filter({ hasText: 'sebagian usulan ini diputuskan pimpinan sidang lain' }).waitFor();
	await other.page.getByRole('button', { name: 'Batal', exact: true }).click();
	await other.page.getByText('3 dari 4 diputuskan').waitFor();

	expect([one.complaints, other.complaints]).toEqual([[], []]);
	await Promise.all([one, other].map(({ context }) => context.close()));
});

test('the page of tables shows the usulan with what was decided, and goes back to the plan', async () => {
	const { page, complaints, context } = await openPage(
		browser,
		server,
		await signIn(server, 'perencana'),
		`/renja/${DEMO_RENJA}/tabel`,
		OFFICE
	);
	const chooser = page.getByRole('combobox', { name: 'Tabel' }).first();
	await page.getByRole('heading', { name: 'Tabel T-C.33' }).waitFor();
	await chooser.selectOption({ label: 'T-C.32, usulan' });
	await page.getByRole('heading', { name: 'Tabel T-C.32' }).waitFor();
	await page.getByRole('cell', { name: 'Ditangguhkan: Kelengkapan menyusul' }).waitFor();
	await page.getByText('Jumlah 51 usulan').waitFor();
	const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Unduh XLSX' }).click()]);
	expect(download.suggestedFilename()).toMatch(/^T-C\.32-.*\.xlsx$/);
	await page.reload();
	await page.getByRole('heading', { name: 'Tabel T-C.32' }).waitFor();
	await chooser.selectOption({ label: 'T-C.33, rencana dan pagu' });
	await page.getByRole('heading', { name: 'Tabel T-C.33' }).waitFor();
	expect(complaints).toEqual([]);
	await context.close();
});
