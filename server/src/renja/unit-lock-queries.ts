/** Which units of a Renja are locked. */
import type { AnySql, TransactionSql } from '../database/connect.ts';

export async function lockedUnits(sql: AnySql, renjaId: string): Promise<string[]> {
	const rows = await sql<{ id: string }[]>`select unit_id as id from unit_lock where renja_id = ${renjaId} order by unit_id`;
	return rows.map(({ id }) => id);
}

/** Returns false when it was locked before. */
export async function insertLock(sql: TransactionSql, renjaId: string, unitId: string, accountId: string): Promise<boolean> {
	const rows = await sql`
		insert into unit_lock (renja_id, unit_id, account_id) values (${renjaId}, ${unitId}, ${accountId})
		on conflict do nothing returning unit_id`;
	return rows.length > 0;
}

/** Returns false when it was not locked. */
export async function deleteLock(sql: TransactionSql, renjaId: string, unitId: string): Promise<boolean> {
	const rows = await sql`delete from unit_lock where renja_id = ${renjaId} and unit_id = ${unitId} returning unit_id`;
	return rows.length > 0;
}

/** From the end of the transaction on nothing is appended to the document that was judged before. */
export async function raiseRules(sql: TransactionSql, documentId: string): Promise<void> {
	await sql`update document set rules = rules + 1 where id = ${documentId}`;
}
