/** Personal data and files whose usulan is gone, or never came, in Postgres. */
import type { Sql, TransactionSql } from '../database/connect.ts';

export interface LeftOver {
	renjaId: string;
	forumId: string;
	usulanId: string;
	/** It was removed, and long enough ago; false: the history does not know that it ever came. */
	isRemoved: boolean;
}

export interface KeptUntil {
	/** What was written after this may still be on its way. */
	fresh: Date;
	/** What was removed after this may still be put back. */
	removed: Date;
}

/** What may be thrown away, as far as the history tells. A usulan that a Renja began with is in no history: the document decides. */
export async function findLeftOvers(sql: Sql, until: KeptUntil): Promise<LeftOver[]> {
	return sql<LeftOver[]>`
		select kept.renja_id as "renjaId", d.id as "forumId", kept.usulan_id as "usulanId", coalesce(gone.is_removed, false) as "isRemoved"
		from (
			select renja_id, usulan_id, max(at) as at
			from (
				select renja_id, usulan_id, at from usulan_person
				union all
				select renja_id, usulan_id, at from usulan_file
			) data
			group by renja_id, usulan_id
		) kept
		join document d on d.renja_id = kept.renja_id and d.part = 'forum'
		left join lateral (
			select c.account_id from field_change c
			where c.document_id = d.id and c.root = 'usulan' and c.entity = kept.usulan_id and c.field = 'asal'
			order by c.id limit 1
		) came on true
		left join lateral (
			select c.after = 'true' as is_removed, c.at, c.account_id = came.account_id as is_withdrawn
			from field_change c
			where c.document_id = d.id and c.root = 'usulan' and c.entity = kept.usulan_id and c.field = 'removed'
			order by c.id desc limit 1
		) gone on true
		where kept.at < ${until.fresh} and (
			came is null
			or gone.is_removed and gone.at < case when gone.is_withdrawn then ${until.fresh}::timestamptz else ${until.removed}::timestamptz end
		)
		order by kept.renja_id, kept.usulan_id`;
}

/** Nothing of them stays, the names of files neither; what came meanwhile does. Returns how many there were. */
export async function deleteLeftOvers(
	tx: TransactionSql,
	renjaId: string,
	usulanIds: readonly string[],
	{ fresh }: KeptUntil
): Promise<{ persons: number; files: number }> {
	const persons = await tx`
		delete from usulan_person where renja_id = ${renjaId} and usulan_id = any (${[...usulanIds]}) and at < ${fresh}`;
	const files = await tx`
		delete from usulan_file where renja_id = ${renjaId} and usulan_id = any (${[...usulanIds]}) and at < ${fresh}`;
	return { persons: persons.count, files: files.count };
}
