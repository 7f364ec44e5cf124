import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts';
import { openApp, type AppFixture } from '../app-fixture.ts';
import { hashPassword } from './passwords.ts';
import { insertAccount } from './people-queries.ts';

let database: TestDatabase;
let app: AppFixture;

beforeEach(async () => {
	database = await createTestDatabase();
	app = await openApp(database.sql);
});
afterEach(() => database.drop());

const signIn = (username: string, password: string, headers: Record<string, string> = {}, address?: string) =>
	app.request('POST', '/api/session', { body: { username, password }, headers, ...(address === undefined ? {} : { address }) });
const codeOf = async (answer: Response): Promise<string> => ((await answer.json()) as { error: { code: string } }).error.code;

async function addRealAccount(): Promise<void> {
	await insertAccount(database.sql, {
		id: 'real',
		username: 'rini',
		nama: 'Akun Nyata',
		passwordHash: await hashPassword('kata sandi panjang')
	});
}

test('signing in gives a cookie that scripts cannot read', async () => {
	const answer = await signIn('Perencana', 'rembug-demo');
	expect(answer.status).toBe(204);
	const cookie = answer.headers.getSetCookie()[0];
	expect(cookie).toMatch(/^rembug_session=[a-z0-9]+;/);
	expect(cookie).toMatch(/; Path=\//);
	expect(cookie).toMatch(/; HttpOnly/);
	expect(cookie).toMatch(/; SameSite=Lax/);
	expect(cookie).not.toMatch(/Secure/);
});

test('the cookie is Secure behind https', async () => {
	await addRealAccount();
	app = await openApp(database.sql, { PUBLIC_URL: 'https://rembug.example.go.id' });
	expect((await signIn('rini', 'kata sandi panjang')).headers.getSetCookie()[0]).toMatch(/; Secure/);
	app = await openApp(database.sql, { TRUST_PROXY: '1' });
	expect((await signIn('rini', 'kata sandi panjang', { 'x-forwarded-proto': 'https' })).headers.getSetCookie()[0]).toMatch(/; Secure/);
	app = await openApp(database.sql);
	expect((await signIn('rini', 'kata sandi panjang', { 'x-forwarded-proto': 'https' })).headers.getSetCookie()[0]).not.toMatch(/Secure/);
});

test('says who I am, with grants', async () => {
	const cookie = await app.signIn('koperasi');
	const answer = await app.request('GET', '/api/session', { headers: { cookie } });
	expect(await answer.json()).toEqual({
		user: {
			id: 'demo-koperasi',
			username: 'koperasi',
			nama: 'Staf Bidang Koperasi',
			color: expect.stringMatching(/^#[0-9a-f]{6}$/),
			grants: [{ role: 'staf', perangkatDaerahId: 'demo-diskop-pasuruan', unitId: 'koperasi' }]
		},
		demo: true,
		mustChangePassword: false
	});
});

test('a wrong password and an unknown name get the same answer', async () => {
	const wrong = await signIn('perencana', 'salah');
	const unknown = await signIn('tidak-ada', 'salah');
	expect([wrong.status, unknown.status]).toEqual([401, 401]);
	expect(await wrong.json()).toEqual(await unknown.json());
});

test('a disabled account cannot sign in, and its sessions end', async () => {
	const cookie = await app.signIn('umkm');
	await database.sql`update account set disabled = true where username = 'umkm'`;
	expect((await signIn('umkm', 'rembug-demo')).status).toBe(401);
	expect((await app.request('GET', '/api/session', { headers: { cookie } })).status).toBe(401);
});

test('a session that ran out is none', async () => {
	const cookie = await app.signIn('umkm');
	await database.sql`update account_session set expires_at = now() - interval '1 second'`;
	const answer = await app.request('GET', '/api/session', { headers: { cookie } });
	expect(answer.status).toBe(401);
	expect(await codeOf(answer)).toBe('session.missing');
});

test('no cookie, a foreign one and an invented one are 401', async () => {
	for (const cookie of ['', 'lain=1', 'rembug_session=dikarang', "rembug_session=' or 1=1 --"]) {
		expect((await app.request('GET', '/api/session', { headers: { cookie } })).status).toBe(401);
	}
});

test('signing out ends the session and closes its sockets', async () => {
	const cookie = await app.signIn('umkm');
	const answer = await app.request('DELETE', '/api/session', { headers: { cookie } });
	expect(answer.status).toBe(204);
	expect(answer.headers.getSetCookie()[0]).toMatch(/rembug_session=;.*Max-Age=0/);
	expect(app.ended).toEqual([cookie.split('=')[1]]);
	expect((await app.request('GET', '/api/session', { headers: { cookie } })).status).toBe(401);
});

test('signing in over another session ends that one', async () => {
	const cookie = await app.signIn('umkm');
	await signIn('koperasi', 'rembug-demo', { cookie });
	expect(app.ended).toEqual([cookie.split('=')[1]]);
});

test('too many wrong passwords are 429, also with the right one, and only for that account', async () => {
	for (let n = 0; n < 10; n++) expect((await signIn('umkm', 'salah')).status).toBe(401);
	const answer = await signIn('umkm', 'rembug-demo');
	expect(answer.status).toBe(429);
	expect(await codeOf(answer)).toBe('session.tooMany');
	expect((await signIn('koperasi', 'rembug-demo')).status).toBe(204);
});

test('one address cannot try all accounts', async () => {
	app = await openApp(database.sql, { SIGN_IN_FAILURES_PER_ADDRESS: '5' });
	for (let n = 0; n < 5; n++) await signIn(`akun-${n}`, 'salah', {}, '10.0.0.7');
	expect((await signIn('koperasi', 'rembug-demo', {}, '10.0.0.7')).status).toBe(429);
	expect((await signIn('koperasi', 'rembug-demo', {}, '10.0.0.8')).status).toBe(204);
});

test('behind a trusted proxy the forwarded address counts, otherwise not', async () => {
	await addRealAccount();
	app = await openApp(database.sql, { TRUST_PROXY: '1', SIGN_IN_FAILURES_PER_ADDRESS: '2' });
	for (let n = 0; n < 2; n++) await signIn(`akun-${n}`, 'salah', { 'x-forwarded-for': '1.1.1.1, 203.0.113.9' });
	expect((await signIn('rini', 'kata sandi panjang', { 'x-forwarded-for': '9.9.9.9, 203.0.113.9' })).status).toBe(429);
	expect((await signIn('rini', 'kata sandi panjang', { 'x-forwarded-for': '203.0.113.9, 203.0.113.10' })).status).toBe(204);
});

test('demo accounts are refused where others could reach the page, also with an old cookie', async () => {
	await addRealAccount();
	const cookie = await app.signIn('perencana');
	const open: Record<string, string>[] = [{ HOST: '0.0.0.0' }, { PUBLIC_URL: 'http://rembug.example.go.id' }];
	for (const settings of open) {
		app = await openApp(database.sql, settings);
		const answer = await signIn('perencana', 'rembug-demo');
		expect([answer.status, await codeOf(answer)]).toEqual([401, 'session.demoRefused']);
		expect((await app.request('GET', '/api/session', { headers: { cookie } })).status).toBe(401);
		expect(await (await app.request('GET', '/api/demo')).json()).toEqual({ demo: null });
		expect((await signIn('rini', 'kata sandi panjang')).status).toBe(204);
	}
	app = await openApp(database.sql);
	for (const headers of [{ host: 'rembug.lan:3000' }, { 'x-forwarded-for': '127.0.0.1' }]) {
		expect((await signIn('perencana', 'rembug-demo', headers as unknown as Record<string, string>)).status).toBe(401);
	}
});

test('the sign-in page lists the demo accounts', async () => {
	const { demo } = (await (await app.request('GET', '/api/demo')).json()) as {
		demo: { password: string; accounts: { username: string }[] };
	};
	expect(demo.password).toBe('rembug-demo');
	expect(demo.accounts.map(({ username }) => username).sort()).toEqual(
		[
			'admin',
			'delegasi-gempol',
			'kecamatan-gempol',
			'kepala-dinas',
			'ketua-forum',
			'koperasi',
			'perencana',
			'sekretariat',
			'umkm',
			'verifikator'
		].sort()
	);
});

test('a call from a foreign page is refused', async () => {
	for (const origin of ['http://evil.example', 'null', 'http://localhost:9999']) {
		const answer = await signIn('perencana', 'rembug-demo', { origin });
		expect([answer.status, await codeOf(answer)]).toEqual([403, 'request.foreignOrigin']);
	}
	expect((await signIn('perencana', 'rembug-demo', { origin: 'http://localhost:3000' })).status).toBe(204);
});

test('what a foreign form can send is refused', async () => {
	for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'text/json']) {
		const answer = await app.request('POST', '/api/session', { body: {}, headers: { 'content-type': type } });
		expect([answer.status, await codeOf(answer)]).toEqual([415, 'request.notJson']);
	}
});

