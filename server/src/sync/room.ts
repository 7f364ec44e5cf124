/**
 * One open document: its Y.Doc, which runs ahead of the log by what was admitted and not yet committed, the connections to it, and what
 * they are told. Nothing leaves it, neither to the writer as confirmed nor to others as changed, that is not committed.
 */
import type { Actor } from '@rembug/shared/access/access.ts';
import type { CloseReason } from '@rembug/shared/sync/close-codes.ts';
import {
	encodeConflicts,
	encodeHello,
	encodeNotice,
	protocolVersion,
	syncStep2,
	syncUpdate,
	type Notice
} from '@rembug/shared/sync/messages.ts';
import * as Y from 'yjs';
import type { Sql } from '../database/connect.ts';
import type { Log } from '../log.ts';
import { admitUpdate, type Admission, type Admitting } from './admit-update.ts';
import { rowsPerCommit, type Committer, type Source } from './committer.ts';
import { compactDocument } from './compaction.ts';
import { createConflictBook } from './conflict-book.ts';
import { documentParts, type RowUnits } from './document-parts.ts';
import { applyForeignRows, isComplete, type Judged } from './foreign-rows.ts';
import { createFarPresence, type PresenceMessage } from './far-presence.ts';
import { contentFrame, step1Frame, type ClientFrame } from './frames.ts';
import { mergeInChunks } from './merge-updates.ts';
import type { NeighbourMessage } from './neighbours.ts';
import { createPresence } from './presence.ts';
import { openRoots, type Touched } from './read-update.ts';
import { createServedState, type ServedState } from './served-state.ts';
import type { Session, SessionHost } from './session.ts';
import type { StateWork } from './state-work.ts';
import {
	documentClients,
	documentContext,
	documentHeads,
	logTail,
	openConflicts,
	storedBytes,
	type DocumentContext,
	type DocumentHead,
	type LogRow,
	type StoredConflict,
	type TailRow
} from './sync-queries.ts';
import { inTurns, type Turns, type Worker } from './turns.ts';

export interface Room extends Source, SessionHost, Worker {
	readonly documentId: string;
	readonly renjaId: string | null;
	readonly sessions: ReadonlySet<Session>;
	canReceive(): boolean;
	/** Resolves when the document is loaded; rejects when it cannot be. */
	readonly opened: Promise<void>;
	join(session: Session): void;
	/**
	 * Updates of the server's own, made for an account: each judged like a frame of his, all of them admitted or none. Null: frames have to
	 * wait at present, and so have these.
	 */
	append(author: Author, updates: readonly Uint8Array[]): { kind: 'admitted' } | Extract<Admission, { kind: 'refused' }> | null;
	/** Resolves when everything admitted so far is committed; rejects when the room is discarded. */
	settled(): Promise<void>;
	/** fn on the document as it stands, which is the committed one while the room is held and settled. */
	look<T>(fn: (doc: Y.Doc, head: { seq: number; generation: string }) => T): T;
	/** Frames wait until as many releases follow. */
	hold(): void;
	release(): void;
	/** Reads stage and freeze anew and tells every connection. */
	refresh(): Promise<void>;
	/** A conflict was settled without a change of the document. */
	conflictSettled(id: string): void;
	/** What another process says of the people there. */
	heardPresence(from: string, message: PresenceMessage): void;
	/** To be called about every second. */
	tick(now: number): void;
	/** What Postgres says of the document now. */
	found(head: DocumentHead): void;
	/** Resolves when everything up to headSeq has been read from the log or committed here; rejects when the room is discarded. */
	reach(headSeq: number): Promise<void>;
	/** Closes every connection with this reason and forgets the document. */
	end(reason: CloseReason): void;
}

export interface RoomOptions {
	sql: Sql;
	log: Log;
	committer: Committer;
	turns: Turns;
	stateWork: StateWork;
	tellNeighbours: (...message: NeighbourMessage) => void;
	/** To which units rows of the plan of this Renja belong, as it is committed now. */
	unitsOfRows: (renjaId: string, rows: readonly string[]) => Promise<RowUnits>;
	/** Whether frames of this document wait at present, from before the room was opened. */
	held: number;
	/** Rows after which the log is merged into the stored state: merging costs as much as the state is long, opening as much as the tail is. */
	mergedAfterRows: number;
	/** The document was changed; touched: what of it, null where another process wrote it. */
	documentChanged: (documentId: string, touched: readonly Touched[] | null) => void;
	/** Grants may have begun or ended with what is committed now. */
	grantsMoved: () => void;
	/** The room is of no use any more: closed, or discarded. */
	ended: (room: Room) => void;
	/** A frame was sent. */
	sent: () => void;
}

