/** What the tests of the admin's routes look up. */
import type { AnySql } from '../database/connect.ts';

/** Names of what this account did, in order. */
export async function auditOf(sql: AnySql, accountId: string): Promise<string[]> {
	const rows = await sql<{ action: string }[]>`select action from audit where account_id = ${accountId} order by id`;
	return rows.map(({ action }) => action);
}
