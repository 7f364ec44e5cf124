import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ForumGuestMade, ForumGuestsAnswer } from '@rembug/shared/api/forum-guest-types.ts';
import { applyForumEdit } from '@rembug/shared/forum/forum-edits.ts';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts';
import { openApp, type AppFixture } from '../app-fixture.ts';

let database: TestDatabase;
let app: AppFixture;

beforeEach(async () => {
	database = await createTestDatabase();
	app = await openApp(database.sql);
	const { read } = app.deps.rooms;
	// The fixture reads the log; a session that nobody wrote into it is put on top.
	app.deps.rooms.read = (id, fn) =>
		read(id, (doc, head) => {
			applyForumEdit(doc, { edit: 'addSession', args: { id: 's1', judul: 'Forum PD', tanggal: '2023-02-20' } });
			return fn(doc, head);
		});
});
afterEach(() => database.drop());

const guests = '/api/renja/demo-renja-2024/forum/s1/guests';

async function call<T = { error: { code: string } }>(who: string, method: string, path: string, body?: unknown) {
	const answer = await app.request(method, path, { headers: { cookie: await app.signIn(who) }, ...(body === undefined ? {} : { body }) });
	return { status: answer.status, body: (await answer.json().catch(() => null)) as T };
}

test('a planner invites an account that is there and one that is made, sees both, and takes one back', async () => {
	expect((await call('perencana', 'POST', guests, { username: 'koperasi', role: 'ketua_forum' })).body).toEqual({ password: null });
	const made = await call<ForumGuestMade>('perencana', 'POST', guests, {
		...{ username: 'camat.beji', nama: 'Kecamatan Beji', role: 'delegasi', kecamatan: 'Beji' }
	});
	expect(made).toMatchObject({ status: 201, body: { password: expect.stringMatching(/.{10}/) as string } });
	const { body } = await call<ForumGuestsAnswer>('perencana', 'GET', guests);
	expect(body.guests.filter(({ everySession }) => !everySession)).toMatchObject([
		{ username: 'koperasi', role: 'ketua_forum', kecamatan: null },
		{ username: 'camat.beji', role: 'delegasi', kecamatan: 'Beji' }
	]);
	expect(body.accounts.map(({ username }) => username)).toContain('camat.beji');
	const id = body.guests.find(({ username }) => username === 'koperasi')?.id;
	expect((await call('perencana', 'DELETE', `${guests}/${id}`)).status).toBe(204);
	expect(app.changed).toContain('demo-koperasi');
	expect((await call('perencana', 'DELETE', `${guests}/${id}`)).body.error.code).toBe('grant.notFound');
});

test('nobody but planners of this office invites, and no grant but those of this session can be given or taken this way', async () => {
	const delegate = { username: 'koperasi', role: 'delegasi', kecamatan: 'Beji' };
	for (const who of ['koperasi', 'kepala-dinas', 'verifikator', 'ketua-forum', 'delegasi-gempol', 'kecamatan-gempol', 'admin']) {
		expect([who, (await call(who, 'POST', guests, delegate)).status]).toEqual([who, 404]);
		expect([who, (await call(who, 'GET', guests)).status]).toEqual([who, 404]);
	}
	const code = async (body: object, path = guests) => (await call('perencana', 'POST', path, body)).body.error.code;
	expect(await code({ ...delegate, role: 'perencana' })).toBe('grant.role');
	expect(await code({ ...delegate, kecamatan: undefined })).toBe('grant.kecamatan');
	expect(await code({ username: 'koperasi', role: 'ketua_forum', kecamatan: 'Beji' })).toBe('grant.kecamatan');
	expect(await code({ username: 'nobody', role: 'ketua_forum' })).toBe('account.unknown');
	expect(await code({ username: 'perencana', role: 'ketua_forum' })).toBe('grant.own');
	expect(await code({ ...delegate, nama: 'Lain' })).toBe('account.usernameTaken');
	expect(await code(delegate, guests.replace('s1', 's2'))).toBe('forumSession.notFound');
	// Of the staf itself, and of a delegate who is invited to every session.
	const others = await database.sql<
		{ id: number }[]
	>`select id from role_grant where account_id in ('demo-koperasi', 'demo-delegasi-gempol')`;
	expect(others.length).toBeGreaterThanOrEqual(2);
	for (const { id } of others) expect((await call('perencana', 'DELETE', `${guests}/${id}`)).body.error.code).toBe('grant.notFound');
});
