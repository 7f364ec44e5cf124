/** The forum is led: the chair, a delegate on a phone and the big screen are at the same usulan, also after the chair's network was away. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UsulanAnswer } from '@rembug/shared/api/forum-api-types.ts';
import { seriousFindings } from '../support/axe.ts';
import { OFFICE, openBrowser, openPage, PHONE } from '../support/browser.ts';
import { createNetwork } from '../support/network.ts';
import { DEMO_RENJA, signIn } from '../support/people.ts';
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

const meetingPage = `/forum/${DEMO_RENJA}/sidang`;
const item = (page: Page) => page.getByRole('article', { name: 'Usulan' });

/** Of a text on the big screen, in pixels of a screen of 1920. */
function letters(page: Page, selector: string): Promise<number> {
	return page
		.locator(selector)
		.first()
		.evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
}

test('the chair puts usulan on the table and decides them with a reason, and everybody follows', async () => {
	const [chair, delegate] = await Promise.all(['ketua-forum', 'delegasi-gempol'].map((name) => signIn(server, name)));
	if (!chair || !delegate) throw new Error('nobody is signed in');
	const network = await createNetwork(server);
	const desk = await openPage(browser, network, chair, meetingPage, OFFICE);
	const phone = await openPage(browser, network, delegate, meetingPage, PHONE);
	const screen = await openPage(browser, server, delegate, `/forum/${DEMO_RENJA}/layar`, { width: 1920, height: 1080 });
	await phone.page.getByText('Belum ada sidang').waitFor();
	await screen.page.getByRole('heading', { name: 'Sidang belum dimulai' }).waitFor();

	await desk.page.getByRole('button', { name: 'Siapkan sidang' }).click();
	await desk.page.getByLabel('Urutan agenda').selectOption('kecamatan');
	await desk.page.getByRole('button', { name: 'Simpan' }).click();
	await desk.page.getByRole('button', { name: 'Mulai sidang' }).click();
	const agenda = desk.page.getByRole('navigation', { name: 'Agenda' }).getByRole('button');
	await agenda.nth(4).waitFor();
	// The agenda is arranged by hand while the session is open, with the keys.
	await desk.page.getByRole('button', { name: 'Atur sidang' }).click();
	const arranging = desk.page.getByRole('dialog', { name: 'Atur sidang' });
	const rows = arranging.getByRole('listitem');
	// Several bear the same name: a row is known by its id.
	const third = await rows.nth(2).getAttribute('data-id');
	const count = await rows.count();
	const stands = (place: number) => arranging.locator(`li:nth-child(${place})[data-id="${third}"]`).waitFor();
	// Looked at within the task that moves rows: a key that is pressed between the move and its answer is not lost.
	const focus = await desk.page.evaluateHandle(() => {
		const seen: string[] = [];
		const list = document.querySelector('dialog ol') as HTMLElement;
		new MutationObserver(() => seen.push(document.activeElement?.closest('li')?.dataset.id ?? 'nowhere')).observe(list, {
			childList: true
		});
		return seen;
	});
	await rows.nth(2).getByRole('button', { name: 'Naikkan' }).focus();
	await desk.page.keyboard.press('Enter');
	await stands(2);
	await desk.page.keyboard.press('Enter');
	await stands(1);
	// The focus stays with the row that moves, here on the one button that it still has.
	await desk.page.keyboard.press('Enter');
	await stands(2);
	// Pressed twice before the row has moved once.
	await desk.page.evaluate(() => {
		const button = document.activeElement as HTMLButtonElement;
		button.click();
		button.click();
	});
	await stands(4);
	expect(new Set(await focus.jsonValue())).toEqual(new Set([third]));
	// And with the mouse, over several places at once.
	await rows.nth(3).dragTo(rows.nth(0));
	await stands(1);
	await rows.nth(0).dragTo(rows.nth(2));
	await stands(3);
	await rows
		.nth(count - 1)
		.getByRole('button', { name: 'Keluarkan' })
		.click();
	await rows.nth(count - 1).waitFor({ state: 'detached' });
	await arranging.getByLabel('Tambahkan usulan').selectOption({ index: 1 });
	await arranging.getByRole('button', { name: 'Tambahkan' }).click();
	await rows.nth(count - 1).waitFor();
	expect(await seriousFindings(desk.page)).toEqual([]);
	await arranging.getByLabel('Nama sidang').fill('Sidang bidang koperasi');
	await arranging.getByLabel('Tempat').fill('Aula dinas');
	await arranging.getByRole('button', { name: 'Simpan' }).click();
	await arranging.waitFor({ state: 'detached' });
	await phone.page.getByText('Sidang bidang koperasi').waitFor();
	const onTable = async (page: Page): Promise<string> => (await page.locator('h2, h1').first().innerText()).trim();
	await item(phone.page).waitFor();
	expect(await onTable(phone.page)).toBe((await item(desk.page).getByRole('heading').innerText()).trim());
	expect(await seriousFindings(desk.page)).toEqual([]);
	expect(await seriousFindings(phone.page)).toEqual([]);
	await phone.page.getByRole('group', { name: 'Prioritas Anda' }).getByRole('button', { name: '5' }).click();
	await item(desk.page).getByText('5 dari 5').waitFor();
	expect(await phone.page.getByRole('region', { name: 'Keputusan' }).count()).toBe(0);
	expect(await phone.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);

	// No decision without a reason; then one key and a reason that is at hand.
	await desk.page.keyboard.press('4');
	await desk.page.getByLabel('Alasan: Ditolak').press('Enter');
	await desk.page.getByText('Tulis alasannya').waitFor();
	// What is half written is not put aside by choosing others.
	expect(await desk.page.getByRole('checkbox').first().isDisabled()).toBe(true);
	await desk.page.getByRole('button', { name: 'Tidak memenuhi kriteria' }).click();
	await desk.page.getByLabel('Alasan: Ditolak').press('Enter');
	for (const page of [phone.page, screen.page]) await page.getByText('Ditolak: Tidak memenuhi kriteria').first().waitFor();

	// Read from ten metres: a letter of 24 px on a screen of 1920 px and two metres is 2.5 cm high.
	for (const [selector, least] of [
		['h1', 60],
		['.place', 36],
		['footer span', 32],
		['header', 24]
	] as const)
		expect([selector, (await letters(screen.page, selector)) >= least]).toEqual([selector, true]);
	expect(await screen.page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(1080);

	// The delegate looks at another item, and comes back to where the table is by then.
	await phone.page.getByText(/^Agenda \(/).click();
	await phone.page.locator('details').last().getByRole('button').nth(3).click();
	await desk.page.keyboard.press('n');
	await phone.page.getByText('Anda melihat usulan lain.').waitFor();
	await phone.page.getByRole('button', { name: 'Kembali ke meja' }).click();
	const second = (await agenda.nth(1).locator('.name').innerText()).trim();
	await item(phone.page).getByRole('heading', { name: second }).waitFor();

	// The chair's network drops while he decides: he stays at the item, and what he decided arrives.
	network.cut();
	await desk.page.getByTestId('save-state').filter({ hasText: 'Luring' }).waitFor();
	// Whoever follows is told that the table may have gone on.
	await phone.page.getByText('Di meja saat terakhir tersambung').waitFor();
	await desk.page.keyboard.press('1');
	await desk.page.getByLabel('Alasan: Diterima').fill('Sesuai prioritas kecamatan');
	await desk.page.getByLabel('Pagu (Rp)').fill('25.000.000');
	await desk.page.getByRole('button', { name: 'Putuskan: Diterima' }).click();
	await item(desk.page).getByText('Sesuai prioritas kecamatan').waitFor();
	network.mend();
	await phone.page.getByText('Di meja sekarang').waitFor();
	await desk.page.getByTestId('save-state').filter({ hasText: 'Tersimpan' }).waitFor();
	await item(phone.page).getByText('Sesuai prioritas kecamatan').waitFor();
	await item(phone.page).getByText('Rp 25.000.000').first().waitFor();
	await item(desk.page).getByRole('heading', { name: second }).waitFor();

	// Several at once.
	for (const number of [3, 4]) await desk.page.getByRole('checkbox', { name: new RegExp(`^Pilih ${number}\\. `) }).check();
	await desk.page.getByText('2 dipilih dari agenda').waitFor();
	await desk.page.keyboard.press('3');
	await desk.page.getByLabel('Alasan: Ditangguhkan (untuk 2 usulan sekaligus)').fill('Pagu belum cukup');
	await desk.page.keyboard.press('Enter');
	await desk.page.getByText('4 dari').waitFor();
	await desk.page.getByTestId('save-state').filter({ hasText: 'Tersimpan' }).waitFor();
	await item(desk.page).getByRole('heading', { name: second }).waitFor();

	const stored = (await (await chair.call('GET', `/api/renja/${DEMO_RENJA}/usulan`)).json()) as UsulanAnswer;
	const decided = stored.filter(({ status }) => status !== 'baru').map(({ status, alasan, decidedBy }) => [status, alasan, decidedBy]);
	expect(decided.sort()).toEqual([
		['ditangguhkan', 'Pagu belum cukup', 'demo-ketua-forum'],
		['ditangguhkan', 'Pagu belum cukup', 'demo-ketua-forum'],
		['diterima', 'Sesuai prioritas kecamatan', 'demo-ketua-forum'],
		['ditolak', 'Tidak memenuhi kriteria', 'demo-ketua-forum']
	]);
	const ours = ({ complaints }: typeof desk): string[] => complaints.filter((text) => !text.includes('ERR_CONNECTION'));
	expect([ours(desk), ours(phone), screen.complaints]).toEqual([[], [], []]);
	await Promise.all([desk, phone, screen].map(({ context }) => context.close()));
	await network.close();
}, 60_000);
