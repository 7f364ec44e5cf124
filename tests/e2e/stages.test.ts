import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SnapshotSummary } from '@rembug/shared/api/api-types.ts';
import { seriousFindings } from '../support/axe.ts';
import { openBrowser, openPage, PHONE } from '../support/browser.ts';
import { DEMO_PASSWORD, DEMO_RENJA, signIn } from '../support/people.ts';
import { startServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
	[server, browser] = await Promise.all([startServer(), openBrowser()]);
});
afterAll(async () => {
	await browser.close();
	await server.stop();
});

test('a perencana keeps dates and inputs, moves the Renja on and enters its Perkada, all on a phone', async () => {
	const perencana = await signIn(server, 'perencana');
	const { page, context, complaints } = await openPage(browser, server, perencana, `/renja/${DEMO_RENJA}/tahapan`, PHONE);
	const now = page.getByRole('region', { name: 'Tahap sekarang' });
	await now.getByText('Staf Bidang Koperasi').first().waitFor();

	await page.getByRole('button', { name: 'Isi jadwal' }).click();
	await page.getByLabel('Mulai').fill('2026-01-05');
	await page.getByLabel('Selesai').fill('2025-12-01');
	await page.getByRole('button', { name: 'Simpan jadwal' }).click();
	await page.getByText('Tanggal selesai mendahului tanggal mulai.').waitFor();
	await page.getByLabel('Mulai').fill('2025-01-05');
	await page.getByRole('button', { name: 'Simpan jadwal' }).click();
	await now.getByText('Lewat').waitFor();
	await now.getByText('selesai 1 Desember 2025').waitFor();

	await page.getByRole('button', { name: 'Catat: Pokok-pokok pikiran DPRD' }).click();
	await page.getByLabel('Tautan ke berkas').fill('javascript:alert(1)');
	await page.getByRole('button', { name: 'Simpan', exact: true }).click();
	await page.getByText('alamat lengkap yang diawali').waitFor();
	await page.getByLabel('Tautan ke berkas').fill('https://contoh.go.id/pokir.pdf');
	await page.getByRole('button', { name: 'Simpan', exact: true }).click();
	await page.getByRole('link', { name: 'Buka berkas' }).waitFor();
	await page.getByText('1 dari 4 masukan').waitFor();

	await page.getByRole('button', { name: 'Majukan ke Forum PD…' }).click();
	await page.getByText('Masukan yang belum dicatat (3)').waitFor();
	await page.getByRole('button', { name: 'Majukan', exact: true }).click();
	await now.getByText('Forum PD', { exact: true }).waitFor();
	await page.getByText('Maju dari Rancangan ke Forum PD').waitFor();

	await page.getByText('0 dari 4 masukan').first().click();
	await page.getByRole('button', { name: 'Mundurkan ke tahap ini…' }).click();
	await page.getByRole('button', { name: 'Mundurkan', exact: true }).click();
	await page.getByText('Tulis dahulu mengapa tahap ini dimundurkan.').waitFor();
	await page.getByLabel('Alasan').fill('Pagu indikatif berubah');
	await page.getByRole('button', { name: 'Mundurkan', exact: true }).click();
	await now.getByText('Rancangan awal', { exact: true }).waitFor();
	await page.getByText('Pagu indikatif berubah').waitFor();
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
	expect(await seriousFindings(page)).toEqual([]);

	const kepala = await signIn(server, 'kepala-dinas');
	const approve = async (): Promise<void> => {
		const submitted = await perencana.call('POST', `/api/renja/${DEMO_RENJA}/stage`, { to: 'diajukan', reason: '' });
		const { snapshot } = (await submitted.json()) as { snapshot: SnapshotSummary };
		await now.getByText('Diajukan', { exact: true }).waitFor();
		await now.getByText('Kepala Dinas', { exact: true }).first().waitFor();
		await kepala.call('POST', `/api/snapshots/${snapshot.id}/decision`, { decision: 'approve', password: DEMO_PASSWORD });
	};
	await approve();
	await page.getByRole('button', { name: 'Buka kembali untuk diperbaiki…' }).click();
	await page.getByRole('button', { name: 'Buka kembali', exact: true }).click();
	await page.getByText('Tulis dahulu mengapa Renja dibuka kembali.').waitFor();
	await page.getByLabel('Alasan').fill('Pagu bidang keliru');
	await page.getByRole('button', { name: 'Buka kembali', exact: true }).click();
	await now.getByText('Rancangan akhir', { exact: true }).waitFor();
	await page.getByText('Persetujuan dibatalkan, Renja dibuka kembali').waitFor();
	await approve();

	await page.getByRole('button', { name: 'Tetapkan dengan Perkada…' }).click();
	await page.getByLabel('Nomor Perkada').fill('Peraturan Bupati Nomor 88 Tahun 2025');
	await page.getByLabel('Tanggal Perkada').fill('2025-12-21');
	await page.getByRole('button', { name: 'Tetapkan', exact: true }).click();
	await now.getByText('Ditetapkan', { exact: true }).waitFor();
	await now.getByText('Peraturan Bupati Nomor 88 Tahun 2025, 21 Desember 2025').waitFor();
	await page.getByRole('button', { name: 'Perbaiki' }).click();
	await page.getByLabel('Nomor Perkada').fill('Peraturan Bupati Nomor 89 Tahun 2025');
	await page.getByLabel('Mengapa diperbaiki').fill('Salah ketik');
	await page.getByRole('button', { name: 'Simpan perbaikan' }).click();
	await now.getByText('Peraturan Bupati Nomor 89 Tahun 2025').waitFor();
	expect(await seriousFindings(page)).toEqual([]);
	// The refused link of above is a 400 that the browser writes down by itself.
	expect(complaints.filter((text) => !text.includes('400'))).toEqual([]);
	await context.close();
});
