/** Y.Doc of part `discussion` -> plain values. What the schema does not know is left out. */
import * as Y from 'yjs';
import { commentsMap, type YComment } from './discussion-document.ts';
import { commentRegister, requiredCommentRegisters } from './discussion-schema.ts';
import type { CommentValue } from './discussion-types.ts';

/** One comment; undefined when something that it cannot do without is missing. */
export function readComment(id: string, comment: YComment): CommentValue | undefined {
	const value: Record<string, unknown> = { id };
	for (const [field, held] of comment.entries()) {
		if (commentRegister([id, field])?.check(held)) value[field] = held;
	}
	return requiredCommentRegisters.every((field) => field in value) ? (value as unknown as CommentValue) : undefined;
}

/** All comments, removed ones included, in no particular order. */
export function readComments(doc: Y.Doc): CommentValue[] {
	const comments: CommentValue[] = [];
	for (const [id, comment] of commentsMap(doc).entries()) {
		const value = comment instanceof Y.Map ? readComment(id, comment) : undefined;
		if (value) comments.push(value);
	}
	return comments;
}