/** A page that is reloaded should find its room open. */
const lingerMs = 2000;
/** The same when nobody is left: then merging disturbs nobody. */
const mergedAtRestAfterRows = 100;
/** What arrived is judged so long before the next batch: later, and it would miss that batch and wait for another one. */
const judgedAheadMs = 4;
/** A state beyond this many bytes would keep everybody waiting if it were applied at once. */
const bytesAtOnceMax = 256 * 1024;
/** Admitted rows that may wait for a commit before frames have to: whoever comes after them waits for them too. */
const waitingRowsMax = 200;
const waitingBytesMax = 32 * 1024 * 1024;
/** Of the tail that another process wrote, read at once. */
const tailRowsAtOnce = 500;
const proseNoteMs = 60_000;
/** What the plan said about its rows holds so long for a frame that had to wait once more. */
const unitsKnownMs = 500;
/** Not at every commit while it cannot work. */
const compactionPauseMs = 10_000;

class RoomDiscarded extends Error {}

/** Whose rights and name an update carries: a connection, or an account for which the server writes. */
export interface Author {
	readonly actor: Actor;
}

/** A row that waits for its commit, and what it was judged by. */
interface WaitingRow extends LogRow, Judged {
	unitOf: RowUnits | undefined;
}

/** Whether a state vector says that nothing is known yet. */
const isEmptyVector = (stateVector: Uint8Array): boolean => stateVector.length === 1 && stateVector[0] === 0;

