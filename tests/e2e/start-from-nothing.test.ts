/** An office that has nothing but an empty database of its own: from the first admin to a cell that a colleague sees. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoPlan } from '../../server/src/demo/demo-plan.ts';
import { seriousFindings } from '../support/axe.ts';
import { OFFICE, openBrowser, openPage, PHONE } from '../support/browser.ts';
import { signIn } from '../support/people.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
const adminPassword = 'kata sandi admin pertama';
const ownPassword = 'kata sandi milik sendiri';

let database: TestDatabase;
let server: TestServer;
let browser: Browser;

beforeAll(async () => {
	database = await createTestDatabase({ empty: true });
	[server, browser] = await Promise.all([startServer({ databaseUrl: database.url }), openBrowser()]);
});
afterAll(async () => {
	await browser?.close();
	await server?.stop();
	await database?.drop();
});

async function createAdmin(): Promise<void> {
	const command = ['server/src/people/create-admin.ts', '--username', 'admin.dinas', '--nama', 'Admin Dinas'];
	const env = { ...process.env, DATABASE_URL: database.url, ADMIN_PASSWORD: adminPassword };
	const child = spawn(process.execPath, command, { cwd: project, env, stdio: ['ignore', 'ignore', 'inherit'] });
	expect((await once(child, 'exit'))[0]).toBe(0);
}

async function enter(page: Page, username: string, password: string): Promise<void> {
	await page.goto('/masuk');
	await page.locator('[name=username]').fill(username);
	await page.locator('[name=password]').fill(password);
	await page.getByRole('button', { name: 'Masuk', exact: true }).click();
}

/** Makes an account in the open page of accounts; returns the password that was shown. */
async function makeAccount(page: Page, entry: { nama: string; username: string; role: string; unit?: string }): Promise<string> {
	await page.getByRole('button', { name: 'Buat akun' }).click();
	const form = page.getByRole('dialog');
	await form.getByLabel('Nama lengkap').fill(entry.nama);
	await form.getByLabel('Nama pengguna').fill(entry.username);
	await form.getByLabel('Peran').selectOption({ label: entry.role });
	if (entry.unit) await form.getByLabel('Unit').selectOption({ label: entry.unit });
	await form.getByRole('button', { name: 'Buat akun' }).click();
	const password = await page.getByTestId('given-password').innerText();
	expect(await seriousFindings(page)).toEqual([]);
	await page.getByRole('button', { name: 'Sudah saya catat' }).click();
	return password;
}

/** A new person at a computer of his own: signs in with what the admin said, and chooses an own password. */
async function arrive(username: string, given: string, size = OFFICE) {
	const opened = await openPage(browser, server, null, '/masuk', size);
	const { page } = opened;
	await enter(page, username, given);
	await page.getByLabel('Kata sandi dari admin').fill(given);
	await page.getByLabel('Kata sandi baru', { exact: true }).fill(ownPassword);
	await page.getByLabel('Kata sandi baru, sekali lagi').fill(ownPassword);
	await page.getByRole('button', { name: 'Ganti kata sandi' }).click();
	await page.getByRole('heading', { name: 'Renja yang dapat Anda buka' }).waitFor();
	return opened;
}

async function shows(place: Locator, text: string): Promise<void> {
	await waitFor(async () => (await place.innerText()).includes(text), { timeoutMs: 10_000, what: `a place that shows ${text}` });
}

