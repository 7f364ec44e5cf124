/** The database that the settings name: one's own, or the embedded one; refused when it would not keep what it confirms. */
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { connect, databaseProblems, isDatabaseAway, type Sql } from './connect.ts';
import { EmbeddedPostgresError, startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts';
import { openWatchedPool } from './watched-pool.ts';

/** The server cannot start; the message says in Indonesian what to put right. */
export class SetupError extends Error {}

export interface Database {
	kind: 'embedded' | 'external';
	sql: Sql;
	/** Where it is, password included. */
	url: string;
	/** Ends the pool, and the embedded Postgres with it. */
	close(): Promise<void>;
}

export interface OpenOptions {
	/** A command beside a running server leaves the embedded Postgres to that server. */
	leaveRunning?: boolean;
	/** Queries fail within seconds, instead of waiting, while Postgres does not answer: for whoever serves people. */
	watched?: boolean;
}

export async function openDatabase(config: Config, log: Log, options: OpenOptions = {}): Promise<Database> {
	const embedded = config.databaseUrl === null ? await startOrSay(config, log) : null;
	const url = embedded?.url ?? config.databaseUrl ?? '';
	const pool = openPool(url, config, log, options);
	const { sql } = pool;
	const close = async (): Promise<void> => {
		await pool.close();
		if (embedded?.reused && options.leaveRunning) embedded.leave();
		else await embedded?.stop();
	};
	try {
		const problems = await databaseProblems(sql);
		if (problems.length > 0) throw new SetupError(problems.map(({ message }) => message).join('\n'));
		return { kind: embedded ? 'embedded' : 'external', sql, url, close };
	} catch (error) {
		await close();
		throw error instanceof SetupError ? error : new SetupError(whyNot(error));
	}
}

function openPool(url: string, config: Config, log: Log, options: OpenOptions): { sql: Sql; close(): Promise<void> } {
	const max = config.limits.databaseConnections;
	if (options.watched) return openWatchedPool(url, { max, log });
	const sql = connect(url, { max });
	return { sql, close: () => sql.end({ timeout: 5 }) };
}

async function startOrSay(config: Config, log: Log): Promise<EmbeddedPostgres> {
	try {
		return await startEmbeddedPostgres({ dataDir: config.dataDir, log });
	} catch (error) {
		throw error instanceof EmbeddedPostgresError ? new SetupError(error.message) : error;
	}
}

function whyNot(error: unknown): string {
	const { code, message } = error as { code?: string; message?: string };
	if (code === '28P01' || code === '28000') return 'PostgreSQL menolak pengguna atau sandi dalam DATABASE_URL.';
	if (code === '3D000') return 'Basis data yang disebut DATABASE_URL tidak ada. Buat dahulu (createdb), lalu jalankan lagi.';
	if (isDatabaseAway(error))
		return `PostgreSQL pada DATABASE_URL tidak dapat dihubungi (${code ?? ''}). Periksa alamatnya dan apakah PostgreSQL sedang berjalan.`;
	return `PostgreSQL tidak dapat dipakai: ${message ?? String(error)}`;
}
