/** What the machinery of a session must know of a kind of document, and nothing more: how its edits are applied, named and judged. */
import type { ForumPagu } from '@rembug/shared/forum/forum-pagu.ts';
import type { AnyEdit, Outcome } from '@rembug/shared/edits/editing.ts';
import type { PartName } from '@rembug/shared/sync/part-names.ts';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import type { ConflictNews } from '@rembug/shared/sync/conflict-types.ts';
import type { Hello } from '@rembug/shared/sync/messages.ts';

/** before, after: as of an outbox entry. hasStructs: whether it put something into the document, not only took something out. */
export interface LiveEdit<Edit extends AnyEdit> {
	key: string;
	edit: Edit;
	before: unknown;
	after: unknown;
	hasStructs: boolean;
}

export interface DocumentModel<Edit extends AnyEdit, Problem extends string> {
	part: PartName;
	/** Under `/api/renja/:id/`: what is there for exactly those who may open the document. Guests of the forum see nothing else of a Renja. */
	seenBy: 'context' | 'forum';
	/** Whether there is anything in it to be shown before the server was asked. */
	hasContent(doc: Y.Doc): boolean;
	apply(doc: Y.Doc, edit: Edit, origin: unknown): ({ ok: true } & Outcome<Edit>) | { ok: false; problem: Problem; detail: string };
	/** The value the edit is about as it stands now; null when absent. */
	current(doc: Y.Doc, edit: Edit): unknown;
	/** Whether what the edit made still stands as it was left: only then may its author undo it. */
	isStillMine(doc: Y.Doc, edit: Edit, after: unknown): boolean;
	/** What an edit will leave behind, as far as that can be told before it is applied; the true value replaces it right after. */
	expectedAfter(edit: Edit): unknown;
	/** Whether what an adding edit adds is there; null for edits that add nothing. */
	addedExists(doc: Y.Doc, edit: Edit): boolean | null;
	/** What the edit is about, in words that are kept with it. */
	namesAt(doc: Y.Doc, edit: Edit): { row?: string; line?: string };
	/** Edits with the same key set the same thing; null: the edit sets nothing that could be set twice. */
	placeKey(edit: Edit): string | null;
	/** The entity that an edit is about; null for those about the document as a whole. */
	entityOf(edit: Edit): string | null;
	/** Whether the edit makes its entity: when it was refused, so is all that was done to that. */
	addsEntity(edit: Edit): boolean;
	/**
	 * Hears what an editor writes into the document by itself, as the edit that would write the same, before the update leaves. key: edits
	 * with the same one follow each other. Absent: nothing does.
	 */
	watchLive?(doc: Y.Doc, isLive: (transaction: Y.Transaction) => boolean, note: (live: LiveEdit<Edit>) => void): void;
	/** Whether sending a refused edit again would do away with what somebody else wrote since. */
	wouldOverwrite?(doc: Y.Doc, entry: { edit: Edit['edit']; args: Edit['args']; before: unknown }): boolean;
	/** Problems of the edit itself, whatever the document holds. */
	isMalformed(problem: Problem): boolean;
}

/** What is shown of a document, and what hears of the messages beside it. */
export interface DocumentView<Edit extends AnyEdit> {
	/** A document is being connected, perhaps not yet with content. */
	begin(awareness: Awareness): void;
	/** Its content is to be shown. */
	attach(doc: Y.Doc, isRemoteChange: (origin: unknown) => boolean): void;
	/** There is none to show any more. */
	detach(): void;
	/** The first message of a connection came: what was told before is old. */
	greeted(): void;
	/** The connection will be used. */
	entered(user: Hello['user']): void;
	conflicts(news: ConflictNews): void;
	/** Sums of the plan that a forum decides about. */
	pagu(pagu: ForumPagu): void;
	/** An edit of one's own changed something. */
	edited(edit: Edit): void;
}
