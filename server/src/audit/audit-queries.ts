/** What people did to accounts, stages and snapshots. Rows are added, never changed. */
import type { AnySql } from '../database/connect.ts';

export interface AuditEntry {
	/** Stable dotted name: 'session.started', 'stage.changed'. */
	action: string;
	/** null: done by the server or by a command. */
	accountId: string | null;
	renjaId?: string | null;
	detail?: Record<string, string | number | boolean | null>;
}

export async function recordAudit(sql: AnySql, entry: AuditEntry): Promise<void> {
	await sql`
		insert into audit (action, account_id, renja_id, detail)
		values (${entry.action}, ${entry.accountId}, ${entry.renjaId ?? null}, ${sql.json(entry.detail ?? {})})`;
}
