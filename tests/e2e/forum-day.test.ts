/**
 * A day of a forum with the 41 usulan of a published plan: entered from a workbook, grouped, judged by two bidang, decided one by one and in
 * bulk while a delegate and the hall follow and the chair's network fails once, and taken over into the plan by the bidang, or not. At the
 * end screens, document, T-C.32 and minutes say the same.
 */
import ExcelJS from 'exceljs';
import type { Browser, Page } from 'playwright-core';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BeritaAcara, MinutesSummary } from '@rembug/shared/berita-acara/berita-acara.ts';
import type { UsulanStatus, UsulanValue } from '@rembug/shared/forum/forum-types.ts';
import { readForum } from '@rembug/shared/forum/forum-value.ts';
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import { readNode, readRenja } from '@rembug/shared/renja/renja-value.ts';
import { demoPlan } from '../../server/src/demo/demo-plan.ts';
import { OFFICE, openBrowser, openPage, PHONE, type PersonsPage } from '../support/browser.ts';
import { createNetwork, type Network } from '../support/network.ts';
import { signIn, type SignedIn } from '../support/people.ts';
import { openSyncClient } from '../support/sync-client.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { usulanKabMalang, usulanWorkbook } from '../support/usulan-kab-malang.ts';

const names = ['perencana', 'koperasi', 'umkm', 'ketua-forum', 'delegasi-gempol'] as const;
type Name = (typeof names)[number];

/** The kinds of the 41, and the rows of the plan that two of them are linked to. */
const microGuidance = 'Bimbingan Pengembangan Usaha mikro';
const staffTraining = 'Bimbingan Teknis peningkatan kualitas usaha SDM Koperasi';
const capital = 'Bimbingan Teknis Fasilitasi permodalan dan jaringan usaha koperasi';
const koperasiLimit = 4_000_000_000;
const rowOf = { [microGuidance]: 'n-2.17.07.2.01.04', [staffTraining]: 'n-2.17.05.2.01.01', [capital]: 'n-2.17.06.2.01.01' };

let server: TestServer;
let browser: Browser;
let network: Network;
let renjaId: string;
const people = {} as Record<Name, SignedIn>;
const opened: PersonsPage[] = [];

beforeAll(async () => {
	[server, browser] = await Promise.all([startServer(), openBrowser()]);
	network = await createNetwork(server);
	for (const name of names) people[name] = await signIn(server, name);
	renjaId = await makeRenja();
});
afterAll(async () => {
	for (const { context } of opened) await context.close();
	await network?.close();
	await browser?.close();
	await server?.stop();
});

/** A Renja with a plan and an empty forum, in the stage of the forum. */
async function makeRenja(): Promise<string> {
	const body = {
		from: 'json',
		perangkatDaerahId: 'demo-diskop-pasuruan',
		tahun: 2025,
		jenis: 'murni',
		judul: 'Renja 2025',
		plan: { ...demoPlan, info: { ...demoPlan.info, paguLimit: 13_000_000_000, paguLimitBidang: { koperasi: koperasiLimit } } }
	};
	const made = await people.perencana.call('POST', '/api/renja', body);
	expect(made.status, await made.clone().text()).toBe(201);
	const { id } = (await made.json()) as { id: string };
	for (const to of ['ranwal', 'rancangan', 'forum_pd'])
		expect((await people.perencana.call('POST', `/api/renja/${id}/stage`, { to, reason: '' })).status).toBe(200);
	return id;
}

async function open(name: Name, path: string, viewport = OFFICE, through: { url: string } = server): Promise<Page> {
	const one = await openPage(browser, through, people[name], path, viewport);
	opened.push(one);
	return one.page;
}

const saved = (page: Page): Promise<void> => page.getByTestId('save-state').filter({ hasText: 'Tersimpan' }).waitFor();
const item = (page: Page) => page.getByRole('article', { name: 'Usulan' });

/** In the list of usulan: what fits the words is chosen. */
async function choose(page: Page, words: string, count: number): Promise<void> {
	await page.getByLabel('Cari usulan').fill(words);
	await page.getByText(words === '' ? `${count} usulan` : `${count} dari 41 usulan`, { exact: true }).waitFor();
	await page.getByLabel('Pilih semua').check();
	await page.getByText(`${count} dipilih`).waitFor();
}

