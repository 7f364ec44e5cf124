/**
 * A document being edited: Y.Doc, local cache, socket, outbox and undo put together, the same for every part of a Renja. Everything that
 * may not be lost is in the outbox before it is in the document; everything called saved was confirmed by the server.
 */
import type { ApiError } from '@rembug/shared/api/api-types.ts';
import type { AnyEdit } from '@rembug/shared/edits/editing.ts';
import { sameJson } from '@rembug/shared/edits/same-json.ts';
import type { Stage } from '@rembug/shared/renja/stages.ts';
import type { CloseReason } from '@rembug/shared/sync/close-codes.ts';
import { protocolVersion, type Hello, type Notice } from '@rembug/shared/sync/messages.ts';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { connectDocument, type DocumentConnection } from './document-connection.ts';
import type { DocumentModel, DocumentView, LiveEdit } from './document-model.ts';
import { cacheName, cachePrefix, emptyCache, openLocalCache, type LocalCache } from './local-cache.ts';
import { isOf, openOutbox, type Outbox, type StoredEntry } from './outbox.ts';
import { createPending } from './pending.ts';
import { randomId } from './random-id.ts';
import { createRefusedList } from './refused.svelte.ts';
import { createReplayQueue } from './replay-queue.ts';
import { editOf, judgeReplay } from './replay.ts';
import type {
	DocumentSession,
	EditAnswer,
	OutboxEntry,
	RefusalReason,
	SaveState,
	SessionFailure,
	SessionOptions,
	SessionPhase,
	UndoResult
} from './session-types.ts';
import { openTabSignals } from './tab-signals.ts';
import { openTab } from './tabs.ts';
import { createUndoHistory, takingBack, type Made, type Step } from './undo.ts';

/** One Y.Doc and what hangs on it. Replaced as a whole when the server's history is another one, or refused something of ours. */
interface Life {
	doc: Y.Doc;
	awareness: Awareness;
	cacheName: string;
	cache: LocalCache | null;
	/** One is being opened, or was. */
	caching: boolean;
	connection: DocumentConnection | null;
	/** There is content to put edits into. */
	ready: boolean;
	/** It is what the screen shows, and what is typed goes into it. */
	shown: boolean;
}

interface Task<Edit extends AnyEdit> {
	edit: Edit;
	mayApply?: (doc: Y.Doc) => boolean;
	/** What doing again should lead back to. */
	leadsTo?: Made<Edit> | undefined;
}

/** What became of a task: applied, left alone because of mayApply, impossible, or not reached. */
interface Ran<Edit extends AnyEdit, Problem extends string> {
	entry: StoredEntry;
	task: Task<Edit>;
	result: ReturnType<DocumentModel<Edit, Problem>['apply']> | 'skipped' | 'notReached';
	ledThere?: boolean;
}

const ownEdit = Symbol('own edit');
/** Edits in one transaction: well below the server's limit of structs. */
const editsPerUpdate = 200;
/** While somebody types without pause, what an editor wrote is put into the outbox so often. */
const liveStoredEveryMs = 400;
const adoptEveryMs = 60_000;
const accessCheckEveryMs = 5_000;
/** So long the server may leave open what becomes of what was sent; it closes by itself when it cannot commit for 5 s. */
const answerPatienceMs = 8_000;
/** So long an edit waits for a document; whoever typed it keeps it in the cell then. */
const documentWaitMs = 5_000;
/** Refusals in which nothing of ours was on its way: so many of them within this time mean that starting over does not help. */
const strayRefusalsMax = 3;
const strayRefusalsMs = 30_000;
/** So long the screen stays as it was while what waits is sent again: most of it comes back, and nothing should flicker. */
const screenHeldMs = 1_000;
/** The server would refuse the very same value again. */
const hopeless: readonly (RefusalReason | undefined)[] = ['schema', 'oversize'];

let lastNumber = 0;

/** What a session is, with what only the one who built it may ask. */
export interface OpenSession<Edit extends AnyEdit, Problem extends string> extends DocumentSession<Edit, Problem> {
	/** The document on the screen; null before there is one. */
	shownDoc(): Y.Doc | null;
	/** A call of the server as JSON, for what is not in the document. */
	post(path: string, body: unknown): Promise<Response>;
}

