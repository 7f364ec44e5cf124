import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RenjaPlace } from '@rembug/shared/api/api-types.ts';
import type { RenjaValue } from '@rembug/shared/renja/renja-types.ts';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts';
import { openApp, type AppFixture } from '../app-fixture.ts';
import { demoPlan } from '../demo/demo-plan.ts';
import { insertAccount, insertGrant, insertPerangkatDaerah } from '../people/people-queries.ts';
import { hashPassword } from '../people/passwords.ts';

const office = 'demo-diskop-pasuruan';
const empty = {
	...{ from: 'empty', perangkatDaerahId: office, tahun: 2026, jenis: 'murni', judul: 'Renja 2026' },
	bidangUrusan: [{ kode: '2.17', uraian: 'Koperasi' }]
};
const json = { from: 'json', perangkatDaerahId: office, tahun: 2025, jenis: 'perubahan', judul: 'Dari berkas', plan: demoPlan };
const copy = {
	...{ from: 'copy', perangkatDaerahId: office, tahun: 2025, jenis: 'murni', judul: 'Renja 2025' },
	...{ sourceId: 'demo-renja-2024', carryForward: true }
};

let database: TestDatabase;
let app: AppFixture;

beforeEach(async () => {
	database = await createTestDatabase();
	app = await openApp(database.sql);
});
afterEach(() => database.drop());

const post = async (body: unknown, username = 'perencana') =>
	app.request('POST', '/api/renja', { headers: { cookie: await app.signIn(username) }, body });
const errorOf = async (answer: Response) =>
	((await answer.json()) as { error: { code: string; field?: string; problems?: { path: string; code: string }[] } }).error;
const planOf = async (answer: Response): Promise<RenjaValue> => {
	expect(answer.status).toBe(201);
	const { id } = (await answer.json()) as { id: string };
	const cookie = await app.signIn('koperasi');
	expect(await (await app.request('GET', `/api/renja/${id}/context`, { headers: { cookie } })).json()).toMatchObject({
		stage: 'persiapan',
		frozen: false,
		may: { edit: true }
	});
	return (await (await app.request('GET', `/api/renja/${id}`, { headers: { cookie } })).json()) as RenjaValue;
};

test.each(['koperasi', 'kepala-dinas', 'verifikator', 'admin'])('%s may make none', async (username) => {
	for (const body of [empty, json, copy]) expect((await errorOf(await post(body, username))).code).toBe('grant.missing');
	const places = await app.request('GET', '/api/renja-places', { headers: { cookie: await app.signIn(username) } });
	expect(await places.json()).toEqual([]);
});

test('nobody without a session, and none for another office', async () => {
	expect((await app.request('POST', '/api/renja', { body: empty })).status).toBe(401);
	expect((await app.request('GET', '/api/renja-places')).status).toBe(401);
	await insertPerangkatDaerah(database.sql, { id: 'other', nama: 'Dinas Lain', daerah: 'Kota Lain' });
	expect((await errorOf(await post({ ...empty, perangkatDaerahId: 'other' }))).code).toBe('grant.missing');
});

test('says where a Renja can be made and what is there', async () => {
	const answer = await app.request('GET', '/api/renja-places', { headers: { cookie: await app.signIn('perencana') } });
	expect((await answer.json()) as RenjaPlace[]).toEqual([
		{
			...{ id: office, nama: 'Dinas Koperasi, Usaha Kecil dan Menengah', daerah: 'Kabupaten Pasuruan' },
			units: [{ id: 'sekretariat' }, { id: 'koperasi' }, { id: 'umkm' }].map((unit) => expect.objectContaining(unit)),
			renja: [{ id: 'demo-renja-2024', tahun: 2024, jenis: 'murni', judul: demoPlan.info.judul }]
		}
	]);
});

test('an empty one begins with urusan and bidang urusan', async () => {
	const { info, nodes } = await planOf(await post(empty));
	expect(info).toEqual({
		...{ perangkatDaerah: 'Dinas Koperasi, Usaha Kecil dan Menengah', daerah: 'Kabupaten Pasuruan' },
		...{ tahun: 2026, jenis: 'murni', judul: 'Renja 2026', layout: 'standar' }
	});
	expect(nodes.map(({ kode }) => kode)).toEqual(['2', '2.17']);
});