/** Once it is done nothing is chosen any more. */
async function askBidang(page: Page, unit: string): Promise<void> {
	await page.getByLabel('Minta pendapat bidang').selectOption(unit);
	await page.getByText('Pilih semua').waitFor();
}

async function importTable(page: Page): Promise<void> {
	const buffer = await usulanWorkbook();
	await page.getByLabel('Pilih berkas…').setInputFiles({ name: 'T-C.32.xlsx', mimeType: '', buffer });
	await page.getByRole('button', { name: 'Impor 41 usulan' }).click();
	await page.getByText('41 usulan diimpor.').waitFor();
}

/** Puts the proposed group of this wording together. */
async function groupEqual(page: Page, usulan: string, count: number): Promise<void> {
	const proposal = page
		.getByRole('dialog')
		.getByRole('listitem')
		.filter({ hasText: `Sama: ${count} usulan` })
		.filter({ hasText: usulan });
	await proposal.getByRole('button', { name: 'Jadikan satu kelompok' }).click();
	await proposal.waitFor({ state: 'detached' });
}

async function linkGroup(page: Page, usulan: string, kode: string): Promise<void> {
	await page
		.getByRole('checkbox', { name: `Pilih ${usulan}` })
		.first()
		.check();
	await page.getByRole('button', { name: 'Tautkan ke sub kegiatan…' }).click();
	await page.getByLabel('Cari sub kegiatan').fill(kode);
	await page.getByRole('dialog').getByRole('button', { name: kode }).click();
	await page.getByText('Pilih semua').waitFor();
}

/** A bidang says what it thinks of an usulan and gives it a voice. */
async function judge(page: Page, usulan: string, opinion: string, prioritas: number): Promise<void> {
	await page.getByRole('button', { name: usulan }).first().click();
	await page.getByLabel('Pendapat bidang').fill(opinion);
	await page.getByRole('button', { name: 'Simpan pendapat' }).click();
	await page
		.getByRole('group', { name: 'Suara Anda' })
		.getByRole('button', { name: String(prioritas) })
		.click();
	await page.getByText(`Suara Anda: ${prioritas}.`).waitFor();
	await saved(page);
}

async function prepareSession(planner: Page): Promise<void> {
	await planner.getByRole('button', { name: 'Siapkan sidang' }).click();
	await planner.getByLabel('Tempat').fill('Aula Dinas');
	await planner.getByLabel('Urutan agenda').selectOption('bidang');
	await planner.getByText('Agenda memuat 21 pokok bahasan').waitFor();
	await planner.getByRole('button', { name: 'Simpan' }).click();
	await saved(planner);
}

/** To this session only; as the chair where no kecamatan is named. */
async function invite(planner: Page, username: Name, nama: string, kecamatan?: string): Promise<void> {
	await planner.getByLabel('Diundang sebagai').selectOption(kecamatan === undefined ? 'ketua_forum' : 'delegasi');
	if (kecamatan !== undefined) await planner.getByLabel('Kecamatan', { exact: true }).selectOption(kecamatan);
	await planner.getByLabel('Nama pengguna').fill(username);
	await planner.getByRole('button', { name: 'Undang', exact: true }).click();
	await planner.getByRole('button', { name: `Cabut undangan ${nama}` }).waitFor();
}

const attendees = ['Peserta Satu', 'Peserta Dua', 'Peserta Tiga'];

async function noteAttendance(planner: Page): Promise<void> {
	await planner.getByRole('button', { name: 'Tempel dari tabel…' }).click();
	await planner.getByLabel(/^Tempel baris/).fill(attendees.map((one) => `${one}\tKecamatan Gempol\tStaf\tPemerintah kecamatan`).join('\n'));
	await planner.getByRole('button', { name: 'Tambahkan 3 orang' }).click();
	await planner.getByRole('heading', { name: 'Daftar hadir (3 orang)' }).waitFor();
}

async function showsLeft(pages: readonly Page[], sum: number): Promise<void> {
	for (const page of pages)
		await page
			.getByRole('list', { name: 'Sisa pagu' })
			.getByText(`Sisa pagu Rp ${amount(sum)}`, { exact: true })
			.waitFor();
}

