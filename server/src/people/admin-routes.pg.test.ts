import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AdminAccount, AdminPerangkatDaerah, GivenPassword } from '@rembug/shared/api/api-types.ts';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts';
import { openApp, type AppFixture } from '../app-fixture.ts';
import { insertFieldChange } from '../renja/renja-fixture-queries.ts';
import { auditOf } from './admin-fixture-queries.ts';

const office = 'demo-diskop-pasuruan';

let database: TestDatabase;
let app: AppFixture;
let cookie: string;

beforeEach(async () => {
	database = await createTestDatabase();
	app = await openApp(database.sql);
	cookie = await app.signIn('admin');
});
afterEach(() => database.drop());

const call = (method: string, path: string, body?: unknown, as = cookie) =>
	app.request(method, `/api/admin${path}`, { headers: { cookie: as }, ...(method === 'GET' ? {} : { body: body ?? {} }) });
const errorOf = async (answer: Response) => ((await answer.json()) as { error: { code: string; message: string; field?: string } }).error;
const made = async (answer: Response): Promise<string> => {
	expect(answer.status).toBe(201);
	return ((await answer.json()) as { id: string }).id;
};
const accounts = async () => (await (await call('GET', '/accounts')).json()) as AdminAccount[];
const accountOf = async (username: string) => (await accounts()).find((account) => account.username === username) as AdminAccount;
const offices = async () => (await (await call('GET', '/perangkat-daerah')).json()) as AdminPerangkatDaerah[];
const newAccount = async (username = 'rini.w', grant: object | null = { role: 'perencana', perangkatDaerahId: office }) => {
	const answer = await call('POST', '/accounts', { username, nama: 'Akun Baru', grant });
	expect(answer.status).toBe(201);
	return (await answer.json()) as GivenPassword;
};
const ownPassword = 'kata sandi sendiri';
/** Signs in with the password that was given out, and chooses an own one. */
const arrive = async (username: string, given: string) => {
	const theirs = await app.signIn(username, given);
	const answer = await app.request('PUT', '/api/session/password', {
		headers: { cookie: theirs },
		body: { old: given, password: ownPassword }
	});
	expect(answer.status).toBe(204);
	return theirs;
};

const routes: [string, string][] = [
	['GET', '/perangkat-daerah'],
	['POST', '/perangkat-daerah'],
	['PUT', `/perangkat-daerah/${office}`],
	['DELETE', `/perangkat-daerah/${office}`],
	['POST', `/perangkat-daerah/${office}/units`],
	['PUT', `/perangkat-daerah/${office}/units-order`],
	['PUT', '/units/koperasi'],
	['DELETE', '/units/koperasi'],
	['GET', '/accounts'],
	['POST', '/accounts'],
	['PUT', '/accounts/demo-umkm'],
	['PUT', '/accounts/demo-umkm/disabled'],
	['POST', '/accounts/demo-umkm/password'],
	['DELETE', '/accounts/demo-umkm/sessions'],
	['POST', '/accounts/demo-umkm/grants'],
	['DELETE', '/accounts/demo-umkm/grants/1']
];

test.each(['perencana', 'koperasi', 'kepala-dinas', 'verifikator'])('%s may do nothing of it', async (username) => {
	const theirs = await app.signIn(username);
	for (const [method, path] of routes) {
		const answer = await call(method, path, {}, theirs);
		expect([method, path, answer.status, (await errorOf(answer)).code]).toEqual([method, path, 403, 'grant.missing']);
	}
});

test('nobody without a session, no foreign page, no form', async () => {
	for (const [method, path] of routes) {
		expect((await call(method, path, {}, 'rembug_session=none')).status).toBe(401);
		if (method === 'GET') continue;
		const foreign = await app.request(method, `/api/admin${path}`, { headers: { cookie, origin: 'https://evil.example' }, body: {} });
		expect((await errorOf(foreign)).code).toBe('request.foreignOrigin');
		const form = await app.request(method, `/api/admin${path}`, { headers: { cookie, 'content-type': 'text/plain' }, body: {} });
		expect((await errorOf(form)).code).toBe('request.notJson');
	}
});

