import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EnteredUsulan, ImportedUsulan, OwnUsulanAnswer, ReceiptAnswer, UsulanFileMeta } from '@rembug/shared/api/usulan-types.ts';
import { buildForumDoc } from '@rembug/shared/forum/forum-from-usulan.ts';
import { applyForumEdit } from '@rembug/shared/forum/forum-edits.ts';
import { applyUpdate, Doc, encodeStateAsUpdate, encodeStateVector } from 'yjs';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts';
import { openApp, type AppFixture } from '../app-fixture.ts';
import { createLog } from '../log.ts';
import { createRooms } from '../sync/rooms.ts';
import type { Rooms } from '../sync/rooms-types.ts';
import { setStage } from '../sync/rooms-fixture-queries.ts';
import { personRows } from './usulan-fixture-queries.ts';

let database: TestDatabase;
let app: AppFixture;
let rooms: Rooms;

beforeEach(async () => {
	database = await createTestDatabase();
	app = await openApp(database.sql);
	rooms = createRooms({ sql: database.sql, log: createLog('silent'), neighbours: null, standing: async () => new Map() });
	Object.assign(app.deps.rooms, { read: rooms.read, append: rooms.append });
});
afterEach(async () => {
	await rooms.close();
	await database.drop();
});

const base = '/api/renja/demo-renja-2024/usulan';
const entry = (id: string, more: object = {}): object => ({
	id,
	asal: 'musrenbang_desa',
	usulan: `Pelatihan ${id}`,
	kecamatan: 'Gempol',
	...more
});

async function as(username: string, method: string, path: string, body?: unknown): Promise<Response> {
	return app.request(method, path, { headers: { cookie: await app.signIn(username) }, ...(body === undefined ? {} : { body }) });
}

async function enter(username: string, body: unknown): Promise<EnteredUsulan> {
	const answer = await as(username, 'POST', base, body);
	expect(answer.status).toBe(201);
	return (await answer.json()) as EnteredUsulan;
}

const own = async (): Promise<OwnUsulanAnswer['renja'][number]> =>
	((await (await as('kecamatan-gempol', 'GET', '/api/usulan')).json()) as OwnUsulanAnswer).renja[0] as OwnUsulanAnswer['renja'][number];

