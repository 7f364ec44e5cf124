/** One at a time, over all processes. */
import type { TransactionSql } from './connect.ts';

/** Waits for the lock of this name and holds it until the transaction ends. */
export async function lockUntilCommit(tx: TransactionSql, name: string): Promise<void> {
	await tx`select pg_advisory_xact_lock(hashtextextended(${`rembug.${name}`}, 0))`;
}
