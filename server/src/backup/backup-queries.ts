/** Whole tables out of Postgres and back, as text: what Postgres writes it also reads, to the last bit. */
import type { AuditAction } from '@rembug/shared/audit/audit-actions.ts';
import type { AnySql, TransactionSql } from '../database/connect.ts';
import type { BackupRow } from './backup-file.ts';
import { backedUpTables, functions, leftOutTables, rowsAtOnce } from './backup-tables.ts';

/** How values are written as text and read again does not depend on the settings of a database. */
export async function usePlainText(tx: TransactionSql): Promise<void> {
	await tx`set local timezone to 'UTC'`;
	await tx`set local datestyle to 'ISO, YMD'`;
	await tx`set local intervalstyle to 'postgres'`;
	await tx`set local bytea_output to 'hex'`;
	await tx`set local extra_float_digits to 3`;
}

/** Whoever else uses the tables is waited for only so long. */
export async function waitForTablesAtMost(tx: TransactionSql, seconds: number): Promise<void> {
	await tx`select set_config('lock_timeout', ${`${seconds}s`}, true)`;
}

/** The migrations applied to this database, in order; null: it holds no tables of Rembug. */
export async function appliedMigrations(sql: AnySql): Promise<{ number: number; name: string }[] | null> {
	if (!(await tableNames(sql)).includes('migration')) return null;
	return [...(await sql<{ number: number; name: string }[]>`select number, name from migration order by number`)];
}

/** All tables of the schema in use, whoever made them. */
export async function tableNames(sql: AnySql): Promise<string[]> {
	const rows = await sql<{ name: string }[]>`
		select relname as name from pg_class
		where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p', 'f') order by relname`;
	return rows.map(({ name }) => name);
}

export interface Column {
	name: string;
	type: string;
}

/** Columns that hold values of their own, in their order. */
export async function columnsOf(sql: AnySql, table: string): Promise<Column[]> {
	const rows = await sql<Column[]>`
		select a.attname as name, format_type(a.atttypid, a.atttypmod) as type
		from pg_attribute a join pg_class c on c.oid = a.attrelid
		where c.relname = ${table} and c.relnamespace = current_schema()::regnamespace
			and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
		order by a.attnum`;
	return [...rows];
}

/** The rows of a table, each as one line of JSON: an array of texts and nulls. */
export async function* rowLines(tx: TransactionSql, table: string, columns: readonly Column[]): AsyncGenerator<string> {
	const values = columns.map(({ name }) => `${quoted(name)}::text`).join(', ');
	const query = tx.unsafe<{ line: string }[]>(`select json_build_array(${values})::text as line from ${quoted(table)}`);
	for await (const rows of query.cursor(rowsAtOnce(table))) for (const row of rows) yield row.line;
}

/** Inserts rows of texts. Values of identity columns are kept. */
export async function insertRows(tx: TransactionSql, table: string, columns: readonly Column[], rows: readonly BackupRow[]): Promise<void> {
	const names = columns.map(({ name }) => quoted(name)).join(', ');
	const values = columns.map(({ type }, index) => `v.c${index}::${type}`).join(', ');
	const lists = columns.map((_, index) => `$${index + 1}::text[]`).join(', ');
	const places = columns.map((_, index) => `c${index}`).join(', ');
	await tx.unsafe(
		`insert into ${quoted(table)} (${names}) overriding system value select ${values} from unnest(${lists}) as v (${places})`,
		columns.map((_, index) =>
			tx.array(
				rows.map((row) => row[index] as string),
				textArray
			)
		) as never[]
	);
}

/** The type text[]. */
const textArray = 1009;

/** What a migration put into a table: the backup holds it as it became. */
export async function emptyTables(tx: TransactionSql): Promise<void> {
	const present = new Set(await tableNames(tx));
	for (const table of backedUpTables.toReversed()) if (present.has(table)) await tx`delete from ${tx(table)}`;
}

/** The next number of each identity column follows the highest one in its table. */
export async function continueNumbers(tx: TransactionSql): Promise<void> {
	const columns = await tx<{ table: string; column: string }[]>`
		select c.relname as table, a.attname as column
		from pg_attribute a join pg_class c on c.oid = a.attrelid
		where c.relnamespace = current_schema()::regnamespace and c.relname = any(${[...backedUpTables]}::text[]) and a.attidentity <> ''`;
	for (const { table, column } of columns) {
		await tx`
			select setval(pg_get_serial_sequence(${table}, ${column}), coalesce(max(${tx(column)}), 0) + 1, false) from ${tx(table)}`;
	}
}

/** What browsers keep of these documents belongs to another history from now on. */
export async function renewGenerations(tx: TransactionSql): Promise<void> {
	await tx`update document set generation = gen_random_uuid()::text`;
}

/** A row of the audit in columns that every Rembug had: a backup is taken before an update, too. */
export async function recordBackup(sql: AnySql): Promise<void> {
	await sql`insert into audit (action) values (${'backup.begun' satisfies AuditAction})`;
}

/** Whether there is anything that a restore would take away. */
export async function holdsData(sql: AnySql): Promise<boolean> {
	const present = new Set(await tableNames(sql));
	for (const table of backedUpTables) {
		if (present.has(table) && (await sql`select from ${sql(table)} limit 1`).length > 0) return true;
	}
	return false;
}

/** Removes the tables and functions of Rembug and nothing else. */
export async function dropTables(tx: TransactionSql): Promise<void> {
	const tables = [...backedUpTables, ...Object.keys(leftOutTables)].map(quoted).join(', ');
	await tx.unsafe(`drop table if exists ${tables}`);
	await tx.unsafe(`drop function if exists ${functions.join(', ')}`);
}

function quoted(name: string): string {
	return `"${name.replaceAll('"', '""')}"`;
}
