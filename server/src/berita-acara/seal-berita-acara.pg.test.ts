/** Minutes are sealed over a real forum: its log, its rooms, and a second server that knows nothing of it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { extractText, getDocumentProxy } from 'unpdf';
import * as Y from 'yjs';
import type { Actor } from '@rembug/shared/access/access.ts';
import type { VerifyHashAnswer } from '@rembug/shared/api/api-types.ts';
import type { BeritaAcaraAnswer, BeritaAcaraSeal } from '@rembug/shared/berita-acara/berita-acara.ts';
import { applyForumEdit } from '@rembug/shared/forum/forum-edits.ts';
import type { ForumEdit, UsulanValue } from '@rembug/shared/forum/forum-types.ts';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts';
import { openApp, type AppFixture } from '../app-fixture.ts';
import { verifyAll } from '../approval/verify-snapshots.ts';
import { createLog } from '../log.ts';
import { createRooms } from '../sync/rooms.ts';
import type { Rooms } from '../sync/rooms-types.ts';

const renja = '/api/renja/demo-renja-2024';
const forumId = 'demo-renja-2024-forum';
const chair: Actor = {
	id: 'demo-ketua-forum',
	nama: 'Ketua forum',
	grants: [{ role: 'ketua_forum', perangkatDaerahId: 'demo-diskop-pasuruan', unitId: null, renjaId: 'demo-renja-2024' }]
};

let database: TestDatabase;
let app: AppFixture;
let rooms: Rooms;
let elsewhere: Rooms;

const server = (): Rooms => createRooms({ sql: database.sql, log: createLog('silent'), neighbours: null, standing: async () => new Map() });

beforeEach(async () => {
	database = await createTestDatabase();
	app = await openApp(database.sql);
	[rooms, elsewhere] = [server(), server()];
	const { read, append, pause, stageChanged } = rooms;
	Object.assign(app.deps.rooms, { read, append, pause, stageChanged });
});
afterEach(async () => {
	await Promise.all([rooms.close(), elsewhere.close()]);
	await database.drop();
});

async function as(username: string, method: string, path: string, body?: unknown): Promise<Response> {
	return app.request(method, path, { headers: { cookie: await app.signIn(username) }, ...(body === undefined ? {} : { body }) });
}

/** What the chair's browser would send for these edits, made on what stands there now. */
async function updatesOf(edits: ForumEdit[]): Promise<Uint8Array[]> {
	const doc = new Y.Doc();
	Y.applyUpdate(doc, await rooms.read(forumId, (there) => Y.encodeStateAsUpdate(there)));
	const updates: Uint8Array[] = [];
	doc.on('update', (bytes) => updates.push(bytes));
	for (const edit of edits) expect(applyForumEdit(doc, edit)).toMatchObject({ ok: true });
	return updates;
}

const write = async (...edits: ForumEdit[]): ReturnType<Rooms['append']> => rooms.append(forumId, chair, await updatesOf(edits));
const decision = (ids: string[], session: string, alasan = 'Sesuai prioritas'): ForumEdit => ({
	edit: 'decideUsulan',
	args: { ids, status: 'diterima', alasan, decidedBy: chair.id, session }
});
const status = (id: string, value: 'berlangsung' | 'ditutup'): ForumEdit => ({
	edit: 'setSession',
	args: { id, field: 'status', value }
});

/** A session about two usulan; the ids. */
async function hold(session: string, from: number): Promise<string[]> {
	const all = (await (await as('perencana', 'GET', `${renja}/usulan`)).json()) as UsulanValue[];
	const ids = all.slice(from, from + 2).map(({ id }) => id);
	const written = await write(
		{ edit: 'addSession', args: { id: session, judul: `Sidang ${session}`, tanggal: '2024-02-20', tempat: 'Aula' } },
		{ edit: 'setAgenda', args: { id: session, entries: ids.map((usulan, index) => ({ usulan, order: `a${index}` })) } },
		status(session, 'berlangsung'),
		decision(ids, session)
	);
	expect(written).toEqual({ ok: true });
	return ids;
}

const seal = (session: string, username = 'perencana'): Promise<Response> =>
	as(username, 'POST', `${renja}/forum/${session}/berita-acara`, {});
