/**
 * What the page sees of a plan that is being edited: plain values that repaint what reads them, and functions. Nothing here mentions
 * Yjs, sockets or IndexedDB; everything marked reactive is tracked when read in a component, `$derived` or `$effect`.
 */
import type { Edit, EditName, EditProblem, EditResult } from '@rembug/shared/renja/edit-types.ts';
import type { Amounts, InfoValue, NodeValue, RenjaValue, TotalsValue } from '@rembug/shared/renja/renja-types.ts';
import type { Stage } from '@rembug/shared/renja/stages.ts';
import type { ConflictRow } from '@rembug/shared/sync/conflict-types.ts';
import type { CloseReason } from '@rembug/shared/sync/close-codes.ts';

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

export type SaveState = { kind: 'saved'; at: Date | null } | { kind: 'saving'; count: number } | { kind: 'offline'; count: number };

/**
 * One edit on its way to the server, or refused and kept to copy from. `before` and `after` are the value that the edit is about,
 * plain JSON, null when absent.
 */
export interface OutboxEntry {
	id: string;
	renjaId: string;
	userId: string;
	/** The tab that wrote it. */
	tab: string;
	/** Order within this browser, rising. */
	number: number;
	edit: EditName;
	args: Edit['args'];
	before: unknown;
	after: unknown;
	/** ISO 8601, UTC, by this machine's clock. */
	at: string;
	state: 'pending' | 'refused';
	/** Kode and uraian of the row when the edit was made; absent when it is about the plan as a whole or the row had neither. */
	row?: string;
	/** What names the indikator or sumber dana that the edit is about. */
	line?: string;
	/** Only when refused. */
	reason?: RefusalReason;
	/** Only when refused: ISO 8601, UTC, by this machine's clock. */
	refusedAt?: string;
}

/** A close reason of the server; changed: somebody else changed the value meanwhile; gone: what it belongs to is not there any more. */
export type RefusalReason = CloseReason | 'changed' | 'gone';

export interface UndoResult {
	/** Whether anything was taken back. */
	done: boolean;
	/** Edits left as they are because somebody changed the place since. */
	skipped: number;
	/** Where to put the focus; null when there was nothing to take back. */
	nodeId: string | null;
}

/**
 * plan.readOnly: the plan is frozen, this account may not write, or the session has failed. plan.notLoaded: the document is to be loaded
 * anew and the server was not reached. Nothing was changed.
 */
export type PlanEditProblem = EditProblem | 'plan.readOnly' | 'plan.notLoaded';

export type PlanEditResult = EditResult | { ok: false; problem: PlanEditProblem; detail: string };

/** network: the server was not reached. changed: the values are others by now. */
export type SettleResult = PlanEditResult | { ok: false; problem: 'network' | 'changed'; detail: string };

export type PlanPhase = 'loading' | 'ready' | 'failed';
export type PlanFailure = CloseReason | 'network';

export interface PlanSession {
	/** Reactive. ready: the first content is there, from the cache or from the server. */
	readonly phase: PlanPhase;
	/** Reactive. Why it stopped for good; null while it runs. */
	readonly failure: PlanFailure | null;
	/** Reactive. The socket is open and in step with the server. */
	readonly online: boolean;
	/** Reactive; from the server. Before the first contact: `persiapan`, not frozen, `mayWrite` true unless told otherwise. */
	readonly stage: Stage;
	readonly frozen: boolean;
	readonly mayWrite: boolean;
	/** Reactive. Who I am according to the server; null before the first contact. */
	readonly user: { id: string; nama: string; color: string } | null;
	/** Reactive. `saved` only after the server confirmed everything. */
	readonly save: SaveState;
	/** Reactive. */
	readonly info: InfoValue;
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
	/**
	 * Writes the edits to the outbox, then applies them in order; a list is one undo step. Stops at the first edit that cannot be applied
	 * and answers with its problem (what went before it in the list stays applied); otherwise the outcome of the last one. Waits while the
	 * document is being loaded anew, for some seconds.
	 */
	edit(edits: Edit | Edit[]): Promise<PlanEditResult>;
	/** Reactive. */
	readonly canUndo: boolean;
	readonly canRedo: boolean;
	/** Takes back the last own step, leaving alone what somebody else changed since. */
	undo(): Promise<UndoResult>;
	redo(): Promise<UndoResult>;
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
	/** Reactive. Not yet confirmed by the server, oldest first. */
	readonly unsent: readonly OutboxEntry[];
	/** Reactive, the same in all tabs of this account. Not taken by the server, oldest first: kept until sent again or dismissed. */
	readonly refused: readonly OutboxEntry[];
	/** Reactive. What stands in the plan now at the place of an edit; null: nothing. */
	presentValue(entry: OutboxEntry): unknown;
	/** Reactive. Whether sending it again could help: the server would not take the very same value where that was its reason. */
	maySendAgain(entry: OutboxEntry): boolean;
	/** Makes the edit anew on what stands now, and takes it from the refused when it could be applied. */
	sendRefusedAgain(id: string): Promise<PlanEditResult>;
	dismissRefused(id: string): Promise<void>;
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
	/** Closes the socket and the local cache. What is unsent stays in this browser. */
	destroy(): Promise<void>;
}

export interface PlanSessionOptions {
	renjaId: string;
	/** Who is signed in on this page. */
	userId: string;
	/** Generation of the document, from `GET /api/renja/:id/context`. */
	generation: string;
	/** Origin of the server (`http://…`); default: that of the page. */
	baseUrl?: string;
	/** Before the first hello; from the same context answer. Defaults: persiapan, not frozen, may write. */
	initial?: { stage: Stage; frozen: boolean; mayWrite: boolean };
	/** For tests. */
	WebSocketPolyfill?: typeof WebSocket;
	/** For tests. */
	fetch?: typeof fetch;
	/** For tests: so long the server may owe an answer before a connection is given up. */
	patienceMs?: number;
}