test('an office is made, renamed, given units in an order, and removed when unused', async () => {
	const id = await made(await call('POST', '/perangkat-daerah', { nama: ' Dinas Perdagangan ', daerah: 'Kota Contoh' }));
	expect((await call('PUT', `/perangkat-daerah/${id}`, { nama: 'Dinas Dagang', daerah: 'Kota Contoh' })).status).toBe(204);
	const first = await made(
		await call('POST', `/perangkat-daerah/${id}/units`, { nama: 'Sekretariat', singkatan: 'Set', jenis: 'sekretariat' })
	);
	const second = await made(await call('POST', `/perangkat-daerah/${id}/units`, { nama: 'UPT Pasar', singkatan: 'UPT', jenis: 'upt' }));
	expect((await call('PUT', `/units/${second}`, { nama: 'UPT Pasar Induk', singkatan: 'Pasar', jenis: 'upt' })).status).toBe(204);
	expect((await call('PUT', `/perangkat-daerah/${id}/units-order`, { ids: [second, first] })).status).toBe(204);
	expect((await offices()).find((one) => one.id === id)).toEqual({
		id,
		renja: [],
		wilayah: [],
		nama: 'Dinas Dagang',
		daerah: 'Kota Contoh',
		units: [
			{ id: second, nama: 'UPT Pasar Induk', singkatan: 'Pasar', jenis: 'upt' },
			{ id: first, nama: 'Sekretariat', singkatan: 'Set', jenis: 'sekretariat' }
		]
	});

	const refused = await errorOf(await call('DELETE', `/perangkat-daerah/${id}`));
	expect(refused).toMatchObject({ code: 'perangkatDaerah.inUse', message: expect.stringContaining('2 unit') });
	expect((await errorOf(await call('PUT', `/perangkat-daerah/${id}/units-order`, { ids: [first] }))).code).toBe('unit.orderChanged');
	for (const unit of [first, second]) expect((await call('DELETE', `/units/${unit}`)).status).toBe(204);
	expect((await call('DELETE', `/perangkat-daerah/${id}`)).status).toBe(204);
	expect((await errorOf(await call('DELETE', `/perangkat-daerah/${id}`))).code).toBe('perangkatDaerah.notFound');
	expect(await auditOf(database.sql, 'demo-admin')).toEqual([
		...['session.started', 'perangkatDaerah.created', 'perangkatDaerah.renamed', 'unit.created', 'unit.created', 'unit.changed'],
		...['unit.ordered', 'unit.removed', 'unit.removed', 'perangkatDaerah.removed']
	]);
});

test('a unit stays while an account works for it, a plan names it, or the history does', async () => {
	const about = async (unit: string) => (await errorOf(await call('DELETE', `/units/${unit}`))).message;
	expect(await about('koperasi')).toContain('Renja 2024');
	const id = await made(
		await call('POST', `/perangkat-daerah/${office}/units`, { nama: 'Bidang Baru', singkatan: 'Baru', jenis: 'bidang' })
	);
	const grant = await made(await call('POST', '/accounts/demo-umkm/grants', { role: 'staf', perangkatDaerahId: office, unitId: id }));
	expect(await about(id)).toContain('1 akun');
	expect((await call('DELETE', `/accounts/demo-umkm/grants/${grant}`)).status).toBe(204);
	await insertFieldChange(database.sql, {
		...{ documentId: 'demo-renja-2024-plan', seq: 2, accountId: 'demo-umkm', root: 'nodes', entity: 'n-2.17.01' },
		...{ field: 'bidang', before: id, after: 'umkm' }
	});
	expect(await about(id)).toContain('Riwayat');
});

test.each([
	['/perangkat-daerah', { nama: '', daerah: 'Kota' }, 'perangkatDaerah.nama', 'nama'],
	['/perangkat-daerah', { nama: 'Dinas' }, 'perangkatDaerah.daerah', 'daerah'],
	[
		'/perangkat-daerah',
		{ nama: 'DINAS Koperasi, Usaha Kecil dan Menengah', daerah: 'kabupaten pasuruan' },
		'perangkatDaerah.taken',
		'nama'
	],
	[`/perangkat-daerah/${office}/units`, { nama: 'a\u0000b', singkatan: 'x', jenis: 'bidang' }, 'unit.nama', 'nama'],
	[`/perangkat-daerah/${office}/units`, { nama: 'bidang koperasi', singkatan: 'x', jenis: 'bidang' }, 'unit.taken', 'nama'],
	[`/perangkat-daerah/${office}/units`, { nama: 'Seksi', singkatan: 'S', jenis: 'seksi' }, 'unit.jenis', 'jenis'],
	['/accounts', { username: 'ab', nama: 'A' }, 'account.username', 'username'],
	['/accounts', { username: 'Rini', nama: 'A' }, 'account.username', 'username'],
	['/accounts', { username: 'umkm', nama: 'A' }, 'account.usernameTaken', 'username'],
	['/accounts', { username: 'rini', nama: '  ' }, 'account.nama', 'nama'],
	['/accounts', { username: 'rini', nama: 'A', grant: { role: 'perencana' } }, 'grant.perangkatDaerah', 'perangkatDaerahId'],
	['/accounts', { username: 'rini', nama: 'A', grant: { role: 'staf', perangkatDaerahId: office } }, 'grant.unit', 'unitId'],
	['/accounts/demo-umkm/grants', { role: 'raja' }, 'grant.role', 'role'],
	['/accounts/demo-umkm/grants', { role: 'staf', perangkatDaerahId: office, unitId: 'umkm' }, 'grant.exists', 'role'],
	['/accounts/demo-umkm/grants', { role: 'perencana', perangkatDaerahId: office, unitId: 'umkm' }, 'grant.unit', 'unitId'],
	['/accounts/demo-umkm/grants', { role: 'perencana', perangkatDaerahId: 'none' }, 'grant.perangkatDaerah', 'perangkatDaerahId']
])('%s with %o is refused at its field', async (path, body, code, field) => {
	const before = await Promise.all([accounts(), offices()]);
	expect(await errorOf(await call('POST', path, body))).toMatchObject({ code, field });
	expect(await Promise.all([accounts(), offices()])).toEqual(before);
});