const codeOf = async (answer: Response): Promise<unknown[]> => [
	answer.status,
	((await answer.json()) as { error: { code: string } }).error.code
];
const minutes = async (session: string): Promise<BeritaAcaraAnswer> =>
	(await (await as('perencana', 'GET', `${renja}/forum/${session}/berita-acara.json`)).json()) as BeritaAcaraAnswer;

test('minutes of a closed session are sealed with number and hash, printed from what was sealed, and known to whoever holds the hash', async () => {
	const ids = await hold('s1', 0);
	expect(await codeOf(await seal('s1'))).toEqual([409, 'beritaAcara.incomplete']);
	await write(status('s1', 'ditutup'));
	const draft = await minutes('s1');
	expect([draft.isReady, draft.seal, Object.keys(draft.decidedAt).sort()]).toEqual([true, null, [...ids].sort()]);
	for (const username of ['koperasi', 'delegasi-gempol', 'kecamatan-gempol', 'admin', 'verifikator'])
		expect((await seal('s1', username)).status).toBe(404);
	const answer = await seal('s1', 'ketua-forum');
	expect(answer.status).toBe(201);
	const { number, hash } = (await answer.json()) as BeritaAcaraSeal;
	expect([number, hash]).toEqual([1, expect.stringMatching(/^[0-9a-f]{64}$/)]);
	expect(await codeOf(await seal('s1'))).toEqual([409, 'beritaAcara.sealed']);
	const { seal: sealed, ...content } = await minutes('s1');
	expect([sealed?.hash, content]).toEqual([hash, { ...draft, seal: undefined }]);

	const pdf = await as('perencana', 'GET', `${renja}/forum/s1/berita-acara.pdf`);
	expect(pdf.headers.get('content-disposition')).toContain('berita-acara-forum-2024-02-20-nomor-1.pdf');
	const { text } = await extractText(await getDocumentProxy(new Uint8Array(await pdf.arrayBuffer())), { mergePages: true });
	expect(text.replace(/\s+/g, '')).toContain(hash);
	expect(text).not.toContain('DRAF');
	const found = (await (await app.request('GET', `/api/verify/${hash}`)).json()) as VerifyHashAnswer;
	expect(found).toMatchObject({
		...{ exists: true, kind: 'beritaAcara', number: 1, intact: true, tahun: 2024, accepted: 2, notAccepted: 0 },
		session: { judul: 'Sidang s1', tanggal: '2024-02-20', tempat: 'Aula', participants: 0 }
	});
	const known = async (username: string): Promise<Response> => as(username, 'GET', `${renja}/berita-acara`);
	expect(await (await known('koperasi')).json()).toMatchObject([
		{ session: 's1', judul: 'Sidang s1', nama: 'Ketua Forum', number: 1, hash }
	]);
	expect((await known('delegasi-gempol')).status).toBe(404);
	const audit = await database.sql`select account_id, detail from audit where action = 'beritaAcara.sealed'`;
	expect([...audit]).toEqual([{ account_id: chair.id, detail: { session: 'Sidang s1', number: 1, hash } }]);
});

test('as many are sealed as are named: who was not counted yet is counted, and a name that comes in between holds the sealing up', async () => {
	const name = (id: string): Promise<unknown> => database.sql`
		insert into forum_attendance (renja_id, session_id, id, account_id, name, institution, position, element)
		values ('demo-renja-2024', 's1', ${id}, 'demo-perencana', ${`Peserta ${id}`}, 'Kecamatan Beji', '', 'kecamatan')`;
	await hold('s1', 0);
	await write(status('s1', 'ditutup'));
	// As a server leaves it that ends between the two.
	await name('a');
	const { pause } = app.deps.rooms;
	app.deps.rooms.pause = async (id) => {
		await name('b');
		return pause(id);
	};
	expect(await codeOf(await seal('s1'))).toEqual([409, 'beritaAcara.attendance']);
	expect((await minutes('s1')).seal).toBe(null);
	app.deps.rooms.pause = pause;
	expect((await seal('s1', 'ketua-forum')).status).toBe(201);
	expect(await minutes('s1')).toMatchObject({ participants: 2, attendance: [{ lembaga: 'Kecamatan Beji', jumlah: 2 }] });
});

