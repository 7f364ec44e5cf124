/** Comments as plain values, and every change that a person can make to them, as data. */
import type { Outcome } from '../edits/editing.ts';

/** komentar: anybody's. verifikator: a note of the verifikator, shown as such. */
export const commentKinds = ['komentar', 'verifikator'] as const;
export type CommentKind = (typeof commentKinds)[number];

/** What a comment is about: a row, or one of its cells. node null: the Renja as a whole. */
export interface CommentPlace {
	node: string | null;
	/** The column, named as the field of the plan's document. */
	field?: string;
	/** The indikator of the row that the cell belongs to. */
	line?: string;
}

/** When it was written is in Postgres: see `CommentFacts`. */
export interface CommentValue extends CommentPlace {
	id: string;
	/** Account id. The server refuses any other than the writer's own. */
	author: string;
	kind: CommentKind;
	/** Mentions stand in it as tokens: see mentions.ts. */
	text: string;
	/** The first comment of the thread that it answers; absent: it begins one. */
	thread?: string;
	/** Of the first comment of a thread only. */
	settled?: true;
	removed?: true;
}

export interface DiscussionEditArgs {
	addComment: CommentPlace & { id: string; author: string; kind: CommentKind; text: string };
	/** Place and kind are those of the thread. */
	replyComment: { id: string; author: string; thread: string; text: string };
	setCommentText: { id: string; text: string };
	settleThread: { id: string };
	reopenThread: { id: string };
	/** Marks it; a removed first comment leaves its answers where they are. */
	removeComment: { id: string };
	restoreComment: { id: string };
}

export type DiscussionEditName = keyof DiscussionEditArgs;

/** One change as data: `{edit: 'settleThread', args: {id}}`. */
export type DiscussionEdit = { [N in DiscussionEditName]: { edit: N; args: DiscussionEditArgs[N] } }[DiscussionEditName];

/** Why an edit cannot be applied; nothing was changed. Codes are translated by the page. */
export type DiscussionProblem = 'comment.missing' | 'comment.exists' | 'comment.full' | 'value.invalid';

export type DiscussionEditResult = ({ ok: true } & Outcome<DiscussionEdit>) | { ok: false; problem: DiscussionProblem; detail: string };
