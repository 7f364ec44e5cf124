/** Starting, stopping and being reached: the real server as a process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { createDatabaseRelay } from '../support/database-relay.ts';
import { createDemoDatabase } from '../support/demo-database.ts';
import { freePort } from '../support/free-port.ts';
import { signIn } from '../support/people.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
const endings: (() => Promise<unknown>)[] = [];

afterEach(async () => {
	for (const end of endings.splice(0).reverse()) await end();
});

async function start(options: Parameters<typeof startServer>[0] = {}): Promise<TestServer> {
	const server = await startServer(options);
	endings.push(() => server.stop());
	return server;
}

async function folder(): Promise<string> {
	const path = await mkdtemp(join(tmpdir(), 'rembug-start-'));
	await chmod(path, 0o755);
	endings.push(() => rm(path, { recursive: true, force: true }));
	return path;
}

function spawnServer(env: Record<string, string>) {
	return spawn(process.execPath, ['server/src/main.ts'], {
		cwd: project,
		env: { ...process.env, LOG_LEVEL: 'silent', DATABASE_URL: '', ...env },
		stdio: ['ignore', 'pipe', 'pipe']
	});
}

/** Runs the server to its end. */
async function run(env: Record<string, string>): Promise<{ code: number | null; stderr: string }> {
	const child = spawnServer(env);
	let stderr = '';
	child.stdout.resume();
	child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
	const [code] = (await once(child, 'close')) as [number | null];
	return { code, stderr };
}

test('prints the address, the database and the demo accounts; SIGTERM ends it and its Postgres cleanly', async () => {
	const server = await start();
	expect(server.output()).toContain(`http://127.0.0.1:${server.port}`);
	expect(server.output()).toContain('PostgreSQL bawaan');
	expect(server.output()).toContain('rembug-demo');
	const postgres = await server.postgresPid();
	expect(await server.terminate()).toBe(0);
	expect(() => process.kill(postgres, 0)).toThrow();
});

test('the same Renja is there after a restart, seeded once', async () => {
	const server = await start();
	const before = await (await signIn(server, 'koperasi')).call('GET', '/api/renja/demo-renja-2024');
	await server.kill9();
	await server.restart();
	const after = await (await signIn(server, 'koperasi')).call('GET', '/api/renja/demo-renja-2024');
	expect(await after.json()).toEqual(await before.json());
});

test('a session outlives a restart', async () => {
	const server = await start();
	const person = await signIn(server, 'koperasi');
	await server.restart();
	expect((await person.call('GET', '/api/session')).status).toBe(200);
});

test('a taken port is one clear line, and nothing is touched', async () => {
	const squatter = createServer();
	const port = await freePort();
	await new Promise<void>((resolve) => squatter.listen(port, '127.0.0.1', resolve));
	endings.push(async () => squatter.close());
	const { code, stderr } = await run({ PORT: String(port), DATA_DIR: join(await folder(), 'data') });
	expect(code).toBe(1);
	expect(stderr.trim().split('\n')).toEqual([expect.stringContaining(`Port ${port} sudah dipakai`)]);
});

test('every wrong setting is named', async () => {
	const { code, stderr } = await run({ PORT: 'tiga', PUBLIC_URL: 'rembug', DATABASE_URL: 'mysql://x' });
	expect(code).toBe(1);
	for (const name of ['PORT', 'PUBLIC_URL', 'DATABASE_URL']) expect(stderr).toContain(name);
});

test('with DATABASE_URL that Postgres is used, without demo', async () => {
	const database = await createTestDatabase({ empty: true });
	endings.push(() => database.drop());
	const server = await start({ databaseUrl: database.url });
	expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ status: 'ok', database: 'external' });
	expect(await (await fetch(`${server.url}/api/demo`)).json()).toEqual({ demo: null });
	expect(await database.sql`select count(*)::int as n from account`).toEqual([{ n: 0 }]);
});