describe('a kecamatan', () => {
	test('enters a usulan of its own under its name, sees it, and sending it again enters nothing twice', async () => {
		const before = (await own()).usulan.length;
		const { code } = await enter('kecamatan-gempol', entry('u-baru', { desa: 'Ngerong', biaya: 5_000_000 }));
		expect(await enter('kecamatan-gempol', entry('u-baru'))).toEqual({ id: 'u-baru', code });
		const { usulan, kecamatan, isOpen } = await own();
		expect([usulan.length, kecamatan, isOpen]).toEqual([before + 1, 'Gempol', true]);
		expect(usulan.find(({ id }) => id === 'u-baru')).toMatchObject({
			desa: 'Ngerong',
			status: 'baru',
			code,
			isMine: true,
			biaya: 5_000_000
		});
	});

	test('enters for no other kecamatan, imports no table, and reads nothing of the plan', async () => {
		expect((await as('kecamatan-gempol', 'POST', base, entry('x', { kecamatan: 'Beji' }))).status).toBe(403);
		expect((await as('kecamatan-gempol', 'POST', base, { id: 'x', asal: 'musrenbang_desa', usulan: 'y' })).status).toBe(403);
		expect((await as('kecamatan-gempol', 'POST', `${base}/import`, { id: 'i', usulan: [entry('x')] })).status).toBe(403);
		expect((await as('kecamatan-gempol', 'GET', '/api/renja/demo-renja-2024')).status).toBe(404);
	});

	test('enters nothing more once the plan is with the Kepala Dinas', async () => {
		await setStage(database.sql, 'demo-renja-2024', 'diajukan');
		expect((await own()).isOpen).toBe(false);
		const answer = await as('kecamatan-gempol', 'POST', base, entry('u-terlambat'));
		expect(await answer.json()).toMatchObject({ error: { code: 'usulan.closed' } });
	});

	test('is held by the gate itself to new usulan of its own kecamatan, undecided and unsorted', async () => {
		const grants = [{ role: 'kecamatan' as const, perangkatDaerahId: 'demo-diskop-pasuruan', unitId: null, kecamatan: 'Gempol' }];
		const actor = { id: 'demo-kecamatan-gempol', nama: 'Kecamatan Gempol', grants };
		const update = (more: object): Uint8Array =>
			encodeStateAsUpdate(buildForumDoc([{ id: crypto.randomUUID(), asal: 'musrenbang_desa', usulan: 'x', kecamatan: 'Gempol', ...more }]));
		const append = (bytes: Uint8Array) => rooms.append('demo-renja-2024-forum', actor, [bytes]);
		for (const more of [{ kecamatan: 'Beji' }, { kecamatan: undefined }, { unit: 'umkm' }, { subkegiatan: 'n1' }])
			expect(await append(update(more))).toMatchObject({ ok: false, reason: 'forbidden' });
		const usulan = { asal: 'musrenbang_desa', usulan: 'x', kecamatan: 'Gempol' } as const;
		const grouped = buildForumDoc(['a', 'b'].map((id) => ({ ...usulan, id, ...(id === 'b' ? { group: 'a' } : {}) })));
		expect(await append(encodeStateAsUpdate(grouped))).toMatchObject({ ok: false, reason: 'forbidden' });
		expect(await append(update({}))).toEqual({ ok: true });
	});

	test('changes and withdraws what it entered, with its history, and the receipt says so', async () => {
		const { code } = await enter('kecamatan-gempol', entry('u-ubah', { biaya: 5_000_000, person: { nama: 'Budi' } }));
		const change = { asal: 'musrenbang_kecamatan', usulan: 'Pelatihan batik', kecamatan: 'Gempol', desa: 'Ngerong' };
		expect((await as('kecamatan-gempol', 'PUT', `${base}/u-ubah`, change)).status).toBe(204);
		const changed = (await own()).usulan.find(({ id }) => id === 'u-ubah');
		expect(changed).toMatchObject({ usulan: 'Pelatihan batik', desa: 'Ngerong', code, mayChange: true });
		expect(changed?.biaya).toBe(undefined);
		expect(await (await as('kecamatan-gempol', 'PUT', `${base}/u-ubah`, { ...change, usulan: ' ' })).json()).toMatchObject({
			error: { code: 'usulan.missing', field: 'usulan' }
		});
		for (let again = 0; again < 2; again++) expect((await as('kecamatan-gempol', 'POST', `${base}/u-ubah/withdraw`, {})).status).toBe(204);
		expect((await own()).usulan.some(({ id }) => id === 'u-ubah')).toBe(false);
		expect(await personRows(database.sql)).toEqual([]);
		expect(await (await app.request('GET', `/api/usulan/${code}`)).json()).toMatchObject({ code, listed: 'withdrawn' });
	});

	test('changes nothing of others, and nothing that is on an agenda', async () => {
		await enter('perencana', entry('u-kantor'));
		await enter('kecamatan-gempol', entry('u-agenda'));
		const change = { asal: 'musrenbang_kecamatan', usulan: 'Lain', kecamatan: 'Gempol' };
		expect((await as('kecamatan-gempol', 'PUT', `${base}/u-kantor`, change)).status).toBe(403);
		expect((await as('kecamatan-gempol', 'POST', `${base}/tidak-ada/withdraw`, {})).status).toBe(404);
		expect((await as('koperasi', 'POST', `${base}/u-agenda/withdraw`, {})).status).toBe(404);
		const planner = {
			id: 'demo-perencana',
			nama: 'Perencana',
			grants: [{ role: 'perencana' as const, perangkatDaerahId: 'demo-diskop-pasuruan', unitId: null }]
		};
		const copy = new Doc();
		applyUpdate(copy, await rooms.read('demo-renja-2024-forum', (doc) => encodeStateAsUpdate(doc)));
		const before = encodeStateVector(copy);
		applyForumEdit(copy, { edit: 'addSession', args: { id: 's1', judul: 'Forum PD', tanggal: '2024-02-20' } });
		applyForumEdit(copy, { edit: 'setAgenda', args: { id: 's1', entries: [{ usulan: 'u-agenda', order: 'a1' }] } });
		expect(await rooms.append('demo-renja-2024-forum', planner, [encodeStateAsUpdate(copy, before)])).toEqual({ ok: true });
		for (const answer of [
			await as('kecamatan-gempol', 'PUT', `${base}/u-agenda`, change),
			await as('kecamatan-gempol', 'POST', `${base}/u-agenda/withdraw`, {})
		])
			expect([answer.status, await answer.json()]).toMatchObject([409, { error: { code: 'usulan.settled' } }]);
		expect((await own()).usulan.find(({ id }) => id === 'u-agenda')).toMatchObject({ usulan: 'Pelatihan u-agenda', mayChange: false });
	});

	test('cannot take over a usulan that somebody else entered', async () => {
		await enter('perencana', entry('u-lain', { person: { nama: 'Budi' } }));
		expect((await as('kecamatan-gempol', 'POST', base, entry('u-lain', { person: { nama: 'Orang lain' } }))).status).toBe(409);
		expect((await as('kecamatan-gempol', 'GET', `${base}/u-lain/person`)).status).toBe(403);
		expect((await personRows(database.sql)).map(({ nama }) => nama)).toEqual(['Budi']);
	});
});