/** In the plan, by a client of its own. */
async function setPagu(name: Name, id: string, more: number): Promise<void> {
	const client = await openSyncClient(server, people[name], { renjaId, part: 'plan' });
	const value = (readNode(client.doc, id)?.pagu ?? 0) + more;
	await client.edit((doc) => expect(applyEdit(doc, { edit: 'setAmount', args: { id, field: 'pagu', value } })).toMatchObject({ ok: true }));
	client.close();
}

/** At the chair's desk, for what is on the table or chosen: one key, then a reason; what is proposed to the row where it is accepted. */
async function decide(desk: Page, key: string, alasan: string, proposed?: { pagu: string; volume?: string; kode?: string }): Promise<void> {
	const form = desk.getByRole('region', { name: 'Keputusan' });
	await form.getByRole('button', { name: 'Terima' }).waitFor();
	await desk.keyboard.press(key);
	await form.getByLabel(/^Alasan: /).fill(alasan);
	if (proposed?.volume !== undefined) await form.getByLabel('Volume yang diusulkan').fill(proposed.volume);
	if (proposed?.kode !== undefined) {
		await form.getByRole('button', { name: 'Tautkan…' }).click();
		await desk.getByLabel('Cari sub kegiatan').fill(proposed.kode);
		await desk.getByRole('dialog').getByRole('button', { name: proposed.kode }).click();
	}
	if (proposed) await form.getByLabel('Pagu (Rp)').fill(proposed.pagu);
	await form.getByRole('button', { name: /^Putuskan: / }).click();
	await form.getByLabel(/^Alasan: /).waitFor({ state: 'detached' });
}

/** By their numbers in the agenda, first to last. */
async function decideTogether(desk: Page, [first, last]: [number, number], key: string, alasan: string): Promise<void> {
	for (let number = first; number <= last; number++) await desk.getByRole('checkbox', { name: `Pilih ${number}. ` }).check();
	await desk.getByText(`${last - first + 1} dipilih dari agenda`).waitFor();
	await decide(desk, key, alasan);
}

async function agendaItem(desk: Page, number: number): Promise<string> {
	return desk
		.getByRole('navigation', { name: 'Agenda' })
		.getByRole('listitem')
		.nth(number - 1)
		.locator('.name')
		.innerText();
}

async function readDocument<Part extends 'forum' | 'plan'>(part: Part) {
	const client = await openSyncClient(server, people.perencana, { renjaId, part });
	const value = part === 'forum' ? readForum(client.doc) : readRenja(client.doc);
	client.close();
	return value as Part extends 'forum' ? ReturnType<typeof readForum> : ReturnType<typeof readRenja>;
}

const paguOf = (nodes: readonly { id: string; pagu?: number }[], id: string): number => nodes.find((node) => node.id === id)?.pagu ?? 0;
const amount = (value: number): string => value.toLocaleString('id-ID');

function countBy<Value>(values: readonly Value[], key: (value: Value) => string): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const value of values) counts[key(value)] = (counts[key(value)] ?? 0) + 1;
	return counts;
}

/** Not what the browser itself says of a line that is down. */
const isOwn = (complaint: string): boolean => !complaint.includes('ERR_CONNECTION');

