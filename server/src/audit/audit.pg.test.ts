import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AuditAnswer, AuditChoices, AuditRow } from '@rembug/shared/api/api-types.ts';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts';
import { openApp, type AppFixture } from '../app-fixture.ts';
import { migrate } from '../database/migrate.ts';
import { demoRenjaId } from '../demo/demo-accounts.ts';
import { createAdmin } from '../people/create-admin.ts';
import { recordAudit } from './audit-queries.ts';

const office = 'demo-diskop-pasuruan';

let database: TestDatabase;
let app: AppFixture;
const cookies = new Map<string, string>();

beforeEach(async () => {
	database = await createTestDatabase();
	app = await openApp(database.sql);
	cookies.clear();
	for (const username of ['admin', 'perencana', 'kepala-dinas']) cookies.set(username, await app.signIn(username));
});
afterEach(() => database.drop());

const call = (username: string, method: string, path: string, body?: object) =>
	app.request(method, path, { headers: { cookie: cookies.get(username) ?? '' }, ...(method === 'GET' ? {} : { body: body ?? {} }) });
async function ok<T = { id: string }>(answer: Promise<Response>): Promise<T> {
	const response = await answer;
	expect(response.status, await response.clone().text()).toBeLessThan(300);
	return (response.status === 204 ? null : await response.json()) as T;
}
const audit = async (username: string, query = ''): Promise<AuditRow[]> =>
	(await ok<AuditAnswer>(call(username, 'GET', `/api/audit${query}`))).rows;
/** What an account is told, oldest first: who, what, about whom. */
const told = async (username: string, query = ''): Promise<string[]> =>
	(await audit(username, query))
		.toReversed()
		.map(({ actor, action, subject }) => [actor?.username ?? '-', action, ...(subject ? [subject.username] : [])].join(' '));
const errorOf = async (answer: Response) => ((await answer.json()) as { error: { code: string } }).error.code;
const submit = (reason = '') => call('perencana', 'POST', `/api/renja/${demoRenjaId}/stage`, { to: 'diajukan', reason });

test('who signed in and out is there, and whoever failed to', async () => {
	cookies.set('umkm', await app.signIn('umkm'));
	await ok(call('umkm', 'DELETE', '/api/session'));
	for (const username of ['umkm', 'rahasia-yang-salah-kolom'])
		expect((await app.request('POST', '/api/session', { body: { username, password: 'salah-sekali' } })).status).toBe(401);
	expect((await told('admin', '?kind=session')).slice(3)).toEqual([
		'umkm session.started',
		'umkm session.ended',
		'- session.failed umkm',
		'- session.failed'
	]);
	const rows = await audit('admin');
	expect(rows.slice(0, 2).map(({ detail }) => detail)).toEqual([{ cause: 'unknown' }, { cause: 'password' }]);
	// Nobody's row: the office is told only of its own accounts.
	expect((await told('perencana', '?kind=session')).at(-1)).toBe('- session.failed umkm');
});

