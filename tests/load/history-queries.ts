/** What only a load test does to the log. */
import type { Sql } from '@rembug/server/database/connect.ts';

/** Hands over the stored bytes in order; returns the seq of the last ones. */
export async function stateOf(sql: Sql, documentId: string, take: (bytes: Uint8Array) => void): Promise<{ seq: number }> {
	const rows = await sql<{ seq: number; bytes: Uint8Array }[]>`
		select seq, bytes from update_log where document_id = ${documentId} order by seq`;
	for (const { bytes } of rows) take(bytes);
	return { seq: rows.at(-1)?.seq ?? 0 };
}

export async function addHistory(sql: Sql, documentId: string, rows: readonly { seq: number; bytes: Uint8Array }[]): Promise<void> {
	const bytea = 1001;
	await sql.begin(async (tx) => {
		await tx`
			insert into update_log (document_id, seq, bytes)
			select ${documentId}, u.* from unnest(
				${rows.map((row) => row.seq)}::bigint[],
				${tx.array(
					rows.map((row) => row.bytes),
					bytea
				)}::bytea[]
			) as u (seq, bytes)`;
		await tx`update document set head_seq = ${rows.at(-1)?.seq ?? 0} where id = ${documentId}`;
	});
}

/** Rows of the log that are not merged into the stored state yet. */
export async function unmergedRows(sql: Sql, documentId: string): Promise<number> {
	const [row] = await sql<{ rows: number }[]>`
		select count(*)::int as rows from update_log
		where document_id = ${documentId} and seq > coalesce((select seq from document_state where document_id = ${documentId}), 0)`;
	return row?.rows ?? 0;
}

/** How many changes of each field of an entity the history holds. */
export async function editCounts(sql: Sql, documentId: string, entity: string): Promise<Map<string, number>> {
	const rows = await sql<{ field: string; count: number }[]>`
		select field, count(*)::int as count from field_change where document_id = ${documentId} and entity = ${entity} group by field`;
	return new Map(rows.map(({ field, count }) => [field, count]));
}

export async function serverVersion(sql: Sql): Promise<string> {
	const [row] = await sql<{ version: string }[]>`select current_setting('server_version') as version`;
	return row?.version ?? '';
}