test('forty-one usulan are entered, sorted, decided with a reason, and taken over only where a bidang says so', async () => {
	// Before the day: a workbook comes in, equal ones are put together, and each bidang is asked.
	const planner = await open('perencana', `/renja/${renjaId}/usulan/impor`);
	await importTable(planner);
	await planner.getByRole('button', { name: /^Usulan serupa/ }).click();
	await groupEqual(planner, microGuidance, 16);
	await groupEqual(planner, staffTraining, 6);
	await planner.getByRole('button', { name: 'Selesai' }).click();
	await choose(planner, '', 41);
	await askBidang(planner, 'umkm');
	await planner.getByRole('checkbox', { name: `Pilih ${staffTraining}` }).check();
	await askBidang(planner, 'koperasi');
	for (const word of ['jaringan', 'KSP']) {
		await choose(planner, word, 4);
		await askBidang(planner, 'koperasi');
	}
	await planner.getByLabel('Cari usulan').fill('');
	await linkGroup(planner, microGuidance, '2.17.07.2.01.04');
	await saved(planner);

	const koperasi = await open('koperasi', `/renja/${renjaId}/usulan`);
	const umkm = await open('umkm', `/renja/${renjaId}/usulan`);
	await judge(koperasi, staffTraining, 'Dapat masuk satu angkatan', 4);
	await judge(umkm, microGuidance, 'Dapat masuk, digabung per wilayah', 5);

	// A session is prepared, and who comes is invited to it and noted.
	const meeting = `/forum/${renjaId}/sidang`;
	await planner.goto(meeting);
	await prepareSession(planner);
	await planner.getByRole('link', { name: 'Peserta' }).click();
	await invite(planner, 'ketua-forum', 'Ketua Forum');
	await invite(planner, 'delegasi-gempol', 'Delegasi Kecamatan Gempol', 'Gempol');
	await noteAttendance(planner);

	// The session opens; a delegate and the hall follow.
	const desk = await open('ketua-forum', meeting, OFFICE, network);
	const phone = await open('delegasi-gempol', meeting, PHONE);
	const hall = await open('delegasi-gempol', `/forum/${renjaId}/layar`, { width: 1920, height: 1080 });
	await desk.getByRole('button', { name: 'Mulai sidang' }).click();
	for (const page of [desk, phone]) await item(page).getByRole('heading', { name: staffTraining }).waitFor();
	await hall.getByRole('heading', { name: staffTraining }).waitFor();
	await hall.getByText('Bidang Koperasi: Dapat masuk satu angkatan').waitFor();
	await phone.getByRole('group', { name: 'Prioritas Anda' }).getByRole('button', { name: '2' }).click();
	await item(desk).getByText('3 dari 5').waitFor();
	await item(desk).getByText('(2 suara)').waitFor();

	// What is left of the pagu moves in the hall while a bidang works at its plan.
	const left = koperasiLimit - ((await readDocument('plan')).totals.bidang['koperasi']?.pagu ?? 0);
	await showsLeft([desk, phone, hall], left);
	await setPagu('koperasi', rowOf[staffTraining], 1_000_000);
	await showsLeft([desk, phone, hall], left - 1_000_000);
	await setPagu('koperasi', rowOf[staffTraining], -1_000_000);
	await showsLeft([hall], left);

	// One by one.
	await decide(desk, '1', 'Sesuai prioritas daerah', { pagu: '40.000.000', volume: '1 angkatan', kode: '2.17.05.2.01.01' });
	await hall.getByText('Diterima: Sesuai prioritas daerah').waitFor();
	await showsLeft([desk, phone, hall], left - 40_000_000);
	await desk.keyboard.press('n');
	await decide(desk, '4', 'Sudah tertampung dalam kegiatan lain');
	await desk.keyboard.press('n');
	await decide(desk, '5', 'Kewenangan provinsi');
	await desk.keyboard.press('n');
	for (const page of [desk, phone]) await item(page).getByRole('heading', { name: capital }).waitFor();

	// The chair's network fails in the middle of it: what he decides meanwhile is kept, and everybody is at the same item after it.
	network.cut();
	await desk.getByTestId('save-state').filter({ hasText: 'Luring' }).waitFor();
	await decide(desk, '2', 'Volume disesuaikan dengan pagu', { pagu: '15.000.000' });
	expect(await item(phone).getByText('Volume disesuaikan').count()).toBe(0);
	network.mend();
	await saved(desk);
	for (const page of [desk, phone]) {
		await item(page).getByRole('heading', { name: capital }).waitFor();
		await item(page).getByText('Volume disesuaikan dengan pagu').waitFor();
	}

	// A decision is opened again, with a reason, and made anew.
	await desk.getByRole('navigation', { name: 'Agenda' }).getByRole('button', { name: 'Ditolak' }).click();
	await desk.getByRole('button', { name: 'Buka kembali…' }).click();
	await desk.getByLabel('Alasan membuka kembali').fill('Bidang menyampaikan data baru');
	await desk.getByRole('button', { name: 'Buka kembali', exact: true }).click();
	await phone.getByText('Bidang menyampaikan data baru').waitFor();
	await decide(desk, '3', 'Kelengkapan menyusul');

	// The rest: five together, the group of sixteen by itself, then two lots.
	await decideTogether(desk, [5, 9], '3', 'Pagu belum mencukupi');
	await desk.keyboard.press('n');
	for (const page of [desk, phone]) await item(page).getByText('Kelompok 16 usulan').waitFor();
	await decide(desk, '1', 'Memenuhi kriteria', { pagu: '150.000.000', volume: '6 angkatan' });
	const kinds = await Promise.all([...Array(11).keys()].map((index) => agendaItem(desk, index + 11)));
	const entrepreneurs = kinds.flatMap((kind, index) => (kind === 'Pelatihan Wirausaha baru' ? [index + 11] : []));
	expect(entrepreneurs).toHaveLength(4);
	for (const number of entrepreneurs) await desk.getByRole('checkbox', { name: `Pilih ${number}. ` }).check();
	await desk.getByText('4 dipilih dari agenda').waitFor();
	await decide(desk, '5', 'Kewenangan dinas tenaga kerja');
	for (let number = 11; number <= 21; number++)
		if (!entrepreneurs.includes(number)) await desk.getByRole('checkbox', { name: `Pilih ${number}. ` }).check();
	await decide(desk, '4', 'Tidak memenuhi kriteria');
	await desk.getByText('21 dari 21 diputuskan').waitFor();
	await hall.getByRole('progressbar', { name: '21 dari 21 diputuskan' }).waitFor();
	expect(opened.map(({ complaints }) => complaints.filter(isOwn))).toEqual(opened.map(() => []));
	await desk.getByRole('button', { name: 'Tutup sidang…' }).click();
	await desk.getByRole('button', { name: 'Tutup sidang', exact: true }).click();
	// With the session the delegate's right ends, on the page that is open.
	for (const page of [phone, hall]) await page.getByRole('heading', { name: 'Forum ini tidak terbuka lagi bagi Anda' }).waitFor();
	await saved(desk);

	// What was accepted is linked, and stands beside the plan: nothing of it is in the plan yet.
	await koperasi.getByLabel('Cari usulan').fill('Kendala permodalan');
	await koperasi.getByRole('button', { name: capital }).click();
	await koperasi.getByRole('button', { name: 'Tautkan…' }).click();
	await koperasi.getByLabel('Cari sub kegiatan').fill('2.17.06.2.01.01');
	await koperasi.getByRole('dialog').getByRole('button', { name: '2.17.06.2.01.01' }).click();
	await saved(koperasi);
	const before = await readDocument('plan');
	expect(before.nodes.map(({ id, pagu }) => [id, pagu])).toEqual(demoPlan.nodes.map(({ id, pagu }) => [id, pagu]));
	const total = demoPlan.nodes.reduce((sum, { level, pagu = 0 }) => sum + (level === 'subkegiatan' ? pagu : 0), 0);

	// Each bidang takes one over by an edit of its own; what koperasi was given for capital it leaves.
	for (const [page, kode, added] of [
		[koperasi, '2.17.05.2.01.01', 'Rp 40.000.000'],
		[umkm, '2.17.07.2.01.04', 'Rp 150.000.000']
	] as const) {
		await page.goto(`/renja/${renjaId}`);
		const beside = page.locator('[data-proposals]').getByRole('listitem').filter({ hasText: kode }).filter({ hasText: added });
		await beside.getByRole('button', { name: 'Tambahkan ke pagu' }).click();
		await beside.waitFor({ state: 'detached' });
		await saved(page);
	}
	await planner.goto(`/renja/${renjaId}`);
	await planner
		.getByTestId('total-pagu')
		.getByText(amount(total + 190_000_000))
		.waitFor();
	const plan = await readDocument('plan');
	const moved = plan.nodes.flatMap(({ id, pagu = 0 }) =>
		pagu === paguOf(before.nodes, id) ? [] : [[id, pagu - paguOf(before.nodes, id)]]
	);
	expect(moved).toEqual([
		[rowOf[staffTraining], 40_000_000],
		[rowOf[microGuidance], 150_000_000]
	]);
	// The group stood beside its row as one, and went with the one sum that it was given.
	expect(plan.nodes.find(({ id }) => id === rowOf[microGuidance])?.usulan).toHaveLength(16);

	// Document: all 41, each with a status, a reason, the chair and the session.
	const { usulan, sessions, attendance } = await readDocument('forum');
	expect(usulan.map((one) => one.usulan).sort()).toEqual(usulanKabMalang.map((one) => one.usulan).sort());
	const expected: Partial<Record<UsulanStatus, number>> = { diterima: 22, disesuaikan: 1, ditangguhkan: 6, ditolak: 7, dirujuk: 5 };
	expect(countBy(usulan, ({ status }) => status)).toEqual(expected);
	expect(countBy(usulan, ({ status, alasan }) => `${status}: ${alasan}`)).toEqual({
		'diterima: Sesuai prioritas daerah': 6,
		'diterima: Memenuhi kriteria': 16,
		'disesuaikan: Volume disesuaikan dengan pagu': 1,
		'ditangguhkan: Kelengkapan menyusul': 1,
		'ditangguhkan: Pagu belum mencukupi': 5,
		'ditolak: Tidak memenuhi kriteria': 7,
		'dirujuk: Kewenangan provinsi': 1,
		'dirujuk: Kewenangan dinas tenaga kerja': 4
	});
	expect(countBy(usulan, ({ decidedBy, session }) => `${decidedBy} ${session}`)).toEqual({ [`demo-ketua-forum ${sessions[0]?.id}`]: 41 });

	expect(attendance).toMatchObject([{ unsur: 'Pemerintah kecamatan', lembaga: 'Kecamatan Gempol', jumlah: 3 }]);
	expect(JSON.stringify([usulan, sessions, attendance])).not.toMatch(/Peserta (Satu|Dua|Tiga)/);

	await agreeOnScreen(planner, expected);
	await findByAddress(planner, usulan);
	await agreeInTable(usulan);
	const session = sessions[0]?.id ?? '';
	await agreeInMinutes(usulan, session);
	await seal(desk, planner, session);
}, 180_000);

