import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StagesAnswer } from '@rembug/shared/api/stage-types.ts';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts';
import { openApp, type AppFixture } from '../app-fixture.ts';
import { auditOf, disableAccount, setStage } from './stage-fixture-queries.ts';
import { today } from './today.ts';

const renja = '/api/renja/demo-renja-2024';
const renjaId = 'demo-renja-2024';

let database: TestDatabase;
let app: AppFixture;
const cookies = new Map<string, string>();

beforeEach(async () => {
	database = await createTestDatabase();
	app = await openApp(database.sql);
	cookies.clear();
});
afterEach(() => database.drop());

async function call(username: string, method: string, path: string, body?: unknown): Promise<Response> {
	const cookie = cookies.get(username) ?? (await app.signIn(username));
	cookies.set(username, cookie);
	return app.request(method, `${renja}${path}`, { headers: { cookie }, ...(body === undefined ? {} : { body }) });
}

const look = async (username = 'verifikator'): Promise<StagesAnswer> =>
	(await (await call(username, 'GET', '/stages')).json()) as StagesAnswer;
const code = async (answer: Response): Promise<unknown> => ((await answer.json()) as { error: { code: string } }).error.code;

test('says who is waited for, unit by unit and by name, and leaves out who cannot sign in', async () => {
	expect((await look()).waitedFor).toEqual([
		expect.objectContaining({ role: 'staf', unit: expect.objectContaining({ id: 'sekretariat' }), people: [expect.any(String)] }),
		expect.objectContaining({ role: 'staf', unit: expect.objectContaining({ id: 'koperasi' }) }),
		expect.objectContaining({ role: 'staf', unit: expect.objectContaining({ id: 'umkm' }) }),
		expect.objectContaining({ role: 'perencana', unit: null, people: [expect.any(String)] })
	]);
	await disableAccount(database.sql, 'demo-koperasi');
	expect((await look()).waitedFor.find(({ unit }) => unit?.id === 'koperasi')?.people).toEqual([]);
	await setStage(database.sql, renjaId, 'diajukan');
	expect((await look()).waitedFor).toEqual([{ role: 'kepala_dinas', unit: null, people: [expect.any(String)] }]);
	await setStage(database.sql, renjaId, 'ditetapkan');
	expect((await look()).waitedFor).toEqual([]);
});

test('a planner sets the dates of a stage and takes them away, each with an audit row', async () => {
	const window = { startsOn: '2026-01-05', endsOn: '2026-02-27' };
	expect((await call('perencana', 'PUT', '/stages/rancangan/window', window)).status).toBe(204);
	await call('perencana', 'PUT', '/stages/forum_pd/window', { startsOn: null, endsOn: '2026-03-31' });
	expect(await look()).toMatchObject({
		today: today(),
		windows: { rancangan: window, forum_pd: { startsOn: null, endsOn: '2026-03-31' } }
	});
	await call('perencana', 'PUT', '/stages/rancangan/window', { startsOn: null, endsOn: null });
	expect((await look()).windows).toEqual({ forum_pd: { startsOn: null, endsOn: '2026-03-31' } });
	expect((await auditOf(database.sql, 'stage.windowSet')).map((row) => row.detail)).toEqual([
		{ stage: 'rancangan', ...window },
		{ stage: 'forum_pd', startsOn: null, endsOn: '2026-03-31' },
		{ stage: 'rancangan', startsOn: null, endsOn: null }
	]);
});

test.each([
	[{ startsOn: '2026-03-02', endsOn: '2026-03-01' }, 'stage.window'],
	[{ startsOn: '2026-02-30', endsOn: null }, 'request.invalid'],
	[{ startsOn: '1 Maret', endsOn: null }, 'request.invalid']
])('refuses the dates %j', async (window, expected) => {
	expect(await code(await call('perencana', 'PUT', '/stages/rancangan/window', window))).toBe(expected);
	expect((await look()).windows).toEqual({});
});