test('one from a file carries every row and sum of it, under the name that was chosen', async () => {
	const plan = await planOf(await post(json));
	expect(plan.nodes).toEqual(demoPlan.nodes);
	expect(plan.totals).toMatchObject({ pagu: 12_508_804_849, paguMaju: 13_670_514_386 });
	expect(plan.info).toMatchObject({ tahun: 2025, jenis: 'perubahan', judul: 'Dari berkas' });
});

test('a file with one wrong row makes nothing, and every place is named', async () => {
	const nodes = demoPlan.nodes.map((node, index) => (index === 4 ? { ...node, pagu: 'sejuta' } : node));
	expect(await errorOf(await post({ ...json, plan: { ...demoPlan, nodes } }))).toMatchObject({
		code: 'plan.invalid',
		field: 'plan',
		problems: [{ path: 'nodes[4].pagu', code: 'plan.value' }]
	});
	for (const plan of [undefined, null, 'x', [], {}]) expect((await errorOf(await post({ ...json, plan }))).code).toBe('plan.invalid');
	const list = await app.request('GET', '/api/renja', { headers: { cookie: await app.signIn('perencana') } });
	expect(await list.json()).toHaveLength(1);
});

test('a plan of 2,000 rows is larger than other bodies may be, and is taken', async () => {
	const [urusan, bidang, program, kegiatan, sub] = demoPlan.nodes;
	const subs = Array.from({ length: 2000 }, (_, index) => ({ ...sub, id: `s${index}`, order: undefined, catatan: 'x'.repeat(600) }));
	const { totals } = await planOf(await post({ ...json, plan: { info: {}, nodes: [urusan, bidang, program, kegiatan, ...subs] } }));
	expect(totals.count).toBe(2000);
});

test('a copy for next year has the prakiraan maju as its pagu, and new ids', async () => {
	const { totals, nodes } = await planOf(await post(copy));
	expect(totals).toMatchObject({ pagu: 13_670_514_386, paguMaju: 0 });
	expect(nodes).toHaveLength(52);
	expect(nodes.filter((node) => demoPlan.nodes.some(({ id }) => id === node.id))).toEqual([]);
	expect(nodes.flatMap(({ bidang }) => bidang ?? [])).toContain('koperasi');
});

test('a Renja that one may not see cannot be copied', async () => {
	await insertPerangkatDaerah(database.sql, { id: 'other', nama: 'Dinas Lain', daerah: 'Kota Lain' });
	await insertAccount(database.sql, { id: 'o', username: 'orang', nama: 'Orang', passwordHash: await hashPassword('kata sandi panjang') });
	await insertGrant(database.sql, 'o', { role: 'perencana', perangkatDaerahId: 'other', unitId: null });
	const cookie = await app.signIn('orang', 'kata sandi panjang');
	const answer = await app.request('POST', '/api/renja', { headers: { cookie }, body: { ...copy, perangkatDaerahId: 'other' } });
	expect(await errorOf(answer)).toMatchObject({ code: 'renja.source', field: 'sourceId' });
});

test('a second one of the same year and kind needs a title of its own, also when both come at once', async () => {
	const cookie = await app.signIn('perencana');
	const send = (judul: string) => app.request('POST', '/api/renja', { headers: { cookie }, body: { ...empty, judul } });
	const answers = await Promise.all([send('Renja 2026'), send('RENJA 2026')]);
	expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
	expect((await send('Renja 2026, susunan kedua')).status).toBe(201);
});

test.each([
	[{ tahun: 1999 }, 'renja.tahun', 'tahun'],
	[{ tahun: 2024.5 }, 'renja.tahun', 'tahun'],
	[{ judul: ' ' }, 'renja.judul', 'judul'],
	[{ bidangUrusan: [] }, 'renja.kode', 'bidangUrusan'],
	[{ bidangUrusan: [{ kode: '2.1' }] }, 'renja.kode', 'bidangUrusan']
])('%o is refused at its field', async (wrong, code, field) => {
	expect(await errorOf(await post({ ...empty, ...wrong }))).toMatchObject({ code, field });
});
