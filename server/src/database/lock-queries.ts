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

/** Of the process of Postgres behind this connection; another one after it was lost and made again. */
export async function connectionId(sql: AnySql): Promise<number> {
	const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
	return row?.pid ?? 0;
}
