/** What people did to accounts, stages and snapshots. Rows are added, never changed: Postgres refuses the rest. */
import type { AuditAccount, AuditChoices, AuditRow } from '@rembug/shared/api/api-types.ts';
import { wordsAboutPlans, type AuditAction, type AuditDetails } from '@rembug/shared/audit/audit-actions.ts';
import type { AnySql } from '../database/connect.ts';

/** What is to be recorded: an action with its detail. */
export type AuditEntry = {
	[A in AuditAction]: {
		action: A;
		/** null: done by the server or by a command. */
		accountId: string | null;
		/** The account that it was done to, when that is another one. */
		subjectId?: string;
		renjaId?: string;
		/** The perangkat daerah that it concerns, when no Renja says so. */
		perangkatDaerahId?: string | null;
		detail: AuditDetails[A];
	};
}[AuditAction];

/**
 * To be called in the transaction of the change, so that both are committed or neither. A row concerns the perangkat daerah of its
 * Renja, else the one that is named, else those in which the account it is about has a role at this moment.
 */
export async function recordAudit(sql: AnySql, entry: AuditEntry): Promise<void> {
	const { action, accountId, subjectId = null, renjaId = null, perangkatDaerahId = null, detail } = entry;
	await sql`
		insert into audit (action, account_id, subject_id, renja_id, detail, perangkat_daerah_ids)
		values (${action}, ${accountId}, ${subjectId}, ${renjaId}, ${sql.json({ ...detail })}, coalesce(
			(select array[r.perangkat_daerah_id] from renja r where r.id = ${renjaId}),
			case when ${perangkatDaerahId}::text is not null then array[${perangkatDaerahId}::text] end,
			(select array_agg(distinct g.perangkat_daerah_id) from role_grant g
				where g.account_id = ${subjectId ?? accountId} and g.perangkat_daerah_id is not null),
			'{}'
		))`;
}

/** Which rows somebody may read. */
export interface AuditScope {
	/** null: all of them. */
	perangkatDaerahIds: readonly string[] | null;
	/** Where he may see plans, and so may read words about them. */
	mayReadPlansOf: readonly string[];
}

export interface AuditFilter {
	actions: readonly AuditAction[] | null;
	/** Who did it or to whom it was done. */
	accountId: string | null;
	renjaId: string | null;
	from: Date | null;
	/** Not included. */
	to: Date | null;
	/** A part of a name, or of what a row says. */
	text: string | null;
	/** Rows older than this one. */
	before: number | null;
}

interface StoredRow {
	id: number;
	at: Date;
	action: AuditAction;
	detail: AuditDetails[AuditAction];
	actor: AuditAccount | null;
	subject: AuditAccount | null;
	renja: AuditRow['renja'];
	hasWords: boolean;
}

/** Newest first, at most `limit`. */
export async function auditRows(sql: AnySql, scope: AuditScope, filter: AuditFilter, limit: number): Promise<AuditRow[]> {
	const readable = [...scope.mayReadPlansOf];
	const part = filter.text === null ? null : `%${filter.text.replaceAll(/[\\%_]/g, '\\$&')}%`;
	const rows = await sql<StoredRow[]>`
		select u.id, u.at, u.action, u.detail,
			case when a.id is not null then json_build_object('id', a.id, 'nama', a.nama, 'username', a.username) end as actor,
			case when s.id is not null then json_build_object('id', s.id, 'nama', s.nama, 'username', s.username) end as subject,
			case when r.id is not null then json_build_object('id', r.id, 'tahun', r.tahun, 'jenis', r.jenis, 'perangkatDaerah', p.nama,
				'judul', case when u.perangkat_daerah_ids && ${readable}::text[] then r.judul else '' end) end as renja,
			u.perangkat_daerah_ids && ${readable}::text[] as "hasWords"
		from audit u
		left join account a on a.id = u.account_id
		left join account s on s.id = u.subject_id
		left join renja r on r.id = u.renja_id
		left join perangkat_daerah p on p.id = r.perangkat_daerah_id
		where true
			${scope.perangkatDaerahIds === null ? sql`` : sql`and u.perangkat_daerah_ids && ${[...scope.perangkatDaerahIds]}::text[]`}
			${filter.before === null ? sql`` : sql`and u.id < ${filter.before}`}
			${filter.actions === null ? sql`` : sql`and u.action = any (${[...filter.actions]}::text[])`}
			${filter.accountId === null ? sql`` : sql`and (u.account_id = ${filter.accountId} or u.subject_id = ${filter.accountId})`}
			${filter.renjaId === null ? sql`` : sql`and u.renja_id = ${filter.renjaId}`}
			${filter.from === null ? sql`` : sql`and u.at >= ${filter.from}`}
			${filter.to === null ? sql`` : sql`and u.at < ${filter.to}`}
			${
				part === null
					? sql``
					: sql`and (
						a.nama ilike ${part} or a.username ilike ${part} or s.nama ilike ${part} or s.username ilike ${part}
						or p.nama ilike ${part} or r.tahun::text ilike ${part}
						or exists (
							select from jsonb_each_text(u.detail) d
							where d.value ilike ${part} and (d.key <> all (${[...wordsAboutPlans]}::text[]) or u.perangkat_daerah_ids && ${readable}::text[])
						)
					)`
			}
		order by u.id desc limit ${limit}`;
	return rows.map(({ hasWords, at, detail, ...row }) => ({
		...row,
		at: at.toISOString(),
		detail: hasWords ? detail : withoutWords(detail)
	})) as AuditRow[];
}

function withoutWords(detail: AuditDetails[AuditAction]): Record<string, unknown> {
	return Object.fromEntries(Object.entries(detail).filter(([key]) => !wordsAboutPlans.includes(key)));
}

/** The accounts and Renja that rows of this scope can be about; accounts are those with a role there now. */
export async function auditChoices(sql: AnySql, { perangkatDaerahIds, mayReadPlansOf }: AuditScope): Promise<AuditChoices> {
	const within = perangkatDaerahIds === null ? null : [...perangkatDaerahIds];
	const accounts = await sql<AuditAccount[]>`
		select id, nama, username from account a
		where ${within}::text[] is null
			or exists (select from role_grant g where g.account_id = a.id and g.perangkat_daerah_id = any (${within}::text[]))
		order by lower(nama), id`;
	const renja = await sql<AuditChoices['renja']>`
		select r.id, r.tahun, r.jenis, p.nama as "perangkatDaerah",
			case when r.perangkat_daerah_id = any (${[...mayReadPlansOf]}::text[]) then r.judul else '' end as judul
		from renja r join perangkat_daerah p on p.id = r.perangkat_daerah_id
		where ${within}::text[] is null or r.perangkat_daerah_id = any (${within}::text[])
		order by r.tahun desc, p.nama, r.jenis, r.id`;
	return { accounts: [...accounts], renja: [...renja] };
}
