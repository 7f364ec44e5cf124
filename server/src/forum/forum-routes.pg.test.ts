import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ForumAnswer, ForumSummary, UsulanAnswer } from '@rembug/shared/api/forum-api-types.ts';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts';
import { openApp, type AppFixture } from '../app-fixture.ts';

let database: TestDatabase;
let app: AppFixture;

beforeEach(async () => {
	database = await createTestDatabase();
	app = await openApp(database.sql);
});
afterEach(() => database.drop());

async function ask<T>(username: string, path: string): Promise<{ status: number; body: T }> {
	const answer = await app.request('GET', path, { headers: { cookie: await app.signIn(username) } });
	return { status: answer.status, body: (await answer.json()) as T };
}

const renja = '/api/renja/demo-renja-2024';

test('the usulan of the example are there for whoever may open the forum, in the order of the document', async () => {
	for (const username of ['perencana', 'delegasi-gempol', 'ketua-forum', 'verifikator']) {
		const { status, body } = await ask<UsulanAnswer>(username, `${renja}/usulan`);
		expect([username, status]).toEqual([username, 200]);
		expect(body).toHaveLength(51);
		expect(body[0]).toMatchObject({
			asal: 'musrenbang_kecamatan',
			kecamatan: 'Rembang',
			usulan: 'Pelatihan Digital Marketing',
			status: 'baru'
		});
	}
	expect((await ask(`admin`, `${renja}/usulan`)).status).toBe(404);
});

test('guests of a forum see it, and nothing else of the Renja', async () => {
	for (const [username, may] of [
		['delegasi-gempol', { plan: false, chair: false, vote: true }],
		['ketua-forum', { plan: false, chair: true, vote: false }]
	] as const) {
		expect((await ask<ForumSummary[]>(username, '/api/forum')).body).toMatchObject([{ renjaId: 'demo-renja-2024', tahun: 2024 }]);
		expect((await ask<ForumAnswer>(username, `${renja}/forum`)).body).toMatchObject({ may, frozen: false });
		expect((await ask<unknown[]>(username, '/api/renja')).body).toEqual([]);
		for (const path of ['', '/context', '/history', '/comments', '/nomenklatur', '/snapshots', '/tables/t-c-33.json'])
			expect([username, path, (await ask(username, renja + path)).status]).toEqual([username, path, 404]);
	}
});

test('a grant for a kecamatan names it, one for a forum names a Renja of that office, and no other role names either', async () => {
	const admin = await app.signIn('admin');
	const give = async (grant: object): Promise<number> =>
		(
			await app.request('POST', '/api/admin/accounts/demo-verifikator/grants', {
				headers: { cookie: admin },
				body: { perangkatDaerahId: 'demo-diskop-pasuruan', ...grant }
			})
		).status;
	expect(await give({ role: 'delegasi', kecamatan: 'Beji' })).toBe(400);
	expect(await give({ role: 'delegasi', renjaId: 'demo-renja-2024' })).toBe(400);
	expect(await give({ role: 'delegasi', kecamatan: 'Beji', renjaId: 'none' })).toBe(400);
	expect(await give({ role: 'perencana', kecamatan: 'Beji' })).toBe(400);
	expect(await give({ role: 'kecamatan' })).toBe(400);
	expect(await give({ role: 'delegasi', kecamatan: 'Beji', renjaId: 'demo-renja-2024' })).toBe(201);
	expect(await give({ role: 'delegasi', kecamatan: 'Beji', renjaId: 'demo-renja-2024' })).toBe(409);
	expect(await give({ role: 'delegasi', kecamatan: 'Gempol', renjaId: 'demo-renja-2024' })).toBe(201);
	expect(await give({ role: 'ketua_forum', renjaId: 'demo-renja-2024', sessionId: 's1' })).toBe(201);
	expect(await give({ role: 'kecamatan', kecamatan: 'Beji' })).toBe(201);
});
