/**
 * One open document: its Y.Doc, which runs ahead of the log by what was admitted and not yet committed, the connections to it, and what
 * they are told. Nothing leaves it, neither to the writer as confirmed nor to others as changed, that is not committed.
 */
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
import { admitUpdate, type Admission } from './admit-update.ts';
import type { Committer, Source } from './committer.ts';
import { compactDocument } from './compaction.ts';
import { createConflictBook } from './conflict-book.ts';
import { documentParts } from './document-parts.ts';
import { contentFrame, step1Frame, type ClientFrame } from './frames.ts';
import { mergeInChunks } from './merge-updates.ts';
import { createPresence } from './presence.ts';
import { openRoots } from './read-update.ts';
import { createServedState, type ServedState } from './served-state.ts';
import type { Session, SessionHost } from './session.ts';
import type { StateWork } from './state-work.ts';
import { documentClients, documentContext, storedBytes, type DocumentContext, type LogRow, type StoredBytes } from './sync-queries.ts';
import { inTurns, type Turns, type Worker } from './turns.ts';

export interface Room extends Source, SessionHost, Worker {
	readonly documentId: string;
	readonly renjaId: string | null;
	readonly sessions: ReadonlySet<Session>;
	canReceive(): boolean;
	/** Resolves when the document is loaded; rejects when it cannot be. */
	readonly opened: Promise<void>;
	join(session: Session): void;
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
	/** The log as another process left it. */
	foundHead(headSeq: number, frozen: boolean): void;
	/** Closes every connection with this reason and forgets the document. */
	end(reason: CloseReason): void;
}

export interface RoomOptions {
	sql: Sql;
	log: Log;
	committer: Committer;
	turns: Turns;
	stateWork: StateWork;
	/** Whether frames of this document wait at present, from before the room was opened. */
	held: number;
	/** The room is of no use any more: closed, or discarded. */
	ended: (room: Room) => void;
	/** A frame was sent. */
	sent: () => void;
}

/** A page that is reloaded should find its room open. */
const lingerMs = 2000;
const tailRowsMaxAtRest = 100;
/** A state beyond this many bytes would keep everybody waiting if it were applied at once. */
const bytesAtOnceMax = 256 * 1024;
/** Admitted rows that may wait for a commit before frames have to: whoever comes after them waits for them too. */
const waitingRowsMax = 200;
const waitingBytesMax = 32 * 1024 * 1024;
const proseNoteMs = 60_000;
/** Not at every commit while it cannot work. */
const compactionPauseMs = 10_000;

class RoomDiscarded extends Error {}

/** Whether a state vector says that nothing is known yet. */
const isEmptyVector = (stateVector: Uint8Array): boolean => stateVector.length === 1 && stateVector[0] === 0;

