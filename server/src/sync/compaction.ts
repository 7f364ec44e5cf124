/** Keeps the log of a document short: what is old is merged into one state. Who changed what stays in `field_change`. */
import type { Sql } from '../database/connect.ts';
import { mergeInTurns } from './merge-updates.ts';
import { replaceByState, storedBytes } from './sync-queries.ts';

/** Merges everything committed so far; returns the seq up to which it is merged. */
export async function compactDocument(sql: Sql, documentId: string): Promise<number> {
	const rows = await storedBytes(sql, documentId);
	const last = rows.at(-1);
	if (!last || rows.length === 1) return last?.seq ?? 0;
	const bytes = await mergeInTurns(rows.map((row) => row.bytes));
	await sql.begin((tx) => replaceByState(tx, documentId, last.seq, bytes));
	return last.seq;
}