async function agreeOnScreen(planner: Page, expected: Partial<Record<UsulanStatus, number>>): Promise<void> {
	await planner.goto(`/renja/${renjaId}/usulan`);
	await planner.getByText('41 usulan', { exact: true }).waitFor();
	// What this browser kept is shown before what has happened since.
	await planner.getByRole('button', { name: 'Dirujuk 5' }).waitFor();
	const shown = await planner.getByRole('group', { name: 'Status' }).getByRole('button').allInnerTexts();
	expect(shown.map((text) => text.toLowerCase().replace(/\s+/g, ' '))).toEqual(
		Object.entries(expected).map(([status, count]) => `${status} ${count}`)
	);
}

/** One that stands behind another, far down. */
async function findByAddress(planner: Page, usulan: readonly UsulanValue[]): Promise<void> {
	const { id = '', desa } = usulan.findLast((one) => one.group !== undefined && one.desa !== undefined) ?? {};
	await planner.goto(`/renja/${renjaId}/usulan?usulan=${id}`);
	await planner.getByRole('complementary', { name: 'Rincian usulan' }).getByText(`Desa ${desa}`).first().waitFor();
	await planner.locator('li.shown').getByText(`Desa ${desa}`).waitFor();
	await planner.goto(`/renja/${renjaId}/usulan`);
}

