/**
 * Every change a person can make to the discussion of a Renja, one function each, called through `applyDiscussionEdit` with the edit as
 * data. Who may make it is not asked here: see access/discussion-rights.ts.
 */
import * as Y from 'yjs';
import { applyBy, currentBy, Refused, type Editing as EditingOf } from '../edits/editing.ts';
import { isId } from '../renja/renja-schema.ts';
import { commentCount, commentMap, commentsMap, type YComment } from './discussion-document.ts';
import { commentRegister, commentsMax } from './discussion-schema.ts';
import type {
	DiscussionEdit,
	DiscussionEditArgs,
	DiscussionEditName,
	DiscussionEditResult,
	DiscussionProblem
} from './discussion-types.ts';
import { readComment } from './discussion-value.ts';

type Editing<Args> = EditingOf<Args, DiscussionEdit>;

/** Applies one edit in one transaction. Never throws on bad arguments: `{ok: false, problem, detail}` and nothing changed. */
export function applyDiscussionEdit(doc: Y.Doc, edit: DiscussionEdit, origin?: unknown): DiscussionEditResult {
	return applyBy<DiscussionEdit, DiscussionProblem>(editings, doc, edit, origin);
}

/** The value the edit is about as it stands now; null when absent or not to be found. */
export function currentDiscussionValue(doc: Y.Doc, edit: DiscussionEdit): unknown {
	return currentBy(editings, doc, edit);
}

function refuse(problem: DiscussionProblem, detail: string): never {
	throw new Refused(problem, detail);
}

function theComment(doc: Y.Doc, id: string): YComment {
	return commentMap(doc, id) ?? refuse('comment.missing', id);
}

/** The first comment of a thread. */
function theThread(doc: Y.Doc, id: string): YComment {
	const comment = theComment(doc, id);
	return comment.has('thread') ? refuse('comment.missing', id) : comment;
}

function write(doc: Y.Doc, id: string, registers: Readonly<Record<string, unknown>>): void {
	commentsMap(doc).set(id, new Y.Map(Object.entries(registers).filter(([, value]) => value !== undefined)));
}

function checkNew(doc: Y.Doc, id: string, registers: Readonly<Record<string, unknown>>): void {
	if (!isId(id)) refuse('value.invalid', 'id');
	if (commentMap(doc, id)) refuse('comment.exists', id);
	if (commentCount(doc) >= commentsMax) refuse('comment.full', id);
	for (const [field, value] of Object.entries(registers)) {
		if (value !== undefined && !commentRegister([id, field])?.check(value)) refuse('value.invalid', field);
	}
}

function commentNow(doc: Y.Doc, { id }: { id: string }): unknown {
	const comment = theComment(doc, id);
	return comment.get('removed') ? null : (readComment(id, comment) ?? null);
}

const addComment: Editing<DiscussionEditArgs['addComment']> = {
	before(doc, { id, ...registers }) {
		checkNew(doc, id, registers);
		return null;
	},
	change: (doc, { id, author, kind, node, field, line, text }) => write(doc, id, { author, kind, node, field, line, text }),
	after: commentNow,
	inverse: ({ id }) => ({ edit: 'removeComment', args: { id } })
};

const replyComment: Editing<DiscussionEditArgs['replyComment']> = {
	before(doc, { id, ...registers }) {
		theThread(doc, registers.thread);
		checkNew(doc, id, registers);
		return null;
	},
	change(doc, { id, author, thread, text }) {
		write(doc, id, { author, kind: 'komentar', node: theThread(doc, thread).get('node') ?? null, thread, text });
	},
	after: commentNow,
	inverse: ({ id }) => ({ edit: 'removeComment', args: { id } })
};

const setCommentText: Editing<DiscussionEditArgs['setCommentText']> = {
	before(doc, { id, text }) {
		const comment = theComment(doc, id);
		if (comment.get('removed')) refuse('comment.missing', id);
		if (!commentRegister([id, 'text'])?.check(text)) refuse('value.invalid', 'text');
		return comment.get('text') ?? null;
	},
	change(doc, { id, text }) {
		const comment = theComment(doc, id);
		if (comment.get('text') !== text) comment.set('text', text);
	},
	after: (doc, { id }) => theComment(doc, id).get('text') ?? null,
	inverse: ({ id }, before) => (typeof before === 'string' ? { edit: 'setCommentText', args: { id, text: before } } : null)
};

type Find = (doc: Y.Doc, id: string) => YComment;

function mark(find: Find, field: 'settled' | 'removed', value: true | null, back: DiscussionEditName): Editing<{ id: string }> {
	const now = (doc: Y.Doc, { id }: { id: string }): unknown => find(doc, id).get(field) ?? null;
	return {
		before: now,
		change(doc, { id }) {
			const comment = find(doc, id);
			if (value === null) comment.delete(field);
			else if (comment.get(field) !== value) comment.set(field, value);
		},
		after: now,
		inverse: ({ id }) => ({ edit: back, args: { id } }) as DiscussionEdit
	};
}

const editings: { [N in DiscussionEditName]: Editing<DiscussionEditArgs[N]> } = {
	addComment,
	replyComment,
	setCommentText,
	settleThread: mark(theThread, 'settled', true, 'reopenThread'),
	reopenThread: mark(theThread, 'settled', null, 'settleThread'),
	removeComment: mark(theComment, 'removed', true, 'restoreComment'),
	restoreComment: mark(theComment, 'removed', null, 'removeComment')
};