/** Opens a document for editing. Answers at once; `phase` says when there is something to show. End it with `destroy`. */
export function openDocumentSession<Edit extends AnyEdit, Problem extends string>(
	model: DocumentModel<Edit, Problem>,
	options: SessionOptions<Edit>,
	view: DocumentView<Edit>
): OpenSession<Edit, Problem> {
	type Answer = EditAnswer<Edit, Problem>;
	type RanTask = Ran<Edit, Problem>;
	const { renjaId, userId } = options;
	const { part } = model;
	const baseUrl = options.baseUrl ?? location.origin;
	const ask = options.fetch ?? fetch;

	let phase = $state<SessionPhase>('loading');
	let failure = $state<SessionFailure | null>(null);
	let online = $state(false);
	let obstacle = $state<'database' | null>(null);
	let stage = $state<Stage>(options.initial?.stage ?? 'persiapan');
	let frozen = $state(options.initial?.frozen ?? false);
	let noticed = $state(0);
	let sealedSessions = $state.raw<readonly string[]>([]);
	let lockedUnits = $state.raw<readonly string[]>(options.initial?.lockedUnits ?? []);
	let mayWrite = $state(options.initial?.mayWrite ?? true);
	let user = $state.raw<Hello['user'] | null>(null);
	let savedAt = $state.raw<Date | null>(null);
	let framesConfirmed = $state(false);
	let unsent = $state.raw<readonly OutboxEntry<Edit>[]>([]);
	let canUndo = $state(false);
	let canRedo = $state(false);

	const tab = openTab();
	const pending = createPending();
	const refused = createRefusedList({
		userId,
		document: { renjaId, part },
		outbox: () => outbox,
		write,
		changed: () => signals.tell('refused')
	});
	const queue = createReplayQueue({
		pending,
		isReady: () => life?.ready ?? false,
		isOnline: () => online,
		place: (entry) => void (life && placeWaiting(life, entry)),
		refuse: (entry, reason) => keepRefused([entry], reason),
		finished() {
			show(life);
			void keepCached();
		}
	});
	const signals = openTabSignals(userId, { renjaId, part }, (signal) => {
		void refused.reload().catch(nothing);
		if (signal === 'truth') rebuild(generation, 'leave');
	});
	const history = createUndoHistory<Edit>(() => {
		canUndo = history.canUndo;
		canRedo = history.canRedo;
	});

	let generation = options.generation;
	let outbox: Outbox | null = null;
	let life: Life | null = null;
	let shownDoc: Y.Doc | null = null;
	let ended = false;
	let strayRefusals: number[] = [];
	let screenHeldUntil = 0;
	/** Whether what is cached can be told from what was refused: not when the cache could not be emptied. */
	let cacheIsSound = true;
	let lastConfirmed = 0;
	/** Entries of what editors write by themselves, by what they follow each other in; those not yet stored as they are now. */
	const liveEntries = new Map<string, string>();
	const unstored = new Set<string>();
	let storing: ReturnType<typeof setTimeout> | null = null;
	let accessAskedAt = -Infinity;
	let waiting: ((life: Life | null) => void)[] = [];
	let turn: Promise<unknown> = Promise.resolve();
	let writes: Promise<unknown> = Promise.resolve();

	const started = start();
	/** One document after the other. */
	let lives: Promise<unknown> = started.catch(nothing);
	const adoptTimer = setInterval(() => void adoptLeft(), adoptEveryMs);

	// Life of the document --------------------------------------------------------------------------

	async function start(): Promise<void> {
		outbox = await openOutbox();
		await refused.reload().catch(nothing);
		await adoptLeft();
		await begin('cache');
	}

	/** From the cache, so that work starts before the server answers; from the server only when the cache is not to be trusted. */
	async function begin(from: 'cache' | 'server'): Promise<void> {
		const name = cacheName(userId, renjaId, part, generation);
		const doc = new Y.Doc();
		const awareness = new Awareness(doc);
		const beginning: Life = { doc, awareness, cacheName: name, cache: null, caching: false, connection: null, ready: false, shown: false };
		await forgetOtherGenerations(name);
		beginning.caching = from === 'cache' && cacheIsSound;
		if (beginning.caching) beginning.cache = await openLocalCache(name, doc);
		if (ended || failure) return end(beginning, failure === 'notFound' ? 'clear' : 'close');
		life = beginning;
		view.begin(awareness);
		// A cache that another tab emptied may hold edits without what they build on: nothing to show yet.
		if (model.hasContent(doc) && !doc.store.pendingStructs) becomeReady(beginning);
		beginning.connection = connectDocument({
			baseUrl,
			renjaId,
			part,
			doc,
			awareness,
			WebSocket: options.WebSocketPolyfill ?? WebSocket,
			patienceMs: options.patienceMs ?? answerPatienceMs,
			listeners: {
				connecting() {
					lastConfirmed = 0;
					pending.connectionOpened();
					framesConfirmed = false;
				},
				hello: takeHello,
				notice: takeNotice,
				conflicts: view.conflicts,
				pagu: view.pagu,
				serverHas(clocks) {
					keepSetAside(beginning, clocks);
					forgetArrived(clocks);
				},
				confirmed: takeConfirmed,
				contentSent(frames) {
					pending.frameSent(frames);
					framesConfirmed = false;
				},
				inStep() {
					online = true;
					obstacle = null;
					becomeReady(beginning);
					queue.go();
				},
				lost() {
					online = false;
					if (beginning.ready) show(beginning);
					queue.moved();
				},
				refused: takeRefusal,
				openFailed: () => void checkAccess()
			}
		});
	}

	async function end(ending: Life | null, cache: 'close' | 'clear'): Promise<void> {
		if (!ending) return;
		if (life === ending) {
			life = null;
			// It may have begun, and taken what waited, after it was decided to start over.
			pending.unapplyAll();
			view.detach();
		}
		online = false;
		ending.connection?.destroy();
		ending.awareness.destroy();
		const closed = ending.cache?.close();
		ending.doc.destroy();
		await closed;
		if (cache === 'clear' && ending.caching) await emptyCache(ending.cacheName);
	}

	/**
	 * Starts over under a new client id; what is pending is judged against what is there then. otherGeneration: the cache of that one may
	 * be used. clear: the server refused what the cache holds. leave: another tab has emptied the cache.
	 */
	function rebuild(next: string, why: 'otherGeneration' | 'clear' | 'leave'): void {
		if (ended || failure) return;
		const old = life;
		life = null;
		online = false;
		pending.unapplyAll();
		view.detach();
		// Nothing of it may be heard of any more.
		old?.connection?.destroy();
		queue.moved();
		lives = lives.then(async () => {
			// Another one may have begun in the meantime.
			for (const left of new Set([old, life])) await endCached(left, why === 'leave' ? 'close' : 'clear');
			if (why === 'clear') signals.tell('truth');
			if (ended || failure) return;
			generation = next;
			await begin(why === 'otherGeneration' ? 'cache' : 'server');
		});
		lives.catch(nothing);
	}

	async function endCached(ending: Life | null, cache: 'close' | 'clear'): Promise<void> {
		try {
			await end(ending, cache);
		} catch {
			cacheIsSound = false;
		}
	}

	/** The cache of a document that came from the server alone; begun when nothing doubtful is left to be put into it. */
	async function keepCached(): Promise<void> {
		const on = life;
		if (!on || on.caching || !cacheIsSound || queue.oneByOne) return;
		on.caching = true;
		const cache = await openLocalCache(on.cacheName, on.doc).catch(() => null);
		if (life === on && !queue.oneByOne) on.cache = cache;
		else await cache?.close();
	}

	async function forgetOtherGenerations(current: string): Promise<void> {
		const names = (await outbox?.caches(userId).catch(() => [])) ?? [];
		const others = names.filter((name) => name.startsWith(cachePrefix(userId, renjaId, part)) && name !== current);
		await Promise.all(others.map((name) => emptyCache(name).catch(() => undefined)));
		await outbox?.noteCache(current, userId).catch(() => undefined);
	}

	function becomeReady(now: Life): void {
		if (now.ready || life !== now) return;
		now.ready = true;
		queue.go();
		if (!queue.oneByOne) {
			show(now);
			void keepCached();
			return;
		}
		setTimeout(() => show(now), Math.max(0, screenHeldUntil - performance.now()));
	}

	function show(now: Life | null): void {
		if (!now || now.shown || life !== now) return;
		now.shown = true;
		shownDoc = now.doc;
		model.watchLive?.(now.doc, ({ local, origin }) => local && origin !== ownEdit, noteLive);
		view.attach(now.doc, (origin) => now.connection?.isRemoteChange(origin) ?? false);
		phase = 'ready';
		release(now);
	}

	function release(to: Life | null): void {
		const released = waiting;
		waiting = [];
		for (const resolve of released) resolve(to);
	}

	/** The document to edit, as soon as there is one; null when there will be none, or not soon. */
	function readyLife(): Promise<Life | null> {
		if (ended || failure) return Promise.resolve(null);
		if (life?.shown) return Promise.resolve(life);
		return new Promise((resolve) => {
			const giveUp = setTimeout(() => resolve(null), documentWaitMs);
			waiting.push((on) => {
				clearTimeout(giveUp);
				resolve(on);
			});
		});
	}

	function fail(reason: SessionFailure): void {
		if (ended || failure) return;
		failure = reason;
		phase = 'failed';
		mayWrite = false;
		release(null);
		// What now stands as not accepted must not reach the server out of the cache when the plan is opened again.
		lives = Promise.all([lives, endCached(life, reason === 'notFound' ? 'clear' : 'close')]).then(() => {
			// Another tab that does not know yet may have it from the cache too.
			if (reason === 'notFound') signals.tell('truth');
		});
		online = false;
		queue.moved();
	}

	// What the server says --------------------------------------------------------------------------

	function takeHello(hello: Hello): boolean {
		if (hello.user.id !== userId) fail('session');
		else if (hello.protocolVersion !== protocolVersion) fail('malformed');
		if (failure) return false;
		user = hello.user;
		view.greeted();
		takeNotice(hello);
		if (hello.generation !== generation) {
			rebuild(hello.generation, 'otherGeneration');
			return false;
		}
		view.entered(hello.user);
		return true;
	}

	function takeNotice(notice: Notice): void {
		noticed += 1;
		stage = notice.stage;
		frozen = notice.frozen;
		lockedUnits = notice.lockedUnits;
		sealedSessions = notice.sealedSessions ?? [];
		mayWrite = notice.mayWrite;
	}

	function takeConfirmed(frames: number): void {
		// The server repeats itself to keep the line alive; only news is a new time of saving.
		if (frames <= lastConfirmed) return;
		lastConfirmed = frames;
		removeStored(pending.confirmed(frames));
		framesConfirmed = pending.allFramesConfirmed();
		savedAt = new Date();
		showUnsent();
		queue.moved();
		queue.go();
	}

	function takeRefusal(reason: CloseReason): void {
		if (reason === 'session') return fail(reason);
		if (reason === 'notFound') return loseSight();
		const hadCache = life?.caching ?? true;
		if (!queue.oneByOne) screenHeldUntil = performance.now() + screenHeldMs;
		if (!queue.takeRefusal(reason) && isStray()) return fail(reason);
		showUnsent();
		rebuild(generation, hadCache ? 'clear' : 'leave');
	}

	function isStray(): boolean {
		const now = performance.now();
		strayRefusals = [...strayRefusals.filter((at) => now - at < strayRefusalsMs), now];
		return strayRefusals.length >= strayRefusalsMax;
	}

	/** The plan, or the right to see it, is gone: what was typed stays readable. */
	function loseSight(): void {
		keepRefused(pending.entries(), 'notFound');
		fail('notFound');
	}

	/** A browser cannot see why a socket was not opened, so the plain endpoints are asked. */
	async function checkAccess(): Promise<void> {
		if (performance.now() - accessAskedAt < accessCheckEveryMs) return;
		accessAskedAt = performance.now();
		try {
			obstacle = await findObstacle();
			const session = await ask(`${baseUrl}/api/session`);
			if (session.status === 401) return fail('session');
			if (!session.ok) return;
			const answer = (await session.json()) as { user: { id: string } };
			if (answer.user.id !== userId) return fail('session');
			const seen = await ask(`${baseUrl}/api/renja/${encodeURIComponent(renjaId)}/${model.seenBy}`);
			if (seen.status === 404) loseSight();
		} catch {
			// No network: the socket goes on trying.
			obstacle = null;
		}
	}

	/** The server may be there and its database not. */
	async function findObstacle(): Promise<'database' | null> {
		const health = await ask(`${baseUrl}/healthz`);
		if (health.ok || online) return null;
		const body = (await health.json().catch(() => null)) as Partial<ApiError> | null;
		return body?.error?.code === 'database.away' ? 'database' : null;
	}

	// Outbox ----------------------------------------------------------------------------------------

	function showUnsent(): void {
		unsent = pending.entries() as readonly OutboxEntry<Edit>[];
	}

	/** Writing to the outbox can fail (disk full, storage taken away): false. Work goes on, since document and server hold it too. */
	function write(work: (to: Outbox) => Promise<unknown>): Promise<boolean> {
		const done = (): boolean => true;
		const written = outbox ? work(outbox).then(done, () => false) : Promise.resolve(false);
		writes = Promise.all([writes, written]);
		return written;
	}

	function removeStored(ids: readonly string[]): void {
		if (ids.length > 0) void write((to) => to.remove(ids));
	}

	function keepRefused(entries: readonly StoredEntry[], reason: RefusalReason): void {
		if (entries.length === 0) return;
		const refusedAt = new Date().toISOString();
		pending.remove(entries.map((entry) => entry.id));
		refused.keep(entries.map((entry) => ({ ...entry, state: 'refused' as const, reason, refusedAt })));
		for (const entry of entries) rebase(entry);
		showUnsent();
	}

	/**
	 * A value that the server never got, and in whose place somebody else's stands by now, cannot be sent any more: Yjs has dropped it. Only
	 * the outbox still knows it. (What the server got is marked there when it is set aside.)
	 */
	function keepSetAside({ doc }: Life, serverHas: ReadonlyMap<number, number>): void {
		const newest = new Map(pending.entries().map((entry) => [model.placeKey(editOf<Edit>(entry)), entry]));
		newest.delete(null);
		const setAside = [...newest.values()].filter((entry) => {
			const { stamp } = entry;
			if (!stamp || !pending.isApplied(entry.id) || (serverHas.get(stamp.client) ?? 0) >= stamp.clock) return false;
			return !sameJson(model.current(doc, editOf<Edit>(entry)), entry.after);
		});
		keepRefused(setAside, 'changed');
	}

	/**
	 * Whether the last edits had arrived was not known when the plan went out of sight; now it is. Only by what the server says: this
	 * document may have them from the cache.
	 */
	function forgetArrived(serverHas: ReadonlyMap<number, number>): void {
		for (const { id, reason, stamp } of refused.list)
			if (reason === 'notFound' && stamp?.generation === generation && (serverHas.get(stamp.client) ?? 0) >= stamp.clock)
				void refused.remove(id);
	}

	/** What was made on top of a refused edit is judged as if that had never been: the same person set both. */
	function rebase(gone: StoredEntry): void {
		const place = model.placeKey(editOf(gone));
		if (place === null) return;
		const next = pending
			.entries()
			.filter((entry) => !pending.isApplied(entry.id) && entry.number > gone.number && model.placeKey(editOf(entry)) === place)
			.sort((a, b) => a.number - b.number)[0];
		if (!next || !sameJson(next.before, gone.after)) return;
		const rebased = { ...next, before: gone.before };
		pending.update(rebased);
		void write((to) => to.put([rebased]));
	}

	/** Takes over what tabs left that are no longer there. */
	async function adoptLeft(): Promise<void> {
		if (!outbox || ended || failure) return;
		const from = outbox;
		try {
			const left = (await from.entries(userId)).filter(
				(entry) => isOf(entry, { renjaId, part }) && entry.state === 'pending' && entry.tab !== tab.id
			);
			const dead = new Set<string>();
			for (const other of new Set(left.map((entry) => entry.tab))) if (!(await tab.isAlive(other))) dead.add(other);
			if (dead.size === 0) return;
			for (const entry of await from.adopt(userId, { renjaId, part }, dead, tab.id)) {
				// The clock may have been set back since: what is typed from now on still comes later.
				lastNumber = Math.max(lastNumber, entry.number);
				pending.waiting(entry);
			}
		} catch {
			return;
		}
		showUnsent();
		queue.go();
	}

	/** Judges an edit that waits for a document; an update of its own, so that one bad edit takes no good one with it. */
	function placeWaiting(on: Life, { id }: StoredEntry): void {
		// It may have been rebased since it was listed.
		const entry = pending.entries().find((one) => one.id === id);
		if (!entry) return;
		const judged = judgeReplay(model, on.doc, entry, generation);
		if (judged === 'present') {
			if (pending.present(entry)) {
				pending.remove([id]);
				removeStored([id]);
			}
		} else if (!mayWrite) {
			keepRefused([entry], frozen ? 'frozen' : 'forbidden');
		} else if (judged === 'changed') {
			keepRefused([entry], 'changed');
		} else {
			const [ran] = applyTasks(on, [{ entry, task: { edit: editOf<Edit>(entry) } }]);
			if (typeof ran?.result === 'object' && !ran.result.ok) keepRefused([entry], reasonOf(entry, ran.result.problem));
		}
		showUnsent();
	}

	/** A row that was refused is the reason for all that was typed into it. */
	function reasonOf(entry: StoredEntry, problem: Problem): RefusalReason {
		if (model.isMalformed(problem)) return 'schema';
		const entity = model.entityOf(editOf(entry));
		const made = refused.list.find((one) => model.addsEntity(editOf(one)) && model.entityOf(editOf(one)) === entity);
		return made?.reason ?? 'gone';
	}

	// Editing ---------------------------------------------------------------------------------------

	function inTurn<T>(work: () => Promise<T>): Promise<T> {
		const mine = turn.then(work);
		turn = mine.then(nothing, nothing);
		return mine;
	}

	/** Writes the tasks to the outbox, then applies them. Null: there is no document to write to. */
	async function run(tasks: readonly Task<Edit>[]): Promise<RanTask[] | null> {
		const leave = queue.enter();
		const ran: RanTask[] = [];
		try {
			for (let from = 0; from < tasks.length; from += editsPerUpdate) {
				let on = await freeLife();
				if (!on || !mayWrite) return ran.length > 0 ? ran : null;
				const doc = on.doc;
				const noted = tasks.slice(from, from + editsPerUpdate).map((task) => ({ entry: newEntry(doc, task.edit), task }));
				await write((to) => to.put(noted.map(({ entry }) => entry)));
				// The document may have been replaced while the outbox was written.
				on = await freeLife();
				if (!on || !mayWrite) {
					if (!ended) removeStored(noted.map(({ entry }) => entry.id));
					return ran.length > 0 ? ran : null;
				}
				placeEarlier(
					on,
					noted.map(({ entry }) => entry)
				);
				ran.push(...applyTasks(on, noted));
				if (ran.some(isProblem)) break;
			}
			return ran;
		} finally {
			leave();
		}
	}

	/** What waits for its turn and sets the same places goes first: it was made before, and must not find in its place what came after it. */
	function placeEarlier(on: Life, made: readonly StoredEntry[]): void {
		const places = new Set(made.map((entry) => model.placeKey(editOf<Edit>(entry))));
		places.delete(null);
		for (const entry of pending.entries())
			if (!pending.isApplied(entry.id) && places.has(model.placeKey(editOf<Edit>(entry)))) placeWaiting(on, entry);
	}

	/** The document to edit, when nothing is on its way that has to be judged alone. */
	async function freeLife(): Promise<Life | null> {
		for (;;) {
			const on = await readyLife();
			if (!on) return null;
			await queue.free();
			if (life === on) return on;
			if (ended || failure) return null;
		}
	}

	function newEntry(doc: Y.Doc, edit: Edit): StoredEntry {
		const now = Date.now();
		lastNumber = Math.max(lastNumber + 1, now * 1000);
		return {
			id: randomId(),
			renjaId,
			...(part === 'plan' ? {} : { part }),
			userId,
			tab: tab.id,
			number: lastNumber,
			edit: edit.edit,
			args: $state.snapshot(edit.args) as object,
			before: model.current(doc, edit),
			after: model.expectedAfter(edit),
			at: new Date(now).toISOString(),
			state: 'pending',
			...model.namesAt(doc, edit)
		};
	}

	function applyTasks({ doc }: Life, noted: readonly { entry: StoredEntry; task: Task<Edit> }[]): RanTask[] {
		const ran: RanTask[] = [];
		for (const { entry } of noted) pending.applying(entry);
		doc.transact(() => {
			let stopped = false;
			for (const { entry, task } of noted) {
				if (stopped) ran.push({ entry, task, result: 'notReached' });
				else if (task.mayApply && !task.mayApply(doc)) ran.push({ entry, task, result: 'skipped' });
				else {
					const before = Y.getState(doc.store, doc.clientID);
					const result = model.apply(doc, editOf(entry), ownEdit);
					const clock = Y.getState(doc.store, doc.clientID);
					const stamp = clock > before ? { stamp: { generation, client: doc.clientID, clock } } : {};
					const ledThere = task.leadsTo !== undefined && sameJson(model.current(doc, task.leadsTo.edit), task.leadsTo.after);
					ran.push({
						entry: result.ok ? { ...entry, before: result.before, after: result.after, ...stamp } : entry,
						task,
						result,
						ledThere
					});
					// Undo goes on past an edit that cannot be taken back; a list of edits stops there.
					stopped = !result.ok && !task.mayApply;
				}
			}
		}, ownEdit);
		const [kept, gone] = [ran.filter(hasChanged), ran.filter((one) => !hasChanged(one))];
		for (const { entry } of kept) pending.update(entry);
		pending.remove(gone.map(({ entry }) => entry.id));
		if (kept.length > 0) void write((to) => to.put(kept.map(({ entry }) => entry)));
		removeStored(gone.map(({ entry }) => entry.id));
		showUnsent();
		return ran;
	}

	/**
	 * Something is in the document already, and its update is about to leave: one entry says what came of it, until it is confirmed. Writing
	 * it down may wait a little, since the cache of the document holds each letter.
	 */
	function noteLive({ key, edit, before, after, hasStructs }: LiveEdit<Edit>): void {
		const { doc } = life as Life;
		const id = liveEntries.get(key);
		const last = pending.entries().find((entry) => entry.id === id && pending.isApplied(entry.id));
		const { stamp: _old, ...entry }: StoredEntry = last ? { ...last, args: edit.args, after } : { ...newEntry(doc, edit), before, after };
		const stamp = hasStructs ? { stamp: { generation, client: doc.clientID, clock: Y.getState(doc.store, doc.clientID) } } : {};
		liveEntries.set(key, entry.id);
		pending.applying({ ...entry, ...stamp });
		unstored.add(entry.id);
		storing ??= setTimeout(storeLive, liveStoredEveryMs);
		showUnsent();
	}

	function storeLive(): void {
		if (storing) clearTimeout(storing);
		storing = null;
		const entries = pending.entries().filter(({ id }) => unstored.has(id));
		unstored.clear();
		if (entries.length > 0) void write((to) => to.put(entries));
	}

	async function edit(edits: Edit | Edit[]): Promise<Answer> {
		const tasks = [edits].flat().map((one) => ({ edit: one as Edit }));
		// A list is made as a whole or not at all: half of a paste would be nobody's wish.
		const right = tasks.map((task) => options.rightProblem?.(task.edit)).find(Boolean);
		if (right) return { ok: false, problem: `right.${right}`, detail: '' };
		const ran = await inTurn(() => run(tasks));
		if (!ran) return mayWrite && !ended ? notLoaded : readOnly;
		history.add(ran.flatMap(madeBy));
		for (const one of ran) if (hasChanged(one)) view.edited(one.task.edit);
		const last = ran.find(isProblem) ?? ran.at(-1);
		return typeof last?.result === 'object' ? last.result : nothingToDo;
	}

	async function sendRefusedAgain(id: string): Promise<Answer> {
		const entry = refused.list.find((one) => one.id === id);
		if (!entry) return nothingToDo;
		const result = await edit(editOf<Edit>(entry));
		if (result.ok) await refused.remove(id);
		return result;
	}

	async function takeBack(step: Step<Edit> | undefined, keep: (done: Step<Edit>) => void): Promise<UndoResult> {
		if (!step) return { done: false, skipped: 0, nodeId: null };
		const tasks = takingBack(model, step).map((task) => ({ ...task, leadsTo: task.made.again }));
		const ran = await run(tasks);
		const taken: Made<Edit>[] = [];
		let nodeId: string | null = null;
		for (const [index, one] of (ran ?? []).entries()) {
			const { made } = tasks[index] as (typeof tasks)[number];
			const [back] = madeBy(one);
			if (!back) continue;
			nodeId ??= model.entityOf(made.edit);
			if (!made.again) taken.push({ ...back, again: made });
			else if (one.ledThere) taken.push({ ...made.again, inverse: back.inverse });
		}
		keep(taken);
		const done = (ran ?? []).filter((one) => madeBy(one).length > 0).length;
		const first = step[0];
		return { done: done > 0, skipped: step.length - done, nodeId: nodeId ?? (first ? model.entityOf(first.edit) : null) };
	}

	return {
		get phase() {
			return phase;
		},
		get failure() {
			return failure;
		},
		get online() {
			return online;
		},
		get obstacle() {
			return obstacle;
		},
		get stage() {
			return stage;
		},
		get frozen() {
			return frozen;
		},
		get noticed() {
			return noticed;
		},
		get sealedSessions() {
			return sealedSessions;
		},
		get lockedUnits() {
			return lockedUnits;
		},
		get mayWrite() {
			return mayWrite;
		},
		get user() {
			return user;
		},
		get save(): SaveState {
			if (!online) return { kind: 'offline', count: unsent.length };
			return unsent.length > 0 || !framesConfirmed ? { kind: 'saving', count: unsent.length } : { kind: 'saved', at: savedAt };
		},
		edit,
		get canUndo() {
			return canUndo;
		},
		get canRedo() {
			return canRedo;
		},
		undo: () => inTurn(() => takeBack(history.takeUndo(), history.undone)),
		redo: () => inTurn(() => takeBack(history.takeRedo(), history.redone)),
		get unsent() {
			return unsent;
		},
		get refused() {
			return refused.list as readonly OutboxEntry<Edit>[];
		},
		presentValue: (entry) => (shownDoc ? model.current(shownDoc, editOf(entry)) : null),
		maySendAgain: (entry) =>
			phase === 'ready' &&
			mayWrite &&
			!hopeless.includes(entry.reason) &&
			!options.rightProblem?.(editOf(entry)) &&
			!(shownDoc && model.wouldOverwrite?.(shownDoc, entry)),
		sendRefusedAgain,
		dismissRefused: (id) => refused.remove(id),
		shownDoc: () => shownDoc,
		post: (path, body) =>
			ask(`${baseUrl}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
		async destroy() {
			if (ended) return;
			ended = true;
			storeLive();
			clearInterval(adoptTimer);
			online = false;
			release(null);
			queue.moved();
			await lives.catch(nothing);
			await turn;
			await end(life, 'close');
			await writes;
			signals.close();
			tab.end();
			outbox?.close();
		}
	};
}

const readOnly = { ok: false, problem: 'plan.readOnly', detail: '' } as const;
const notLoaded = { ok: false, problem: 'plan.notLoaded', detail: '' } as const;
const nothingToDo = { ok: true, before: null, after: null, inverse: null } as const;

function nothing(): void {}

type AnyRan = Ran<AnyEdit, string>;

function isProblem({ result }: AnyRan): boolean {
	return typeof result === 'object' && !result.ok;
}

/** An edit that leaves everything as it was has nothing to send. */
function hasChanged({ result }: AnyRan): boolean {
	return typeof result === 'object' && result.ok && !sameJson(result.before, result.after);
}

/** What can be undone of it: nothing when it changed nothing. */
function madeBy<Edit extends AnyEdit>({ entry, result }: Ran<Edit, string>): Made<Edit>[] {
	if (typeof result !== 'object' || !result.ok || !result.inverse) return [];
	return [{ edit: editOf<Edit>(entry), after: result.after, inverse: result.inverse }];
}
