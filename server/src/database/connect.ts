/** The one way to Postgres: pool, types, and what must hold before anything is kept in it. */
import postgres from 'postgres';

export type Sql = postgres.Sql<{ bigint: number }>;
export type TransactionSql = postgres.TransactionSql<{ bigint: number }>;
/** A query may run alone or inside a transaction. */
export type AnySql = Sql | TransactionSql;

export interface ConnectOptions {
	/** Connections in the pool. */
	max?: number;
	/** Shown in pg_stat_activity. */
	name?: string;
	/** Keeps each connection as long as it works, instead of renewing it within the hour: for what lives in a connection. */
	lasting?: boolean;
	/** Can send no arrays; saves a question about their types at the beginning of each connection. */
	withoutArrays?: boolean;
}

/** Opens a pool (connections are made when first needed, and made again after Postgres was away). bigint comes back as number: seqs and ids stay far below 2^53. */
export function connect(databaseUrl: string, options: ConnectOptions = {}): Sql {
	return postgres(databaseUrl, {
		max: options.max ?? 10,
		connect_timeout: 5,
		// Without this a pool that lost Postgres waits longer and longer; people wait with it.
		backoff: (attempts: number) => Math.min(0.05 * 2 ** attempts, 1),
		onnotice: () => undefined,
		...(options.lasting ? { max_lifetime: 0 } : {}),
		...(options.withoutArrays ? { fetch_types: false } : {}),
		connection: { application_name: options.name ?? 'rembug' },
		types: { bigint: { to: 20, from: [20], serialize: String, parse: Number } }
	}) as Sql;
}

export type DatabaseProblem = { code: 'database.tooOld' | 'database.tooNew' | 'database.notDurable'; message: string };

/** What stands against keeping data in this Postgres: version outside 15 … 18, or a confirmed commit could be lost in a crash. Empty: nothing. */
export async function databaseProblems(sql: AnySql): Promise<DatabaseProblem[]> {
	const [row] = await sql<{ version: number; fsync: string; commit: string; pages: string }[]>`
		select current_setting('server_version_num')::int as version, current_setting('fsync') as fsync,
			current_setting('synchronous_commit') as commit, current_setting('full_page_writes') as pages`;
	const problems: DatabaseProblem[] = [];
	if (!row) return problems;
	const major = Math.floor(row.version / 10_000);
	if (major < 15)
		problems.push({ code: 'database.tooOld', message: `PostgreSQL ${major} terlalu lama; Rembug memerlukan PostgreSQL 15 sampai 18.` });
	if (major > 18)
		problems.push({ code: 'database.tooNew', message: `PostgreSQL ${major} belum dikenal Rembug; gunakan PostgreSQL 15 sampai 18.` });
	for (const [name, value] of [
		['fsync', row.fsync],
		['synchronous_commit', row.commit],
		['full_page_writes', row.pages]
	] as const) {
		if (value === 'off') {
			problems.push({
				code: 'database.notDurable',
				message: `Pengaturan PostgreSQL ${name} mati; data yang sudah dinyatakan tersimpan dapat hilang saat listrik padam. Nyalakan (${name} = on) lalu jalankan lagi.`
			});
		}
	}
	return problems;
}

const awayCodes = new Set([
	'CONNECTION_CLOSED',
	'CONNECTION_ENDED',
	'CONNECTION_DESTROYED',
	'CONNECT_TIMEOUT',
	'ECONNREFUSED',
	'ECONNRESET',
	'EPIPE',
	'ENOTFOUND',
	'EAI_AGAIN',
	'ETIMEDOUT',
	'EHOSTUNREACH',
	'ENETUNREACH'
]);

/** Whether a query failed because Postgres is away, starting, stopping, full or out of connections, rather than because of the query. */
export function isDatabaseAway(error: unknown): boolean {
	if (error instanceof AggregateError) return error.errors.some(isDatabaseAway);
	const code = (error as { code?: unknown } | null)?.code;
	return typeof code === 'string' && (awayCodes.has(code) || /^(08...|53...|57P0[1-5]|58...)$/.test(code));
}
