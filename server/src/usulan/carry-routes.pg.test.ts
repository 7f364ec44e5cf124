import * as Y from 'yjs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Actor } from '@rembug/shared/access/access.ts';
import type { UsulanAnswer } from '@rembug/shared/api/forum-api-types.ts';
import type { CarryAnswer, EnteredUsulan, ReceiptAnswer, UsulanHistory } from '@rembug/shared/api/usulan-types.ts';
import { applyForumEdit } from '@rembug/shared/forum/forum-edits.ts';
import type { ForumEdit, UsulanValue } from '@rembug/shared/forum/forum-types.ts';
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts';
import { openApp, type AppFixture } from '../app-fixture.ts';
import { createLog } from '../log.ts';
import { createRooms } from '../sync/rooms.ts';
import type { Rooms } from '../sync/rooms-types.ts';
import { personRows } from './usulan-fixture-queries.ts';

const from = '/api/renja/demo-renja-2024/usulan';
const at = 'demo-diskop-pasuruan';
const chair: Actor = {
	id: 'demo-ketua-forum',
	nama: 'Ketua forum',
	grants: [{ role: 'ketua_forum', perangkatDaerahId: at, unitId: null, renjaId: 'demo-renja-2024' }]
};
const planner: Actor = { id: 'demo-perencana', nama: 'Perencana', grants: [{ role: 'perencana', perangkatDaerahId: at, unitId: null }] };

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

async function as(username: string, method: string, path: string, body?: unknown): Promise<Response> {
	return app.request(method, path, { headers: { cookie: await app.signIn(username) }, ...(body === undefined ? {} : { body }) });
}

async function write(documentId: string, actor: Actor, change: (doc: Y.Doc) => void): Promise<void> {
	const doc = new Y.Doc();
	Y.applyUpdate(doc, await rooms.read(documentId, (there) => Y.encodeStateAsUpdate(there)));
	const updates: Uint8Array[] = [];
	doc.on('update', (bytes) => updates.push(bytes));
	change(doc);
	expect(await rooms.append(documentId, actor, updates)).toEqual({ ok: true });
}

/** A session in which the first usulan of the demo is put off, the second refused, the third accepted. */
async function decideSome(): Promise<string[]> {
	const all = (await (await as('perencana', 'GET', from)).json()) as UsulanValue[];
	const ids = all.slice(0, 3).map(({ id }) => id);
	const session = { id: 's1', judul: 'Sidang pertama', tanggal: '2024-02-20' };
	const decide = (index: number, status: 'ditangguhkan' | 'ditolak' | 'diterima'): ForumEdit => ({
		edit: 'decideUsulan',
		args: { ids: [ids[index] as string], status, alasan: `Alasan ${status}`, decidedBy: chair.id, session: 's1' }
	});
	await write('demo-renja-2024-forum', chair, (doc) => {
		const edits: ForumEdit[] = [
			{ edit: 'addSession', args: session },
			{ edit: 'setSession', args: { id: 's1', field: 'status', value: 'berlangsung' } },
			...[decide(0, 'ditangguhkan'), decide(1, 'ditolak'), decide(2, 'diterima')]
		];
		for (const edit of edits) expect(applyForumEdit(doc, edit)).toMatchObject({ ok: true });
	});
	return ids;
}

async function newRenja(tahun: number): Promise<string> {
	const answer = await as('perencana', 'POST', '/api/renja', {
		...{ from: 'empty', perangkatDaerahId: at, tahun, jenis: 'murni', judul: `Renja ${tahun}` },
		bidangUrusan: [{ kode: '2.17', uraian: 'Koperasi' }]
	});
	expect(answer.status).toBe(201);
	return ((await answer.json()) as { id: string }).id;
}

const usulanOf = async (renjaId: string): Promise<UsulanValue[]> =>
	(await (await as('perencana', 'GET', `/api/renja/${renjaId}/usulan`)).json()) as UsulanValue[];
const historyOf = async (renjaId: string, id: string): Promise<UsulanHistory> =>
	(await (await as('koperasi', 'GET', `/api/renja/${renjaId}/usulan/${id}/history`)).json()) as UsulanHistory;

test('what was not funded stands in the forum of the next year with what was decided, once, and begins anew there', async () => {
	const [putOff, refused] = (await decideSome()) as [string, string];
	const to = await newRenja(2025);
	const code = ((await (await as('perencana', 'POST', `${from}/${putOff}/receipt`, {})).json()) as EnteredUsulan).code;
	await as('perencana', 'PUT', `${from}/${putOff}/person`, { nama: 'Budi' });
	const body = { to, usulan: [putOff, refused] };
	const first = await as('perencana', 'POST', `${from}/carry`, body);
	expect([first.status, await first.json()]).toEqual([201, { carried: 2, present: 0 }]);
	// Whoever did not get the answer tries again.
	expect(await (await as('perencana', 'POST', `${from}/carry`, body)).json()).toEqual({ carried: 0, present: 2 });

	const [there, other, ...more] = await usulanOf(to);
	expect(more).toEqual([]);
	const old = (await usulanOf('demo-renja-2024')).find(({ id }) => id === putOff);
	expect(there).toMatchObject({ usulan: old?.usulan, kecamatan: old?.kecamatan, status: 'baru' });
	expect([there?.alasan, there?.subkegiatan, there?.session, other?.status]).toEqual([undefined, undefined, undefined, 'baru']);
	const { earlier, later } = await historyOf(to, there?.id ?? '');
	expect(later).toEqual([]);
	expect(earlier).toEqual([
		{
			...{ renja: { tahun: 2024, jenis: 'murni' }, status: 'ditangguhkan', alasan: 'Alasan ditangguhkan' },
			...{ session: { judul: 'Sidang pertama', tanggal: '2024-02-20' }, decidedAt: expect.stringMatching(/^20\d\d-/) }
		}
	]);
	const receipt = (await (await app.request('GET', `/api/usulan/${code}`)).json()) as ReceiptAnswer;
	expect(receipt.history.later).toEqual([{ renja: { tahun: 2025, jenis: 'murni' }, code: expect.stringMatching(/^.{10}$/) }]);
	expect((await personRows(database.sql)).map(({ nama }) => nama)).toEqual(['Budi', 'Budi']);
	expect((await database.sql`select detail from audit where action = 'usulan.carried'`).map(({ detail }) => detail as unknown)).toEqual([
		{ to, tahun: 2025, count: 2 }
	]);
});