/** T-C.32 as a workbook, read back. */
async function agreeInTable(usulan: readonly UsulanValue[]): Promise<void> {
	const answer = await people.perencana.call('GET', `/api/renja/${renjaId}/tables/t-c-32.xlsx`);
	const book = new ExcelJS.Workbook();
	await book.xlsx.load(await answer.arrayBuffer());
	const rows: string[][] = [];
	book.worksheets[0]?.eachRow((row) => rows.push([1, 2, 3, 4, 5, 6, 7].map((column) => row.getCell(column).text)));
	const numbered = rows.filter(([no = '', , , , , , catatan = '']) => /^\d+$/.test(no) && catatan !== '');
	const printed = numbered.map(
		([, text, , masalah, volume, , catatan = '']) => `${text} | ${masalah} | ${volume} | ${catatan.split('\n')[1]}`
	);
	const words: Partial<Record<UsulanStatus, string>> = {
		...{ diterima: 'Diterima', disesuaikan: 'Diterima dengan penyesuaian', ditangguhkan: 'Ditangguhkan' },
		...{ ditolak: 'Tidak diterima', dirujuk: 'Diteruskan ke perangkat daerah lain' }
	};
	expect(printed.sort()).toEqual(
		usulan.map((one) => `${one.usulan} | ${one.permasalahan} | ${one.volume} ${one.satuan} | ${words[one.status]}: ${one.alasan}`).sort()
	);
}

