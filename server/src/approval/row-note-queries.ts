/** Notes on rows of a submission: drafts, those of decisions, and what was said about them since. */
import type { DraftNote, RowNote } from '@rembug/shared/api/note-types.ts';
import type { AnySql, TransactionSql } from '../database/connect.ts';

/**
 * Whether this is the submission that waits for a decision. Holds off a decision until the transaction ends, so a note is either part of it
 * or refused.
 */
export async function isWaiting(sql: TransactionSql, snapshot: { id: string; renjaId: string }): Promise<boolean> {
	const rows = await sql`
		select from renja r
		where r.id = ${snapshot.renjaId} and r.stage = 'diajukan'
			and (select s.id from snapshot s where s.renja_id = r.id order by s.number desc limit 1) = ${snapshot.id}
		for share of r`;
	return rows.length === 1;
}

export async function draftsOf(sql: AnySql, snapshotId: string, accountId: string): Promise<DraftNote[]> {
	const rows = await sql<DraftNote[]>`
		select node_id as "nodeId", text from review_draft where snapshot_id = ${snapshotId} and account_id = ${accountId} order by at, node_id`;
	return [...rows];
}

export interface NewDraft extends DraftNote {
	snapshotId: string;
	accountId: string;
	/** As they stand in the snapshot. */
	kode: string;
	uraian: string;
}

export async function putDraft(sql: AnySql, { snapshotId, accountId, nodeId, kode, uraian, text }: NewDraft): Promise<void> {
	await sql`
		insert into review_draft (snapshot_id, account_id, node_id, kode, uraian, text)
		values (${snapshotId}, ${accountId}, ${nodeId}, ${kode}, ${uraian}, ${text})
		on conflict (snapshot_id, account_id, node_id) do update set text = excluded.text, at = now()`;
}

export async function deleteDraft(
	sql: AnySql,
	{ snapshotId, accountId, nodeId }: Pick<NewDraft, 'snapshotId' | 'accountId' | 'nodeId'>
): Promise<void> {
	await sql`delete from review_draft where snapshot_id = ${snapshotId} and account_id = ${accountId} and node_id = ${nodeId}`;
}

/** Makes the drafts of one account part of the decision that stands already; returns how many there were. */
export async function takeDrafts(
	sql: TransactionSql,
	{ snapshotId, accountId }: { snapshotId: string; accountId: string }
): Promise<number> {
	const rows = await sql`
		with taken as (delete from review_draft where snapshot_id = ${snapshotId} and account_id = ${accountId} returning *)
		insert into decision_note (id, snapshot_id, node_id, kode, uraian, text)
		select gen_random_uuid()::text, snapshot_id, node_id, kode, uraian, text from taken returning id`;
	return rows.length;
}

interface NoteRow extends Omit<RowNote, 'at' | 'answer'> {
	at: Date;
	settled: boolean | null;
	answerText: string | null;
	answeredBy: string | null;
	answeredAt: Date | null;
}

export async function notesOf(sql: AnySql, renjaId: string): Promise<RowNote[]> {
	const rows = await sql<NoteRow[]>`
		select n.id, n.node_id as "nodeId", n.kode, n.uraian, n.text, s.id as "snapshotId", s.number as "snapshotNumber", d.decision, a.nama, d.at,
			w.settled, w.text as "answerText", b.nama as "answeredBy", w.at as "answeredAt"
		from decision_note n
		join snapshot s on s.id = n.snapshot_id
		join snapshot_decision d on d.snapshot_id = s.id
		join account a on a.id = d.account_id
		left join lateral (
			select settled, text, account_id, at from decision_note_answer where note_id = n.id order by id desc limit 1
		) w on true
		left join account b on b.id = w.account_id
		where s.renja_id = ${renjaId}
		order by s.number desc, n.kode, n.id`;
	return rows.map(({ at, settled, answerText, answeredBy, answeredAt, ...rest }) => ({
		...rest,
		at: at.toISOString(),
		answer:
			settled === null || !answeredAt ? null : { settled, text: answerText ?? '', nama: answeredBy ?? '', at: answeredAt.toISOString() }
	}));
}

export async function findNote(sql: AnySql, renjaId: string, noteId: string): Promise<{ nodeId: string; kode: string } | undefined> {
	const [row] = await sql<{ nodeId: string; kode: string }[]>`
		select n.node_id as "nodeId", n.kode from decision_note n join snapshot s on s.id = n.snapshot_id where n.id = ${noteId} and s.renja_id = ${renjaId}`;
	return row;
}

export async function insertAnswer(
	sql: AnySql,
	answer: { noteId: string; settled: boolean; text: string; accountId: string }
): Promise<void> {
	await sql`
		insert into decision_note_answer (note_id, settled, text, account_id)
		values (${answer.noteId}, ${answer.settled}, ${answer.text}, ${answer.accountId})`;
}

/** Whoever has the discussion open is told that something beside it is new, by any process, also when a notification gets lost. */
export async function raiseDiscussion(sql: TransactionSql, renjaId: string): Promise<void> {
	await sql`update document set rules = rules + 1 where renja_id = ${renjaId} and part = 'discussion'`;
}
