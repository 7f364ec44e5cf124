/**
 * Who may do what in the discussion of a Renja, in every stage, since it is never frozen:
 *
 * | what | who |
 * |---|---|
 * | write a comment or an answer, in his own name | everybody who may see the Renja |
 * | write a note of the verifikator | verifikator |
 * | change a text | its author |
 * | remove a comment, and take that back | its author, perencana, sekretaris |
 * | settle a thread, and open it again | who began it, perencana, sekretaris, and the staf of the unit that its row belongs to now |
 *
 * A thread about the Renja as a whole hangs on no row, and a row may belong to no unit: then there is no such staf. A locked unit makes no
 * difference, as little as a frozen plan does: that something was settled is no part of the plan.
 *
 * One answer for the page, which shows what is possible, and the server, which enforces it.
 */
import type { CommentKind } from '../discussion/discussion-types.ts';
import { hasRole, maySee, type Actor } from './access.ts';
import { mayAnswerNote } from './note-rights.ts';

interface RenjaOf {
	perangkatDaerahId: string;
}

/** A comment as far as rights depend on it. */
export interface CommentOwner {
	author: string;
}

export function mayComment(actor: Actor, renja: RenjaOf, comment: { author: string; kind: CommentKind }): boolean {
	if (!maySee(actor, renja) || comment.author !== actor.id) return false;
	return comment.kind === 'komentar' || hasRole(actor, renja.perangkatDaerahId, ['verifikator']);
}

export function mayChangeCommentText(actor: Actor, renja: RenjaOf, comment: CommentOwner): boolean {
	return maySee(actor, renja) && comment.author === actor.id;
}

export function mayRemoveComment(actor: Actor, renja: RenjaOf, comment: CommentOwner): boolean {
	return mayChangeCommentText(actor, renja, comment) || hasRole(actor, renja.perangkatDaerahId, ['perencana', 'sekretaris']);
}

/** unitId: of the row that the thread hangs on, as it stands now; null: of none. */
export function maySettleThread(actor: Actor, renja: RenjaOf, first: CommentOwner, unitId: string | null): boolean {
	return mayChangeCommentText(actor, renja, first) || mayAnswerNote(actor, renja, unitId);
}