/** The minutes as data, and as the PDF that is signed. */
async function agreeInMinutes(usulan: readonly UsulanValue[], session: string): Promise<void> {
	const base = `/api/renja/${renjaId}/forum`;
	const list = (await (await people.perencana.call('GET', `${base}/berita-acara`)).json()) as MinutesSummary[];
	expect(list).toMatchObject([{ id: session, isReady: true, missing: 0, seal: null }]);
	const minutes = (await (await people.perencana.call('GET', `${base}/${session}/berita-acara.json`)).json()) as BeritaAcara;
	const ids = (values: readonly UsulanValue[]): string[] => values.map(({ id }) => id).sort();
	const isAccepted = ({ status }: UsulanValue): boolean => status === 'diterima' || status === 'disesuaikan';
	expect(ids(minutes.accepted)).toEqual(ids(usulan.filter(isAccepted)));
	expect(ids(minutes.notAccepted)).toEqual(ids(usulan.filter((one) => !isAccepted(one))));
	const pdf = await people.perencana.call('GET', `${base}/${session}/berita-acara.pdf`);
	const { text } = await extractText(await getDocumentProxy(new Uint8Array(await pdf.arrayBuffer())), { mergePages: true });
	const bare = text.replace(/\s+/g, '');
	expect(bare).toContain('DRAF.');
	for (const said of ['KELIMA', 'Aula Dinas', 'Hadir 3 orang', 'Desa Sukodono', 'Kewenangan dinas tenaga kerja', '23 usulan', '18 usulan'])
		expect(bare).toContain(said.replace(/\s+/g, ''));
}

/** The chair reads the minutes, seals them, and anybody who holds the paper finds them whole; the session cannot be opened again. */
async function seal(desk: Page, planner: Page, session: string): Promise<void> {
	const meeting = `/forum/${renjaId}/sidang`;
	await desk.goto(meeting);
	await desk.getByRole('link', { name: 'Buka berita acara' }).click();
	await desk.getByText('Kewenangan dinas tenaga kerja').first().waitFor();
	await planner.goto(meeting);
	await planner.getByText('21 dari 21 diputuskan · ditutup').waitFor();
	await desk.getByRole('button', { name: 'Sahkan…' }).click();
	await desk.getByRole('button', { name: 'Sahkan', exact: true }).click();
	await desk.getByText('Nomor 1, disahkan').waitFor();
	// On a page that is open, too.
	await planner.getByText('berita acara disahkan').waitFor();
	const pdf = await people.perencana.call('GET', `/api/renja/${renjaId}/forum/${session}/berita-acara.pdf`);
	const { text } = await extractText(await getDocumentProxy(new Uint8Array(await pdf.arrayBuffer())), { mergePages: true });
	const hash = /SHA-256\s*([0-9a-f\s]{64,})/.exec(text)?.[1]?.replace(/\s+/g, '').slice(0, 64);
	expect(text).not.toContain('DRAF');

	await desk.getByRole('link', { name: 'Periksa keutuhannya' }).click();
	await desk.getByText('Berita acara ini ada dan isinya utuh.').waitFor();
	await desk.getByText('23 usulan diterima').waitFor();
	expect(new URL(desk.url()).searchParams.get('hash')).toBe(hash);
	await planner.goto(`/renja/${renjaId}/riwayat`);
	await planner.getByText(`Berita acara nomor 1 disahkan`).waitFor();
	await desk.goto(meeting);
	await desk.getByText('berita acara disahkan').waitFor();
	expect(await desk.getByRole('button', { name: 'Buka lagi' }).count()).toBe(0);
}
