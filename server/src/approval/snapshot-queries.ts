/** Snapshots, decisions and stages in Postgres. Rows of snapshot and snapshot_decision are written once; Postgres refuses the rest. */
import type { RowInSnapshot, SnapshotSummary } from '@rembug/shared/api/api-types.ts';
import type { Stage } from '@rembug/shared/renja/stages.ts';
import type { AnySql, TransactionSql } from '../database/connect.ts';

export interface SnapshotRow {
	/** How much of the row the hash covers, see SnapshotSeal. */
	format: number;
	id: string;
	renjaId: string;
	number: number;
	documentId: string;
	seq: number;
	state: Uint8Array;
	content: string;
	stateSha256: string;
	contentSha256: string;
	previousHash: string | null;
	hash: string;
	reason: string;
	accountId: string;
	at: Date;
	/** The time to the microsecond, which a Date cannot hold. */
	exactAt: string;
}

interface SummaryRow {
	id: string;
	renjaId: string;
	number: number;
	at: Date;
	nama: string;
	seq: number;
	hash: string;
	stateSha256: string;
	contentSha256: string;
	previousHash: string | null;
	decision: 'approve' | 'return' | null;
	note: string | null;
	decidedBy: string | null;
	decidedAt: Date | null;
}

export interface SnapshotMeta extends SnapshotSummary {
	renjaId: string;
	stateSha256: string;
}

function summaries(sql: AnySql, where: ReturnType<AnySql>): Promise<SummaryRow[]> {
	return sql<SummaryRow[]>`
		select s.id, s.renja_id as "renjaId", s.number, s.at, a.nama, s.seq, s.hash, s.state_sha256 as "stateSha256",
			s.content_sha256 as "contentSha256", s.previous_hash as "previousHash", d.decision, d.note, b.nama as "decidedBy", d.at as "decidedAt"
		from snapshot s
		join account a on a.id = s.account_id
		left join snapshot_decision d on d.snapshot_id = s.id
		left join account b on b.id = d.account_id
		where ${where}
		order by s.number desc`;
}

function metaOf(row: SummaryRow): SnapshotMeta {
	const { decision, note, decidedBy, decidedAt, at, ...rest } = row;
	return {
		...rest,
		at: at.toISOString(),
		decision: decision && decidedAt ? { decision, note: note ?? '', nama: decidedBy ?? '', at: decidedAt.toISOString() } : null
	};
}

/** Newest first. */
export async function snapshotsOf(sql: AnySql, renjaId: string): Promise<SnapshotMeta[]> {
	return (await summaries(sql, sql`s.renja_id = ${renjaId}`)).map(metaOf);
}

export async function findSnapshotMeta(sql: AnySql, id: string): Promise<SnapshotMeta | undefined> {
	return (await summaries(sql, sql`s.id = ${id}`)).map(metaOf)[0];
}

/** When an approved Renja was opened again after this moment (ISO 8601) for the first time; null: never. */
export async function reopenedAfter(sql: AnySql, renjaId: string, at: string): Promise<string | null> {
	const [row] = await sql<{ at: Date | null }[]>`
		select min(at) as at from stage_change
		where renja_id = ${renjaId} and from_stage = 'disetujui' and to_stage = 'rancangan_akhir' and at > ${at}`;
	return row?.at?.toISOString() ?? null;
}

export async function findSnapshotMetaByHash(sql: AnySql, hash: string): Promise<SnapshotMeta | undefined> {
	return (await summaries(sql, sql`s.hash = ${hash}`)).map(metaOf)[0];
}

export async function findSnapshotBefore(sql: AnySql, snapshot: { renjaId: string; number: number }): Promise<SnapshotMeta | undefined> {
	return (await summaries(sql, sql`s.renja_id = ${snapshot.renjaId} and s.number < ${snapshot.number}`)).map(metaOf)[0];
}

export async function snapshotContentText(sql: AnySql, id: string): Promise<string | undefined> {
	const [row] = await sql<{ content: string }[]>`select content from snapshot where id = ${id}`;
	return row?.content;
}

