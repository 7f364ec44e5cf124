/**
 * What the page sees of any document of a Renja that is being edited: plain values that repaint what reads them, and functions. Nothing
 * here mentions Yjs, sockets or IndexedDB; everything marked reactive is tracked when read in a component, `$derived` or `$effect`.
 */
import type { PlanRightProblem } from '@rembug/shared/access/plan-rights.ts';
import type { AnyEdit, Outcome } from '@rembug/shared/edits/editing.ts';
import type { Stage } from '@rembug/shared/renja/stages.ts';
import type { CloseReason } from '@rembug/shared/sync/close-codes.ts';
import type { PartName } from '@rembug/shared/sync/part-names.ts';

export type SaveState = { kind: 'saved'; at: Date | null } | { kind: 'saving'; count: number } | { kind: 'offline'; count: number };

/**
 * One edit on its way to the server, or refused and kept to copy from. `before` and `after` are the value that the edit is about,
 * plain JSON, null when absent.
 */
export interface OutboxEntry<Edit extends AnyEdit = AnyEdit> {
	id: string;
	renjaId: string;
	/** Absent: the plan. */
	part?: Exclude<PartName, 'plan'>;
	userId: string;
	/** The tab that wrote it. */
	tab: string;
	/** Order within this browser, rising. */
	number: number;
	edit: Edit['edit'];
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
 * plan.readOnly: the document is frozen, this account may not write, or the session has failed. plan.notLoaded: the document is to be
 * loaded anew and the server was not reached. right.…: not for this account, see plan-rights.ts. Nothing was changed.
 */
export type SessionProblem = 'plan.readOnly' | 'plan.notLoaded' | RightProblem;

export type RightProblem = `right.${PlanRightProblem}`;

/** What came of an edit: what it changed, or why it changed nothing. */
export type EditAnswer<Edit extends AnyEdit, Problem extends string> =
	({ ok: true } & Outcome<Edit>) | { ok: false; problem: Problem | SessionProblem; detail: string };

export type SessionPhase = 'loading' | 'ready' | 'failed';
export type SessionFailure = CloseReason | 'network';

export interface DocumentSession<Edit extends AnyEdit, Problem extends string> {
	/** Reactive. ready: the first content is there, from the cache or from the server. */
	readonly phase: SessionPhase;
	/** Reactive. Why it stopped for good; null while it runs. */
	readonly failure: SessionFailure | null;
	/** Reactive. The socket is open and in step with the server. */
	readonly online: boolean;
	/** Reactive. What is in the way while not online; null: unknown, most often the network. */
	readonly obstacle: 'database' | null;
	/** Reactive; from the server. Before the first contact: `persiapan`, not frozen, `mayWrite` true unless told otherwise. */
	readonly stage: Stage;
	readonly frozen: boolean;
	/** Reactive: raised whenever the server greets or says that something beside the document changed. */
	readonly noticed: number;
	/** Units whose part a perencana or sekretaris has locked. */
	readonly lockedUnits: readonly string[];
	/** Reactive. Of a forum: sessions whose berita acara is sealed; none before the server has spoken. */
	readonly sealedSessions: readonly string[];
	readonly mayWrite: boolean;
	/** Reactive. Who I am according to the server; null before the first contact. */
	readonly user: { id: string; nama: string; color: string } | null;
	/** Reactive. `saved` only after the server confirmed everything. */
	readonly save: SaveState;
	/**
	 * Writes the edits to the outbox, then applies them in order; a list is one undo step. Stops at the first edit that cannot be applied
	 * and answers with its problem (what went before it in the list stays applied); otherwise the outcome of the last one. Waits while the
	 * document is being loaded anew, for some seconds.
	 */
	edit(edits: Edit | Edit[]): Promise<EditAnswer<Edit, Problem>>;
	/** Reactive. */
	readonly canUndo: boolean;
	readonly canRedo: boolean;
	/** Takes back the last own step, leaving alone what somebody else changed since. */
	undo(): Promise<UndoResult>;
	redo(): Promise<UndoResult>;
	/** Reactive. Not yet confirmed by the server, oldest first. */
	readonly unsent: readonly OutboxEntry<Edit>[];
	/** Reactive, the same in all tabs of this account. Not taken by the server, oldest first: kept until sent again or dismissed. */
	readonly refused: readonly OutboxEntry<Edit>[];
	/** Reactive. What stands in the document now at the place of an edit; null: nothing. */
	presentValue(entry: OutboxEntry<Edit>): unknown;
	/** Reactive. Whether sending it again could help: the server would not take the very same value where that was its reason. */
	maySendAgain(entry: OutboxEntry<Edit>): boolean;
	/** Makes the edit anew on what stands now, and takes it from the refused when it could be applied. */
	sendRefusedAgain(id: string): Promise<EditAnswer<Edit, Problem>>;
	dismissRefused(id: string): Promise<void>;
	/** Closes the socket and the local cache. What is unsent stays in this browser. */
	destroy(): Promise<void>;
}

export interface SessionOptions<Edit extends AnyEdit = AnyEdit> {
	renjaId: string;
	/** Who is signed in on this page. */
	userId: string;
	/** Generation of the document, from `GET /api/renja/:id/context`. */
	generation: string;
	/** Origin of the server (`http://…`); default: that of the page. */
	baseUrl?: string;
	/** Before the first hello; from the same context answer. Defaults: persiapan, not frozen, may write. */
	initial?: { stage: Stage; frozen: boolean; lockedUnits: readonly string[]; mayWrite: boolean };
	/** Why this account may not make an edit; null: it may. Absent: only the server judges. */
	rightProblem?(edit: Edit): PlanRightProblem | null;
	/** Other ways to the server than with the cookie of an account: of a big screen, and for tests. */
	WebSocketPolyfill?: typeof WebSocket;
	fetch?: typeof fetch;
	/** For tests: so long the server may owe an answer before a connection is given up. */
	patienceMs?: number;
}