test('from an empty database to a cell that a colleague sees', async () => {
	await createAdmin();
	const { page, context, complaints } = await openPage(browser, server, null, '/masuk');
	await enter(page, 'admin.dinas', adminPassword);
	await page.getByRole('link', { name: 'Buka halaman admin' }).click();

	await page.getByText('Belum ada perangkat daerah.').waitFor();
	await page.getByRole('button', { name: 'Tambah perangkat daerah' }).click();
	await page.getByRole('button', { name: 'Simpan' }).click();
	await page.getByText('Nama perangkat daerah: isi').waitFor();
	await page.getByLabel('Nama perangkat daerah').fill('Dinas Koperasi');
	await page.getByLabel('Daerah', { exact: true }).fill('Kabupaten Contoh');
	await page.getByRole('button', { name: 'Simpan' }).click();
	for (const [kind, nama, singkatan] of [
		['Bidang', 'Bidang Koperasi', 'Koperasi'],
		['Sekretariat', 'Sekretariat', 'Set']
	] as const) {
		await page.getByRole('button', { name: 'Tambah unit' }).click();
		await page.getByLabel('Jenis').selectOption({ label: kind });
		await page.getByLabel('Nama unit').fill(nama);
		await page.getByLabel('Singkatan').fill(singkatan);
		await page.getByRole('button', { name: 'Simpan' }).click();
		await page.getByRole('button', { name: `Ubah ${nama}` }).waitFor();
	}
	await page.getByRole('button', { name: 'Naikkan Sekretariat' }).click();
	await waitFor(async () => (await page.getByRole('listitem').first().innerText()).includes('Sekretariat'), { what: 'the new order' });
	expect(await seriousFindings(page)).toEqual([]);

	await page.getByRole('link', { name: 'Akun' }).click();
	const perencana = await makeAccount(page, { nama: 'Perencana Dinas', username: 'perencana.dinas', role: 'Perencana' });
	const staf = await makeAccount(page, { nama: 'Staf Sekretariat', username: 'staf.sekretariat', role: 'Staf unit', unit: 'Sekretariat' });
	expect(await seriousFindings(page)).toEqual([]);

	const planner = await arrive('perencana.dinas', perencana);
	await planner.page.getByRole('link', { name: 'Buat Renja' }).click();
	await planner.page.getByText('Dari berkas JSON').click();
	const file = (plan: unknown) => ({ name: 'rencana.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(plan)) });
	const choose = planner.page.getByLabel('Berkas rencana (.json)');
	await choose.setInputFiles(file({ ...demoPlan, nodes: demoPlan.nodes.map((node, at) => (at === 4 ? { ...node, pagu: 1.5 } : node)) }));
	await planner.page.getByText('Berkas ini belum dapat dipakai').waitFor();
	await planner.page.getByText('2.17.01.2.01.01', { exact: true }).waitFor();
	await choose.setInputFiles(file(demoPlan));
	await planner.page.getByText('12.508.804.849').waitFor();
	expect(await seriousFindings(planner.page)).toEqual([]);
	await planner.page.getByRole('button', { name: 'Buat Renja' }).click();
	await planner.page.getByRole('treegrid').waitFor();

	const worker = await arrive('staf.sekretariat', staf);
	await worker.page.getByRole('link', { name: /2024/ }).click();
	await worker.page.getByRole('treegrid').waitFor();
	const cell = (of: Page) => of.locator('[data-node="n-2.17.01.2.01.01"][data-column="pagu"]').first();
	await cell(worker.page).click();
	await worker.page.keyboard.type('73 juta');
	await worker.page.keyboard.press('Enter');
	await shows(worker.page.getByTestId('save-state'), 'Tersimpan');
	await shows(cell(planner.page), '73.000.000');
	// The browser itself reports the form that was refused.
	expect(complaints).toEqual([expect.stringContaining('400')]);
	expect([...planner.complaints, ...worker.complaints]).toEqual([]);

	// The admin disables the account: the open page of it is shut at once, and nothing more gets through.
	await page.getByRole('button', { name: /Staf Sekretariat/ }).click();
	await page.getByRole('button', { name: 'Nonaktifkan…' }).click();
	await page.getByRole('button', { name: 'Nonaktifkan', exact: true }).click();
	await page.getByText('Akun ini nonaktif').waitFor();
	await worker.page.getByText('Sesi Anda sudah berakhir').first().waitFor();
	await expect(signIn(server, 'staf.sekretariat', ownPassword)).rejects.toThrow('session.wrong');
	for (const opened of [context, planner.context, worker.context]) await opened.close();
});

test('a role that is taken away stops the open page from writing, and one that is given opens it again', async () => {
	const admin = await signIn(server, 'admin.dinas', adminPassword);
	const [office] = (await (await admin.call('GET', '/api/admin/perangkat-daerah')).json()) as { id: string }[];
	const grant = { role: 'sekretaris', perangkatDaerahId: office?.id };
	const answer = await admin.call('POST', '/api/admin/accounts', { username: 'sekdin', nama: 'Sekretaris', grant });
	const { id, password } = (await answer.json()) as { id: string; password: string };

	const { page, context } = await arrive('sekdin', password);
	await page.getByRole('link', { name: /2024/ }).click();
	await page.getByRole('treegrid').waitFor();
	await shows(page.getByTestId('save-state'), 'Tersimpan');
	const made = await admin.call('POST', `/api/admin/accounts/${id}/grants`, { role: 'verifikator', perangkatDaerahId: office?.id });
	expect(made.status).toBe(201);
	const [sekretaris] = (
		(await (await admin.call('GET', '/api/admin/accounts')).json()) as { id: string; grants: { id: number; role: string }[] }[]
	)
		.find((account) => account.id === id)!
		.grants.filter(({ role }) => role === 'sekretaris');
	await admin.call('DELETE', `/api/admin/accounts/${id}/grants/${sekretaris?.id}`);
	await page.getByText('Hanya baca', { exact: false }).first().waitFor();
	await admin.call('POST', `/api/admin/accounts/${id}/grants`, grant);
	await page.getByText('Hanya baca', { exact: false }).first().waitFor({ state: 'detached' });
	await context.close();
});

test('the pages of the admin and of a new Renja fit on a phone', async () => {
	for (const [username, password, paths] of [
		['admin.dinas', adminPassword, ['/', '/admin', '/admin/akun', '/kata-sandi']],
		['perencana.dinas', ownPassword, ['/', '/buat']]
	] as const) {
		const who = await signIn(server, username, password);
		for (const path of paths) {
			const { page, context, complaints } = await openPage(browser, server, who, path, PHONE);
			await page.getByRole('heading', { level: 1 }).waitFor();
			expect([path, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([path, PHONE.width]);
			expect([path, ...(await seriousFindings(page)), ...complaints]).toEqual([path]);
			await context.close();
		}
	}
});
