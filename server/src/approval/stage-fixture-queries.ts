/** For tests: a Renja put at a stage by hand, an account that cannot sign in, audit rows. */
import type { Stage } from '@rembug/shared/renja/stages.ts';
import type { Sql } from '../database/connect.ts';

export async function setStage(sql: Sql, renjaId: string, stage: Stage): Promise<void> {
	await sql`update renja set stage = ${stage} where id = ${renjaId}`;
}

export async function disableAccount(sql: Sql, accountId: string): Promise<void> {
	await sql`update account set disabled = true where id = ${accountId}`;
}

/** Oldest first. */
export async function auditOf(sql: Sql, action: string): Promise<{ accountId: string; detail: unknown }[]> {
	return sql<{ accountId: string; detail: unknown }[]>`
		select account_id as "accountId", detail from audit where action = ${action} order by id`;
}
