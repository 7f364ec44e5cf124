/** A document as Postgres holds it, read without any room: what a snapshot is made of. */
import * as Y from 'yjs';
import type { AnySql } from '../database/connect.ts';
import { storedRows } from './snapshot-queries.ts';

export interface StoredDocument {
	doc: Y.Doc;
	/** The newest row of the log that doc holds. */
	seq: number;
}

/** An empty document, before anything was read. */
export function nothingStored(): StoredDocument {
	return { doc: new Y.Doc(), seq: 0 };
}

/** Brings a document up to what is committed now: reads only what is newer, also when the log was merged meanwhile. */
export async function catchUp(sql: AnySql, documentId: string, stored: StoredDocument): Promise<void> {
	const rows = await storedRows(sql, documentId, stored.seq);
	stored.doc.transact(() => {
		for (const row of rows) Y.applyUpdate(stored.doc, row.bytes);
	});
	stored.seq = rows.at(-1)?.seq ?? stored.seq;
}