test('changes to offices, units, accounts and roles are there with the names of their time', async () => {
	const pd = await ok(call('admin', 'POST', '/api/admin/perangkat-daerah', { nama: 'Dinas Baru', daerah: 'Kota Baru' }));
	const unitBody = { nama: 'Bidang Lama', singkatan: 'BL', jenis: 'bidang' };
	const unit = await ok(call('admin', 'POST', `/api/admin/perangkat-daerah/${pd.id}/units`, unitBody));
	const grant = { role: 'staf', perangkatDaerahId: pd.id, unitId: unit.id };
	const account = await ok<{ id: string; password: string }>(
		call('admin', 'POST', '/api/admin/accounts', { username: 'rini', nama: 'Rini', grant })
	);
	const [row] = await database.sql<{ id: number }[]>`select id from role_grant where account_id = ${account.id}`;
	await ok(call('admin', 'DELETE', `/api/admin/accounts/${account.id}/grants/${row?.id}`));
	await ok(call('admin', 'PUT', `/api/admin/units/${unit.id}`, { ...unitBody, nama: 'Bidang Berganti' }));
	await ok(call('admin', 'DELETE', `/api/admin/units/${unit.id}`));
	const { password } = await ok<{ password: string }>(call('admin', 'POST', `/api/admin/accounts/${account.id}/password`));
	await ok(call('admin', 'PUT', `/api/admin/accounts/${account.id}/disabled`, { disabled: true }));
	await createAdmin(database.sql, { username: 'admin2', nama: 'Admin Dua', password: 'kata sandi panjang' });

	const rows = (await audit('admin')).toReversed().slice(3);
	expect(rows.map(({ action, subject }) => [action, subject?.username ?? ''])).toEqual([
		['perangkatDaerah.created', ''],
		['unit.created', ''],
		['account.created', 'rini'],
		['grant.added', 'rini'],
		['grant.removed', 'rini'],
		['unit.changed', ''],
		['unit.removed', ''],
		['password.reset', 'rini'],
		['account.disabled', 'rini'],
		['account.created', 'admin2'],
		['grant.added', 'admin2']
	]);
	expect(rows[3]?.detail).toEqual({ ...grant, perangkatDaerah: 'Dinas Baru', unit: 'Bidang Lama' });
	expect(rows[5]?.detail).toEqual({ nama: 'Bidang Berganti', before: 'Bidang Lama', perangkatDaerah: 'Dinas Baru' });
	const text = JSON.stringify(rows);
	for (const secret of [account.password, password, 'kata sandi panjang', '$argon2']) expect(text).not.toContain(secret);
});

test('a change whose row cannot be kept is not made', async () => {
	await database.sql`alter table audit add constraint full_up check (id < 0) not valid`;
	const before = await database.sql`select * from role_grant order by id`;
	const grant = { role: 'perencana', perangkatDaerahId: office, unitId: null };
	expect((await call('admin', 'POST', '/api/admin/accounts/demo-umkm/grants', grant)).status).toBe(500);
	expect((await submit()).status).toBe(500);
	expect((await call('perencana', 'GET', `/api/renja/${demoRenjaId}/tables/t-c-33.csv`)).status).toBe(500);
	const signIn = await app.request('POST', '/api/session', { body: { username: 'umkm', password: 'rembug-demo' } });
	expect([signIn.status, signIn.headers.getSetCookie()]).toEqual([500, []]);
	expect((await call('kepala-dinas', 'DELETE', '/api/session')).status).toBe(500);

	expect(await database.sql`select * from role_grant order by id`).toEqual(before);
	expect(await database.sql`select stage from renja`).toEqual([{ stage: 'rancangan' }]);
	expect(await database.sql`select from snapshot`).toHaveLength(0);
	expect((await call('kepala-dinas', 'GET', '/api/session')).status).toBe(200);
});

test('stages, decisions and every download are there, also a wrong password at a decision', async () => {
	await ok(submit());
	const [snapshot] = await ok<{ id: string }[]>(call('perencana', 'GET', `/api/renja/${demoRenjaId}/snapshots`));
	const decide = (password: string) =>
		call('kepala-dinas', 'POST', `/api/snapshots/${snapshot?.id}/decision`, { decision: 'return', note: 'Lengkapi targetnya', password });
	expect((await decide('salah')).status).toBe(403);
	await ok(decide('rembug-demo'));
	for (const format of ['csv', 'xlsx', 'json'])
		expect((await call('perencana', 'GET', `/api/renja/${demoRenjaId}/tables/t-c-33.${format}?snapshot=${snapshot?.id}`)).status).toBe(200);
	const rows = (await audit('perencana', `?renja=${demoRenjaId}`)).toReversed();
	expect(rows.map(({ actor, action }) => `${actor?.username} ${action}`)).toEqual([
		'perencana stage.changed',
		'kepala-dinas password.failed',
		'kepala-dinas snapshot.returned',
		'perencana table.exported',
		'perencana table.exported'
	]);
	expect(rows[2]?.detail).toMatchObject({ note: 'Lengkapi targetnya' });
	expect(rows[3]?.detail).toEqual({ table: 't-c-33', format: 'csv', snapshotId: snapshot?.id, number: 1 });
});

