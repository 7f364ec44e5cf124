/**
 * Who may do what in the discussion of a Renja, in every stage, since it is never frozen:
 *
 * | what | who |
 * |---|---|
 * | write a comment or an answer, in his own name | everybody who may see the Renja |
 * | write a note of the verifikator | verifikator |
 * | change a text | its author |
 * | remove a comment, and take that back | its author, perencana, sekretaris |
 * | settle a thread, and open it again | who began it, and whoever edits plans: perencana, sekretaris, staf |
 *
 * One answer for the page, which shows what is possible, and the server, which enforces it.
 */
import type { CommentKind } from '../discussion/discussion-types.ts';
import { hasRole, maySee, type Actor } from './access.ts';

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

export function maySettleThread(actor: Actor, renja: RenjaOf, first: CommentOwner): boolean {
	return mayChangeCommentText(actor, renja, first) || hasRole(actor, renja.perangkatDaerahId, ['perencana', 'sekretaris', 'staf']);
}
