import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Actor } from '@rembug/shared/access/access.ts';
import { applyForumEdit } from '@rembug/shared/forum/forum-edits.ts';
import { applyUpdate, Doc, encodeStateAsUpdate, encodeStateVector } from 'yjs';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts';
import { openApp, type AppFixture } from '../app-fixture.ts';
import { createLog } from '../log.ts';
import { createRooms } from '../sync/rooms.ts';
import type { Rooms } from '../sync/rooms-types.ts';
import { sweepLeftOvers } from './sweep-left-overs.ts';
import { personRows } from './usulan-fixture-queries.ts';
import { insertFile, savePersons } from './usulan-queries.ts';

const renjaId = 'demo-renja-2024';
const forumId = `${renjaId}-forum`;
const base = `/api/renja/${renjaId}/usulan`;
const planner: Actor = {
	id: 'demo-perencana',
	nama: 'Perencana',
	grants: [{ role: 'perencana', perangkatDaerahId: 'demo-diskop-pasuruan', unitId: null }]
};

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

const person = (usulanId: string) => ({ usulanId, nama: `Pengusul ${usulanId}`, telepon: '0800' });
const file = (usulanId: string) =>
	insertFile(database.sql, {
		...{ id: `f-${usulanId}`, renjaId, usulanId, nama: 'foto.jpg', type: 'image/jpeg' as const },
		...{ bytes: new Uint8Array([1]), accountId: planner.id }
	});
const enter = async (username: string, id: string): Promise<void> => {
	const body = { id, asal: 'musrenbang_desa', usulan: `Pelatihan ${id}`, kecamatan: 'Gempol', person: { nama: `Pengusul ${id}` } };
	expect((await app.request('POST', base, { headers: { cookie: await app.signIn(username) }, body })).status).toBe(201);
	await file(id);
};
const setRemoved = async (id: string, value: true | null): Promise<void> => {
	const doc = new Doc();
	applyUpdate(doc, await rooms.read(forumId, (present) => encodeStateAsUpdate(present)));
	const before = encodeStateVector(doc);
	applyForumEdit(doc, { edit: 'setUsulan', args: { changes: [{ id, field: 'removed', value }] } });
	expect((await rooms.append(forumId, planner, [encodeStateAsUpdate(doc, before)])).ok).toBe(true);
};
const inDays = (days: number): Date => new Date(Date.now() + days * 24 * 3_600_000);
const sweep = (days: number) => sweepLeftOvers({ sql: database.sql, rooms }, inDays(days));
const left = async () => {
	const files = await database.sql<{ id: string }[]>`select usulan_id as id from usulan_file order by 1`;
	return { persons: (await personRows(database.sql)).map(({ usulanId }) => usulanId), files: files.map(({ id }) => id) };
};

test('what never came into the document goes after a day; what is there stays, entered or there from the beginning', async () => {
	await enter('kecamatan-gempol', 'u-ada');
	await savePersons(database.sql, renjaId, planner.id, [person('u-01'), person('u-putus')]);
	await file('u-putus');
	const all = { persons: ['u-01', 'u-ada', 'u-putus'], files: ['u-ada', 'u-putus'] };
	expect(await sweep(0.9)).toEqual({ persons: 0, files: 0 });
	expect(await left()).toEqual(all);
	expect(await sweep(1.1)).toEqual({ persons: 1, files: 1 });
	const present = { persons: ['u-01', 'u-ada'], files: ['u-ada'] };
	expect(await left()).toEqual(present);
	expect(await sweep(400)).toEqual({ persons: 0, files: 0 });
	expect(await left()).toEqual(present);
});

test('of what somebody else removed they go after thirty days, and not at all when it was put back', async () => {
	for (const id of ['u-hapus', 'u-kembali']) await enter('kecamatan-gempol', id);
	await setRemoved('u-hapus', true);
	await setRemoved('u-kembali', true);
	await setRemoved('u-kembali', null);
	expect(await sweep(29)).toEqual({ persons: 0, files: 0 });
	expect(await sweep(31)).toEqual({ persons: 1, files: 1 });
	expect(await left()).toEqual({ persons: ['u-kembali'], files: ['u-kembali'] });
});

test('of what was withdrawn the personal data go at once, and what a crash left of them, and the files, after a day', async () => {
	await enter('kecamatan-gempol', 'u-tarik');
	const cookie = await app.signIn('kecamatan-gempol');
	expect((await app.request('POST', `${base}/u-tarik/withdraw`, { headers: { cookie }, body: {} })).status).toBe(204);
	expect(await left()).toEqual({ persons: [], files: ['u-tarik'] });
	await savePersons(database.sql, renjaId, planner.id, [person('u-tarik')]);
	expect(await sweep(0.9)).toEqual({ persons: 0, files: 0 });
	expect(await sweep(1.1)).toEqual({ persons: 1, files: 1 });
	expect(await left()).toEqual({ persons: [], files: [] });
});
