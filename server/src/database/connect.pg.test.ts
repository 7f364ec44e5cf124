import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { connect, databaseProblems, isDatabaseAway } from './connect.ts';
import { openDatabase } from './open-database.ts';

let database: TestDatabase;

beforeEach(async () => {
	database = await createTestDatabase();
});
afterEach(() => database.drop());

const open = (url: string) => {
	const read = readConfig({ DATABASE_URL: url }, '/');
	if (!read.ok) throw new Error(read.problems.join());
	return openDatabase(read.config, createLog('silent'));
};

test('a Postgres that flushes what it commits is taken', async () => {
	expect(await databaseProblems(database.sql)).toEqual([]);
	const opened = await open(database.url);
	expect(opened.kind).toBe('external');
	await opened.close();
});

test('synchronous_commit off is refused and named', async () => {
	const name = new URL(database.url).pathname.slice(1);
	await database.sql.unsafe(`alter database ${name} set synchronous_commit = off`);
	const fresh = connect(database.url, { max: 1 });
	expect(await databaseProblems(fresh)).toEqual([{ code: 'database.notDurable', message: expect.stringContaining('synchronous_commit') }]);
	await fresh.end({ timeout: 1 });
	await expect(open(database.url)).rejects.toThrow('synchronous_commit');
});

test('a wrong DATABASE_URL is explained', async () => {
	const missing = new URL(inject('postgresUrl'));
	missing.pathname = '/tidak_ada';
	await expect(open(missing.href)).rejects.toThrow('tidak ada');
	await expect(open('postgres://rembug:x@127.0.0.1:1/rembug')).rejects.toThrow('ECONNREFUSED');
});

test('an absent Postgres is told from a wrong query', async () => {
	const away = connect('postgres://rembug:x@127.0.0.1:1/rembug', { max: 1 });
	expect(isDatabaseAway(await away`select 1`.catch((error: unknown) => error))).toBe(true);
	await away.end({ timeout: 1 });
	expect(isDatabaseAway(await database.sql`select nonsense`.catch((error: unknown) => error))).toBe(false);
});

test('bigint comes back as a number', async () => {
	expect(await database.sql`select 5::bigint as n, array[1, 2]::bigint[] as many`).toEqual([{ n: 5, many: [1, 2] }]);
});
