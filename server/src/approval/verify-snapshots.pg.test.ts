import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts';
import { findRenja, type Renja } from '../renja/renja-queries.ts';
import { openOffice, password, renjaId, type Office } from './approval-fixture.ts';
import { decideSnapshot } from './decide-snapshot.ts';
import { findSnapshotMeta, type SnapshotMeta } from './snapshot-queries.ts';
import { changeStage } from './submit-renja.ts';
import { verifySnapshot } from './verify-snapshot.ts';
import { verifyAll } from './verify-snapshots.ts';

let database: TestDatabase;
let office: Office;
/** Returned, then approved. */
let first: SnapshotMeta;
let second: SnapshotMeta;

beforeAll(async () => {
	database = await createTestDatabase();
	office = await openOffice(database.sql);
	first = await submit();
	await decide(first, 'return');
	await office.appendEdit(5);
	second = await submit();
	await decide(second, 'approve');
	await holds();
	await tamperable(['snapshot', 'snapshot_decision', 'stage_change']);
});
afterAll(() => database.drop());

async function submit(): Promise<SnapshotMeta> {
	const renja = (await findRenja(database.sql, renjaId)) as Renja;
	return (await changeStage(office.deps, office.perencana, renja, 'diajukan', '')).snapshot as SnapshotMeta;
}

async function decide(snapshot: SnapshotMeta, decision: 'approve' | 'return'): Promise<void> {
	const renja = (await findRenja(database.sql, renjaId)) as Renja;
	await decideSnapshot(office.deps, office.kepala, '127.0.0.1', renja, snapshot, { decision, note: 'Catatan', password });
}

/** What a superuser can do who wants to change what is sealed: no trigger, no reference and no check stands in his way. */
async function tamperable(tables: string[]): Promise<void> {
	for (const table of tables) await database.sql`alter table ${database.sql(table)} disable trigger all`;
	const checks = await database.sql<{ table: string; name: string }[]>`
		select conrelid::regclass::text as table, conname as name from pg_constraint where contype = 'c' and conrelid::regclass::text = any (${tables})`;
	for (const { table, name } of checks) await database.sql`alter table ${database.sql(table)} drop constraint ${database.sql(name)}`;
}

async function report(): Promise<{ broken: number; lines: string[] }> {
	const lines: string[] = [];
	return { broken: await verifyAll(database.sql, (line) => lines.push(line)), lines };
}

async function holds(): Promise<void> {
	const { broken, lines } = await report();
	expect(lines.slice(0, 2).map((line) => line.slice(0, 5))).toEqual(['UTUH ', 'UTUH ']);
	expect([broken, lines.at(-1)]).toEqual([0, '2 snapshot diperiksa, 0 rusak.']);
}

/** Runs change, expects a finding that names the snapshot, takes the change back. */
async function found(snapshot: SnapshotMeta, change: string, values: (string | number)[] = []): Promise<void> {
	const { sql } = database;
	const undo = new Error('undo');
	await sql
		.begin(async (tx) => {
			const { count } = await tx.unsafe(change, values);
			expect(count).toBe(1);
			const lines: string[] = [];
			const broken = await verifyAll(tx, (line) => lines.push(line));
			expect(broken, change).toBeGreaterThan(0);
			expect(
				lines.filter((line) => !line.startsWith('UTUH')),
				change
			).toEqual(expect.arrayContaining([expect.stringContaining(snapshot.id)]));
			throw undo;
		})
		.catch((error: unknown) => {
			if (error !== undo) throw error;
		});
}

/** How to change a column of this type as little as possible. */
const smallest: Record<string, (column: string) => string> = {
	text: (column) => `coalesce(overlay(${column} placing case left(${column}, 1) when 'a' then 'b' else 'a' end from 1 for 1), 'a')`,
	bytea: (column) => `set_byte(${column}, 0, get_byte(${column}, 0) # 1)`,
	integer: (column) => `${column} # 1`,
	bigint: (column) => `${column} # 1`,
	'timestamp with time zone': (column) => `${column} + interval '1 microsecond'`
};

async function columnsOf(table: string): Promise<{ name: string; type: string }[]> {
	return [
		...(await database.sql<{ name: string; type: string }[]>`
			select column_name as name, data_type as type from information_schema.columns
			where table_schema = current_schema() and table_name = ${table} order by ordinal_position`)
	];
}

test('a changed byte in any column of any snapshot is found, and the snapshot named', async () => {
	const columns = await columnsOf('snapshot');
	expect(columns.length).toBeGreaterThan(14);
	for (const snapshot of [first, second]) {
		for (const { name, type } of columns)
			await found(snapshot, `update snapshot set ${name} = ${smallest[type]?.(name)} where id = $1`, [snapshot.id]);
	}
	await found(second, 'update snapshot set previous_hash = null where id = $1', [second.id]);
	await holds();
});

test('wherever in document and content the byte is', async () => {
	const [sizes] = await database.sql<{ state: number; content: number }[]>`
		select length(state) as state, length(content) as content from snapshot where id = ${first.id}`;
	await fc.assert(
		fc.asyncProperty(fc.nat((sizes?.state ?? 0) - 1), fc.integer({ min: 1, max: 255 }), async (at, bits) =>
			found(first, `update snapshot set state = set_byte(state, ${at}, get_byte(state, ${at}) # ${bits}) where id = $1`, [first.id])
		),
		{ numRuns: 25 }
	);
	await fc.assert(
		fc.asyncProperty(fc.integer({ min: 1, max: sizes?.content ?? 1 }), async (at) => {
			const other = `case substr(content, ${at}, 1) when '7' then '8' else '7' end`;
			await found(first, `update snapshot set content = overlay(content placing ${other} from ${at} for 1) where id = $1`, [first.id]);
		}),
		{ numRuns: 25 }
	);
	await holds();
});

test('a snapshot that is gone, first or last of its chain, is missed', async () => {
	for (const snapshot of [first, second]) await found(snapshot, 'delete from snapshot where id = $1', [snapshot.id]);
});

test('a decision that was changed, taken away or invented is found', async () => {
	for (const { name, type } of await columnsOf('snapshot_decision')) {
		if (name === 'id') continue;
		await found(second, `update snapshot_decision set ${name} = ${smallest[type]?.(name)} where snapshot_id = $1`, [second.id]);
	}
	await found(second, 'delete from snapshot_decision where snapshot_id = $1', [second.id]);
	await found(first, `update snapshot_decision set decision = 'approve' where snapshot_id = $1`, [first.id]);
	await holds();
});

test('whoever asks about one snapshot is told what does not fit', async () => {
	const undo = new Error('undo');
	await expect(
		database.sql.begin(async (tx) => {
			await tx`update snapshot set content = replace(content, '"tahun":2026', '"tahun":2025') where id = ${first.id}`;
			expect((await verifySnapshot(tx, first.id))?.checks).toEqual({
				...{ state: true, content: false, hash: true, same: false, chain: true, decision: true }
			});
			expect((await verifySnapshot(tx, second.id))?.ok).toBe(true);
			await tx`update snapshot set hash = ${'0'.repeat(64)} where id = ${first.id}`;
			expect((await verifySnapshot(tx, second.id))?.checks).toMatchObject({ hash: true, chain: false });
			throw undo;
		})
	).rejects.toBe(undo);
	expect((await findSnapshotMeta(database.sql, first.id))?.hash).toBe(first.hash);
});