/** One row of the plan in every snapshot of a Renja, oldest first. Postgres reads the stored contents, so that they need not travel. */
export async function rowInSnapshots(sql: AnySql, renjaId: string, nodeId: string): Promise<RowInSnapshot[]> {
	const rows = await sql<(Omit<RowInSnapshot, 'at'> & { at: Date })[]>`
		select s.id, s.number, s.at, d.decision, (
			select node from json_array_elements(s.content::json -> 'plan' -> 'nodes') node where node ->> 'id' = ${nodeId} limit 1
		) as node
		from snapshot s left join snapshot_decision d on d.snapshot_id = s.id
		where s.renja_id = ${renjaId} order by s.number`;
	return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** The whole row, stored bytes included. */
export async function findSnapshot(sql: AnySql, id: string): Promise<SnapshotRow | undefined> {
	const [row] = await sql<SnapshotRow[]>`
		select id, renja_id as "renjaId", number, document_id as "documentId", seq, state, content, state_sha256 as "stateSha256",
			content_sha256 as "contentSha256", previous_hash as "previousHash", hash, reason, account_id as "accountId", at, seal_format as format,
			to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "exactAt"
		from snapshot where id = ${id}`;
	return row;
}

/** Ids of all snapshots, by Renja, oldest first. */
export async function allSnapshotIds(sql: AnySql): Promise<string[]> {
	const rows = await sql<{ id: string }[]>`select id from snapshot order by renja_id, number`;
	return rows.map((row) => row.id);
}

/** Snapshots that stages, decisions or the audit tell of and that are not there. */
export async function missingSnapshots(sql: AnySql): Promise<string[]> {
	const rows = await sql<{ id: string }[]>`
		select named.id from (
			select snapshot_id as id from stage_change
			union select snapshot_id from snapshot_decision
			union select detail ->> 'snapshotId' from audit where action in ('stage.changed', 'snapshot.approved', 'snapshot.returned')
		) named
		where named.id is not null and not exists (select from snapshot s where s.id = named.id)
		order by named.id`;
	return rows.map(({ id }) => id);
}

/**
 * Whether the decision on a snapshot is the one that the audit tells of: the same word, person, time and note, or none at all. They are
 * written in one transaction, so their times agree to the microsecond.
 */
export async function decisionHolds(sql: AnySql, snapshotId: string): Promise<boolean> {
	const [row] = await sql<{ holds: boolean }[]>`
		select not exists (
			(select decision, account_id, note, at from snapshot_decision where snapshot_id = ${snapshotId}
			except ${toldDecisions(sql, snapshotId)})
			union all
			(${toldDecisions(sql, snapshotId)}
			except select decision, account_id, note, at from snapshot_decision where snapshot_id = ${snapshotId})
		) as holds`;
	return row?.holds ?? false;
}

const toldDecisions = (sql: AnySql, snapshotId: string) => sql`
	select case action when 'snapshot.approved' then 'approve' else 'return' end, account_id, detail ->> 'note', at
	from audit where action in ('snapshot.approved', 'snapshot.returned') and detail ->> 'snapshotId' = ${snapshotId}`;

/** What a document holds beyond seq `after`, oldest first; the first row may be the merged state. One statement, so that state and log are of one moment. */
export async function storedRows(sql: AnySql, documentId: string, after: number): Promise<{ seq: number; bytes: Uint8Array }[]> {
	return sql<{ seq: number; bytes: Uint8Array }[]>`
		select seq, bytes from document_state where document_id = ${documentId} and seq > ${after}
		union all
		select seq, bytes from update_log
		where document_id = ${documentId}
			and seq > greatest(${after}::bigint, (select seq from document_state where document_id = ${documentId}))
		order by seq`;
}

/** Locks the document: nothing is appended to it until the transaction ends. The lock that the commit of edits takes as well. */
export async function lockDocument(sql: TransactionSql, documentId: string): Promise<{ headSeq: number; frozen: boolean } | undefined> {
	const [row] = await sql<{ headSeq: number; frozen: boolean }[]>`
		select head_seq as "headSeq", frozen from document where id = ${documentId} for no key update`;
	return row;
}

export async function setFrozen(sql: TransactionSql, documentId: string, frozen: boolean): Promise<void> {
	await sql`update document set frozen = ${frozen} where id = ${documentId}`;
}

export async function insertSnapshot(sql: TransactionSql, row: SnapshotRow): Promise<void> {
	await sql`
		insert into snapshot (id, renja_id, number, document_id, seq, reason, state, content, state_sha256, content_sha256, previous_hash, hash, account_id, at,
			seal_format)
		values (${row.id}, ${row.renjaId}, ${row.number}, ${row.documentId}, ${row.seq}, ${row.reason}, ${row.state}, ${row.content},
			${row.stateSha256}, ${row.contentSha256}, ${row.previousHash}, ${row.hash}, ${row.accountId}, ${row.at}, ${row.format})`;
}

/** Moves a Renja that still stands at `from`; false: it does not. */
export async function moveStage(sql: TransactionSql, renjaId: string, from: Stage, to: Stage): Promise<boolean> {
	const rows = await sql`update renja set stage = ${to} where id = ${renjaId} and stage = ${from} returning id`;
	return rows.length === 1;
}

export interface StageChange {
	renjaId: string;
	from: Stage;
	to: Stage;
	reason: string;
	snapshotId: string | null;
	accountId: string;
}

export async function insertStageChange(sql: TransactionSql, change: StageChange): Promise<void> {
	await sql`
		insert into stage_change (renja_id, from_stage, to_stage, reason, snapshot_id, account_id)
		values (${change.renjaId}, ${change.from}, ${change.to}, ${change.reason}, ${change.snapshotId}, ${change.accountId})`;
}

/**
 * Decides on the newest snapshot of a Renja that waits for a decision; false: this one does not wait (any more). The rule stands in the
 * WHERE, so of two who decide at once one is told so.
 */
export async function takeDecision(sql: TransactionSql, snapshot: { id: string; renjaId: string }, to: Stage): Promise<boolean> {
	const rows = await sql`
		update renja set stage = ${to}
		where id = ${snapshot.renjaId} and stage = 'diajukan'
			and (select s.id from snapshot s where s.renja_id = renja.id order by s.number desc limit 1) = ${snapshot.id}
			and not exists (select from snapshot_decision d where d.snapshot_id = ${snapshot.id})
		returning id`;
	return rows.length === 1;
}

export async function insertDecision(
	sql: TransactionSql,
	decision: { snapshotId: string; decision: 'approve' | 'return'; note: string; accountId: string }
): Promise<void> {
	await sql`
		insert into snapshot_decision (snapshot_id, decision, note, account_id)
		values (${decision.snapshotId}, ${decision.decision}, ${decision.note}, ${decision.accountId})`;
}
