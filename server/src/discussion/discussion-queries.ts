/** What Postgres knows of comments: when they were written, by the clock of the server, and how far somebody has read. */
import type { CommentFacts, DiscussionPerson } from '@rembug/shared/api/discussion-types.ts';
import type { AnySql } from '../database/connect.ts';

/** Of the comments that were changed after this seq. */
export async function commentFacts(sql: AnySql, documentId: string, after: number): Promise<CommentFacts[]> {
	const rows = await sql<
		(Omit<CommentFacts, 'at' | 'editedAt' | 'settled'> & { at: Date; editedAt: Date | null; settledAt: Date | null; settledBy: string })[]
	>`
		select entity as id, max(seq) as seq, max(seq) filter (where field = 'text') as "textSeq", min(at) as at,
			max(at) filter (where field = 'text' and before is not null) as "editedAt",
			max(at) filter (where field = 'settled') as "settledAt",
			(array_agg(account_id order by id desc) filter (where field = 'settled'))[1] as "settledBy"
		from field_change
		where document_id = ${documentId}
			${after === 0 ? sql`` : sql`and entity in (select entity from field_change where document_id = ${documentId} and seq > ${after})`}
		group by entity
		order by min(id)`;
	return rows.map(({ settledAt, settledBy, at, editedAt, ...row }) => ({
		...row,
		at: at.toISOString(),
		editedAt: editedAt?.toISOString() ?? null,
		settled: settledAt ? { accountId: settledBy, at: settledAt.toISOString() } : null
	}));
}

/** Whoever has a grant in the perangkat daerah, and whoever wrote in the document before he lost it. */
export async function discussionPeople(sql: AnySql, perangkatDaerahId: string, documentId: string): Promise<DiscussionPerson[]> {
	const rows = await sql<DiscussionPerson[]>`
		select a.id, a.nama,
			coalesce(array_agg(distinct g.role) filter (where g.role is not null), '{}') as roles,
			coalesce(array_agg(distinct g.unit_id) filter (where g.unit_id is not null), '{}') as "unitIds",
			count(g.id) > 0 and not a.disabled as "isHere"
		from account a
		left join role_grant g on g.account_id = a.id and g.perangkat_daerah_id = ${perangkatDaerahId}
		where g.id is not null
			or a.id in (select distinct account_id from field_change where document_id = ${documentId} and field = 'author')
		group by a.id, a.nama
		order by a.nama, a.id`;
	return [...rows];
}

/** 0: nothing yet. */
export async function readSeqOf(sql: AnySql, accountId: string, documentId: string): Promise<number> {
	const [row] = await sql<{ seq: number }[]>`
		select seq from discussion_read where account_id = ${accountId} and document_id = ${documentId}`;
	return row?.seq ?? 0;
}

/** Never back, and never beyond what was written. */
export async function markRead(sql: AnySql, accountId: string, documentId: string, seq: number): Promise<void> {
	await sql`
		insert into discussion_read (account_id, document_id, seq)
		select ${accountId}, id, least(${seq}::bigint, head_seq) from document where id = ${documentId}
		on conflict (account_id, document_id) do update set seq = greatest(discussion_read.seq, excluded.seq)`;
}