test('only admin, perencana and sekretaris read it', async () => {
	for (const username of ['koperasi', 'kepala-dinas', 'verifikator']) {
		cookies.set(username, await app.signIn(username));
		for (const path of ['/api/audit', '/api/audit/choices']) {
			const answer = await call(username, 'GET', path);
			expect([answer.status, await errorOf(answer)]).toEqual([403, 'grant.missing']);
		}
	}
	expect((await app.request('GET', '/api/audit')).status).toBe(401);
});

test('a perencana reads of his own office only, also of what a grant there was that is gone', async () => {
	const pd = await ok(call('admin', 'POST', '/api/admin/perangkat-daerah', { nama: 'Dinas Lain', daerah: 'Kota Lain' }));
	const grant = { role: 'verifikator', perangkatDaerahId: pd.id, unitId: null };
	const account = await ok(call('admin', 'POST', '/api/admin/accounts', { username: 'rini', nama: 'Rini', grant }));
	const here = { role: 'kepala_dinas', perangkatDaerahId: office, unitId: null };
	const { id } = await ok(call('admin', 'POST', `/api/admin/accounts/${account.id}/grants`, here));
	await ok(call('admin', 'DELETE', `/api/admin/accounts/${account.id}/grants/${id}`));
	expect((await told('perencana')).slice(2)).toEqual(['admin grant.added rini', 'admin grant.removed rini']);
	expect(await told('perencana', '?text=Dinas+Lain')).toEqual([]);
	const choices = await ok<AuditChoices>(call('perencana', 'GET', '/api/audit/choices'));
	expect(choices.accounts.map(({ username }) => username)).not.toContain('rini');
	expect(choices.renja.map((renja) => renja.id)).toEqual([demoRenjaId]);
	const all = await ok<AuditChoices>(call('admin', 'GET', '/api/audit/choices'));
	expect(all.accounts.map(({ username }) => username)).toContain('rini');
});

test('the admin reads everything but words about plans, and cannot find them by searching', async () => {
	await ok(call('perencana', 'POST', `/api/renja/${demoRenjaId}/stage`, { to: 'ranwal', reason: 'Pagu indikatif berubah' }));
	expect((await audit('perencana', '?text=indikatif'))[0]?.detail).toMatchObject({ reason: 'Pagu indikatif berubah' });
	expect(await audit('admin', '?text=indikatif')).toEqual([]);
	const [row] = await audit('admin', '?kind=stage');
	expect(row?.detail).toEqual({ from: 'rancangan', to: 'ranwal', snapshotId: null });
	expect(row?.renja).toMatchObject({ id: demoRenjaId, tahun: 2024, judul: '' });
	expect((await audit('perencana', '?kind=stage'))[0]?.renja?.judul).toContain('Renja 2024');
	for (const username of ['admin', 'perencana']) {
		const { renja } = await ok<AuditChoices>(call(username, 'GET', '/api/audit/choices'));
		expect([username, renja[0]?.judul === '']).toEqual([username, username === 'admin']);
	}
});

