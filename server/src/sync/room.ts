/**
 * One open document: its Y.Doc, which runs ahead of the log by what was admitted and not yet committed, the connections to it, and what
 * they are told. Nothing leaves it, neither to the writer as confirmed nor to others as changed, that is not committed.
 */
import { mayEditPlan } from '@rembug/shared/access/access.ts';
import type { CloseReason } from '@rembug/shared/sync/close-codes.ts';
import {
	encodeConflicts,
	encodeHello,
	encodeNotice,
	protocolVersion,
	syncStep1,
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
import { syncFrame, type ClientFrame } from './frames.ts';
import { mergeInChunks } from './merge-updates.ts';
import { createPresence } from './presence.ts';
import { openRoots } from './read-update.ts';
import type { Session, SessionHost } from './session.ts';
import { documentClients, documentContext, storedBytes, type DocumentContext, type LogRow } from './sync-queries.ts';

export interface Room extends Source, SessionHost {
	readonly documentId: string;
	readonly renjaId: string | null;
	readonly sessions: ReadonlySet<Session>;
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
	/** Whether frames of this document wait at present, from before the room was opened. */
	held: number;
	/** The room is of no use any more: closed, or discarded. */
	ended: (room: Room) => void;
	/** A frame was sent. */
	sent: () => void;
}

/** Broadcasts of a busy room are at least this far apart, in ms. */
const busyPauseMs = 16;
/** A page that is reloaded should find its room open. */
const lingerMs = 2000;
const tailRowsMax = 500;
const tailRowsMaxAtRest = 100;
/** Admitted rows that may wait for a commit before frames have to. */
const waitingRowsMax = 5000;
const waitingBytesMax = 32 * 1024 * 1024;
const proseNoteMs = 60_000;

class RoomDiscarded extends Error {}

export function createRoom(documentId: string, { sql, log, committer, held, ended, sent }: RoomOptions): Room {
	const doc = openRoots(new Y.Doc());
	const sessions = new Set<Session>();
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
			for (const session of [...sessions]) session.send(frame);
		}
	});
	const waiting: LogRow[] = [];
	/** Connections that wrote the waiting rows, in the same order. */
	let writers: Session[] = [];
	let waitingBytes = 0;
	let committedSeq = 0;
	let admittedSeq = 0;
	let mergedSeq = 0;
	let isCompacting = false;
	let holds = held;
	let isOver = false;
	let outgoing: { row: LogRow; writer: Session }[] = [];
	let lastFlush = 0;
	let flushTimer: NodeJS.Timeout | null = null;
	let lingerTimer: NodeJS.Timeout | null = null;
	let settling: { seq: number; resolve: () => void; reject: (error: Error) => void }[] = [];

	async function load(): Promise<void> {
		const found = await documentContext(sql, documentId);
		if (!found) throw new Error(`no document ${documentId}`);
		const rows = await storedBytes(sql, documentId);
		stored = await documentClients(sql, documentId);
		await conflicts.load();
		if (isOver) throw new RoomDiscarded('closed while it was opened');
		doc.transact(() => {
			for (const row of rows) Y.applyUpdate(doc, row.bytes);
		});
		if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) throw new Error(`the log of ${documentId} is not complete`);
		committedSeq = admittedSeq = rows.at(-1)?.seq ?? 0;
		mergedSeq = rows.length > 1 ? (rows[0] as { seq: number }).seq : committedSeq;
		context = found;
		for (const session of sessions) welcome(session);
		for (const session of [...sessions]) session.drain();
		if (sessions.size === 0) rest();
	}

	const accountOf = (client: number): string | undefined => stored.get(client) ?? claimed.get(client);

	function notice(session: Session, { stage, frozen, perangkatDaerahId }: DocumentContext): Notice {
		return { stage, frozen, mayWrite: !frozen && mayEditPlan(session.actor, { stage, perangkatDaerahId }) };
	}

	function welcome(session: Session): void {
		if (!context) return;
		const { generation } = context;
		session.send(encodeHello({ protocolVersion, generation, user: session.user, ...notice(session, context) }));
		session.committed(committedSeq);
		session.send(syncFrame(syncStep1, Y.encodeStateVector(doc)));
		presence.tell(session);
		const open = conflicts.all();
		if (open) session.send(encodeConflicts(open));
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
		const update = readOrClose(session, () => Y.encodeStateAsUpdate(doc, stateVector));
		if (!update) return;
		session.startsAfter ??= admittedSeq;
		session.sendAfter(admittedSeq, syncFrame(syncStep2, update));
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
			const now = Date.now();
			if (now - (proseNoted.get(key) ?? -Infinity) < proseNoteMs) return false;
			proseNoted.set(key, now);
			return true;
		};
		try {
			const isBound = (client: number): boolean => stored.has(client);
			return admitUpdate({ doc, context, accountOf, isBound, isProseNews, openConflicts: conflicts.at }, session.actor, update);
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

	function drain(): void {
		for (const session of [...sessions]) {
			if (!room.canReceive()) return;
			session.drain();
		}
	}

	function committed(count: number): void {
		if (isOver) return;
		const wasFull = isFull();
		const rows = waiting.splice(0, count);
		const wrote = writers.slice(0, count);
		writers = writers.slice(count);
		for (const [index, row] of rows.entries()) {
			waitingBytes -= row.bytes.length;
			outgoing.push({ row, writer: wrote[index] as Session });
		}
		committedSeq = rows.at(-1)?.seq ?? committedSeq;
		for (const session of sessions) session.committed(committedSeq);
		const done = settling.filter((each) => each.seq <= committedSeq);
		settling = settling.filter((each) => each.seq > committedSeq);
		for (const { resolve } of done) resolve();
		flushSoon();
		conflicts.committed(rows.flatMap((row) => row.conflicts));
		if (wasFull && !isFull()) drain();
		if (committedSeq - mergedSeq > tailRowsMax) void compact();
		rest();
	}

	function flushSoon(): void {
		if (flushTimer || outgoing.length === 0) return;
		const wait = lastFlush + busyPauseMs - Date.now();
		if (wait <= 0) flush();
		else flushTimer = setTimeout(flush, wait);
	}

	function flush(): void {
		flushTimer = null;
		lastFlush = Date.now();
		const all = outgoing;
		outgoing = [];
		const first = all[0];
		const last = all.at(-1);
		if (!first || !last) return;
		const onlyWriter = all.every(({ writer }) => writer === first.writer) ? first.writer : null;
		let frame: Uint8Array | null = null;
		for (const session of sessions) {
			if (session === onlyWriter || session.startsAfter === null || session.startsAfter >= last.row.seq) continue;
			frame ??= syncFrame(syncUpdate, mergeInChunks(all.map(({ row }) => row.bytes)));
			session.send(frame);
		}
	}

	async function compact(): Promise<void> {
		if (isCompacting) return;
		isCompacting = true;
		try {
			mergedSeq = Math.max(mergedSeq, await compactDocument(sql, documentId));
		} catch (error) {
			log.warn({ err: error, documentId }, 'compaction failed; it is tried again later');
			// Not at every commit while it cannot work.
			mergedSeq = committedSeq;
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
			if (committedSeq - mergedSeq > tailRowsMaxAtRest) void compact();
			room.end('goingDown');
		}, lingerMs);
		lingerTimer.unref();
	}

	const isEmpty = (): boolean => sessions.size === 0 && waiting.length === 0 && settling.length === 0 && holds === 0 && context !== null;

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
		canReceive: () => context !== null && holds === 0 && !isOver && !isFull(),
		receive,
		left(session) {
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
			drain();
			rest();
		},
		async refresh() {
			const found = await documentContext(sql, documentId);
			if (!found || isOver || !context) return;
			const isSame = found.stage === context.stage && found.frozen === context.frozen;
			context = found;
			if (!isSame) for (const session of [...sessions]) session.send(encodeNotice(notice(session, found)));
		},
		conflictSettled: conflicts.settled,
		foundHead(headSeq, frozen) {
			if (isOver || !context) return;
			if (headSeq > committedSeq && waiting.length === 0) room.discard('another process wrote');
			else if (frozen !== context.frozen) void room.refresh().catch(() => undefined);
		},
		end(reason) {
			if (isOver) return;
			isOver = true;
			committer.forget(room);
			if (flushTimer) clearTimeout(flushTimer);
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