test('an input is ticked with note and link, changed, and the tick taken back', async () => {
	const path = '/stages/rancangan/checklist/sePenyempurnaan';
	const link = 'https://contoh.go.id/se.pdf';
	expect((await call('perencana', 'PUT', path, { state: 'done', note: ' SE 26 Februari ', link })).status).toBe(204);
	expect((await look()).ticks).toEqual([
		{
			stage: 'rancangan',
			item: 'sePenyempurnaan',
			state: 'done',
			note: 'SE 26 Februari',
			link,
			nama: expect.any(String),
			at: expect.any(String)
		}
	]);
	await call('perencana', 'PUT', path, { state: 'notNeeded' });
	expect((await look()).ticks).toMatchObject([{ state: 'notNeeded', note: '', link: '' }]);
	await call('perencana', 'DELETE', path);
	await call('perencana', 'DELETE', path);
	expect((await look()).ticks).toEqual([]);
	expect(await auditOf(database.sql, 'checklist.ticked')).toHaveLength(2);
	expect(await auditOf(database.sql, 'checklist.cleared')).toHaveLength(1);
});

test.each(['javascript:alert(1)', 'file:///etc/passwd', 'contoh.go.id', 'https://'])('refuses the link %s', async (link) => {
	expect(await code(await call('perencana', 'PUT', '/stages/rancangan/checklist/pokir', { state: 'done', link }))).toBe('stage.link');
	expect((await look()).ticks).toEqual([]);
});

test('an item or a stage that does not exist cannot be ticked', async () => {
	for (const path of ['rancangan/checklist/edaran', 'rancangan/checklist/x', 'apa/checklist/edaran'])
		expect(await code(await call('perencana', 'PUT', `/stages/${path}`, { state: 'done' }))).toBe('stage.item');
});

test.each(['koperasi', 'verifikator', 'kepala-dinas'])('%s reads all of it and changes nothing', async (username) => {
	expect((await call(username, 'GET', '/stages')).status).toBe(200);
	const tries: [string, string, unknown?][] = [
		['PUT', '/stages/rancangan/window', { startsOn: null, endsOn: null }],
		['PUT', '/stages/rancangan/checklist/pokir', { state: 'done' }],
		['DELETE', '/stages/rancangan/checklist/pokir'],
		['PUT', '/penetapan', { nomor: '1', tanggal: '2026-01-01', reason: 'x' }]
	];
	for (const [method, path, body] of tries) expect(await code(await call(username, method, path, body))).toBe('grant.missing');
});

test('whoever may not see the Renja learns nothing of its stages', async () => {
	expect((await call('admin', 'GET', '/stages')).status).toBe(404);
	expect((await call('admin', 'PUT', '/stages/rancangan/window', { startsOn: null, endsOn: null })).status).toBe(404);
});

test('the Perkada of a Renja in force is corrected with a reason, and the former one stays', async () => {
	const { sql } = database;
	const first = { nomor: '88 Tahun 2025', tanggal: '2025-12-21' };
	expect(await code(await call('perencana', 'PUT', '/penetapan', { ...first, reason: 'x' }))).toBe('stage.invalid');
	await setStage(sql, renjaId, 'ditetapkan');
	expect(await code(await call('perencana', 'PUT', '/penetapan', first))).toBe('penetapan.reasonMissing');
	expect(await code(await call('perencana', 'PUT', '/penetapan', { ...first, tanggal: '2999-01-01', reason: 'x' }))).toBe(
		'penetapan.tanggal'
	);
	await call('perencana', 'PUT', '/penetapan', { ...first, reason: 'Pertama' });
	await call('perencana', 'PUT', '/penetapan', { nomor: '89 Tahun 2025', tanggal: '2025-12-22', reason: 'Salah ketik' });
	expect((await look()).penetapan).toMatchObject({ nomor: '89 Tahun 2025', tanggal: '2025-12-22' });
	expect((await sql`select nomor from penetapan order by id`).map((row) => row.nomor)).toEqual([first.nomor, '89 Tahun 2025']);
	await expect(sql`update penetapan set nomor = 'x'`).rejects.toMatchObject({ code: 'RB001' });
	await expect(sql`truncate penetapan`).rejects.toMatchObject({ code: 'RB001' });
});