test('the history goes on over several years', async () => {
	const [putOff] = (await decideSome()) as [string];
	const [next, then] = [await newRenja(2025), await newRenja(2026)];
	await as('perencana', 'POST', `${from}/carry`, { to: next, usulan: [putOff] });
	const [there] = await usulanOf(next);
	await as('perencana', 'POST', `/api/renja/${next}/usulan/carry`, { to: then, usulan: [there?.id] });
	const [last] = await usulanOf(then);
	const { earlier } = await historyOf(then, last?.id ?? '');
	expect(earlier.map(({ renja, status, decidedAt }) => [renja.tahun, status, decidedAt === null])).toEqual([
		[2024, 'ditangguhkan', false],
		[2025, 'baru', true]
	]);
});

test('what a row of the plan has taken over is funded, and is not carried', async () => {
	const [, , accepted] = (await decideSome()) as [string, string, string];
	const to = await newRenja(2025);
	const offered = async (): Promise<CarryAnswer> => (await (await as('perencana', 'GET', `${from}/carry`)).json()) as CarryAnswer;
	expect((await offered()).usulan.map(({ id }) => id)).toContain(accepted);
	await write('demo-renja-2024-plan', planner, (doc) => {
		const row = readRenja(doc).nodes.find(({ level, pagu }) => level === 'subkegiatan' && pagu !== undefined);
		const edit = { edit: 'takeOver', args: { id: row?.id ?? '', usulan: accepted, taken: true } } as const;
		expect(applyEdit(doc, edit)).toMatchObject({ ok: true });
	});
	const { targets, usulan } = await offered();
	expect([targets.map(({ id }) => id), usulan.some(({ id }) => id === accepted)]).toEqual([[to], false]);
	const answer = await as('perencana', 'POST', `${from}/carry`, { to, usulan: [accepted] });
	expect([answer.status, ((await answer.json()) as { error: { code: string } }).error.code]).toEqual([409, 'carry.funded']);
	expect(await usulanOf(to)).toEqual([]);
});

test('only planners carry, only to a later year, and nobody carries what is not there', async () => {
	const [putOff] = (await decideSome()) as [string];
	const to = await newRenja(2025);
	for (const username of ['koperasi', 'kepala-dinas', 'verifikator'])
		expect((await as(username, 'POST', `${from}/carry`, { to, usulan: [putOff] })).status).toBe(403);
	for (const username of ['ketua-forum', 'delegasi-gempol', 'kecamatan-gempol', 'admin'])
		expect((await as(username, 'POST', `${from}/carry`, { to, usulan: [putOff] })).status).toBe(404);
	const problem = async (body: object): Promise<unknown> =>
		((await (await as('perencana', 'POST', `${from}/carry`, body)).json()) as { error: { code: string } }).error.code;
	expect(await problem({ to: 'demo-renja-2024', usulan: [putOff] })).toBe('carry.target');
	expect(await problem({ to: 'tiada', usulan: [putOff] })).toBe('carry.target');
	expect(await problem({ to, usulan: [putOff, 'tiada'] })).toBe('carry.funded');
	expect(await usulanOf(to)).toEqual([]);
	expect((await app.request('GET', `${from}/${putOff}/history`)).status).toBe(401);
});

test('the list of usulan says when each was decided, by the clock of the server, and nothing of those that are not', async () => {
	const ids = await decideSome();
	const times = async (): Promise<Map<string, number>> =>
		new Map(
			((await (await as('delegasi-gempol', 'GET', from)).json()) as UsulanAnswer).flatMap(({ id, decidedAt }) =>
				decidedAt === undefined ? [] : [[id, Date.parse(decidedAt)] as const]
			)
		);
	const before = await times();
	expect([...before.keys()].sort()).toEqual([...ids].sort());
	const [first, second] = ids as [string, string];
	const decide = (status: 'baru' | 'ditangguhkan', id: string): ForumEdit => ({
		edit: 'decideUsulan',
		args: { ids: [id], status, alasan: 'Alasan yang lain', decidedBy: chair.id, session: 's1' }
	});
	// The same status again with another reason is a decision of now; one that was opened again is none.
	await write('demo-renja-2024-forum', chair, (doc) => {
		for (const edit of [decide('ditangguhkan', first), decide('baru', second)])
			expect(applyForumEdit(doc, edit)).toMatchObject({ ok: true });
	});
	const after = await times();
	expect(after.get(first)).toBeGreaterThan(before.get(first) as number);
	expect(after.has(second)).toBe(false);
	expect(after.get(ids[2] as string)).toBe(before.get(ids[2] as string));
});
