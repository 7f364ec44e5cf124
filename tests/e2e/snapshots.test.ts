/** A snapshot after its approval: taken up again as a new draft, compared across Renja, told at every cell. */
import type { NodeValue } from '@rembug/shared/renja/renja-types.ts';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seriousFindings } from '../support/axe.ts';
import { OFFICE, openBrowser, openPage, PHONE } from '../support/browser.ts';
import { DEMO_RENJA, signIn, type SignedIn } from '../support/people.ts';
import { startServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let browser: Browser;
let perencana: SignedIn;
let hash: string;

beforeAll(async () => {
	[server, browser] = await Promise.all([startServer(), openBrowser()]);
	perencana = await signIn(server, 'perencana');
	const submitted = await perencana.call('POST', `/api/renja/${DEMO_RENJA}/stage`, { to: 'diajukan', reason: '' });
	const { snapshot } = (await submitted.json()) as { snapshot: { id: string; hash: string } };
	hash = snapshot.hash;
	const decision = { decision: 'approve', note: '', password: 'rembug-demo' };
	const kepalaDinas = await signIn(server, 'kepala-dinas');
	expect((await kepalaDinas.call('POST', `/api/snapshots/${snapshot.id}/decision`, decision)).status).toBe(200);
});
afterAll(async () => {
	await browser.close();
	await server.stop();
});

test('an approved snapshot becomes the draft of the Perubahan, and is compared with it', async () => {
	const { page, context, complaints } = await openPage(browser, server, perencana, `/renja/${DEMO_RENJA}/riwayat`, OFFICE);
	await page.getByRole('button', { name: 'Jadikan rancangan baru…' }).click();
	await page.getByLabel('Jenis').selectOption('perubahan');
	await page.getByRole('button', { name: 'Buat rancangan' }).click();
	await page.waitForURL((url) => url.pathname !== `/renja/${DEMO_RENJA}/riwayat`);
	await page.getByRole('heading', { name: 'Perubahan Renja 2024' }).waitFor();

	const pagu = page.locator('[data-node="n-2.17.01.2.02.02"][data-column="pagu"]').first();
	await pagu.click();
	await page.keyboard.type('1.000');
	await page.keyboard.press('Enter');
	await page.getByTestId('save-state').filter({ hasText: 'Tersimpan' }).waitFor();
	await page.getByRole('link', { name: 'Riwayat' }).click();
	await page.getByText('Dimulai dari snapshot 1 Renja 2024').waitFor();
	await page.getByRole('button', { name: 'Bandingkan' }).click();
	await page.getByText('Dari snapshot 1 Renja 2024 ke rencana saat ini Perubahan Renja 2024.').waitFor();
	await page.getByText('Sub kegiatan: 0 baru, 0 dihapus, 1 diubah.').waitFor();
	expect(await seriousFindings(page)).toEqual([]);
	expect(complaints).toEqual([]);
	await context.close();
});

test('a cell tells what it held in each snapshot', async () => {
	const plan = (await (await perencana.call('GET', `/api/renja/${DEMO_RENJA}`)).json()) as { nodes: NodeValue[] };
	const sub = plan.nodes.find((node) => node.id === 'n-2.17.01.2.02.02') as NodeValue;
	const { page, context, complaints } = await openPage(browser, server, perencana, `/renja/${DEMO_RENJA}`, OFFICE);
	await page.locator(`[data-node="${sub.id}"][data-column="pagu"]`).first().click();
	const list = page.getByRole('listitem').filter({ hasText: 'Snapshot 1' });
	await list.getByText('disetujui').waitFor();
	await list.getByText(sub.pagu?.toLocaleString('id-ID') ?? '').waitFor();
	expect(complaints).toEqual([]);
	await context.close();
});

test('the history fits a telephone', async () => {
	const { page, context } = await openPage(browser, server, perencana, `/renja/${DEMO_RENJA}/riwayat`, PHONE);
	await page.getByRole('button', { name: 'Bandingkan' }).click();
	await page.getByText('Tidak ada perbedaan.').waitFor();
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
	await context.close();
});

test('whoever holds a printed hash asks without an account what it is', async () => {
	const { page, context, complaints } = await openPage(browser, server, null, '/periksa', PHONE);
	await page.getByLabel('Hash SHA-256').fill(`${hash.slice(0, 32).toUpperCase()}\n ${hash.slice(32)}`);
	await page.getByRole('button', { name: 'Periksa' }).click();
	await page.getByText('Snapshot ini ada dan isinya utuh.').waitFor();
	await page.getByText('Renja tahun 2024').waitFor();
	await page.getByText(/^Disetujui \d/).waitFor();
	expect(await seriousFindings(page)).toEqual([]);
	await page.getByLabel('Hash SHA-256').fill('0'.repeat(64));
	await page.getByRole('button', { name: 'Periksa' }).click();
	await page.getByText('Tidak ada snapshot atau berita acara dengan hash ini di sini.').waitFor();
	expect(complaints).toEqual([]);
	await context.close();
});
