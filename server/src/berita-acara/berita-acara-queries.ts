/** Sealed minutes in Postgres, written once. */
import type { BeritaAcaraSeal, SealedMinutes } from '@rembug/shared/berita-acara/berita-acara.ts';
import type { AnySql, TransactionSql } from '../database/connect.ts';

export interface BeritaAcaraRow {
	id: string;
	renjaId: string;
	sessionId: string;
	number: number;
	forumSeq: number;
	planSeq: number;
	content: string;
	contentSha256: string;
	previousHash: string | null;
	hash: string;
	accountId: string;
	at: Date;
	/** The time to the microsecond, which a Date cannot hold. */
	exactAt: string;
}

export async function insertBeritaAcara(sql: TransactionSql, row: BeritaAcaraRow): Promise<void> {
	await sql`
		insert into berita_acara (id, renja_id, session_id, number, forum_seq, plan_seq, content, content_sha256, previous_hash, hash, account_id, at)
		values (${row.id}, ${row.renjaId}, ${row.sessionId}, ${row.number}, ${row.forumSeq}, ${row.planSeq}, ${row.content}, ${row.contentSha256},
			${row.previousHash}, ${row.hash}, ${row.accountId}, ${row.at})`;
}

function rows(sql: AnySql, where: ReturnType<AnySql>): Promise<BeritaAcaraRow[]> {
	return sql<BeritaAcaraRow[]>`
		select id, renja_id as "renjaId", session_id as "sessionId", number, forum_seq as "forumSeq", plan_seq as "planSeq", content,
			content_sha256 as "contentSha256", previous_hash as "previousHash", hash, account_id as "accountId", at,
			to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "exactAt"
		from berita_acara where ${where} order by renja_id, number`;
}

export async function findBeritaAcara(sql: AnySql, renjaId: string, sessionId: string): Promise<BeritaAcaraRow | undefined> {
	return (await rows(sql, sql`renja_id = ${renjaId} and session_id = ${sessionId}`))[0];
}

export async function findBeritaAcaraByHash(sql: AnySql, hash: string): Promise<BeritaAcaraRow | undefined> {
	return (await rows(sql, sql`hash = ${hash}`))[0];
}

export async function findBeritaAcaraById(sql: AnySql, id: string): Promise<BeritaAcaraRow | undefined> {
	return (await rows(sql, sql`id = ${id}`))[0];
}

/** Of all Renja, in the order of their chains. */
export async function allBeritaAcara(sql: AnySql): Promise<{ id: string; renjaId: string; number: number; hash: string }[]> {
	return [
		...(await sql<{ id: string; renjaId: string; number: number; hash: string }[]>`
			select id, renja_id as "renjaId", number, hash from berita_acara order by renja_id, number`)
	];
}

/** Minutes that the audit says were sealed and that are gone. */
export async function missingBeritaAcara(sql: AnySql): Promise<string[]> {
	const rows = await sql<{ hash: string }[]>`
		select a.detail ->> 'hash' as hash from audit a
		where a.action = 'beritaAcara.sealed' and not exists (select from berita_acara b where b.hash = a.detail ->> 'hash')`;
	return rows.map(({ hash }) => hash);
}

/** By whom, of which session. */
export async function sealedMinutesOf(sql: AnySql, renjaId: string): Promise<SealedMinutes[]> {
	const found = await sql<(Omit<SealedMinutes, 'at'> & { at: Date })[]>`
		select b.session_id as session, b.content::jsonb #>> '{minutes,session,judul}' as judul, a.nama, b.number, b.at, b.hash
		from berita_acara b join account a on a.id = b.account_id where b.renja_id = ${renjaId} order by b.number`;
	return found.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** Seals of a Renja, by session. */
export async function sealsOf(sql: AnySql, renjaId: string): Promise<Map<string, BeritaAcaraSeal>> {
	const found = await sql<{ sessionId: string; number: number; at: Date; hash: string }[]>`
		select session_id as "sessionId", number, at, hash from berita_acara where renja_id = ${renjaId} order by number`;
	return new Map(found.map(({ sessionId, number, at, hash }) => [sessionId, { number, at: at.toISOString(), hash }]));
}
