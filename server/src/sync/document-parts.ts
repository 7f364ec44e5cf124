/** The parts of a Renja that have a document of their own, and what the server must know of each to judge an update of it. */
import { mayEditPlan, maySee, type Actor } from '@rembug/shared/access/access.ts';
import type { PartName } from '@rembug/shared/sync/part-names.ts';
import type * as Y from 'yjs';
import { discussionPart } from './discussion-part.ts';
import { forumPart } from './forum-part.ts';
import type { PartSchema } from './part-schema.ts';
import { planPart } from './plan-part.ts';
import { decidesRights, forbiddenInPlan } from './plan-rights.ts';
import type { Touched, TouchedMap } from './read-update.ts';
import type { DocumentContext } from './sync-queries.ts';

export interface DocumentPart {
	schema: PartSchema;
	/** May the actor open it? */
	mayOpen(actor: Actor, document: { perangkatDaerahId: string; renjaId: string }): boolean;
	/** May the actor change anything in it now? */
	mayWrite(actor: Actor, context: DocumentContext): boolean;
	/** Which of these changes the actor may not make, as a word for the log; null: he may make all of them. Absent: who may write may write all. */
	forbids?(update: AttemptedUpdate): string | null;
	/** Rows of the plan on whose unit it hangs whether the actor may make these changes; absent: the document itself says everything. */
	asksUnitsOf?(update: Omit<AttemptedUpdate, 'unitOf'>): readonly string[];
	/**
	 * Whether the right to change others hangs on it: when another process was first to change it, what waits here is judged again. doc: as
	 * it was before.
	 */
	decidesRights?(touched: Touched, doc: Y.Doc): boolean;
	/** Whether grants may begin or end with it: connections are looked at as soon as it is committed. */
	movesGrants?(touched: Touched): boolean;
}

/** Everything that an update would touch, beside the document before it. */
export interface AttemptedUpdate {
	doc: Y.Doc;
	actor: Actor;
	context: DocumentContext;
	touched: readonly Touched[];
	maps: readonly TouchedMap[];
	/** Units of the rows that were asked for; null: of none. */
	unitOf: RowUnits;
}

/** Row of the plan -> the unit that it belongs to, or null. */
export type RowUnits = ReadonlyMap<string, string | null>;

export const documentParts: Readonly<Record<PartName, DocumentPart>> = {
	plan: { schema: planPart, mayOpen: maySee, mayWrite: mayEditPlan, forbids: forbiddenInPlan, decidesRights },
	discussion: discussionPart,
	forum: forumPart
};

export function isPartName(name: string | undefined): name is PartName {
	return name !== undefined && Object.hasOwn(documentParts, name);
}