test('a body that is no sign-in is 400', async () => {
	for (const body of [{}, { username: 'x' }, { username: 1, password: 'x' }, [], 'x']) {
		expect((await app.request('POST', '/api/session', { body })).status).toBe(400);
	}
	expect((await app.request('POST', '/api/session', { body: { username: 'x', password: 'x'.repeat(2_000_000) } })).status).toBe(413);
});

test('a database that is away is 503, never 401', async () => {
	const cookie = await app.signIn('umkm');
	const other = await createTestDatabase();
	const away = await openApp(other.sql);
	await other.drop();
	const answer = await away.request('GET', '/api/session', { headers: { cookie } });
	expect([answer.status, await codeOf(answer)]).toEqual([503, 'database.away']);
	expect((await away.request('POST', '/api/session', { body: { username: 'umkm', password: 'x' } })).status).toBe(503);
	expect((await away.request('GET', '/healthz')).status).toBe(503);
});

test('an unknown address is 404 in our own words', async () => {
	const answer = await app.request('GET', '/api/tidak-ada');
	expect([answer.status, await codeOf(answer)]).toEqual([404, 'route.notFound']);
});

test('healthz says which database commits', async () => {
	const answer = await app.request('GET', '/healthz');
	expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok', database: 'embedded' }]);
});
