/** Part `discussion` as the gate reads it, and who may change which comment. */
import {
	mayChangeCommentText,
	mayComment,
	mayRemoveComment,
	maySettleThread,
	type CommentOwner
} from '@rembug/shared/access/discussion-rights.ts';
import { hasRole, maySee, type Actor } from '@rembug/shared/access/access.ts';
import { commentCount, commentMap, commentsRoot, type YComment } from '@rembug/shared/discussion/discussion-document.ts';
import { commentRegister, commentsMax, requiredCommentRegisters } from '@rembug/shared/discussion/discussion-schema.ts';
import type { CommentKind } from '@rembug/shared/discussion/discussion-types.ts';
import type { DocumentPart } from './document-parts.ts';
import type { JudgedUpdate, PartSchema } from './part-schema.ts';
import { Refusal, type Touched } from './read-update.ts';
import type { DocumentContext } from './sync-queries.ts';

const schema: PartSchema = {
	roots: { [commentsRoot]: 'map' },
	registerKind: (_root, path) => commentRegister(path),
	isEntityPath: (_root, path) => path.length === 1,
	requiredFields: () => requiredCommentRegisters,
	// A text has one author, and a mark is taken back as easily as it is set.
	marksConflicts: () => false,
	judge(update) {
		if (commentCount(update.doc) + update.created.size > commentsMax && update.created.size > 0)
			throw new Refusal('oversize', `more than ${commentsMax} comments`);
		for (const { path } of update.created.values()) checkAnswer(update, path[0] as string);
		for (const { path } of update.touched.values()) {
			const [id, field] = path as [string, string];
			if (field === 'settled' && constantOf(update, id, 'thread') !== undefined)
				throw new Refusal('schema', `${commentsRoot}/${id}: only a whole thread is settled`);
		}
	}
};

/** An answer stands in the thread of a first comment, and where that one stands. */
function checkAnswer(update: JudgedUpdate, id: string): void {
	const thread = constantOf(update, id, 'thread');
	if (thread === undefined) return;
	const fits =
		typeof thread === 'string' &&
		constantOf(update, thread, 'author') !== undefined &&
		constantOf(update, thread, 'thread') === undefined &&
		constantOf(update, thread, 'node') === constantOf(update, id, 'node');
	if (!fits) throw new Refusal('schema', `${commentsRoot}/${id}/thread: no thread of this place`);
}

/** A register that never changes, of a comment in the document or in the update. */
function constantOf(update: JudgedUpdate, id: string, field: string): unknown {
	const stored = commentMap(update.doc, id);
	return stored ? stored.get(field) : update.newValuesAt(commentsRoot, [id, field])[0];
}

type Rule = (actor: Actor, context: DocumentContext, comment: CommentOwner, unitId: string | null) => boolean;

const rules: Readonly<Record<string, Rule>> = { text: mayChangeCommentText, removed: mayRemoveComment, settled: maySettleThread };

export const discussionPart: DocumentPart = {
	schema,
	mayOpen: maySee,
	mayWrite: maySee,
	// The plan is another document: only who may not do it anyway, and has a unit at all, has to wait for what it says.
	asksUnitsOf({ doc, actor, context, touched }) {
		if (!hasRole(actor, context.perangkatDaerahId, ['staf'])) return [];
		return touched.flatMap(({ entity, field }) => {
			const stored = field === 'settled' ? commentMap(doc, entity) : undefined;
			const row = stored && !maySettleThread(actor, context, ownerOf(stored), null) ? rowOf(stored) : null;
			return row === null ? [] : [row];
		});
	},
	forbids({ doc, actor, context, touched, unitOf }) {
		for (const { entity, field } of touched) {
			const stored = commentMap(doc, entity);
			if (stored) {
				const unitId = unitOf.get(rowOf(stored) ?? '') ?? null;
				if (!rules[field]?.(actor, context, ownerOf(stored), unitId)) return `${entity}/${field}`;
			} else if (field === 'author') {
				const comment = { author: newValue(touched, entity, 'author') as string, kind: newValue(touched, entity, 'kind') as CommentKind };
				if (!mayComment(actor, context, comment)) return `${entity} in another name or kind`;
			}
		}
		return null;
	}
};

const ownerOf = (comment: YComment): CommentOwner => ({ author: comment.get('author') as string });
const rowOf = (comment: YComment): string | null => comment.get('node') as string | null;

function newValue(touched: readonly Touched[], entity: string, field: string): unknown {
	return touched.find((one) => one.entity === entity && one.field === field)?.newValues?.[0]?.value;
}