test('rows are found by kind, account, Renja, time and text, and a wrong filter is said', async () => {
	await ok(submit());
	await ok(call('admin', 'DELETE', '/api/admin/accounts/demo-umkm/sessions'));
	const all = await audit('admin');
	expect(await told('admin', '?kind=stage')).toEqual(['perencana stage.changed']);
	expect(await told('admin', '?account=demo-umkm')).toEqual(['admin session.endedByAdmin umkm']);
	expect(await told('admin', '?account=demo-perencana')).toEqual(['perencana session.started', 'perencana stage.changed']);
	expect(await told('admin', `?renja=${demoRenjaId}`)).toEqual(['perencana stage.changed']);
	expect(await told('admin', '?text=usaha')).toEqual(['perencana stage.changed', 'admin session.endedByAdmin umkm']);
	expect(await audit('admin', '?text=100%25_%5C')).toEqual([]);
	const second = all[1] as AuditRow;
	expect((await audit('admin', `?to=${second.at}`)).map(({ id }) => id)).toEqual(all.slice(2).map(({ id }) => id));
	expect((await audit('admin', `?from=${second.at}&text=`)).map(({ id }) => id)).toEqual([all[0]?.id, second.id]);
	for (const wrong of ['kind=x', 'from=kemarin', 'before=-1', 'before=x', `text=${'x'.repeat(201)}`]) {
		const answer = await call('admin', 'GET', `/api/audit?${wrong}`);
		expect([wrong, answer.status, await errorOf(answer)]).toEqual([wrong, 400, 'request.invalid']);
	}
});

test('pages follow one another without a gap, also while rows are added', async () => {
	for (let round = 0; round < 120; round++)
		await recordAudit(database.sql, { action: 'session.endedByAdmin', accountId: 'demo-admin', detail: { count: round } });
	const seen: number[] = [];
	let before: number | null = null;
	do {
		const query: string = before === null ? '' : `&before=${before}`;
		const answer: AuditAnswer = await ok<AuditAnswer>(call('admin', 'GET', `/api/audit?kind=session${query}`));
		expect(answer.rows.length).toBeLessThanOrEqual(50);
		seen.push(...answer.rows.map(({ id }) => id));
		before = answer.next;
		await recordAudit(database.sql, { action: 'session.ended', accountId: 'demo-admin', detail: {} });
	} while (before !== null);
	expect(seen).toEqual([...seen].sort((a, b) => b - a));
	expect(seen).toHaveLength(123);
});

test('Postgres itself refuses to change, delete or empty it, and the history of stages', async () => {
	await ok(submit());
	const { sql } = database;
	for (const attempt of [
		sql`update audit set action = action`,
		sql`delete from audit`,
		sql`truncate audit`,
		sql`update stage_change set reason = 'x'`,
		sql`delete from stage_change`,
		sql`truncate stage_change`
	]) {
		await expect(attempt).rejects.toMatchObject({ code: 'RB001' });
	}
});

test('rows of before are given their account and their office', async () => {
	const old = await createTestDatabase({ empty: true });
	try {
		await migrate(old.sql, 7);
		const { sql } = old;
		await sql`insert into perangkat_daerah (id, nama, daerah) values ('pd', 'Dinas', 'Kota')`;
		await sql`insert into account (id, username, nama, password_hash) values ('a', 'aaa', 'A', 'x')`;
		await sql`insert into role_grant (account_id, role, perangkat_daerah_id) values ('a', 'perencana', 'pd')`;
		await sql`insert into renja (id, perangkat_daerah_id, tahun, jenis, judul, stage) values ('r', 'pd', 2026, 'murni', '', 'rancangan')`;
		await sql`
			insert into audit (action, account_id, renja_id, detail) values
				('session.started', 'a', null, '{}'), ('account.renamed', null, null, '{"id": "a"}'), ('account.renamed', null, null, '{"id": "gone"}'),
				('stage.changed', 'a', 'r', '{}'), ('unit.removed', null, null, '{"id": "u", "perangkatDaerahId": "pd"}')`;
		await migrate(sql);
		expect(await sql`select subject_id as subject, perangkat_daerah_ids as places from audit order by id`).toEqual([
			{ subject: null, places: ['pd'] },
			{ subject: 'a', places: ['pd'] },
			{ subject: null, places: [] },
			{ subject: null, places: ['pd'] },
			{ subject: null, places: ['pd'] }
		]);
	} finally {
		await old.drop();
	}
});
