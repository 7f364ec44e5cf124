/**
 * What the page sees of a plan that is being edited: plain values that repaint what reads them, and functions. Nothing here mentions
 * Yjs, sockets or IndexedDB; everything marked reactive is tracked when read in a component, `$derived` or `$effect`.
 */
import type { Edit, EditProblem } from '@rembug/shared/renja/edit-types.ts';
import type { ProseBlock } from '@rembug/shared/renja/prose.ts';
import type { Amounts, InfoValue, NodeValue, RenjaValue, TotalsValue } from '@rembug/shared/renja/renja-types.ts';
import type { ConflictRow } from '@rembug/shared/sync/conflict-types.ts';
import type { ProseBinding } from './prose-binding.ts';
import type { DocumentSession, EditAnswer, OutboxEntry, SessionProblem } from './session-types.ts';

/** A cell of the grid. `line` names an entry inside it: an indikator or sumber dana. */
export interface Cell {
	nodeId: string;
	column: string;
	line?: string;
}

/** Somebody else who has this plan open; one entry per tab. */
export interface Person {
	clientId: number;
	userId: string;
	nama: string;
	color: string;
	cell: Cell | null;
	editing: boolean;
}

export type PlanEntry = OutboxEntry<Edit>;

export type PlanEditProblem = EditProblem | SessionProblem;

export type PlanEditResult = EditAnswer<Edit, EditProblem>;

/** network: the server was not reached. changed: the values are others by now. */
export type SettleResult = PlanEditResult | { ok: false; problem: 'network' | 'changed'; detail: string };

export interface PlanSession extends DocumentSession<Edit, EditProblem> {
	/** Reactive. */
	readonly info: InfoValue;
	/** Reactive. Texts of the sections in which something stands, by section. */
	readonly narrative: Readonly<Record<string, ProseBlock[]>>;
	/** Reactive. What an editor of that section needs; null while it was not begun or the document is being loaded anew. */
	prose(section: string): ProseBinding | null;
	/** Reactive for that node only. Removed nodes are found too, with `removed: true`. */
	node(id: string): NodeValue | undefined;
	/** Reactive. Live children in display order; null: the roots. Live nodes whose parent is removed are in `orphans`, not here. */
	children(id: string | null): readonly string[];
	/** Reactive. Removed nodes whose parent is live (or that have none): the trash. */
	readonly removedRoots: readonly string[];
	/** Reactive. Live nodes under a removed or missing one: a finding. */
	readonly orphans: readonly string[];
	/** Reactive for that node only. Sums of the subkegiatan under it. */
	amounts(id: string): Amounts;
	/** Reactive. */
	readonly totals: TotalsValue;
	/** Reactive. Own bidang, else that of the nearest ancestor that has one. */
	effectiveBidang(id: string): string | null;
	/** Reactive. The row that each usulan of the forum was taken over into; removed rows hold none. */
	readonly takenUsulan: ReadonlyMap<string, string>;
	/** Reactive. The others who are here. */
	readonly people: readonly Person[];
	/** Reactive per cell. */
	peopleAt(nodeId: string, column: string): readonly Person[];
	/** Shows the others where I am; null: nowhere. */
	setCell(cell: Cell | null, editing: boolean): void;
	/**
	 * Reactive counter, raised by each change of that field by somebody else (0 = never). Fields are those of the node; entries of a
	 * collection raise the name of the collection (`indikator`, `sumberDana`, `triwulan`) and `collection/entry/field`.
	 */
	flash(nodeId: string, field: string): number;
	/** Reactive. The last node that somebody else moved; a new object each time. */
	readonly lastRemoteMove: { nodeId: string; nama?: string } | null;
	/** Reactive. Values set in ignorance of each other that nobody has decided on yet, oldest first. */
	readonly conflicts: readonly ConflictRow[];
	/** Reactive for that node only. Those of a cell; fields are named as for `flash`. */
	conflictsAt(nodeId: string, field: string): readonly ConflictRow[];
	/**
	 * Decides for one of the two values: the other one is set by an ordinary edit, the standing one is only said to be right. Any edit of
	 * the field settles it too. Conflicts of others' making are settled alike by whoever may write.
	 */
	settleConflict(id: string, use: 'kept' | 'other'): Promise<SettleResult>;
	/** The plain value now. */
	value(): RenjaValue;
}
