/** For tests: what another process, or a look into the tables, does. */
import { connect, type Sql, type TransactionSql } from '../database/connect.ts';
import { appendRows, documentHeads, type LogRow } from './sync-queries.ts';

/** Holds the document's row as somebody else's transaction would; the returned function lets it go. */
export function lockDocument(url: string, documentId: string): Promise<() => Promise<void>> {
	return holding(url, (tx) => tx`select from document where id = ${documentId} for update`);
}

/** Holds the document's row as another process that is about to commit; the returned function appends its row behind the head and lets go. */
export async function lockForRow(url: string, documentId: string): Promise<(row: Omit<LogRow, 'seq'>) => Promise<void>> {
	let append: (tx: TransactionSql) => Promise<void> = () => Promise.resolve();
	const unlock = await holding(
		url,
		(tx) => tx`select from document where id = ${documentId} for update`,
		(tx) => append(tx)
	);
	return (row) => {
		append = async (tx) => {
			const [head] = await documentHeads(tx, [documentId]);
			const expectedSeq = head?.headSeq ?? 0;
			const written = await appendRows(
				tx,
				[{ documentId, expectedSeq, rules: head?.rules ?? 0, rows: [{ ...row, seq: expectedSeq + 1 }] }],
				'another process'
			);
			if (written.size !== 1) throw new Error('the row of the other process was not written');
		};
		return unlock();
	};
}

/** Lets everybody read the log and nobody append to it. */
export function lockLog(url: string): Promise<() => Promise<void>> {
	return holding(url, (tx) => tx`lock table update_log in share mode`);
}

async function holding(
	url: string,
	take: (tx: TransactionSql) => PromiseLike<unknown>,
	finish: (tx: TransactionSql) => Promise<void> = () => Promise.resolve()
): Promise<() => Promise<void>> {
	const sql = connect(url, { max: 1, name: 'lock' });
	let release: () => void = () => undefined;
	const held = new Promise<void>((resolve) => (release = resolve));
	let done: Promise<unknown> = Promise.resolve();
	await new Promise<void>((resolve, reject) => {
		done = sql
			.begin(async (tx) => {
				await take(tx);
				resolve();
				await held;
				await finish(tx);
			})
			.catch(reject);
	});
	return async () => {
		release();
		await done;
		await sql.end();
	};
}

export async function freeze(sql: Sql, documentId: string): Promise<void> {
	await sql`update document set frozen = true where id = ${documentId}`;
}

export async function setStage(sql: Sql, renjaId: string, stage: string): Promise<void> {
	await sql`update renja set stage = ${stage} where id = ${renjaId}`;
}

export async function logRows(sql: Sql, documentId: string): Promise<{ seq: number; accountId: string | null }[]> {
	const rows = await sql<{ seq: number; accountId: string | null }[]>`
		select seq, account_id as "accountId" from update_log where document_id = ${documentId} order by seq`;
	return [...rows];
}

/** seq of the newest row that the stored state holds; 0: there is none. */
export async function mergedUpTo(sql: Sql, documentId: string): Promise<number> {
	const [row] = await sql<{ seq: number }[]>`select seq from document_state where document_id = ${documentId}`;
	return row?.seq ?? 0;
}

export async function makeLogOlder(sql: Sql, documentId: string): Promise<void> {
	await sql`update update_log set at = at - interval '2 minutes' where document_id = ${documentId}`;
}

export interface ChangeRow {
	seq: number;
	accountId: string;
	entity: string;
	before: unknown;
	after: unknown;
}

export async function changeRows(sql: Sql, documentId: string): Promise<ChangeRow[]> {
	const rows = await sql<ChangeRow[]>`
		select seq, account_id as "accountId", entity, before, after from field_change where document_id = ${documentId} order by id`;
	return [...rows];
}

export interface ConflictFixtureRow {
	seq: number;
	kept: { value: unknown; accountId: string | null };
	other: { value: unknown; accountId: string | null };
	settledBy: string | null;
	/** Written by the transaction that wrote the log row of the same seq. */
	isInCommitOfItsRow: boolean;
}

export async function conflictRows(sql: Sql, documentId: string): Promise<ConflictFixtureRow[]> {
	const rows = await sql<ConflictFixtureRow[]>`
		select c.seq, jsonb_build_object('value', c.kept, 'accountId', c.kept_account_id) as kept,
			jsonb_build_object('value', c.other, 'accountId', c.other_account_id) as other,
			c.settled_by as "settledBy", c.xmin = u.xmin as "isInCommitOfItsRow"
		from conflict c join update_log u on u.document_id = c.document_id and u.seq = c.seq
		where c.document_id = ${documentId} order by c.at, c.id`;
	return [...rows];
}

/** As by another process that nobody heard of. */
export async function raiseRules(sql: Sql, documentId: string): Promise<void> {
	await sql`update document set rules = rules + 1 where id = ${documentId}`;
}
