/** Documents, their log and its authors in Postgres. */
import type { Stage } from '@rembug/shared/renja/stages.ts';
import type { AnySql, TransactionSql } from '../database/connect.ts';
import type { DocumentRef } from './rooms-types.ts';

/** The document of a part of a Renja, whoever asks. */
export async function findDocument(sql: AnySql, renjaId: string, part: DocumentRef['part']): Promise<DocumentRef | undefined> {
	const [row] = await sql<DocumentRef[]>`
		select d.id as "documentId", d.renja_id as "renjaId", d.part, r.perangkat_daerah_id as "perangkatDaerahId"
		from document d join renja r on r.id = d.renja_id
		where d.renja_id = ${renjaId} and d.part = ${part}`;
	return row;
}

/** What decides about writing and is not in the document. */
export interface DocumentContext {
	renjaId: string;
	perangkatDaerahId: string;
	generation: string;
	stage: Stage;
	frozen: boolean;
}

export async function documentContext(sql: AnySql, documentId: string): Promise<DocumentContext | undefined> {
	const [row] = await sql<DocumentContext[]>`
		select d.renja_id as "renjaId", r.perangkat_daerah_id as "perangkatDaerahId", d.generation, r.stage, d.frozen
		from document d join renja r on r.id = d.renja_id
		where d.id = ${documentId}`;
	return row;
}

export interface StoredBytes {
	seq: number;
	bytes: Uint8Array;
}

/** State and log of a document, of one moment, in order of seq; the first row may be the merged state. */
export async function storedBytes(sql: AnySql, documentId: string): Promise<StoredBytes[]> {
	const rows = await sql<StoredBytes[]>`
		select seq, bytes from document_state where document_id = ${documentId}
		union all
		select seq, bytes from update_log
		where document_id = ${documentId}
			and seq > coalesce((select seq from document_state where document_id = ${documentId}), 0)
		order by seq`;
	return [...rows];
}

/** Client ids of a document -> the accounts they belong to. */
export async function documentClients(sql: AnySql, documentId: string): Promise<Map<number, string>> {
	const rows = await sql<{ client: number; account: string }[]>`
		select client_id as client, account_id as account from document_client where document_id = ${documentId}`;
	return new Map(rows.map(({ client, account }) => [client, account]));
}

export interface DocumentHead {
	documentId: string;
	headSeq: number;
	frozen: boolean;
}

export async function documentHeads(sql: AnySql, documentIds: readonly string[]): Promise<DocumentHead[]> {
	const rows = await sql<DocumentHead[]>`
		select id as "documentId", head_seq as "headSeq", frozen from document where id = any(${[...documentIds]}::text[])`;
	return [...rows];
}

/** The type bytea[]: postgres.js takes an array of buffers for a buffer. */
const byteaArray = 1001;

/** One row of the log and what it changed. before and after are JSON, null when absent. */
export interface LogRow {
	seq: number;
	accountId: string;
	bytes: Uint8Array;
	changes: { root: string; entity: string; field: string; before: string | null; after: string | null }[];
	newClients: number[];
}

export interface DocumentRows {
	documentId: string;
	/** head_seq as the rows were judged against it; their seqs follow it without a gap. */
	expectedSeq: number;
	rows: readonly LogRow[];
}

/**
 * Appends to the logs of several documents in one statement and so in one commit. Returns the documents that went through; the others were
 * locked by somebody, frozen, or their head was not the expected one, and nothing of them was written.
 */
export async function appendRows(sql: AnySql, documents: readonly DocumentRows[]): Promise<Set<string>> {
	const all = documents.flatMap(({ documentId, rows }) => rows.map((row) => ({ ...row, documentId })));
	const changes = all.flatMap(({ documentId, seq, accountId, changes }) =>
		changes.map((change) => ({ ...change, documentId, seq, accountId }))
	);
	const clients = all.flatMap(({ documentId, accountId, newClients }) => newClients.map((client) => ({ documentId, accountId, client })));
	const rows = await sql<{ id: string }[]>`
		with batch as (
			select * from unnest(
				${documents.map((each) => each.documentId)}::text[],
				${documents.map((each) => each.expectedSeq)}::bigint[],
				${documents.map((each) => each.rows.length)}::int[]
			) as b (document_id, expected, count)
		), locked as (
			select d.id from document d join batch b on b.document_id = d.id
			where d.head_seq = b.expected and not d.frozen
			for no key update of d skip locked
		), raised as (
			update document d set head_seq = d.head_seq + b.count
			from locked l join batch b on b.document_id = l.id
			where d.id = l.id and d.head_seq = b.expected and not d.frozen
			returning d.id
		), logged as (
			insert into update_log (document_id, seq, account_id, bytes)
			select u.* from unnest(
				${all.map((row) => row.documentId)}::text[],
				${all.map((row) => row.seq)}::bigint[],
				${all.map((row) => row.accountId)}::text[],
				${sql.array(
					all.map((row) => row.bytes),
					byteaArray
				)}::bytea[]
			) as u (document_id, seq, account_id, bytes)
			join raised on raised.id = u.document_id
		), changed as (
			insert into field_change (document_id, seq, account_id, root, entity, field, before, after)
			select c.document_id, c.seq, c.account_id, c.root, c.entity, c.field, c.before::jsonb, c.after::jsonb from unnest(
				${changes.map((change) => change.documentId)}::text[],
				${changes.map((change) => change.seq)}::bigint[],
				${changes.map((change) => change.accountId)}::text[],
				${changes.map((change) => change.root)}::text[],
				${changes.map((change) => change.entity)}::text[],
				${changes.map((change) => change.field)}::text[],
				${changes.map((change) => change.before)}::text[],
				${changes.map((change) => change.after)}::text[]
			) with ordinality as c (document_id, seq, account_id, root, entity, field, before, after, position)
			join raised on raised.id = c.document_id
			order by c.position
		), bound as (
			insert into document_client (document_id, client_id, account_id)
			select k.* from unnest(
				${clients.map((each) => each.documentId)}::text[],
				${clients.map((each) => each.client)}::bigint[],
				${clients.map((each) => each.accountId)}::text[]
			) as k (document_id, client_id, account_id)
			join raised on raised.id = k.document_id
			on conflict do nothing
		)
		select id from raised`;
	return new Set(rows.map(({ id }) => id));
}

/** Puts bytes that hold everything up to seq in place of the log rows they were merged from. A newer state that another process wrote stays. */
export async function replaceByState(sql: TransactionSql, documentId: string, seq: number, bytes: Uint8Array): Promise<void> {
	await sql`
		insert into document_state (document_id, seq, bytes) values (${documentId}, ${seq}, ${bytes})
		on conflict (document_id) do update set seq = excluded.seq, bytes = excluded.bytes where document_state.seq < excluded.seq`;
	await sql`
		delete from update_log
		where document_id = ${documentId} and seq <= (select seq from document_state where document_id = ${documentId})`;
}
