import { afterEach, expect, test } from 'vitest';
import { createDatabaseRelay, type DatabaseRelay } from '../../../tests/support/database-relay.ts';
import { createTestDatabase } from '../../../tests/support/postgres.ts';
import { waitFor } from '../../../tests/support/wait-for.ts';
import { createLog } from '../log.ts';
import { isDatabaseAway } from './connect.ts';
import { openWatchedPool, type WatchedPool } from './watched-pool.ts';

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
	for (const end of endings.splice(0).reverse()) await end();
});

async function open(): Promise<{ relay: DatabaseRelay; pool: WatchedPool }> {
	const database = await createTestDatabase();
	endings.push(() => database.drop());
	const relay = await createDatabaseRelay(database.url);
	endings.push(() => relay.close());
	const pool = openWatchedPool(relay.url, { max: 3, log: createLog('silent'), patienceMs: 500 });
	endings.push(() => pool.close());
	await pool.sql`select 1`;
	return { relay, pool };
}

const outcome = (query: PromiseLike<unknown>): Promise<string> =>
	Promise.resolve(query).then(
		() => 'answered',
		(error: unknown) => (isDatabaseAway(error) ? 'away' : String(error))
	);

test('fails what is under way, in a transaction and waiting for a connection, and then refuses at once', async () => {
	const { relay, pool } = await open();
	relay.hold();
	const hung = Array.from({ length: 20 }, () => outcome(pool.sql`select 1`));
	hung.push(outcome(pool.sql.begin((tx) => tx`select 1`)));
	expect(new Set(await Promise.all(hung))).toEqual(new Set(['away']));
	const start = performance.now();
	for (let index = 0; index < 1000; index++) expect(await outcome(pool.sql`select 1`)).toBe('away');
	expect(await outcome(pool.sql.begin((tx) => tx`select 1`))).toBe('away');
	expect(performance.now() - start).toBeLessThan(2000);
	relay.resume();
	await waitFor(async () => (await outcome(pool.sql`select 1`)) === 'answered', { what: 'queries are answered again' });
	expect(await pool.sql.begin(async (tx) => (await tx`select ${pool.sql`2 + 3`} as sum`)[0])).toEqual({ sum: 5 });
});

test('takes a query that lasts for one that lasts', async () => {
	const { pool } = await open();
	expect(await outcome(pool.sql`select pg_sleep(3)`)).toBe('answered');
});

test('leaves no connection behind', { timeout: 60_000 }, async () => {
	const { relay, pool } = await open();
	for (let round = 0; round < 3; round++) {
		relay.hold();
		await waitFor(async () => (await outcome(pool.sql`select 1`)) === 'away', { timeoutMs: 20_000, what: 'it is away' });
		relay.resume();
		await waitFor(async () => (await outcome(pool.sql`select 1`)) === 'answered', { timeoutMs: 20_000, what: 'it is back' });
	}
	await waitFor(
		async () => {
			const [row] = await pool.sql<{ count: number }[]>`
				select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`;
			return (row as { count: number }).count <= 3;
		},
		{ what: 'only the pool of now and the one that watches are connected' }
	);
});