test('what is not there is said to be gone', async () => {
	for (const [method, path, body, code] of [
		['PUT', '/perangkat-daerah/x', { nama: 'D', daerah: 'K' }, 'perangkatDaerah.notFound'],
		['POST', '/perangkat-daerah/x/units', { nama: 'U', singkatan: 'U', jenis: 'upt' }, 'perangkatDaerah.notFound'],
		['PUT', '/perangkat-daerah/x/units-order', { ids: [] }, 'perangkatDaerah.notFound'],
		['PUT', '/units/x', { nama: 'U', singkatan: 'U', jenis: 'upt' }, 'unit.notFound'],
		['DELETE', '/units/x', {}, 'unit.notFound'],
		['PUT', '/accounts/x', { username: 'xxx', nama: 'X' }, 'account.notFound'],
		['PUT', '/accounts/x/disabled', { disabled: true }, 'account.notFound'],
		['POST', '/accounts/x/password', {}, 'account.notFound'],
		['DELETE', '/accounts/x/sessions', {}, 'account.notFound'],
		['POST', '/accounts/x/grants', { role: 'admin' }, 'account.notFound'],
		['DELETE', '/accounts/demo-umkm/grants/999999', {}, 'grant.notFound'],
		['DELETE', '/accounts/demo-umkm/grants/abc', {}, 'grant.notFound']
	] as const) {
		expect([path, (await errorOf(await call(method, path, body))).code]).toEqual([path, code]);
	}
});

test('a new account can do nothing but choose an own password with the one it was given', async () => {
	const { password } = await newAccount();
	expect(password).toMatch(/^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/);
	const theirs = await app.signIn('rini.w', password);
	const get = (path: string) => app.request('GET', path, { headers: { cookie: theirs } });
	expect(await (await get('/api/session')).json()).toMatchObject({ mustChangePassword: true });
	expect((await errorOf(await get('/api/renja'))).code).toBe('password.mustChange');

	const change = (old: string, next: string) =>
		app.request('PUT', '/api/session/password', { headers: { cookie: theirs }, body: { old, password: next } });
	expect(await errorOf(await change('salah sama sekali', ownPassword))).toMatchObject({ code: 'password.wrong', field: 'old' });
	expect(await errorOf(await change(password, 'pendek'))).toMatchObject({ code: 'password.length', field: 'password' });
	expect(await errorOf(await change(password, password))).toMatchObject({ code: 'password.same', field: 'password' });
	expect((await change(password, ownPassword)).status).toBe(204);
	expect(await (await get('/api/session')).json()).toMatchObject({ mustChangePassword: false });
	expect(await (await get('/api/renja')).json()).toHaveLength(1);
	await expect(app.signIn('rini.w', password)).rejects.toThrow('session.wrong');
	await app.signIn('rini.w', ownPassword);
});

test('changing the own password ends the other sessions of the account', async () => {
	const { password } = await newAccount();
	const here = await arrive('rini.w', password);
	const elsewhere = await app.signIn('rini.w', ownPassword);
	app.ended.length = 0;
	const answer = await app.request('PUT', '/api/session/password', {
		headers: { cookie: here },
		body: { old: ownPassword, password: 'yang lebih baru lagi' }
	});
	expect(answer.status).toBe(204);
	expect(app.ended).toEqual([elsewhere.split('=')[1]]);
	expect((await app.request('GET', '/api/session', { headers: { cookie: elsewhere } })).status).toBe(401);
	expect((await app.request('GET', '/api/session', { headers: { cookie: here } })).status).toBe(200);
});

