/** Usulan are sorted before the forum: grouped, assigned, judged by a bidang, given a priority by a delegate on a phone. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UsulanAnswer } from '@rembug/shared/api/forum-api-types.ts';
import type { RenjaValue } from '@rembug/shared/renja/renja-types.ts';
import { seriousFindings } from '../support/axe.ts';
import { OFFICE, openBrowser, openPage, PHONE } from '../support/browser.ts';
import { applyForumEdit } from '@rembug/shared/forum/forum-edits.ts';
import type { ForumEdit } from '@rembug/shared/forum/forum-types.ts';
import { openSyncClient } from '../support/sync-client.ts';
import { DEMO_RENJA, signIn, type SignedIn } from '../support/people.ts';
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

const usulanPage = `/renja/${DEMO_RENJA}/usulan`;

async function stored(who: SignedIn): Promise<UsulanAnswer> {
	return (await (await who.call('GET', `/api/renja/${DEMO_RENJA}/usulan`)).json()) as UsulanAnswer;
}

test('usulan are grouped, assigned, judged by the bidang, and given a priority by a delegate', async () => {
	const [perencana, umkm, delegate] = await Promise.all(['perencana', 'umkm', 'delegasi-gempol'].map((name) => signIn(server, name)));
	if (!perencana || !umkm || !delegate) throw new Error('nobody is signed in');
	const planner = await openPage(browser, server, perencana, usulanPage, OFFICE);
	await planner.page.getByText('51 usulan').waitFor();
	expect(await seriousFindings(planner.page)).toEqual([]);

	await planner.page.getByRole('button', { name: /^Usulan serupa/ }).click();
	const proposal = planner.page.getByRole('dialog').getByRole('listitem').filter({ hasText: 'Sama: 12 usulan' });
	await proposal.getByRole('button', { name: 'Jadikan satu kelompok' }).click();
	await proposal.waitFor({ state: 'detached' });
	await planner.page.getByRole('button', { name: 'Selesai' }).click();
	await planner.page.getByRole('button', { name: 'Kelompok 12' }).waitFor();
	await planner.page.getByRole('checkbox', { name: 'Pilih Pelatihan Olahan Pangan' }).check();
	await planner.page.getByLabel('Minta pendapat bidang').selectOption('umkm');
	await planner.page.getByText('Pendapat diminta dari Bidang Usaha Mikro.').waitFor();
	await planner.page.getByTestId('save-state').getByText('Tersimpan').waitFor();
	const grouped = (await stored(perencana)).filter(({ unit }) => unit === 'umkm');
	expect(grouped).toHaveLength(12);
	expect(new Set(grouped.map(({ desa, kecamatan }) => `${desa} ${kecamatan}`)).size).toBeGreaterThan(10);
	expect(grouped.filter(({ group }) => group !== undefined)).toHaveLength(11);

	const staf = await openPage(browser, server, umkm, usulanPage, OFFICE);
	await staf.page.getByText('Pelatihan Olahan Pangan').first().click();
	await staf.page.getByLabel('Pendapat bidang').fill('Dapat masuk, dua angkatan');
	await staf.page.getByRole('button', { name: 'Simpan pendapat' }).click();

	const phone = await openPage(browser, server, delegate, '/', PHONE);
	await phone.page.getByRole('link', { name: /^.*Forum Dinas/ }).click();
	await phone.page.getByLabel('Cari usulan').fill('olahan pangan');
	await phone.page.getByText('12 dari 51 usulan').waitFor();
	await phone.page.getByText('Pelatihan Olahan Pangan').first().click();
	await phone.page.getByText('Dapat masuk, dua angkatan').waitFor();
	expect(await phone.page.getByRole('button', { name: 'Ubah usulan…' }).count()).toBe(0);
	await phone.page.getByRole('group', { name: 'Suara Anda' }).getByRole('button', { name: '5' }).click();
	await phone.page.getByText('Suara Anda: 5.').waitFor();
	expect(await seriousFindings(phone.page)).toEqual([]);
	await planner.page.getByText('Prioritas 5').waitFor();

	await planner.page.getByText('Pelatihan Olahan Pangan').first().click();
	await planner.page
		.getByRole('button', { name: /^Pisahkan Desa/ })
		.first()
		.click();
	await planner.page.getByRole('button', { name: 'Kelompok 11' }).waitFor();
	for (const { complaints, context } of [planner, staf, phone]) {
		expect(complaints).toEqual([]);
		await context.close();
	}
});

test('an usulan is changed by hand, whatever is typed, and found again', async () => {
	const perencana = await signIn(server, 'perencana');
	const { page, complaints, context } = await openPage(browser, server, perencana, usulanPage, PHONE);
	await page.getByText('Pelatihan Digital Marketing').first().click();
	await page.getByRole('button', { name: 'Ubah usulan…' }).click();
	const usulan = page.getByRole('textbox', { name: 'Usulan', exact: true });
	await usulan.fill(' ');
	await page.getByRole('button', { name: 'Simpan' }).click();
	await page.getByText('Tuliskan apa yang diusulkan.').waitFor();
	await usulan.fill('<script>alert(1)</script>\u202e =HYPERLINK("x")');
	await page.getByLabel('Perkiraan biaya (Rp)').fill('1,5');
	await page.getByRole('button', { name: 'Simpan' }).click();
	await page.getByText('Rupiah ditulis bulat, tanpa sen.').waitFor();
	await page.getByLabel('Perkiraan biaya (Rp)').fill('Rp 1.500.000,00');
	await page.getByRole('button', { name: 'Simpan' }).click();
	await page.getByRole('heading', { name: '<script>alert(1)</script> =HYPERLINK("x")' }).waitFor();
	await page.getByRole('button', { name: 'Tutup rincian' }).click();
	await page.getByLabel('Cari usulan').fill('hyperlink');
	await page.getByText('1 dari 51 usulan').waitFor();
	await page.getByTestId('save-state').getByText('Tersimpan').waitFor();
	const changed = { usulan: '<script>alert(1)</script> =HYPERLINK("x")', biaya: 1_500_000 };
	expect((await stored(perencana))[0]).toMatchObject(changed);
	// The buttons of the header take back what was done on this page, also a single change.
	await page.getByRole('button', { name: 'Batalkan perubahan saya' }).click();
	await page.getByText('0 dari 51 usulan').waitFor();
	await page.getByRole('button', { name: 'Ulangi perubahan saya' }).click();
	await page.getByText('1 dari 51 usulan').waitFor();
	await page.getByTestId('save-state').getByText('Tersimpan').waitFor();
	expect((await stored(perencana))[0]).toMatchObject(changed);
	expect(complaints).toEqual([]);
	await context.close();
});

test('what the forum accepted stands beside its row until the bidang takes it over', async () => {
	const [chair, umkm, koperasi] = await Promise.all(['ketua-forum', 'umkm', 'koperasi'].map((name) => signIn(server, name)));
	if (!chair || !umkm || !koperasi) throw new Error('nobody is signed in');
	const client = await openSyncClient(server, chair, { part: 'forum' });
	const decide = (edit: ForumEdit): Promise<void> => client.edit((doc) => expect(applyForumEdit(doc, edit)).toMatchObject({ ok: true }));
	await decide({ edit: 'addSession', args: { id: 's1', judul: 'Forum PD', tanggal: '2023-02-20' } });
	await decide({ edit: 'setSession', args: { id: 's1', field: 'status', value: 'berlangsung' } });
	const decision = { status: 'diterima', alasan: 'Sesuai prioritas', decidedBy: 'demo-ketua-forum', session: 's1' } as const;
	await decide({ edit: 'decideUsulan', args: { ids: ['u-02'], ...decision } });
	await decide({ edit: 'setUsulan', args: { changes: [{ id: 'u-02', field: 'usulPagu', value: 20_000_000 }] } });
	client.close();

	const office = `/renja/${DEMO_RENJA}`;
	const stranger = await openPage(browser, server, koperasi, office, OFFICE);
	const region = (page: typeof stranger.page) => page.locator('[data-proposals]');
	await region(stranger.page).getByText('Rp 20.000.000').waitFor();
	expect(await region(stranger.page).getByRole('button', { name: 'Tambahkan ke pagu' }).count()).toBe(0);
	const total = await stranger.page.getByTestId('total-pagu').innerText();

	const owner = await openPage(browser, server, umkm, office, OFFICE);
	await region(owner.page)
		.getByRole('button', { name: /^2\.17\./ })
		.click();
	await owner.page.locator('[data-proposal]').first().waitFor();
	expect(await owner.page.getByTestId('total-pagu').innerText()).toBe(total);
	await region(owner.page).getByRole('checkbox', { name: 'Sertakan lokasi' }).check();
	await region(owner.page).getByRole('button', { name: 'Tambahkan ke pagu' }).click();
	await region(owner.page).waitFor({ state: 'detached' });
	const held = async () => {
		const plan = (await (await umkm.call('GET', `/api/renja/${DEMO_RENJA}`)).json()) as RenjaValue;
		return plan.nodes.find(({ usulan }) => usulan?.includes('u-02'));
	};
	await owner.page.getByTestId('save-state').getByText('Tersimpan').waitFor();
	expect((await held())?.lokasi).toContain('Kec. ');
	// Undone, the proposal is back with its amount; done again, both are gone together.
	await owner.page.getByRole('button', { name: 'Batalkan perubahan saya' }).click();
	await region(owner.page).getByRole('button', { name: 'Tambahkan ke pagu' }).waitFor();
	await owner.page.getByTestId('total-pagu').getByText(total).waitFor();
	await owner.page.getByTestId('save-state').getByText('Tersimpan').waitFor();
	expect(await held()).toBe(undefined);
	await owner.page.getByRole('button', { name: 'Ulangi perubahan saya' }).click();
	await region(owner.page).waitFor({ state: 'detached' });
	const after = Number(total.replaceAll('.', '')) + 20_000_000;
	await stranger.page.getByTestId('total-pagu').getByText(after.toLocaleString('id-ID')).waitFor();
	await region(stranger.page).waitFor({ state: 'detached' });
	for (const { complaints, context } of [stranger, owner]) {
		expect(complaints).toEqual([]);
		await context.close();
	}
});

test('a planner brings what was not funded to the next year, where it is told what became of it', async () => {
	const perencana = await signIn(server, 'perencana');
	const made = await perencana.call('POST', '/api/renja', {
		...{ from: 'empty', perangkatDaerahId: 'demo-diskop-pasuruan', tahun: 2025, jenis: 'murni', judul: 'Renja 2025' },
		bidangUrusan: [{ kode: '2.17', uraian: 'Koperasi' }]
	});
	const { id } = (await made.json()) as { id: string };
	const { page } = await openPage(browser, server, perencana, usulanPage, OFFICE);
	await page.getByRole('button', { name: 'Bawa ke tahun berikut…' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByRole('checkbox', { name: 'Pelatihan Olahan Pangan' }).first().check();
	expect(await seriousFindings(page)).toEqual([]);
	await dialog.getByRole('button', { name: 'Bawa 1 usulan' }).click();
	await page.getByText('1 usulan dibawa ke Renja 2025.').waitFor();
	await page.getByRole('button', { name: 'Bawa ke tahun berikut…' }).click();
	await dialog.getByText('1 usulan sudah dibawa ke sana.').waitFor();

	await page.goto(`/renja/${id}/usulan`);
	await page.getByText('1 usulan', { exact: true }).waitFor();
	await page.getByRole('button', { name: /Pelatihan Olahan Pangan/ }).click();
	await page.getByRole('heading', { name: 'Tahun lain' }).waitFor();
	await page.getByText('Renja 2024:').waitFor();
});
