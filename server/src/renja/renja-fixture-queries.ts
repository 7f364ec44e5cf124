/** Rows that only the commit of edits writes, for tests of what reads them. */
import type { AnySql } from '../database/connect.ts';

export async function insertFieldChange(
	sql: AnySql,
	change: {
		documentId: string;
		seq: number;
		accountId: string | null;
		root: string;
		entity: string;
		field: string;
		before: string | number | null;
		after: string | number | null;
	}
): Promise<void> {
	await sql`
		insert into field_change (document_id, seq, account_id, root, entity, field, before, after)
		values (${change.documentId}, ${change.seq}, ${change.accountId}, ${change.root}, ${change.entity}, ${change.field},
			${change.before === null ? null : sql.json(change.before)}, ${change.after === null ? null : sql.json(change.after)})`;
}
