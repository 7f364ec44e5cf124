import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts';
import { openApp, type AppFixture } from '../app-fixture.ts';
import { hashPassword } from '../people/passwords.ts';
import { insertAccount, insertGrant, insertPerangkatDaerah } from '../people/people-queries.ts';
import { createRenja } from './create-renja.ts';
import { insertFieldChange } from './renja-fixture-queries.ts';

let database: TestDatabase;
let app: AppFixture;

beforeEach(async () => {
	database = await createTestDatabase();
	app = await openApp(database.sql);
});
afterEach(() => database.drop());

const get = async (username: string, path: string) => app.request('GET', path, { headers: { cookie: await app.signIn(username) } });

const everyPath = ['', '/context', '/history', '/nomenklatur'].map((tail) => `/api/renja/demo-renja-2024${tail}`);

test.each(['/api/renja', ...everyPath])('%s without a session is 401', async (path) => {
	expect((await app.request('GET', path)).status).toBe(401);
});

test('a Renja of another perangkat daerah does not exist for me, and I not for it', async () => {
	const { sql } = database;
	await insertPerangkatDaerah(sql, { id: 'lain', nama: 'Dinas Lain', daerah: 'Kabupaten Lain' });
	await insertAccount(sql, {
		id: 'orang-lain',
		username: 'orang-lain',
		nama: 'Orang Lain',
		passwordHash: await hashPassword('rembug-demo')
	});
	await insertGrant(sql, 'orang-lain', { role: 'perencana', perangkatDaerahId: 'lain', unitId: null });
	await sql.begin((tx) =>
		createRenja(
			tx,
			{ id: 'renja-lain', perangkatDaerahId: 'lain', tahun: 2025, jenis: 'murni', judul: 'Renja Lain', stage: 'persiapan' },
			{ info: {}, nodes: [] }
		)
	);

	for (const path of everyPath) {
		const [hidden, missing] = [await get('orang-lain', path), await get('orang-lain', path.replace('demo-renja-2024', 'tidak-ada'))];
		expect([hidden.status, missing.status]).toEqual([404, 404]);
		expect(await hidden.json()).toEqual(await missing.json());
	}
	expect(await (await get('orang-lain', '/api/renja')).json()).toEqual([expect.objectContaining({ id: 'renja-lain' })]);
	expect(await (await get('koperasi', '/api/renja')).json()).toEqual([expect.objectContaining({ id: 'demo-renja-2024' })]);
	expect((await get('koperasi', '/api/renja/renja-lain')).status).toBe(404);
});

test('the admin looks after accounts and sees no Renja', async () => {
	expect(await (await get('admin', '/api/renja')).json()).toEqual([]);
	expect((await get('admin', '/api/renja/demo-renja-2024')).status).toBe(404);
});

test('lists what I may see', async () => {
	expect(await (await get('verifikator', '/api/renja')).json()).toEqual([
		{
			id: 'demo-renja-2024',
			tahun: 2024,
			perangkatDaerah: 'Dinas Koperasi, Usaha Kecil dan Menengah',
			jenis: 'murni',
			stage: 'rancangan',
			judul: expect.stringContaining('Renja 2024')
		}
	]);
});

test('the plain value carries rows and sums', async () => {
	const plan = (await (await get('perencana', '/api/renja/demo-renja-2024')).json()) as { info: object; nodes: unknown[]; totals: object };
	expect(plan.nodes).toHaveLength(52);
	expect(plan.totals).toMatchObject({ pagu: 12_508_804_849, paguMaju: 13_670_514_386 });
	expect(plan.info).toMatchObject({ tahun: 2024, paguLimit: 12_600_000_000, layout: 'rinci' });
});

test.each([
	['perencana', { edit: true, moveStage: true, decide: false }],
	['koperasi', { edit: true, moveStage: false, decide: false }],
	['kepala-dinas', { edit: false, moveStage: false, decide: true }],
	['verifikator', { edit: false, moveStage: false, decide: false }]
])('the workspace of %s knows what may be done', async (username, may) => {
	expect(await (await get(username, '/api/renja/demo-renja-2024/context')).json()).toMatchObject({
		stage: 'rancangan',
		frozen: false,
		demo: true,
		generation: expect.any(String),
		units: [{ id: 'sekretariat' }, { id: 'koperasi' }, { id: 'umkm' }],
		may,
		latestSnapshot: null,
		stageHistory: []
	});
});

test('history says who changed what, newest first', async () => {
	const change = {
		documentId: 'demo-renja-2024-plan',
		seq: 2,
		accountId: 'demo-koperasi',
		root: 'nodes',
		entity: 'n-2.17.02.2.01.01',
		field: 'pagu'
	};
	await insertFieldChange(database.sql, { ...change, before: 1, after: 2 });
	await insertFieldChange(database.sql, { ...change, accountId: null, before: 2, after: null });
	await insertFieldChange(database.sql, { ...change, field: 'uraian', before: 'a', after: 'b' });

	const of = async (query: string) => (await get('umkm', `/api/renja/demo-renja-2024/history?${query}`)).json();
	expect(await of('root=nodes&entity=n-2.17.02.2.01.01&field=pagu')).toEqual([
		{
			id: 2,
			root: 'nodes',
			entity: 'n-2.17.02.2.01.01',
			field: 'pagu',
			before: 2,
			after: null,
			nama: null,
			at: expect.stringMatching(/Z$/)
		},
		{
			id: 1,
			root: 'nodes',
			entity: 'n-2.17.02.2.01.01',
			field: 'pagu',
			before: 1,
			after: 2,
			nama: 'Staf Bidang Koperasi',
			at: expect.stringMatching(/Z$/)
		}
	]);
	expect(await of('entity=n-2.17.02.2.01.01')).toHaveLength(3);
	expect(await of('root=info')).toEqual([]);
	expect(await of('root=nodes&field=pagu&before=2')).toEqual([expect.objectContaining({ id: 1 })]);
	expect(await of('before=x')).toMatchObject({ error: { code: 'request.invalid' } });
});

test('offers the names that the plans print', async () => {
	const entries = (await (await get('umkm', '/api/renja/demo-renja-2024/nomenklatur')).json()) as { kode: string }[];
	expect(entries).toHaveLength(52);
});
