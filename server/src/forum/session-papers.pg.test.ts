/** Attendance list and links to the big screen of a session: whose they are, how long, how many; over the forum's own room. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Actor } from '@rembug/shared/access/access.ts';
import type { ForumAttendanceAnswer, ScreenLinkMade } from '@rembug/shared/api/forum-guest-types.ts';
import { attendeesAtOnceMax, attendeesMax } from '@rembug/shared/forum/attendance.ts';
import { applyForumEdit } from '@rembug/shared/forum/forum-edits.ts';
import { readForum } from '@rembug/shared/forum/forum-value.ts';
import { applyUpdate, Doc, encodeStateAsUpdate, encodeStateVector } from 'yjs';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts';
import { openApp, type AppFixture } from '../app-fixture.ts';
import { createLog } from '../log.ts';
import { createRooms } from '../sync/rooms.ts';
import type { Rooms } from '../sync/rooms-types.ts';

const renjaId = 'demo-renja-2024';
const forumId = `${renjaId}-forum`;
const office = 'demo-diskop-pasuruan';
const planner: Actor = {
	id: 'demo-perencana',
	nama: 'Perencana',
	grants: [{ role: 'perencana', perangkatDaerahId: office, unitId: null }]
};

let database: TestDatabase;
let app: AppFixture;
let rooms: Rooms;

beforeEach(async () => {
	database = await createTestDatabase();
	app = await openApp(database.sql);
	rooms = createRooms({ sql: database.sql, log: createLog('silent'), neighbours: null, standing: async () => new Map() });
	Object.assign(app.deps.rooms, { read: rooms.read, append: rooms.append });
	const doc = new Doc();
	applyUpdate(doc, await rooms.read(forumId, (present) => encodeStateAsUpdate(present)));
	const before = encodeStateVector(doc);
	for (const id of ['s1', 's2']) applyForumEdit(doc, { edit: 'addSession', args: { id, judul: `Sidang ${id}`, tanggal: '2023-02-20' } });
	expect((await rooms.append(forumId, planner, [encodeStateAsUpdate(doc, before)])).ok).toBe(true);
});
afterEach(async () => {
	await rooms.close();
	await database.drop();
});

const of = (session: string) => `/api/renja/${renjaId}/forum/${session}`;
const cookies = new Map<string, string>();
beforeEach(() => cookies.clear());

async function call<T = { error: { code: string } }>(who: string, method: string, path: string, body?: unknown) {
	const cookie = cookies.get(who) ?? (await app.signIn(who));
	cookies.set(who, cookie);
	const answer = await app.request(method, path, { headers: { cookie }, ...(body === undefined ? {} : { body }) });
	return { status: answer.status, body: (await answer.json().catch(() => null)) as T };
}

const person = (id: string) => ({ id, name: `Peserta ${id}`, institution: 'Kecamatan Beji', element: 'Kecamatan' });
const screen = async (token: string): Promise<number> =>
	(await app.request('GET', '/api/layar', { headers: { authorization: `Bearer ${token}` } })).status;
const counted = () =>
	rooms.read(forumId, (doc) => readForum(doc).attendance.flatMap(({ lembaga, jumlah, removed }) => (removed ? [] : [[lembaga, jumlah]])));

test('the chair of one session finds neither the names nor the links of another', async () => {
	expect((await call('perencana', 'POST', `${of('s1')}/guests`, { username: 'koperasi', role: 'ketua_forum' })).status).toBe(201);
	await call('perencana', 'POST', `${of('s2')}/attendance`, { people: [person('p1')] });
	for (const part of ['attendance', 'screens']) {
		expect([part, (await call('koperasi', 'GET', `${of('s1')}/${part}`)).status]).toEqual([part, 200]);
		expect([part, (await call('koperasi', 'GET', `${of('s2')}/${part}`)).status]).toEqual([part, 404]);
	}
	expect((await call('koperasi', 'POST', `${of('s2')}/attendance`, { people: [person('p2')] })).status).toBe(404);
	expect((await call('koperasi', 'DELETE', `${of('s2')}/attendance/p1`)).status).toBe(404);
	expect((await call('koperasi', 'POST', `${of('s2')}/screens`, {})).status).toBe(404);
});

test('a link to the screen ends with its days and with the account of whoever made it, and a session has twenty at most', async () => {
	const made = async (): Promise<ScreenLinkMade> => (await call<ScreenLinkMade>('perencana', 'POST', `${of('s1')}/screens`, {})).body;
	const [old, own] = [await made(), await made()];
	expect([await screen(old.token), await screen(own.token)]).toEqual([200, 200]);
	await database.sql`update forum_screen set expires_at = now() - interval '1 minute' where id = ${old.id}`;
	expect([await screen(old.token), await screen(own.token)]).toEqual([401, 200]);
	const disable = (disabled: boolean) => call('admin', 'PUT', '/api/admin/accounts/demo-perencana/disabled', { disabled });
	expect((await disable(true)).status).toBe(204);
	expect(await screen(own.token)).toBe(401);
	expect((await disable(false)).status).toBe(204);
	expect(await screen(own.token)).toBe(200);
	cookies.delete('perencana');
	for (let count = 1; count < 20; count++) await made();
	expect((await call('perencana', 'POST', `${of('s1')}/screens`, {})).body.error.code).toBe('screen.tooMany');
	expect((await call('perencana', 'POST', `${of('s2')}/screens`, {})).status).toBe(201);
});

test('names are kept when the document cannot be written, and are counted with the second try', async () => {
	const { append } = app.deps.rooms;
	app.deps.rooms.append = () => Promise.reject(Object.assign(new Error('away'), { code: 'CONNECTION_CLOSED' }));
	expect((await call('perencana', 'POST', `${of('s1')}/attendance`, { people: [person('p1'), person('p2')] })).status).toBe(503);
	expect(await counted()).toEqual([]);
	app.deps.rooms.append = append;
	expect((await call('perencana', 'POST', `${of('s1')}/attendance`, { people: [person('p1'), person('p2')] })).status).toBe(204);
	expect(await counted()).toEqual([['Kecamatan Beji', 2]]);
	const { people } = (await call<ForumAttendanceAnswer>('perencana', 'GET', `${of('s1')}/attendance`)).body;
	expect(people.map(({ id }) => id)).toEqual(['p1', 'p2']);
});

test('an attendance list that is too long stays as it was', async () => {
	const add = (from: number, count: number) =>
		call('perencana', 'POST', `${of('s1')}/attendance`, {
			people: Array.from({ length: count }, (_, index) => person(`p${from + index}`))
		});
	for (let from = 0; from < attendeesMax; from += attendeesAtOnceMax)
		expect((await add(from, Math.min(attendeesAtOnceMax, attendeesMax - from))).status).toBe(204);
	expect((await add(attendeesMax, 1)).body.error.code).toBe('attendance.tooMany');
	expect(await counted()).toEqual([['Kecamatan Beji', attendeesMax]]);
	expect((await call('perencana', 'DELETE', `${of('s1')}/attendance/p0`)).status).toBe(204);
	expect((await add(attendeesMax, 1)).status).toBe(204);
});
