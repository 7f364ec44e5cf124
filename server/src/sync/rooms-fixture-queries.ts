/** For tests: what another process, or a look into the tables, does. */
import { connect, type Sql, type TransactionSql } from '../database/connect.ts';

/** Holds the document's row as somebody else's transaction would; the returned function lets it go. */
export function lockDocument(url: string, documentId: string): Promise<() => Promise<void>> {
	return holding(url, (tx) => tx`select from document where id = ${documentId} for update`);
}

/** Lets everybody read the log and nobody append to it. */
export function lockLog(url: string): Promise<() => Promise<void>> {
	return holding(url, (tx) => tx`lock table update_log in share mode`);
}

async function holding(url: string, take: (tx: TransactionSql) => PromiseLike<unknown>): Promise<() => Promise<void>> {
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
