import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AdminPerangkatDaerah } from '@rembug/shared/api/api-types.ts';
import type { Kecamatan } from '@rembug/shared/usulan/wilayah.ts';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts';
import { openApp, type AppFixture } from '../app-fixture.ts';
import { demoWilayah } from '../demo/demo-wilayah.ts';
import { auditOf } from '../people/admin-fixture-queries.ts';

const office = 'demo-diskop-pasuruan';

let database: TestDatabase;
let app: AppFixture;
let admin: string;

beforeEach(async () => {
	database = await createTestDatabase();
	app = await openApp(database.sql);
	admin = await app.signIn('admin');
});
afterEach(() => database.drop());

const put = (text: unknown, cookie = admin, of = office) =>
	app.request('PUT', `/api/admin/perangkat-daerah/${of}/wilayah`, { headers: { cookie }, body: { text } });
const listed = async (username = 'perencana') => {
	const answer = await app.request('GET', '/api/renja/demo-renja-2024/wilayah', { headers: { cookie: await app.signIn(username) } });
	return answer.status === 200 ? ((await answer.json()) as Kecamatan[]) : answer.status;
};
const errorOf = async (answer: Response) => ((await answer.json()) as { error: { code: string; message: string; field?: string } }).error;
const grant = (kecamatan: string) =>
	app.request('POST', '/api/admin/accounts/demo-umkm/grants', {
		headers: { cookie: admin },
		body: { role: 'kecamatan', perangkatDaerahId: office, kecamatan }
	});

test('the admin replaces the list whole; whoever enters usulan is offered it', async () => {
	expect(await listed()).toEqual(demoWilayah);
	expect((await put('Gempol\tNgerong\nGempol\tRandupitu\nBeji')).status).toBe(204);
	const wilayah = [
		{ nama: 'Beji', desa: [] },
		{ nama: 'Gempol', desa: ['Ngerong', 'Randupitu'] }
	];
	expect(await listed()).toEqual(wilayah);
	expect(await listed('kecamatan-gempol')).toEqual(wilayah);
	expect(await listed('admin')).toBe(404);
	expect(await listed('delegasi-gempol')).toBe(404);
	const offices = await app.request('GET', '/api/admin/perangkat-daerah', { headers: { cookie: admin } });
	expect(((await offices.json()) as AdminPerangkatDaerah[]).map((one) => one.wilayah)).toEqual([wilayah]);
	expect(await auditOf(database.sql, 'demo-admin')).toContain('wilayah.changed');
});

test('nobody but the admin changes it, and no wrong line changes anything', async () => {
	expect((await put('Beji', await app.signIn('perencana'))).status).toBe(403);
	expect((await put('Beji', admin, 'none')).status).toBe(404);
	expect(await errorOf(await put('Gempol\nBeji RT 4'))).toMatchObject({
		code: 'wilayah.invalid',
		message: expect.stringContaining('Baris 2: “Beji RT 4”')
	});
	expect((await put(7)).status).toBe(400);
	// An account stands for Gempol.
	expect(await errorOf(await put('Beji'))).toMatchObject({ code: 'wilayah.inUse', message: expect.stringContaining('Gempol (akun') });
	expect(await listed()).toEqual(demoWilayah);
});

test('a kecamatan with an account is one of the list, and is written as there; without a list any may be named', async () => {
	expect(await errorOf(await grant('Gempoll'))).toMatchObject({ code: 'grant.kecamatanUnlisted', field: 'kecamatan' });
	expect((await grant('BEJI')).status).toBe(201);
	const rows = await database.sql`select kecamatan from role_grant where account_id = 'demo-umkm' and role = 'kecamatan'`;
	expect([...rows]).toEqual([{ kecamatan: 'Beji' }]);
	expect((await put('')).status).toBe(204);
	expect(await listed()).toEqual([]);
	expect((await grant('Gempoll')).status).toBe(201);
});

test('an office that is removed takes its list with it', async () => {
	const made = await app.request('POST', '/api/admin/perangkat-daerah', {
		headers: { cookie: admin },
		body: { nama: 'Dinas Baru', daerah: 'Kota Contoh' }
	});
	const { id } = (await made.json()) as { id: string };
	expect((await put('Satu', admin, id)).status).toBe(204);
	const removed = await app.request('DELETE', `/api/admin/perangkat-daerah/${id}`, { headers: { cookie: admin }, body: {} });
	expect(removed.status).toBe(204);
	expect([...(await database.sql`select from wilayah where perangkat_daerah_id = ${id}`)]).toEqual([]);
});
