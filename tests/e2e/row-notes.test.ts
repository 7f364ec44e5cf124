import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import type { NodeValue, RenjaValue } from '@rembug/shared/renja/renja-types.ts';
import { seriousFindings } from '../support/axe.ts';
import { OFFICE, openBrowser, openPage, PHONE } from '../support/browser.ts';
import { connectClient } from '../support/clients.ts';
import { DEMO_PASSWORD, DEMO_RENJA, signIn } from '../support/people.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

const renja = `/api/renja/${DEMO_RENJA}`;

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
	[server, browser] = await Promise.all([startServer(), openBrowser()]);
});
afterAll(async () => {
	await browser.close();
	await server.stop();
});

test('a note that the Kepala Dinas writes on a row stands on that row until the bidang followed it up', async () => {
	const perencana = await signIn(server, 'perencana');
	const plan = async (): Promise<RenjaValue> => (await (await perencana.call('GET', renja)).json()) as RenjaValue;
	const submit = (): Promise<Response> => perencana.call('POST', `${renja}/stage`, { to: 'diajukan', reason: '' });
	const [row, other] = (await plan()).nodes.filter((node) => node.level === 'subkegiatan').slice(-2) as [NodeValue, NodeValue];
	await submit();

	// Written on a phone, found again after a reload, and enough of a reason to return the submission.
	const kepala = await openPage(browser, server, await signIn(server, 'kepala-dinas'), `/renja/${DEMO_RENJA}/persetujuan`, PHONE);
	const { page } = kepala;
	await page.getByRole('button', { name: `Beri catatan: ${row.kode}` }).click();
	await page.getByRole('button', { name: 'Simpan catatan' }).click();
	await page.getByText('Tulis dahulu catatannya.').waitFor();
	await page.getByRole('dialog').getByRole('textbox').fill('Targetnya terlalu kecil.');
	await page.getByRole('button', { name: 'Simpan catatan' }).click();
	await page.getByRole('button', { name: `Ubah catatan: ${row.kode}` }).waitFor();
	await page.reload();
	await page.getByText('1 catatan pada baris ikut dikirim').waitFor();
	await page.getByLabel('Yang ditampilkan').selectOption('Yang diberi catatan');
	await page.getByRole('button', { name: 'Beri catatan' }).first().waitFor();
	expect(await page.getByRole('button', { name: `Beri catatan: ${other.kode}` }).count()).toBe(0);
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
	expect(await seriousFindings(page)).toEqual([]);
	await page.getByRole('button', { name: 'Kembalikan…' }).click();
	await page.getByLabel('Kata sandi Anda, sekali lagi').fill(DEMO_PASSWORD);
	await page.getByRole('button', { name: 'Kembalikan', exact: true }).click();
	await page.getByText('Belum ada tindak lanjut').waitFor();

	// In the workspace of the bidang: a mark on the row, and the note beside the tree.
	const unit = await openPage(browser, server, await signIn(server, 'umkm'), `/renja/${DEMO_RENJA}`, OFFICE);
	const list = unit.page.getByRole('region', { name: /Catatan Kepala Dinas/ });
	await list.getByText('Targetnya terlalu kecil.').waitFor();
	await list.getByRole('button', { name: row.kode as string }).click();
	await unit.page.locator(`[data-node="${row.id}"] [data-note]`).waitFor();
	expect(await seriousFindings(unit.page)).toEqual([]);
	// Among what is talked about as well: on its row and in the list of what is open.
	const office = await openPage(browser, server, perencana, `/renja/${DEMO_RENJA}`, OFFICE);
	await office.page.locator('aside').getByRole('button', { name: 'Komentar (1)' }).click();
	await office.page.getByRole('button', { name: 'Terbuka 1' }).click();
	const noted = office.page.getByRole('region', { name: /Catatan Kepala Dinas/ });
	await noted.getByRole('button', { name: row.kode as string }).click();
	await noted.getByText('Targetnya terlalu kecil.').waitFor();
	await list.getByRole('button', { name: 'Sudah ditindaklanjuti…' }).click();
	await unit.page.getByLabel('Apa yang sudah dilakukan').fill('Target dinaikkan.');
	await unit.page.getByRole('button', { name: 'Simpan', exact: true }).click();
	await list.getByText('Semua sudah ditindaklanjuti.').waitFor();
	await unit.page.locator(`[data-node="${row.id}"] [data-note]`).waitFor({ state: 'detached' });
	// Other open pages see it at once.
	await noted.getByText('Semua sudah ditindaklanjuti.').waitFor();
	await office.page.locator(`[data-node="${row.id}"] [data-note]`).waitFor({ state: 'detached' });
	await office.context.close();
	expect(unit.complaints).toEqual([]);
	await unit.context.close();

	// The next submission shows what became of the note, and what changed since, as a tree.
	const client = await connectClient(server, perencana);
	applyEdit(client.doc, { edit: 'setAmount', args: { id: row.id, field: 'pagu', value: (row.pagu ?? 0) + 2_500_000 } });
	applyEdit(client.doc, { edit: 'removeNode', args: { id: other.id } });
	await waitFor(async () => (await plan()).nodes.find(({ id }) => id === other.id)?.removed === true, { what: 'the edits arrive' });
	client.close();
	await submit();
	await page.getByText('Menunggu keputusan Anda.', { exact: true }).waitFor();
	await page.getByText('Sudah ditindaklanjuti: Target dinaikkan.').waitFor();
	const rows = page.getByRole('region', { name: 'Baris yang berubah' });
	await rows.locator(`[data-row="${row.id}"]`).getByText('+2.500.000').waitFor();
	await rows.locator(`[data-row="${other.id}"]`).getByText('Dihapus', { exact: true }).waitFor();
	await rows.getByLabel('Yang ditampilkan').selectOption('Dihapus');
	await rows.locator(`[data-row="${row.id}"]`).waitFor({ state: 'detached' });
	await rows.getByLabel('Yang ditampilkan').selectOption('Semua baris');
	await rows.locator('[data-row]').nth(20).waitFor();
	expect(await seriousFindings(page)).toEqual([]);

	// The first decision stays in the history with its note, also once another submission waits.
	await page.getByRole('link', { name: 'Riwayat', exact: true }).click();
	await page.getByText('1 catatan Kepala Dinas pada baris').click();
	await page.getByText('Targetnya terlalu kecil.').waitFor();
	expect(kepala.complaints).toEqual([]);
	await kepala.context.close();
});
