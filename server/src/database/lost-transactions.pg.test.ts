/** What postgres.js does when a connection is lost in the middle of a transaction; as published it ends the process, or goes on outside of the transaction. See patches/ and docs/decisions/0001-tools.md. */
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDatabaseRelay, type DatabaseRelay } from '../../../tests/support/database-relay.ts';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts';
import { waitFor } from '../../../tests/support/wait-for.ts';
import { connect, isDatabaseAway, type Sql } from './connect.ts';

let database: TestDatabase;
let relay: DatabaseRelay;
let sql: Sql;
beforeEach(async () => {
	database = await createTestDatabase({ empty: true });
	relay = await createDatabaseRelay(database.url);
	sql = connect(relay.url, { max: 1 });
	await database.sql`create table pair (number int, half text)`;
});
afterEach(async () => {
	await sql.end({ timeout: 0 });
	await relay.close();
	await database.drop();
});

function breakLines(): void {
	relay.cut();
	relay.mend();
}

const failedFor = (work: PromiseLike<unknown>): Promise<string> =>
	Promise.resolve(work).then(
		() => 'nothing',
		(error: unknown) => (isDatabaseAway(error) ? 'the connection' : String(error))
	);

test('a transaction that loses its connection is not carried on by the next one', async () => {
	let outcome = '';
	const transaction = sql.begin(async (tx) => {
		await tx`insert into pair values (1, 'first')`;
		breakLines();
		// Somebody else waits for the only connection, and it is made again for him.
		expect(await sql`select 1 as n`).toEqual([{ n: 1 }]);
		outcome = await failedFor(tx`insert into pair values (1, 'second')`);
	});
	expect(await failedFor(transaction)).toBe('the connection');
	await waitFor(() => outcome, { what: 'the second half was tried' });
	expect(outcome).toBe('the connection');
	expect(await database.sql`select * from pair`).toEqual([]);
	expect(await sql`select 1 as n`).toEqual([{ n: 1 }]);
});

test('transactions that are broken off at any moment are whole or nothing, and the pool goes on', async () => {
	await sql.end();
	sql = connect(relay.url, { max: 4 });
	let isOver = false;
	const kept = new Set<number>();
	let next = 0;
	async function write(): Promise<void> {
		while (!isOver) {
			const number = next++;
			await sql
				.begin(async (tx) => {
					await tx`insert into pair values (${number}, 'first')`;
					await wait(number % 4);
					await tx`insert into pair values (${number}, 'second')`;
				})
				.then(
					() => kept.add(number),
					(error: unknown) => expect(isDatabaseAway(error), String(error)).toBe(true)
				);
		}
	}
	const writers = Promise.all(Array.from({ length: 8 }, write));
	for (let round = 0; round < 20; round++) {
		const before = kept.size;
		await waitFor(() => kept.size > before + round, { everyMs: 1, what: `transactions succeed before break ${round + 1}` });
		breakLines();
	}
	isOver = true;
	await writers;
	const counts = await database.sql<{ number: number; halves: number }[]>`
		select number, count(*)::int as halves from pair group by number order by number`;
	expect(counts.filter((row) => row.halves !== 2)).toEqual([]);
	const stored = new Set(counts.map((row) => row.number));
	expect([...kept].filter((number) => !stored.has(number))).toEqual([]);
});