export function createRoom(documentId: string, { sql, log, committer, turns, stateWork, held, ended, sent }: RoomOptions): Room {
	const doc = new Y.Doc();
	const sessions = new Set<Session>();
	/** Those with frames that may be worked on, in the order of their turns. */
	const ready = new Set<Session>();
	let context: DocumentContext | null = null;
	let stored = new Map<number, string>();
	/** Client ids that were only present so far. */
	const claimed = new Map<number, string>();
	const proseNoted = new Map<string, number>();
	const presence = createPresence(() => sessions);
	const conflicts = createConflictBook({
		sql,
		log,
		documentId,
		tell: (news) => {
			const frame = encodeConflicts(news);
			for (const session of [...sessions]) session.sendNumbered(frame);
		}
	});
	const waiting: LogRow[] = [];
	/** Connections that wrote the waiting rows, in the same order. */
	let writers: Session[] = [];
	let waitingBytes = 0;
	let committedSeq = 0;
	let admittedSeq = 0;
	let served: ServedState = createServedState([]);
	let isBuilt = false;
	let isCompacting = false;
	let compactionPause = 0;
	let holds = held;
	let isOver = false;
	let lingerTimer: NodeJS.Timeout | null = null;
	let settling: { seq: number; resolve: () => void; reject: (error: Error) => void }[] = [];

	async function load(): Promise<void> {
		const [found, rows, clients] = await Promise.all([
			documentContext(sql, documentId),
			storedBytes(sql, documentId),
			documentClients(sql, documentId),
			conflicts.load()
		]);
		if (!found) throw new Error(`no document ${documentId}`);
		stored = clients;
		if (isOver) throw new RoomDiscarded('closed while it was opened');
		served = createServedState(rows);
		committedSeq = admittedSeq = rows.at(-1)?.seq ?? 0;
		context = found;
		openRoots(documentParts[found.part].schema, doc);
		for (const session of sessions) welcome(session);
		await build(rows);
		if (isOver) throw new RoomDiscarded('closed while it was opened');
		if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) throw new Error(`the log of ${documentId} is not complete`);
		isBuilt = true;
		for (const session of sessions) ask(session);
		wake();
		if (sessions.size === 0) rest();
	}

	async function build(rows: readonly StoredBytes[]): Promise<void> {
		let updates = rows.map((row) => row.bytes);
		if (updates.reduce((sum, bytes) => sum + bytes.length, 0) > bytesAtOnceMax) updates = await stateWork.slice(updates);
		await inTurns(turns, updates, (update) => {
			if (!isOver) Y.applyUpdate(doc, update);
		});
	}

	const accountOf = (client: number): string | undefined => stored.get(client) ?? claimed.get(client);

	function notice(session: Session, now: DocumentContext): Notice {
		const { stage, frozen, part } = now;
		return { stage, frozen, mayWrite: !frozen && documentParts[part].mayWrite(session.actor, now) };
	}

	function welcome(session: Session): void {
		if (!context) return;
		const { generation } = context;
		session.sendNumbered(encodeHello({ protocolVersion, generation, user: session.user, ...notice(session, context) }));
		session.committed(committedSeq, () => null);
		if (isBuilt) ask(session);
		else answerEarly(session);
		presence.tell(session);
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

	function receive(session: Session, frame: ClientFrame): void {
		switch (frame.kind) {
			case 'step1':
				answer(session, frame.stateVector);
				break;
			case 'step2':
			case 'update':
				take(session, frame);
				break;
			case 'awareness':
				readOrClose(session, () =>
					presence.receive(session, frame.update, (client) => {
						if ((accountOf(client) ?? session.actor.id) !== session.actor.id) return false;
						claimed.set(client, session.actor.id);
						return true;
					})
				);
				break;
			case 'queryAwareness':
				presence.tell(session);
		}
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
		session.startsAfter ??= admittedSeq;
		const frame = contentFrame(syncStep2, update, { after: 0, upTo: admittedSeq });
		session.answerAfter(admittedSeq, () => session.sendAnswer(frame));
	}

	function take(session: Session, { kind, update }: { kind: 'step2' | 'update'; update: Uint8Array }): void {
		const admission = admit(session, update);
		if (!admission) return;
		if (admission.kind === 'refused') {
			// Typed between opening and answering our step 1: it builds on what the step 2 on its way will bring, and comes again in it.
			if (admission.reason === 'gap' && kind === 'update' && !session.hasAnswered()) session.count(Infinity);
			else {
				log.info({ documentId, accountId: session.actor.id, reason: admission.reason, detail: admission.detail }, 'update refused');
				session.close(admission.reason);
			}
			return;
		}
		if (admission.kind === 'admitted') enqueue(session, admission.row);
		if (kind === 'step2') session.countStep2(admittedSeq);
		else session.count(admittedSeq);
	}

	function admit(session: Session, update: Uint8Array): Admission | undefined {
		if (!context) return undefined;
		const isProseNews = (accountId: string, section: string): boolean => {
			const key = `${accountId} ${section}`;
			const now = performance.now();
			if (now - (proseNoted.get(key) ?? -Infinity) < proseNoteMs) return false;
			proseNoted.set(key, now);
			return true;
		};
		try {
			const isBound = (client: number): boolean => stored.has(client);
			const part = documentParts[context.part];
			return admitUpdate({ doc, part, context, accountOf, isBound, isProseNews, openConflicts: conflicts.at }, session.actor, update);
		} catch (error) {
			// The document may have taken a part of it: nobody must see that.
			log.error({ err: error, documentId, accountId: session.actor.id }, 'update broke the room');
			session.close('malformed');
			room.discard('an update broke it');
			return undefined;
		}
	}

	function enqueue(session: Session, row: Omit<LogRow, 'seq' | 'accountId'>): void {
		admittedSeq += 1;
		for (const client of row.newClients) stored.set(client, session.actor.id);
		conflicts.take(row.conflicts);
		waiting.push({ ...row, seq: admittedSeq, accountId: session.actor.id });
		writers.push(session);
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
		while (ready.size > 0 && room.canReceive()) {
			const session = ready.values().next().value as Session;
			ready.delete(session);
			if (session.work()) ready.add(session);
			if (performance.now() >= until) break;
		}
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
		const done = settling.filter((each) => each.seq <= committedSeq);
		settling = settling.filter((each) => each.seq > committedSeq);
		for (const { resolve } of done) resolve();
		conflicts.committed(rows.flatMap((row) => row.conflicts));
		wake();
		if (served.tail > served.tailMax) void compact();
		rest();
	}

	/** What one commit brought is one frame for everybody; the only author of all of it does not get it back. */
	function show(rows: readonly LogRow[], wrote: readonly Session[]): void {
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
			if (served.tail > tailRowsMaxAtRest) void compact();
			room.end('goingDown');
		}, lingerMs);
		lingerTimer.unref();
	}

	const isEmpty = (): boolean => sessions.size === 0 && waiting.length === 0 && settling.length === 0 && holds === 0 && isBuilt;

	const room: Room = {
		documentId,
		waiting,
		get committedSeq() {
			return committedSeq;
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
		canReceive: () => isBuilt && holds === 0 && !isOver && !isFull(),
		ready(session) {
			answerEarly(session);
			ready.add(session);
			wake();
		},
		missedPresence: presence.tell,
		cutOff: (session) => log.info({ documentId, accountId: session.actor.id }, 'reader cut off'),
		receive,
		left(session) {
			ready.delete(session);
			if (!sessions.delete(session) || isOver) return;
			presence.leave(session);
			rest();
		},
		sent,
		committed,
		discard: () => room.end('unavailable'),
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
			const isSame = found.stage === context.stage && found.frozen === context.frozen;
			context = found;
			if (!isSame) for (const session of [...sessions]) session.sendNumbered(encodeNotice(notice(session, found)));
		},
		conflictSettled: conflicts.settled,
		foundHead(headSeq, frozen) {
			if (isOver || !isBuilt || !context) return;
			if (headSeq > committedSeq && waiting.length === 0) room.discard('another process wrote');
			else if (frozen !== context.frozen) void room.refresh().catch(() => undefined);
		},
		end(reason) {
			if (isOver) return;
			isOver = true;
			committer.forget(room);
			turns.forget(room);
			if (lingerTimer) clearTimeout(lingerTimer);
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
