/** One at a time, over all processes. */
import type { AnySql, TransactionSql } from './connect.ts';

/** Waits for the lock of this name and holds it until the transaction ends. */
export async function lockUntilCommit(tx: TransactionSql, name: string): Promise<void> {
	await tx`select pg_advisory_xact_lock(hashtextextended(${`rembug.${name}`}, 0))`;
}

const serverLock = 'rembug.server';

/** Says that a server works on this database, as long as the connection lasts; several may. False: the database is being restored. */
export async function shareServerLock(sql: AnySql): Promise<boolean> {
	const [row] = await sql<{ taken: boolean }[]>`select pg_try_advisory_lock_shared(hashtextextended(${serverLock}, 0)) as taken`;
	return row?.taken === true;
}

/** Keeps servers away until the transaction ends. False: one is at work. */
export async function excludeServers(tx: TransactionSql): Promise<boolean> {
	const [row] = await tx<{ taken: boolean }[]>`select pg_try_advisory_xact_lock(hashtextextended(${serverLock}, 0)) as taken`;
	return row?.taken === true;
}

export interface Whereabouts {
	/** Of the process of Postgres behind this connection; another one after it was lost and made again. */
	connection: number;
	/** Of the tables; another one after a restore, which makes them anew. null: there are none yet. */
	tables: number | null;
}

export async function whereabouts(sql: AnySql): Promise<Whereabouts> {
	const [row] = await sql<Whereabouts[]>`select pg_backend_pid() as connection, to_regclass('document')::oid::int8 as tables`;
	return row ?? { connection: 0, tables: null };
}
