/** What the fuzz reads in Postgres, and does to it that no endpoint does. */
import type { AnySql, Sql } from '@rembug/server/database/connect.ts';

export interface ChangeRow {
	accountId: string;
	root: string;
	entity: string;
	field: string;
	after: unknown;
}

/** Everything that was ever written to a document, with its author. */
export async function changesOf(sql: Sql, documentId: string): Promise<ChangeRow[]> {
	return [
		...(await sql<ChangeRow[]>`
			select account_id as "accountId", root, entity, field, after from field_change where document_id = ${documentId} order by id`)
	];
}

export interface ConflictValues {
	root: string;
	entity: string;
	field: string;
	kept: unknown;
	other: unknown;
}

export async function conflictsOf(sql: Sql, documentId: string): Promise<ConflictValues[]> {
	return [...(await sql<ConflictValues[]>`select root, entity, field, kept, other from conflict where document_id = ${documentId}`)];
}

/** State and log of a document, oldest first. */
export async function logOf(sql: Sql, documentId: string): Promise<{ seq: number; accountId: string | null; bytes: Uint8Array }[]> {
	return [
		...(await sql<{ seq: number; accountId: string | null; bytes: Uint8Array }[]>`
			select seq, null as "accountId", bytes from document_state where document_id = ${documentId}
			union all
			select seq, account_id as "accountId", bytes from update_log
			where document_id = ${documentId} and seq > coalesce((select seq from document_state where document_id = ${documentId}), 0)
			order by seq`)
	];
}

export async function generationOf(sql: Sql, documentId: string): Promise<string | undefined> {
	const [row] = await sql<{ generation: string }[]>`select generation from document where id = ${documentId}`;
	return row?.generation;
}

export async function headOf(sql: AnySql, documentId: string): Promise<number> {
	const [row] = await sql<{ head: number }[]>`select head_seq::int as head from document where id = ${documentId}`;
	return row?.head ?? 0;
}

/** Rows of the log after its state, in order. */
export async function seqsOf(sql: Sql, documentId: string): Promise<number[]> {
	const rows = await sql<{ seq: number }[]>`
		select seq::int as seq from update_log
		where document_id = ${documentId} and seq > coalesce((select seq from document_state where document_id = ${documentId}), 0)
		order by seq`;
	return rows.map((row) => row.seq);
}

/** A document as it was at `seq`, with a new generation: as after a backup was restored. The server must not run. */
export async function rewind(sql: Sql, documentId: string, seq: number, generation: string): Promise<void> {
	await sql.begin(async (tx) => {
		// What the app itself can never take back is taken back by a restore.
		await tx`set local session_replication_role = replica`;
		await tx`delete from update_log where document_id = ${documentId} and seq > ${seq}`;
		await tx`delete from field_change where document_id = ${documentId} and seq > ${seq}`;
		await tx`delete from conflict where document_id = ${documentId} and seq > ${seq}`;
		await tx`update document set head_seq = ${seq}, generation = ${generation} where id = ${documentId}`;
	});
}