test('healthz is 503 while Postgres is away and 200 when it is back by itself', async () => {
	const server = await start();
	const person = await signIn(server, 'koperasi');
	const seen = new Set<number>();
	process.kill(await server.postgresPid(), 'SIGKILL');
	await waitFor(
		async () => {
			seen.add((await person.call('GET', '/api/session')).status);
			const { status } = await fetch(`${server.url}/healthz`);
			seen.add(status);
			return status === 200 && seen.has(503);
		},
		{ timeoutMs: 20_000, what: 'Postgres was away and is back' }
	);
	expect(seen).toEqual(new Set([200, 503]));
	expect((await person.call('GET', '/api/session')).status).toBe(200);
});

test('a Postgres that is lost in the moment in which the server opens does not end it', async () => {
	const database = await createDemoDatabase();
	endings.push(() => database.drop());
	const relay = await createDatabaseRelay(database.url);
	endings.push(() => relay.close());
	// So that a question put while the server opens would still be under way when the line is cut.
	relay.delay(10);
	const port = await freePort();
	const child = spawnServer({ PORT: String(port), DATABASE_URL: relay.url });
	endings.push(async () => {
		child.kill('SIGTERM');
		if (child.exitCode === null) await once(child, 'exit');
	});
	child.stdout.on('data', (chunk: Buffer) => {
		if (chunk.includes('Rembug siap')) relay.cut();
	});
	const healthz = async (): Promise<number> => (await fetch(`http://127.0.0.1:${port}/healthz`)).status;
	const isOpen = (): boolean => child.exitCode === null;
	let wasAway = false;
	await waitFor(async () => !isOpen() || (wasAway ||= (await healthz()) === 503 && relay.isCut()), {
		timeoutMs: 20_000,
		what: 'Postgres is missed'
	});
	relay.mend();
	await waitFor(async () => !isOpen() || (await healthz()) === 200, { timeoutMs: 20_000, what: 'all is well' });
	expect(child.exitCode).toBe(null);
});

test('a Postgres that is lost before the server opens is one clear line', async () => {
	const database = await createTestDatabase({ empty: true });
	endings.push(() => database.drop());
	const relay = await createDatabaseRelay(database.url);
	endings.push(() => relay.close());
	relay.watch(({ direction, bytes }) => {
		if (direction === 'toPostgres' && bytes.includes('create table')) relay.cut();
		return bytes;
	});
	const { code, stderr } = await run({ PORT: String(await freePort()), DATABASE_URL: relay.url });
	expect(code).toBe(1);
	expect(stderr.trim().split('\n')).toEqual([expect.stringContaining('PostgreSQL terputus')]);
});

test('demo accounts do not work once others can reach the server', async () => {
	const dataDir = await folder();
	const local = await start({ dataDir });
	const person = await signIn(local, 'perencana');
	await local.terminate();
	const open = await start({ dataDir, port: local.port, env: { HOST: '0.0.0.0' } });
	await expect(signIn(open, 'perencana')).rejects.toThrow('session.demoRefused');
	expect((await person.call('GET', '/api/renja')).status).toBe(401);
	const lan = Object.values(networkInterfaces())
		.flat()
		.find((address) => address && !address.internal && address.family === 'IPv4');
	if (lan) await expect(signIn({ url: `http://${lan.address}:${open.port}` }, 'perencana')).rejects.toThrow('401');
});

test('the first admin is made beside a running server', async () => {
	const server = await start();
	const child = spawn(process.execPath, ['server/src/people/create-admin.ts', '--username', 'admin-kami', '--nama', 'Admin Kami'], {
		cwd: project,
		env: { ...process.env, DATABASE_URL: '', DATA_DIR: server.dataDir },
		stdio: ['pipe', 'ignore', 'inherit']
	});
	child.stdin.end('kata sandi panjang\n');
	expect((await once(child, 'exit'))[0]).toBe(0);
	const admin = await signIn(server, 'admin-kami', 'kata sandi panjang');
	expect(await (await admin.call('GET', '/api/session')).json()).toMatchObject({
		user: { username: 'admin-kami', grants: [{ role: 'admin' }] }
	});
	expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
});

test('answers carry the headers that keep a browser careful', async () => {
	const server = await start();
	for (const path of ['/', '/api/session', '/healthz']) {
		const { headers } = await fetch(`${server.url}${path}`);
		expect([headers.get('x-content-type-options'), headers.get('x-frame-options'), headers.get('referrer-policy')]).toEqual([
			'nosniff',
			'DENY',
			'same-origin'
		]);
	}
});
