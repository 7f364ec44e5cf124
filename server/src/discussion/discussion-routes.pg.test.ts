import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CommentsAnswer } from '@rembug/shared/api/discussion-types.ts';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts';
import { openApp, type AppFixture } from '../app-fixture.ts';
import { appendRows, type LogRow } from '../sync/sync-queries.ts';

let database: TestDatabase;
let app: AppFixture;

beforeEach(async () => {
	database = await createTestDatabase();
	app = await openApp(database.sql);
});
afterEach(() => database.drop());

const path = '/api/renja/demo-renja-2024/comments';
const documentId = 'demo-renja-2024-discussion';

async function ask(username: string, tail = ''): Promise<CommentsAnswer> {
	const answer = await app.request('GET', path + tail, { headers: { cookie: await app.signIn(username) } });
	expect(answer.status).toBe(200);
	return (await answer.json()) as CommentsAnswer;
}

async function read(username: string, seq: unknown): Promise<number> {
	return (await app.request('POST', `${path}/read`, { headers: { cookie: await app.signIn(username) }, body: { seq } })).status;
}

/** As the commit of an edit writes it. */
async function commit(
	seq: number,
	accountId: string,
	entity: string,
	changes: [field: string, before: unknown, after: unknown][]
): Promise<void> {
	const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
	const row: LogRow = {
		...{ seq, accountId, bytes: Uint8Array.of(0, 0), newClients: [], conflicts: [] },
		changes: changes.map(([field, before, after]) => ({ root: 'comments', entity, field, before: json(before), after: json(after) }))
	};
	expect((await appendRows(database.sql, [{ documentId, rules: 0, expectedSeq: seq - 1, rows: [row] }], null)).size).toBe(1);
}

test('says when a comment was written, changed and settled, and by whom it was settled', async () => {
	await commit(1, 'demo-koperasi', 'c1', [
		['author', null, 'demo-koperasi'],
		['text', null, 'Mengapa?']
	]);
	await commit(2, 'demo-umkm', 'c2', [
		['author', null, 'demo-umkm'],
		['text', null, 'Sebab …']
	]);
	await commit(3, 'demo-koperasi', 'c1', [['text', 'Mengapa?', 'Mengapa naik?']]);
	await commit(4, 'demo-perencana', 'c1', [['settled', null, true]]);
	const { facts } = await ask('verifikator');
	expect(facts).toEqual([
		{
			...{ id: 'c1', seq: 4, textSeq: 3, at: expect.stringMatching(/Z$/), editedAt: expect.stringMatching(/Z$/) },
			settled: { accountId: 'demo-perencana', at: expect.stringMatching(/Z$/) }
		},
		{ id: 'c2', seq: 2, textSeq: 2, at: expect.stringMatching(/Z$/), editedAt: null, settled: null }
	]);
	expect((await ask('verifikator', '?after=2')).facts).toEqual([facts[0]]);
	expect((await ask('verifikator', '?after=4')).facts).toEqual([]);
});

test('names who can be mentioned, with his bidang, and who wrote before he left', async () => {
	const before = await ask('koperasi');
	expect(before.people).toContainEqual({
		id: 'demo-umkm',
		nama: 'Staf Bidang Usaha Mikro',
		roles: ['staf'],
		unitIds: ['umkm'],
		isHere: true
	});
	expect(before.people.map(({ id }) => id)).not.toContain('demo-admin');
	await commit(1, 'demo-admin', 'c1', [['author', null, 'demo-admin']]);
	expect((await ask('koperasi')).people).toContainEqual({ id: 'demo-admin', nama: 'Admin', roles: [], unitIds: [], isHere: false });
});

test('keeps how far each has read, never back and never beyond what was written', async () => {
	await commit(1, 'demo-koperasi', 'c1', [['author', null, 'demo-koperasi']]);
	await commit(2, 'demo-koperasi', 'c2', [['author', null, 'demo-koperasi']]);
	expect((await ask('umkm')).readSeq).toBe(0);
	expect(await read('umkm', 1)).toBe(204);
	expect((await ask('umkm')).readSeq).toBe(1);
	expect(await read('umkm', 900)).toBe(204);
	expect((await ask('umkm')).readSeq).toBe(2);
	expect(await read('umkm', 1)).toBe(204);
	expect((await ask('umkm')).readSeq).toBe(2);
	expect((await ask('koperasi')).readSeq).toBe(0);
	expect(await read('umkm', -1)).toBe(400);
	expect(await read('umkm', 'semua')).toBe(400);
});

test('does not exist for whoever may not see the Renja', async () => {
	const cookie = await app.signIn('admin');
	expect((await app.request('GET', path, { headers: { cookie } })).status).toBe(404);
	expect((await app.request('POST', `${path}/read`, { headers: { cookie }, body: { seq: 1 } })).status).toBe(404);
	expect((await app.request('GET', path)).status).toBe(401);
});