test('the password of a demo account stays as it is printed', async () => {
	expect((await errorOf(await call('POST', '/accounts/demo-umkm/password'))).code).toBe('password.demo');
	const answer = await app.request('PUT', '/api/session/password', {
		headers: { cookie },
		body: { old: 'rembug-demo', password: ownPassword }
	});
	expect((await errorOf(answer)).code).toBe('password.demo');
});

test('an account is renamed, disabled with its sessions and sockets at once, enabled, and given a new password', async () => {
	const { id, password } = await newAccount();
	const theirs = await arrive('rini.w', password);
	const session = () => app.request('GET', '/api/session', { headers: { cookie: theirs } });
	expect((await call('PUT', `/accounts/${id}`, { username: 'rini.wulan', nama: 'Nama Lain' })).status).toBe(204);
	expect(await (await session()).json()).toMatchObject({ user: { username: 'rini.wulan', nama: 'Nama Lain' } });

	expect((await call('PUT', `/accounts/${id}/disabled`, { disabled: true })).status).toBe(204);
	expect(app.ended).toEqual([theirs.split('=')[1]]);
	expect((await session()).status).toBe(401);
	await expect(app.signIn('rini.wulan', ownPassword)).rejects.toThrow('session.wrong');
	expect(await accountOf('rini.wulan')).toMatchObject({ disabled: true, sessions: 0 });

	expect((await call('PUT', `/accounts/${id}/disabled`, { disabled: false })).status).toBe(204);
	expect((await session()).status).toBe(401);
	const again = await app.signIn('rini.wulan', ownPassword);
	const reset = (await (await call('POST', `/accounts/${id}/password`)).json()) as GivenPassword;
	expect((await app.request('GET', '/api/session', { headers: { cookie: again } })).status).toBe(401);
	await expect(app.signIn('rini.wulan', ownPassword)).rejects.toThrow('session.wrong');
	expect(await app.signIn('rini.wulan', reset.password)).toBeTruthy();
	const audit = await auditOf(database.sql, 'demo-admin');
	expect(audit.slice(1)).toEqual([
		...['account.created', 'grant.added', 'account.renamed', 'account.disabled', 'account.enabled', 'password.reset']
	]);
});

test('all sessions of an account end at once', async () => {
	const [one, two] = [await app.signIn('umkm'), await app.signIn('umkm')];
	expect(await accountOf('umkm')).toMatchObject({ sessions: 2 });
	expect(await (await call('DELETE', '/accounts/demo-umkm/sessions')).json()).toEqual({ ended: 2 });
	expect(app.ended.toSorted()).toEqual([one, two].map((each) => each.split('=')[1]).toSorted());
});

test('a grant holds from the next call on, and is gone with the next call', async () => {
	const { id, password } = await newAccount('rini.w', null);
	const theirs = await arrive('rini.w', password);
	const renja = async () => (await app.request('GET', '/api/renja', { headers: { cookie: theirs } })).json();
	expect(await renja()).toEqual([]);
	const grant = await made(await call('POST', `/accounts/${id}/grants`, { role: 'verifikator', perangkatDaerahId: office }));
	expect(await renja()).toHaveLength(1);
	expect((await accountOf('rini.w')).grants).toEqual([{ id: grant, role: 'verifikator', perangkatDaerahId: office, unitId: null }]);
	expect((await call('DELETE', `/accounts/${id}/grants/${grant}`)).status).toBe(204);
	expect(await renja()).toEqual([]);
	expect(app.changed).toEqual([id, id]);
});

test('there is always an admin left, also when two take each other away at once', async () => {
	const mine = (await accountOf('admin')).grants[0]?.id;
	const self = '/accounts/demo-admin';
	for (const answer of [await call('PUT', `${self}/disabled`, { disabled: true }), await call('DELETE', `${self}/grants/${mine}`)])
		expect((await errorOf(answer)).code).toBe('account.lastAdmin');

	const { id, password } = await newAccount('admin.dua', { role: 'admin' });
	const second = await arrive('admin.dua', password);
	const answers = await Promise.all([
		call('PUT', `/accounts/${id}/disabled`, { disabled: true }),
		call('DELETE', `${self}/grants/${mine}`, {}, second)
	]);
	expect(answers.map(({ status }) => status).toSorted()).not.toEqual([204, 204]);
	expect(answers.some(({ status }) => status === 204)).toBe(true);
});
