/**
 * Where everything lives in the Y.Doc of part `discussion`: the only file that spells its keys. One root, `comments` (Y.Map of id ->
 * Y.Map of registers): first comments and answers side by side, an answer naming the comment that began its thread, so that two people
 * who answer at once never make the same map. What may stand in a register is said in discussion-schema.ts.
 */
import * as Y from 'yjs';

export const commentsRoot = 'comments';

export type YComment = Y.Map<unknown>;

export function commentsMap(doc: Y.Doc): Y.Map<YComment> {
	return doc.getMap(commentsRoot) as Y.Map<YComment>;
}

export function commentMap(doc: Y.Doc, id: string): YComment | undefined {
	const comment = commentsMap(doc).get(id);
	return comment instanceof Y.Map ? comment : undefined;
}

/** How many comments were ever written; known without a walk, since a comment is never taken out. */
export function commentCount(doc: Y.Doc): number {
	return commentsMap(doc)._map.size;
}
