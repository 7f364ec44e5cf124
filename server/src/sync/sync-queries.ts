/** Documents, their log and its authors in Postgres. */
import type { Stage } from '@rembug/shared/renja/stages.ts';
import type { AnySql, TransactionSql } from '../database/connect.ts';
import type { ConflictRow } from '@rembug/shared/sync/conflict-types.ts';
import type { ConflictChange } from './conflicts.ts';
import type { PartName } from '@rembug/shared/sync/part-names.ts';
import { tellingHead } from './neighbour-queries.ts';
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
	part: PartName;
	perangkatDaerahId: string;
	generation: string;
	stage: Stage;
	frozen: boolean;
	/** Units whose part is locked, in order of their ids. */
	lockedUnits: readonly string[];
	/** Units of the perangkat daerah. */
	units: readonly string[];
	/** Sessions of the forum whose berita acara is sealed. */
	sealedSessions: readonly string[];
	/** Raised whenever that changes. */
	rules: number;
}

export async function documentContext(sql: AnySql, documentId: string): Promise<DocumentContext | undefined> {
	const [row] = await sql<DocumentContext[]>`
		select d.renja_id as "renjaId", d.part, r.perangkat_daerah_id as "perangkatDaerahId", d.generation, r.stage, d.frozen, d.rules,
			array(select l.unit_id from unit_lock l where l.renja_id = d.renja_id order by l.unit_id) as "lockedUnits",
			array(select b.session_id from berita_acara b where b.renja_id = d.renja_id) as "sealedSessions",
			array(select u.id from unit u where u.perangkat_daerah_id = r.perangkat_daerah_id) as units
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
	stage: Stage;
	rules: number;
	/** How many conflicts are open. */
	openConflicts: number;
}

export async function documentHeads(sql: AnySql, documentIds: readonly string[]): Promise<DocumentHead[]> {
	const rows = await sql<DocumentHead[]>`
		select d.id as "documentId", d.head_seq as "headSeq", d.frozen, d.rules, r.stage,
			(select count(*)::int from conflict c where c.document_id = d.id and c.settled_at is null) as "openConflicts"
		from document d join renja r on r.id = d.renja_id
		where d.id = any(${[...documentIds]}::text[])`;
	return [...rows];
}

export interface TailRow extends StoredBytes {
	accountId: string | null;
	/** Conflicts that its commit opened, changed or settled. */
	conflictIds: string[];
}

/** The rows of the log after a seq, oldest first, of one moment; at most `limit`. */
export async function logTail(sql: AnySql, documentId: string, after: number, limit: number): Promise<TailRow[]> {
	const rows = await sql<TailRow[]>`
		select u.seq, u.bytes, u.account_id as "accountId",
			array(select c.id from conflict c where c.document_id = u.document_id and c.seq = u.seq) as "conflictIds"
		from update_log u
		where u.document_id = ${documentId} and u.seq > ${after}
		order by u.seq limit ${limit}`;
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
	conflicts: ConflictChange[];
}

export interface DocumentRows {
	documentId: string;
	/** head_seq as the rows were judged against it; their seqs follow it without a gap. */
	expectedSeq: number;
	/** By which they were judged. */
	rules: number;
	rows: readonly LogRow[];
}

/**
 * Appends to the logs of several documents in one statement and so in one commit. Returns the documents that went through; the others were
 * locked by somebody, frozen, judged by older rules, or their head was not the expected one, and nothing of them was written. self: the process that writes, as the
 * others are told of it; null: they are not told.
 */
export async function appendRows(sql: AnySql, documents: readonly DocumentRows[], self: string | null): Promise<Set<string>> {
	const all = documents.flatMap(({ documentId, rows }) => rows.map((row) => ({ ...row, documentId })));
	const changes = all.flatMap(({ documentId, seq, accountId, changes }) =>
		changes.map((change) => ({ ...change, documentId, seq, accountId }))
	);
	const clients = all.flatMap(({ documentId, accountId, newClients }) => newClients.map((client) => ({ documentId, accountId, client })));
	const conflicts = lastOfEach(all);
	const titles = lastTitles(changes);
	const rows = await sql<{ id: string }[]>`
		with batch as (
			select * from unnest(
				${documents.map((each) => each.documentId)}::text[],
				${documents.map((each) => each.expectedSeq)}::bigint[],
				${documents.map((each) => each.rows.length)}::int[],
				${documents.map((each) => each.rules)}::int[]
			) as b (document_id, expected, count, rules)
		), locked as (
			select d.id from document d join batch b on b.document_id = d.id
			where d.head_seq = b.expected and d.rules = b.rules and not d.frozen
			for no key update of d skip locked
		), raised as (
			update document d set head_seq = d.head_seq + b.count
			from locked l join batch b on b.document_id = l.id
			where d.id = l.id and d.head_seq = b.expected and d.rules = b.rules and not d.frozen
			returning d.id, d.head_seq
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
		)${conflicts.length === 0 ? sql`` : sql`, ${noted(sql, conflicts)}`}${titles.size === 0 ? sql`` : sql`, ${titled(sql, titles)}`}
		select d.id ${self === null ? sql`` : sql`, ${tellingHead(sql, self)}`} from raised d`;
	return new Set(rows.map(({ id }) => id));
}

/** The titles that a commit brings, by document: the last one of each, '' when it was emptied. */
function lastTitles(changes: readonly { documentId: string; root: string; entity: string; field: string; after: string | null }[]) {
	const titles = changes.filter(({ root, entity, field }) => root === 'info' && entity === '' && field === 'judul');
	return new Map(titles.map(({ documentId, after }) => [documentId, after === null ? '' : String(JSON.parse(after))]));
}

/** Lists of Renja show the title of the document as of its last commit, without opening any document. */
function titled(sql: AnySql, titles: ReadonlyMap<string, string>) {
	return sql`titled as (
		update renja r set judul = t.judul
		from unnest(${[...titles.keys()]}::text[], ${[...titles.values()]}::text[]) as t (document_id, judul)
		join raised on raised.id = t.document_id
		join document d on d.id = t.document_id
		where r.id = d.renja_id
	)`;
}

type ConflictNote = ConflictChange & { documentId: string; seq: number };

/** A statement changes a row once only; each change holds all that is to be said of its conflict. */
function lastOfEach(rows: readonly (LogRow & { documentId: string })[]): ConflictNote[] {
	const notes = rows.flatMap(({ documentId, seq, conflicts }) => conflicts.map((change) => ({ ...change, documentId, seq })));
	return [...new Map(notes.map((note) => [note.conflict.id, note])).values()];
}

/** Whoever the room did not know as author is the one who changed the field last, before this commit. */
function noted(sql: AnySql, notes: readonly ConflictNote[]) {
	const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
	return sql`noted as (
		insert into conflict (id, document_id, seq, root, entity, field, kept, kept_account_id, other, other_account_id, settled_at, settled_by)
		select n.id, n.document_id, n.seq, n.root, n.entity, n.field, n.kept::jsonb, coalesce(n.kept_account, h.account_id),
			n.other::jsonb, coalesce(n.other_account, h.account_id), case when n.settled_by is not null then now() end, n.settled_by
		from unnest(
			${notes.map(({ conflict }) => conflict.id)}::text[],
			${notes.map((note) => note.documentId)}::text[],
			${notes.map((note) => note.seq)}::bigint[],
			${notes.map(({ conflict }) => conflict.root)}::text[],
			${notes.map(({ conflict }) => conflict.entity)}::text[],
			${notes.map(({ conflict }) => conflict.field)}::text[],
			${notes.map(({ conflict }) => json(conflict.kept.value))}::text[],
			${notes.map(({ conflict }) => conflict.kept.accountId)}::text[],
			${notes.map(({ conflict }) => json(conflict.other.value))}::text[],
			${notes.map(({ conflict }) => conflict.other.accountId)}::text[],
			${notes.map((note) => note.settledBy)}::text[]
		) as n (id, document_id, seq, root, entity, field, kept, kept_account, other, other_account, settled_by)
		join raised on raised.id = n.document_id
		left join lateral (
			select f.account_id from field_change f
			where f.document_id = n.document_id and f.root = n.root and f.entity = n.entity and f.field = n.field
				and (n.kept_account is null or n.other_account is null)
			order by f.id desc limit 1
		) h on true
		on conflict (id) do update set
			seq = excluded.seq, kept = excluded.kept, kept_account_id = excluded.kept_account_id,
			other = excluded.other, other_account_id = excluded.other_account_id,
			settled_at = excluded.settled_at, settled_by = excluded.settled_by
		where conflict.settled_at is null
	)`;
}

/** An open conflict as people see it, and what the gate needs to know of it. */
export interface StoredConflict extends ConflictRow {
	keptIsNewer: boolean;
}

/** The open conflicts of a document, or those of them that are named; oldest first. */
export async function openConflicts(sql: AnySql, documentId: string, ids?: readonly string[]): Promise<StoredConflict[]> {
	// A value that lost as it came in is in no field_change: then the conflict's own time is that of its arrival.
	const rows = await sql<StoredConflictRow[]>`
		select c.id, c.root, c.entity, c.field, c.kept, c.kept_account_id as "keptAccountId", k.nama as "keptNama",
			c.other, c.other_account_id as "otherAccountId", o.nama as "otherNama",
			${changedAt(sql, 'kept')} as "keptAt",
			case when c.other_account_id is not null then coalesce(${changedAt(sql, 'other')}, c.at) end as "otherAt",
			exists (
				select from field_change f
				where f.document_id = c.document_id and f.root = c.root and f.entity = c.entity and f.field = c.field and f.seq >= c.seq
			) as "keptIsNewer"
		from conflict c
		left join account k on k.id = c.kept_account_id
		left join account o on o.id = c.other_account_id
		where c.document_id = ${documentId} and c.settled_at is null
			${ids ? sql`and c.id = any (${[...ids]}::text[])` : sql``}
		order by c.at, c.id`;
	return rows.map(({ id, root, entity, field, keptIsNewer, ...row }) => ({
		...{ id, root, entity, field, keptIsNewer },
		kept: { value: row.kept, accountId: row.keptAccountId, nama: row.keptNama, at: row.keptAt?.toISOString() ?? null },
		other: { value: row.other, accountId: row.otherAccountId, nama: row.otherNama, at: row.otherAt?.toISOString() ?? null }
	}));
}

interface StoredConflictRow extends Omit<ConflictRow, 'kept' | 'other'> {
	kept: unknown;
	keptAccountId: string | null;
	keptNama: string | null;
	keptAt: Date | null;
	other: unknown;
	otherAccountId: string | null;
	otherNama: string | null;
	otherAt: Date | null;
	keptIsNewer: boolean;
}

function changedAt(sql: AnySql, side: 'kept' | 'other') {
	return sql`(
		select max(f.at) from field_change f
		where f.document_id = c.document_id and f.root = c.root and f.entity = c.entity and f.field = c.field
			and f.account_id = ${sql(`c.${side}_account_id`)} and f.after is not distinct from ${sql(`c.${side}`)}
	)`;
}

/** Somebody says of two values that he saw that the one which stands is right. `before`: it was settled already. */
export async function settleConflict(
	sql: AnySql,
	documentId: string,
	conflictId: string,
	{ kept, other, accountId }: { kept: unknown; other: unknown; accountId: string }
): Promise<'settled' | 'before' | 'changed' | 'missing'> {
	const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
	const settled = await sql`
		update conflict set settled_at = now(), settled_by = ${accountId}
		where document_id = ${documentId} and id = ${conflictId} and settled_at is null
			and kept is not distinct from (${json(kept)}::text)::jsonb and other is not distinct from (${json(other)}::text)::jsonb
		returning id`;
	if (settled.length > 0) return 'settled';
	const [row] = await sql<{ isOpen: boolean }[]>`
		select settled_at is null as "isOpen" from conflict where document_id = ${documentId} and id = ${conflictId}`;
	if (!row) return 'missing';
	return row.isOpen ? 'changed' : 'before';
}

/**
 * Puts bytes that hold everything up to seq in place of the log rows they were merged from. A newer state that another process wrote stays,
 * and so do rows of the last minute: other processes may not have read them yet.
 */
export async function replaceByState(sql: TransactionSql, documentId: string, seq: number, bytes: Uint8Array): Promise<void> {
	await sql`
		insert into document_state (document_id, seq, bytes) values (${documentId}, ${seq}, ${bytes})
		on conflict (document_id) do update set seq = excluded.seq, bytes = excluded.bytes where document_state.seq < excluded.seq`;
	await sql`
		delete from update_log
		where document_id = ${documentId} and seq <= (select seq from document_state where document_id = ${documentId})
			and at < now() - interval '1 minute'`;
}
