import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { waitFor } from '../../../tests/support/wait-for.ts';
import { createLog } from '../log.ts';
import { connect, databaseProblems } from './connect.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts';

let dataDir: string;
const running: EmbeddedPostgres[] = [];

beforeEach(() => {
	dataDir = mkdtempSync(join(tmpdir(), 'rembug-embedded-'));
	chmodSync(dataDir, 0o755);
});
afterEach(async () => {
	for (const postgres of running.splice(0)) await postgres.stop();
	rmSync(dataDir, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
	const postgres = await startEmbeddedPostgres({ dataDir, log: createLog('silent') });
	running.push(postgres);
	return postgres;
}

async function query<T>(url: string, ask: (sql: ReturnType<typeof connect>) => Promise<T>): Promise<T> {
	const sql = connect(url, { max: 1 });
	try {
		return await ask(sql);
	} finally {
		await sql.end({ timeout: 1 });
	}
}

test('keeps its data over a clean stop, with the password to itself', async () => {
	const first = await start();
	expect(first.reused).toBe(false);
	expect(await query(first.url, databaseProblems)).toEqual([]);
	await query(first.url, (sql) => sql`create table kept as select 1 as n`);
	expect(statSync(join(dataDir, 'postgres-password')).mode & 0o077).toBe(0);
	await first.stop();

	const second = await start();
	expect(second.reused).toBe(false);
	expect(await query(second.url, (sql) => sql`select n from kept`)).toEqual([{ n: 1 }]);
});

test('nobody comes in without the password', async () => {
	const url = new URL((await start()).url);
	url.password = 'salah';
	await expect(query(url.href, (sql) => sql`select 1`)).rejects.toMatchObject({ code: '28P01' });
});

test('the next server takes over the Postgres that a killed one left', async () => {
	const first = await start();
	first.leave();
	const second = await start();
	expect([second.reused, second.pid, second.url]).toEqual([true, first.pid, first.url]);
});

test.each(['its own', 'taken over'])('starts again at the same address when it is killed (%s)', async (whose) => {
	let postgres = await start();
	if (whose === 'taken over') {
		postgres.leave();
		postgres = await start();
	}
	await query(postgres.url, (sql) => sql`create table kept as select 1 as n`);
	const killed = postgres.pid;
	process.kill(killed, 'SIGKILL');
	const rows = await waitFor(() => query(postgres.url, (sql) => sql`select n from kept`), { timeoutMs: 15_000, what: 'Postgres is back' });
	expect(rows).toEqual([{ n: 1 }]);
	await waitFor(() => postgres.pid !== killed, { timeoutMs: 5000, what: 'the new process is known' });
});

test('a pid file that points at some other process is no hindrance', async () => {
	const first = await start();
	await first.stop();
	writeFileSync(join(dataDir, 'postgres', 'postmaster.pid'), `${process.pid}\n${dataDir}/postgres\n1\n5432\n\n127.0.0.1\n`);
	expect((await start()).reused).toBe(false);
});

test('a first start that was cut off is begun anew', async () => {
	mkdirSync(join(dataDir, 'postgres.new'));
	writeFileSync(join(dataDir, 'postgres.new', 'PG_VERSION'), 'x');
	expect(await query((await start()).url, (sql) => sql`select 1 as n`)).toEqual([{ n: 1 }]);
});

test('a data folder that only its owner may enter works too', async () => {
	chmodSync(dataDir, 0o700);
	expect(await query((await start()).url, (sql) => sql`select 1 as n`)).toEqual([{ n: 1 }]);
});

test('data of another major version is left alone and named', async () => {
	const first = await start();
	await first.stop();
	const file = join(dataDir, 'postgres', 'PG_VERSION');
	writeFileSync(file, '17\n');
	await expect(start()).rejects.toThrow('PostgreSQL 17');
	expect(readFileSync(file, 'utf8')).toBe('17\n');
});