test('what is wrong is named with its entry, and nothing is written', async () => {
	const answer = await as('perencana', 'POST', base, entry('u', { usulan: 'Hubungi 0812-3456-7890' }));
	expect(answer.status).toBe(400);
	expect(await answer.json()).toMatchObject({ error: { code: 'usulan.telephone', field: 'usulan' } });
	expect(await (await as('perencana', 'POST', base, entry('u', { desa: 'Jl. Mawar 5' }))).json()).toMatchObject({
		error: { field: 'desa' }
	});
	expect((await as('perencana', 'POST', base, entry('a/b'))).status).toBe(400);
	expect((await as('koperasi', 'POST', base, entry('u'))).status).toBe(403);
	expect((await app.request('POST', base, { body: entry('u') })).status).toBe(401);
});

describe('an import', () => {
	const items = Array.from({ length: 600 }, (_, index) => ({
		asal: 'musrenbang_kecamatan',
		usulan: `Usulan ${index}`,
		person: { nama: 'Siti' }
	}));

	test('comes in whole, in the order of the table, with receipts; a second try enters nothing twice', async () => {
		const body = { id: 'impor-1', usulan: items };
		const answer = await as('perencana', 'POST', `${base}/import`, body);
		expect(answer.status).toBe(201);
		const { entered } = (await answer.json()) as ImportedUsulan;
		expect(new Set(entered.map(({ code }) => code)).size).toBe(600);
		expect(await (await as('perencana', 'POST', `${base}/import`, body)).json()).toMatchObject({ entered });
		const all = (await (await as('perencana', 'GET', base)).json()) as { usulan: string }[];
		expect(all.map(({ usulan }) => usulan).filter((text) => text.startsWith('Usulan '))).toEqual(items.map(({ usulan }) => usulan));
		expect(await personRows(database.sql)).toEqual([]);
	});

	test('in which one usulan is wrong brings none of them', async () => {
		const before = ((await (await as('perencana', 'GET', base)).json()) as unknown[]).length;
		const answer = await as('perencana', 'POST', `${base}/import`, {
			id: 'impor-2',
			keepPersons: true,
			usulan: [...items, { asal: 'pokir' }]
		});
		expect(await answer.json()).toMatchObject({ error: { code: 'usulan.missing', message: expect.stringContaining('Usulan ke-601') } });
		expect(((await (await as('perencana', 'GET', base)).json()) as unknown[]).length).toBe(before);
		expect(await personRows(database.sql)).toEqual([]);
	});
});

test('personal data are read by who looks after them only, and each time it is recorded', async () => {
	await enter('kecamatan-gempol', entry('u-p', { person: { nama: 'Budi', telepon: '0812-3456-7890' } }));
	expect(await (await as('kecamatan-gempol', 'GET', `${base}/u-p/person`)).json()).toEqual({ nama: 'Budi', telepon: '0812-3456-7890' });
	expect(await (await as('perencana', 'GET', `${base}/u-p/person`)).json()).toMatchObject({ nama: 'Budi' });
	for (const username of ['koperasi', 'verifikator', 'kepala-dinas'])
		expect((await as(username, 'GET', `${base}/u-p/person`)).status).toBe(403);
	expect((await as('perencana', 'PUT', `${base}/u-p/person`, { nama: 'Siti' })).status).toBe(204);
	expect(await personRows(database.sql)).toMatchObject([{ nama: 'Siti', telepon: null }]);
	const audit = await (await as('perencana', 'GET', '/api/audit?kind=usulan')).text();
	expect(audit.match(/usulan\.personRead/g)).toHaveLength(2);
	expect(audit).not.toMatch(/Budi|Siti|0812/);
	const all = await (await as('perencana', 'GET', base)).text();
	expect(all).not.toMatch(/Budi|Siti|0812/);
});