export function createRoom(
	documentId: string,
	{
		sql,
		log,
		committer,
		turns,
		stateWork,
		tellNeighbours,
		unitsOfRows,
		held,
		mergedAfterRows,
		documentChanged,
		grantsMoved,
		ended,
		sent
	}: RoomOptions
): Room {
	let doc = new Y.Doc();
	const sessions = new Set<Session>();
	/** Those with frames that may be worked on, in the order of their turns. */
	const ready = new Set<Session>();
	let context: DocumentContext | null = null;
	/** By which the oldest waiting row was judged; what came later may know newer ones, and then the commit refuses all of it. */
	let waitingRules = 0;
	let stored = new Map<number, string>();
	/** What is to be said to those who wait for their first answer. */
	const firstAnswers = new Map<Session, Uint8Array[]>();
	/** Client ids that were only present so far. */
	const claimed = new Map<number, string>();
	/** For frames that wait: what was asked about rows of the plan, and when. */
	const answered = new WeakMap<Session, { unitOf: RowUnits; at: number }>();
	/** Their frame would be refused; it is judged once more, now that this room holds all that Postgres has. */
	const caughtUp = new WeakSet<Session>();
	const proseNoted = new Map<string, number>();
	const presence = createPresence(
		() => [...sessions].filter(({ isScreen }) => !isScreen),
		(states) => farPresence.publish(states)
	);
	const farPresence = createFarPresence({
		documentId,
		send: tellNeighbours,
		own: presence.own,
		hasPeople: () => sessions.size > 0,
		show: presence.showFar,
		drop: presence.dropFar
	});
	const conflicts = createConflictBook({
		sql,
		log,
		documentId,
		tell: (news) => {
			const frame = encodeConflicts(news);
			for (const session of [...sessions]) session.sendNumbered(frame);
		}
	});
	const waiting: WaitingRow[] = [];
	/** Who wrote the waiting rows, in the same order. */
	let writers: Author[] = [];
	let waitingBytes = 0;
	let committedSeq = 0;
	let admittedSeq = 0;
	let served: ServedState = createServedState([]);
	let isBuilt = false;
	/** Newest seq of the log that was heard of. */
	let headSeq = 0;
	/** While rows of another process are read. */
	let catchingUp: Promise<void> | null = null;
	let isJudgingAgain = false;
	let isCompacting = false;
	let compactionPause = 0;
	let holds = held;
	let isOver = false;
	let lingerTimer: NodeJS.Timeout | null = null;
	let settling: { seq: number; resolve: () => void; reject: (error: Error) => void }[] = [];

	async function load(): Promise<void> {
		// The rows first: of what another process writes meanwhile, the authors are known before the rows are.
		const rows = await storedBytes(sql, documentId);
		const [found, clients] = await Promise.all([documentContext(sql, documentId), documentClients(sql, documentId), conflicts.load()]);
		if (!found) throw new Error(`no document ${documentId}`);
		stored = clients;
		if (isOver) throw new RoomDiscarded('closed while it was opened');
		served = createServedState(rows);
		committedSeq = admittedSeq = rows.at(-1)?.seq ?? 0;
		context = found;
		openRoots(documentParts[found.part].schema, doc);
		for (const session of sessions) welcome(session);
		await build(
			doc,
			rows.map((row) => row.bytes)
		);
		if (isOver) throw new RoomDiscarded('closed while it was opened');
		if (!isComplete(doc)) throw new Error(`the log of ${documentId} is not complete`);
		isBuilt = true;
		for (const session of sessions) ask(session);
		wake();
		catchUpSoon();
		if (sessions.size === 0) rest();
	}

	async function build(into: Y.Doc, parts: readonly Uint8Array[]): Promise<void> {
		let updates = parts;
		if (updates.reduce((sum, bytes) => sum + bytes.length, 0) > bytesAtOnceMax) updates = await stateWork.slice([...updates]);
		await inTurns(turns, updates, (update) => {
			if (!isOver) Y.applyUpdate(into, update);
		});
	}

	const accountOf = (client: number): string | undefined => stored.get(client) ?? claimed.get(client);

	function notice(session: Session, now: DocumentContext): Notice {
		const { stage, frozen, part, lockedUnits, sealedSessions } = now;
		return {
			stage,
			frozen,
			lockedUnits,
			...(part === 'forum' && { sealedSessions }),
			mayWrite: !frozen && documentParts[part].mayWrite(session.actor, now)
		};
	}

	function welcome(session: Session): void {
		if (!context) return;
		const { generation } = context;
		session.sendNumbered(encodeHello({ protocolVersion, generation, user: session.user, ...notice(session, context) }));
		session.committed(committedSeq, () => null);
		if (isBuilt) ask(session);
		else answerEarly(session);
		if (!session.isScreen) presence.tell(session);
		const open = conflicts.all();
		if (open) session.sendNumbered(encodeConflicts(open));
	}

	const ask = (session: Session): void => session.send(step1Frame(Y.encodeStateVector(doc)));

	/** While the document is still being built: somebody who has nothing yet can be served from what is stored. */
	function answerEarly(session: Session): void {
		if (context && !isBuilt && holds === 0 && session.takesFirstQuestion()) answerWhole(session);
	}

	function answerWhole(session: Session): void {
		session.answerAfter(admittedSeq, () => {
			session.startsAfter ??= committedSeq;
			for (const frame of served.frames()) session.sendAnswer(frame);
		});
	}

	function receive(session: Session, frame: ClientFrame): 'waits' | undefined {
		switch (frame.kind) {
			case 'step1':
				answer(session, frame.stateVector);
				break;
			case 'step2':
			case 'update':
				return take(session, frame);
			case 'awareness':
				if (session.isScreen) break;
				readOrClose(session, () =>
					presence.receive(session, frame.update, (client) => {
						if ((accountOf(client) ?? session.actor.id) !== session.actor.id) return false;
						claimed.set(client, session.actor.id);
						return true;
					})
				);
				break;
			case 'queryAwareness':
				if (!session.isScreen) presence.tell(session);
		}
		return undefined;
	}

	function readOrClose<T>(session: Session, read: () => T): T | undefined {
		try {
			return read();
		} catch {
			session.close('malformed');
			return undefined;
		}
	}

	function answer(session: Session, stateVector: Uint8Array): void {
		if (isEmptyVector(stateVector)) {
			answerWhole(session);
			return;
		}
		const update = readOrClose(session, () => Y.encodeStateAsUpdate(doc, stateVector));
		if (!update) return;
		const parts = [update];
		if (session.startsAfter === null) {
			session.startsAfter = admittedSeq;
			firstAnswers.set(session, parts);
		}
		session.answerAfter(admittedSeq, (upTo) => {
			if (firstAnswers.get(session) === parts) firstAnswers.delete(session);
			session.sendAnswer(contentFrame(syncStep2, mergeInChunks(parts), { after: 0, upTo }));
		});
	}

	function take(session: Session, { kind, update }: { kind: 'step2' | 'update'; update: Uint8Array }): 'waits' | undefined {
		const answer = answered.get(session);
		answered.delete(session);
		const unitOf = answer && performance.now() - answer.at < unitsKnownMs ? answer.unitOf : undefined;
		const admission = admit(session, update, unitOf);
		if (!admission) {
			session.close('malformed');
			return undefined;
		}
		if (admission.kind === 'asks') {
			void findUnits(session, admission.rows);
			return 'waits';
		}
		// Only now: what was asked before the room caught up is asked anew after it.
		const isNewest = caughtUp.delete(session);
		if (admission.kind === 'refused') {
			// Typed between opening and answering our step 1: it builds on what the step 2 on its way will bring, and comes again in it.
			if (admission.reason === 'gap' && kind === 'update' && !session.hasAnswered()) session.count(Infinity);
			else if (!isNewest) {
				void catchUpFor(session);
				return 'waits';
			} else {
				log.info({ documentId, accountId: session.actor.id, reason: admission.reason, detail: admission.detail }, 'update refused');
				session.close(admission.reason);
			}
			return undefined;
		}
		if (admission.kind === 'admitted') enqueue(session, admission, unitOf);
		if (kind === 'step2') session.countStep2(admittedSeq);
		else session.count(admittedSeq);
		return undefined;
	}

	async function findUnits(session: Session, rows: readonly string[]): Promise<void> {
		try {
			const unitOf = await unitsOfRows(context?.renjaId ?? '', rows);
			answered.set(session, { unitOf, at: performance.now() });
			session.goOn();
		} catch (error) {
			log.warn({ err: error, documentId }, 'the plan cannot be asked about its rows');
			session.close('unavailable');
		}
	}

	/**
	 * The writer may have seen, through another process, what this one has not heard of yet: a session that was opened, a row, a lock taken
	 * off. So nobody is refused by a state that is over. Costs a question to Postgres for each connection that is going to be closed.
	 */
	async function catchUpFor(session: Session): Promise<void> {
		try {
			const [head] = await documentHeads(sql, [documentId]);
			if (head) await Promise.all([room.reach(head.headSeq), room.refresh()]);
			caughtUp.add(session);
			session.goOn();
		} catch (error) {
			log.warn({ err: error, documentId }, 'Postgres cannot be asked before a refusal');
			session.close('unavailable');
		}
	}

	function isProseNews(accountId: string, section: string): boolean {
		const key = `${accountId} ${section}`;
		const now = performance.now();
		if (now - (proseNoted.get(key) ?? -Infinity) < proseNoteMs) return false;
		proseNoted.set(key, now);
		return true;
	}

	function admitting(at: DocumentContext, isProseNews: Admitting['isProseNews'], unitOf: RowUnits | undefined): Admitting {
		return {
			doc,
			part: documentParts[at.part],
			context: at,
			accountOf,
			isBound: (client) => stored.has(client),
			isProseNews,
			openConflicts: conflicts.at,
			...(unitOf && { unitOf })
		};
	}

	function admit(author: Author, update: Uint8Array, unitOf?: RowUnits): Admission | undefined {
		if (!context) return undefined;
		try {
			return admitUpdate(admitting(context, isProseNews, unitOf), author.actor, update);
		} catch (error) {
			// The document may have taken a part of it: nobody must see that.
			log.error({ err: error, documentId, accountId: author.actor.id }, 'update broke the room');
			room.discard('an update broke it');
			return undefined;
		}
	}

	function enqueue(author: Author, { row, touched, clients }: Extract<Admission, { kind: 'admitted' }>, unitOf?: RowUnits): void {
		admittedSeq += 1;
		if (waiting.length === 0) waitingRules = context?.rules ?? 0;
		for (const client of row.newClients) stored.set(client, author.actor.id);
		conflicts.take(row.conflicts);
		waiting.push({ ...row, seq: admittedSeq, accountId: author.actor.id, touched, clients, unitOf });
		writers.push(author);
		waitingBytes += row.bytes.length;
		committer.wake(room);
	}

	function isFull(): boolean {
		return waiting.length >= waitingRowsMax || waitingBytes >= waitingBytesMax;
	}

	/** Frames that had to wait may be worked on now. */
	function wake(): void {
		if (ready.size > 0 && room.canReceive()) turns.want(room);
	}

	/** Everybody's frames one after the other, so that nobody waits for all that somebody else sent. */
	function work(until: number): boolean {
		// One transaction for all: what Yjs does after each one costs as much as there are client ids in the document.
		doc.transact(() => {
			while (ready.size > 0 && room.canReceive()) {
				const session = ready.values().next().value as Session;
				ready.delete(session);
				if (session.work()) ready.add(session);
				if (performance.now() >= until) break;
			}
		});
		return ready.size > 0 && room.canReceive();
	}

	function committed(count: number): void {
		if (isOver) return;
		const rows = waiting.splice(0, count);
		const wrote = writers.slice(0, count);
		writers = writers.slice(count);
		for (const row of rows) {
			waitingBytes -= row.bytes.length;
			served.add({ seq: row.seq, bytes: row.bytes });
		}
		committedSeq = rows.at(-1)?.seq ?? committedSeq;
		show(rows, wrote);
		settleWaiting();
		conflicts.committed(rows.flatMap((row) => row.conflicts));
		documentChanged(
			documentId,
			rows.flatMap(({ touched }) => touched)
		);
		const { movesGrants } = documentParts[context?.part ?? 'plan'];
		if (movesGrants && rows.some(({ touched }) => touched.some(movesGrants))) grantsMoved();
		wake();
		if (served.tail > mergedAfterRows) void compact();
		catchUpSoon();
		rest();
	}

	function settleWaiting(): void {
		const done = settling.filter((each) => each.seq <= committedSeq);
		settling = settling.filter((each) => each.seq > committedSeq);
		for (const { resolve } of done) resolve();
	}

	/** Not while rows of this room are on their way to the log: they would be read back as somebody else's. */
	function catchUpSoon(): void {
		if (catchingUp || isOver || !isBuilt || headSeq <= committedSeq || committer.isWriting(room)) return;
		catchingUp = catchUp()
			.catch((error: unknown) => {
				if (isOver) return;
				log.warn({ err: error, documentId }, 'rows of another process cannot be taken over; room discarded');
				room.end('unavailable');
			})
			.finally(() => {
				catchingUp = null;
				if (isOver) return;
				if (waiting.length > 0) committer.wake(room);
				else committer.forget(room);
				catchUpSoon();
				wake();
				rest();
			});
	}

	async function catchUp(): Promise<void> {
		while (!isOver && headSeq > committedSeq) {
			const rows = await logTail(sql, documentId, committedSeq, tailRowsAtOnce);
			// Another process may have merged them into the stored state meanwhile.
			if (rows.length === 0 || rows.some((row, index) => row.seq !== committedSeq + 1 + index))
				throw new Error(`the log does not go on at ${committedSeq + 1}`);
			const ids = [...new Set(rows.flatMap((row) => row.conflictIds))];
			const open = ids.length > 0 ? await openConflicts(sql, documentId, ids) : [];
			if (isOver) return;
			await takeOver(rows, { ids, open });
		}
	}

	/** Rows that another process wrote go before what waits here. */
	async function takeOver(rows: readonly TailRow[], changed: { ids: readonly string[]; open: readonly StoredConflict[] }): Promise<void> {
		if (!context) return;
		const part = documentParts[context.part];
		const isAsJudged = applyForeignRows(part, doc, rows, waiting);
		if (!isAsJudged) for (const row of waiting) for (const client of row.newClients) stored.delete(client);
		for (const { seq, bytes, accountId } of rows) {
			served.add({ seq, bytes });
			if (accountId) for (const client of Y.parseUpdateMeta(bytes).from.keys()) stored.set(client, accountId);
		}
		const isKept = isAsJudged ? waiting.map(() => true) : await judgeAgain(context);
		if (isOver) return;
		moveWaiting(rows.length, isKept);
		showForeign(rows.map((row) => row.bytes));
		documentChanged(documentId, null);
		settleWaiting();
		if (isAsJudged) conflicts.takeForeign(changed.ids, changed.open);
	}

	/**
	 * On a document made anew from what is committed, because there is no way back in this one. Returns which rows still have news. Fails
	 * when one may not be taken any more: then everybody has to come back, and its writer is told why.
	 */
	async function judgeAgain(at: DocumentContext): Promise<boolean[]> {
		isJudgingAgain = true;
		const fresh = openRoots(documentParts[at.part].schema, new Y.Doc());
		await Promise.all([build(fresh, served.parts().parts), conflicts.load()]);
		isJudgingAgain = false;
		if (isOver) return [];
		if (!isComplete(fresh)) throw new Error('the log is not complete');
		doc.destroy();
		doc = fresh;
		const rows = waiting.splice(0);
		const wrote = writers;
		writers = [];
		waitingBytes = 0;
		return rows.map((row, index) => {
			const writer = wrote[index] as Author;
			const isProseNews = (_: string, section: string): boolean =>
				row.changes.some(({ root, entity }) => root === 'narrative' && entity === section);
			const admission = admitUpdate(admitting(context ?? at, isProseNews, row.unitOf), writer.actor, row.bytes);
			if (admission.kind === 'asks') throw new Error('what waited asks about other rows now');
			if (admission.kind === 'refused') throw new Error(`what waited is refused now (${admission.reason}: ${admission.detail})`);
			if (admission.kind === 'admitted') enqueue(writer, admission, row.unitOf);
			return admission.kind === 'admitted';
		});
	}

	/** `count` rows came before what waits here, of which only some are left. */
	function moveWaiting(count: number, isKept: readonly boolean[]): void {
		const before = committedSeq;
		committedSeq += count;
		admittedSeq = committedSeq;
		const moved = isKept.map((kept) => (kept ? ++admittedSeq : admittedSeq));
		const newSeq = (seq: number): number => (seq > before && seq !== Infinity ? (moved[seq - before - 1] ?? seq) : seq);
		for (const [index, row] of waiting.entries()) row.seq = committedSeq + 1 + index;
		for (const each of settling) each.seq = newSeq(each.seq);
		for (const session of sessions) session.renumber(newSeq);
	}

	function showForeign(updates: readonly Uint8Array[]): void {
		for (const parts of firstAnswers.values()) parts.push(...updates);
		let frame: Uint8Array | null = null;
		const reach = { after: committedSeq - updates.length, upTo: committedSeq };
		for (const session of [...sessions]) {
			const isTold = session.startsAfter !== null && !firstAnswers.has(session);
			session.committed(committedSeq, () => (isTold ? (frame ??= contentFrame(syncUpdate, mergeInChunks(updates), reach)) : null));
		}
	}

	/** What one commit brought is one frame for everybody; the only author of all of it does not get it back. */
	function show(rows: readonly LogRow[], wrote: readonly Author[]): void {
		const [first] = wrote;
		const onlyWriter = first && wrote.every((writer) => writer === first) ? first : null;
		let frame: Uint8Array | null = null;
		const after = committedSeq - rows.length;
		for (const session of [...sessions]) {
			if (session === onlyWriter) session.committedOwn(committedSeq, after);
			else
				session.committed(committedSeq, () => {
					if (session.startsAfter === null || session.startsAfter >= committedSeq) return null;
					return (frame ??= contentFrame(syncUpdate, mergeInChunks(rows.map((row) => row.bytes)), { after, upTo: committedSeq }));
				});
		}
	}

	async function compact(): Promise<void> {
		if (isCompacting || performance.now() < compactionPause) return;
		isCompacting = true;
		try {
			await compactDocument(sql, stateWork, documentId, served);
		} catch (error) {
			log.warn({ err: error, documentId }, 'compaction failed; it is tried again later');
			compactionPause = performance.now() + compactionPauseMs;
		} finally {
			isCompacting = false;
		}
	}

	/** Nobody is here: closes after a moment, unless somebody comes. */
	function rest(): void {
		if (isOver || lingerTimer || !isEmpty()) return;
		lingerTimer = setTimeout(() => {
			lingerTimer = null;
			if (isOver || !isEmpty()) return;
			if (served.tail > mergedAtRestAfterRows) void compact();
			room.end('goingDown');
		}, lingerMs);
		lingerTimer.unref();
	}

	const isEmpty = (): boolean => sessions.size === 0 && waiting.length === 0 && settling.length === 0 && holds === 0 && isBuilt;

	const room: Room = {
		documentId,
		waiting,
		get rules() {
			return waiting.length > 0 ? waitingRules : (context?.rules ?? 0);
		},
		get committedSeq() {
			return committedSeq;
		},
		get isBusy() {
			return catchingUp !== null;
		},
		get renjaId() {
			return context?.renjaId ?? null;
		},
		sessions,
		opened: load(),
		join(session) {
			sessions.add(session);
			if (context) welcome(session);
		},
		work,
		canReceive: () => isBuilt && !isJudgingAgain && holds === 0 && !isOver && !isFull(),
		ready(session) {
			answerEarly(session);
			ready.add(session);
			// Judged earlier it would wait for that commit all the same, and a turn for each edit costs more than the edit.
			if (room.canReceive()) turns.wantAt(room, committer.nextBatchAt() - judgedAheadMs);
		},
		missedPresence: presence.tell,
		heardPresence: farPresence.hear,
		tick: farPresence.tick,
		cutOff: (session) => log.info({ documentId, accountId: session.actor.id }, 'reader cut off'),
		receive,
		left(session) {
			ready.delete(session);
			firstAnswers.delete(session);
			if (!sessions.delete(session) || isOver) return;
			presence.leave(session);
			if (sessions.size === 0) farPresence.leave();
			rest();
		},
		sent,
		committed,
		discard: () => room.end('unavailable'),
		append(author, updates) {
			// Together with what waits they have to fit into one commit.
			if (!room.canReceive() || waiting.length + updates.length > rowsPerCommit) return null;
			const admitted = updates.map((update): Admission | undefined => {
				const admission = isOver ? undefined : admit(author, update);
				// What the server itself writes hangs on no row of the plan; if it did, nothing here would wait for the answer.
				return admission?.kind === 'asks' ? { kind: 'refused', reason: 'forbidden', detail: 'hangs on rows of the plan' } : admission;
			});
			const refused = admitted.find((one) => one?.kind === 'refused');
			if (isOver) throw new RoomDiscarded(documentId);
			if (refused?.kind === 'refused') {
				// The document has taken those before it: nobody must see them.
				if (admitted.some((one) => one?.kind === 'admitted')) room.discard('updates that belong together were refused');
				return refused;
			}
			for (const one of admitted) if (one?.kind === 'admitted') enqueue(author, one);
			return { kind: 'admitted' };
		},
		settled() {
			if (isOver) return Promise.reject(new RoomDiscarded(documentId));
			if (committedSeq >= admittedSeq) return Promise.resolve();
			return new Promise((resolve, reject) => settling.push({ seq: admittedSeq, resolve, reject }));
		},
		look: (fn) => fn(doc, { seq: committedSeq, generation: context?.generation ?? '' }),
		hold() {
			holds += 1;
		},
		release() {
			holds -= 1;
			wake();
			rest();
		},
		async refresh() {
			const found = await documentContext(sql, documentId);
			if (!found || isOver || !context) return;
			const isSame = found.stage === context.stage && found.frozen === context.frozen && found.rules === context.rules;
			context = found;
			if (!isSame) for (const session of [...sessions]) session.sendNumbered(encodeNotice(notice(session, found)));
		},
		conflictSettled: conflicts.settled,
		foundHead(seq) {
			headSeq = Math.max(headSeq, seq);
			catchUpSoon();
		},
		found(head) {
			room.foundHead(head.headSeq);
			if (isBuilt && head.headSeq === committedSeq)
				conflicts.compare(head.openConflicts, () => waiting.length > 0 || committedSeq !== head.headSeq);
			if (context && (head.frozen !== context.frozen || head.stage !== context.stage || head.rules !== context.rules))
				void room.refresh().catch(() => undefined);
		},
		async reach(seq) {
			room.foundHead(seq);
			while (!isOver && committedSeq < seq) await (catchingUp ?? room.settled());
			if (isOver) throw new RoomDiscarded(documentId);
		},
		end(reason) {
			if (isOver) return;
			isOver = true;
			committer.forget(room);
			turns.forget(room);
			if (lingerTimer) clearTimeout(lingerTimer);
			farPresence.leave();
			presence.close();
			for (const session of [...sessions]) session.close(reason);
			for (const { reject } of settling) reject(new RoomDiscarded(documentId));
			settling = [];
			ended(room);
			doc.destroy();
		}
	};
	room.opened.catch((error: unknown) => {
		if (!(error instanceof RoomDiscarded)) log.error({ err: error, documentId }, 'document cannot be opened');
		room.end('unavailable');
	});
	return room;
}