test('nothing of a sealed session is changed any more, by whatever server, and another session goes on', async () => {
	const [first = '', second = ''] = await hold('s1', 0);
	// The other server has the forum open, and nobody tells it anything.
	await elsewhere.read(forumId, () => null);
	await write(status('s1', 'ditutup'));
	const late = await updatesOf([status('s1', 'berlangsung')]);
	const others = await Promise.all([
		updatesOf([{ edit: 'setSession', args: { id: 's1', field: 'judul', value: 'Lain' } }]),
		updatesOf([{ edit: 'setUsulan', args: { changes: [{ id: first, field: 'usulPagu', value: 5 }] } }]),
		updatesOf([{ edit: 'setUsulan', args: { changes: [{ id: second, field: 'subkegiatanNama', value: 'Lain' }] } }]),
		updatesOf([{ edit: 'setAgenda', args: { id: 's1', entries: [{ usulan: first, order: null }] } }]),
		updatesOf([{ edit: 'addAttendance', args: { id: 'h', session: 's1', unsur: 'Kecamatan', lembaga: 'Gempol', jumlah: 2 } }])
	]);
	expect((await seal('s1')).status).toBe(201);
	const sealed = await rooms.read(forumId, (doc) => JSON.stringify(doc.toJSON()));
	for (const at of [rooms, elsewhere]) {
		for (const updates of [late, ...others])
			expect(await at.append(forumId, chair, updates)).toMatchObject({ ok: false, reason: 'forbidden' });
	}
	expect(await elsewhere.read(forumId, (doc) => JSON.stringify(doc.toJSON()))).toBe(sealed);

	const people = [{ id: 'p1', name: 'Peserta', institution: 'Kecamatan Gempol', element: 'Kecamatan' }];
	const attend = (session: string): Promise<Response> => as('perencana', 'POST', `${renja}/forum/${session}/attendance`, { people });
	expect(await codeOf(await attend('s1'))).toEqual([409, 'attendance.closed']);

	await hold('s2', 2);
	expect((await attend('s2')).status).toBe(204);
	await write(status('s2', 'ditutup'));
	expect(((await (await seal('s2')).json()) as BeritaAcaraSeal).number).toBe(2);
});

test('Postgres refuses to change sealed minutes, and a byte changed in spite of it is found', async () => {
	for (const [session, from] of [
		['s1', 0],
		['s2', 2]
	] as const) {
		await hold(session, from);
		await write(status(session, 'ditutup'));
		expect((await seal(session)).status).toBe(201);
	}
	const { sql } = database;
	await expect(sql`update berita_acara set number = 9`).rejects.toThrow();
	await expect(sql`delete from berita_acara`).rejects.toThrow();
	await expect(sql`truncate berita_acara`).rejects.toThrow();
	const lines: string[] = [];
	expect(await verifyAll(sql, (line) => lines.push(line))).toBe(0);
	expect(lines.at(-1)).toBe('2 berita acara diperiksa, 0 rusak.');

	await sql`alter table berita_acara disable trigger all`;
	const { seal: first } = await minutes('s1');
	await sql`alter table berita_acara drop constraint berita_acara_account_id_fkey`;
	const changes = [
		`update berita_acara set content = replace(content, 'Sesuai prioritas', 'Sesuai prioritaz') where number = 1`,
		`update berita_acara set at = at + interval '1 microsecond' where number = 1`,
		`update berita_acara set account_id = 'orang-lain' where number = 1`,
		`update berita_acara set previous_hash = null where number = 2`,
		`delete from berita_acara where number = 1`
	];
	for (const change of changes) {
		const tried = sql.begin(async (tx) => {
			await tx.unsafe(change);
			expect(await verifyAll(tx, () => undefined)).toBeGreaterThan(0);
			throw new Error('taken back');
		});
		await expect(tried).rejects.toThrow('taken back');
	}
	expect(await verifyAll(sql, () => undefined)).toBe(0);
	await sql`update berita_acara set content = replace(content, 'Sesuai prioritas', 'Sesuai prioritaz') where number = 1`;
	expect(await (await app.request('GET', `/api/verify/${first?.hash}`)).json()).toMatchObject({ intact: false, session: null });
});