test('a receipt is found by its code without an account, says what became of it, and nothing about persons', async () => {
	const { code } = await enter('kecamatan-gempol', entry('u-r', { person: { nama: 'Budi' }, desa: 'Ngerong' }));
	const answer = await app.request('GET', `/api/usulan/${code.slice(0, 5).toLowerCase()}-${code.slice(5)}`);
	const receipt = (await answer.json()) as ReceiptAnswer;
	expect(receipt).toMatchObject({
		code,
		status: 'baru',
		alasan: null,
		usulan: { usulan: 'Pelatihan u-r', desa: 'Ngerong' },
		renja: { tahun: 2024 }
	});
	expect(JSON.stringify(receipt)).not.toContain('Budi');
	expect((await app.request('GET', '/api/usulan/ABCDEFGHJK')).status).toBe(404);
	let last = 0;
	for (let question = 0; question < 70; question++) last = (await app.request('GET', '/api/usulan/ABCDEFGHJK')).status;
	expect(last).toBe(429);
	expect((await app.request('GET', `/api/usulan/${code}`, { address: '10.0.0.9' })).status).toBe(200);
});

test('planners get the codes of many receipts at once, those of before unchanged; nobody else does', async () => {
	const { code } = await enter('perencana', entry('u-lama'));
	const ask = (username: string) => as(username, 'POST', `${base}/receipts`, { usulan: ['u-01', 'u-lama', 'tidak-ada'] });
	const first = (await (await ask('perencana')).json()) as EnteredUsulan[];
	expect(first.map(({ id }) => id)).toEqual(['u-01', 'u-lama']);
	expect(first[1]?.code).toBe(code);
	expect(await (await ask('perencana')).json()).toEqual(first);
	for (const username of ['koperasi', 'kecamatan-gempol']) expect((await ask(username)).status).toBe(403);
});

describe('files', () => {
	const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe1, 0, 6, 1, 2, 3, 4, 0xff, 0xda, 0, 2, 9, 0xff, 0xd9);
	async function send(username: string, bytes: Uint8Array, name = 'foto.php'): Promise<Response> {
		return app.send('POST', `${base}/u-f/berkas?nama=${encodeURIComponent(name)}`, {
			bytes,
			headers: { cookie: await app.signIn(username), 'content-type': 'application/octet-stream' }
		});
	}

	test('are kept without what a camera wrote, shown to who may see the usulan, and removed with a reason', async () => {
		await enter('kecamatan-gempol', entry('u-f'));
		const answer = await send('kecamatan-gempol', jpeg);
		expect(answer.status).toBe(201);
		const { id, nama } = (await answer.json()) as UsulanFileMeta;
		expect(nama).toBe('foto.jpg');
		const shown = await as('koperasi', 'GET', `${base}/u-f/berkas/${id}`);
		expect([...new Uint8Array(await shown.arrayBuffer())]).toEqual([0xff, 0xd8, 0xff, 0xda, 0, 2, 9, 0xff, 0xd9]);
		expect([shown.headers.get('content-type'), shown.headers.get('content-security-policy')]).toEqual([
			'image/jpeg',
			expect.stringContaining('sandbox')
		]);
		expect((await as('koperasi', 'DELETE', `${base}/u-f/berkas/${id}`, { reason: 'x' })).status).toBe(403);
		expect((await as('perencana', 'DELETE', `${base}/u-f/berkas/${id}`, { reason: ' ' })).status).toBe(400);
		expect((await as('perencana', 'DELETE', `${base}/u-f/berkas/${id}`, { reason: 'buram' })).status).toBe(204);
		expect((await as('perencana', 'GET', `${base}/u-f/berkas/${id}`)).status).toBe(404);
	});

	test('that are none of the kinds taken, broken, too large or too many are refused', async () => {
		await enter('kecamatan-gempol', entry('u-f'));
		expect((await send('kecamatan-gempol', Buffer.from('<svg onload=alert(1)>'), 'x.jpg')).status).toBe(415);
		expect((await send('kecamatan-gempol', jpeg.subarray(0, 12))).status).toBe(422);
		expect((await send('kecamatan-gempol', new Uint8Array(5 * 1024 * 1024 + 1))).status).toBe(413);
		expect((await send('koperasi', jpeg)).status).toBe(403);
		const answers = await Promise.all(Array.from({ length: 7 }, () => send('perencana', jpeg)));
		expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 201, 201, 201, 409, 409]);
	});
});
