/** Keeps the log of a document short: what is old is merged into one state. Who changed what stays in `field_change`. */
import type { Sql } from '../database/connect.ts';
import type { ServedState } from './served-state.ts';
import type { StateWork } from './state-work.ts';
import { replaceByState } from './sync-queries.ts';

/** Merges everything committed so far, in Postgres and in what joiners are served. */
export async function compactDocument(sql: Sql, work: StateWork, documentId: string, served: ServedState): Promise<void> {
	const { seq, parts } = served.parts();
	const bytes = await work.merge(parts);
	await sql.begin((tx) => replaceByState(tx, documentId, seq, bytes));
	served.replace(seq, bytes);
}
