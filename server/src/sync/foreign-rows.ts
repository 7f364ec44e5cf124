/**
 * Rows that another process committed, beside what was admitted here and is not committed yet: the log puts them first. As a rule they
 * concern other cells; then what was admitted stands as it was judged, and only its place in the log moves.
 */
import * as Y from 'yjs';
import type { DocumentPart } from './document-parts.ts';
import { readUpdate, type Touched } from './read-update.ts';

/** What was judged before the rows came. */
export interface Judged {
	touched: readonly Touched[];
	/** Client ids that made its new structs. */
	clients: readonly number[];
}

/**
 * Applies rows of the log to a document that holds everything before them, and what was admitted since. False: what was admitted has to
 * be judged again, on a document that holds the rows; this one is not to be used any more.
 */
export function applyForeignRows(
	{ schema, decidesRights }: Pick<DocumentPart, 'schema' | 'decidesRights'>,
	doc: Y.Doc,
	rows: readonly { bytes: Uint8Array }[],
	admitted: readonly Judged[]
): boolean {
	if (admitted.length === 0) {
		for (const { bytes } of rows) Y.applyUpdate(doc, bytes);
		return isComplete(doc);
	}
	const clients = new Set(admitted.flatMap((judged) => judged.clients));
	const places = new Set(admitted.flatMap((judged) => judged.touched.map(placeOf)));
	// Prose has neither values before and after nor conflicts: typing of two people in one section never contradicts.
	const isRival = (touched: Touched): boolean => schema.roots[touched.root] !== 'prose' && places.has(placeOf(touched));
	for (const { bytes } of rows) {
		// By what it holds, not by what is new of it: of a client id that was used here as well, its structs seem to be known.
		if ([...Y.parseUpdateMeta(bytes).from.keys()].some((client) => clients.has(client))) return false;
		const reading = readUpdate(schema, doc, bytes);
		// Nothing new, or not possible: then the same or a rival of it was admitted here. Nothing touched: its place was taken away here.
		if (reading.kind !== 'news' || reading.touched.length === 0) return false;
		if (reading.touched.some((touched) => decidesRights?.(touched, doc) || isRival(touched))) return false;
		Y.applyUpdate(doc, bytes);
	}
	return isComplete(doc);
}

function placeOf({ root, path }: Touched): string {
	return [root, ...path].join('/');
}

/** Whether everything that its updates build on was there. */
export function isComplete(doc: Y.Doc): boolean {
	return doc.store.pendingStructs === null && doc.store.pendingDs === null;
}
