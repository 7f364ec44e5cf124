/** All open documents of this process: opened once, whoever asks first; closed when nobody is left. */
import { setTimeout as delay } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import type { Doc } from 'yjs';
import { closeCodes, type CloseReason } from '@rembug/shared/sync/close-codes.ts';
import { sameJson } from '@rembug/shared/edits/same-json.ts';
import type { Sql } from '../database/connect.ts';
import { problem } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Sessions } from '../people/sessions.ts';
import { createCommitter } from './committer.ts';
import type { RowUnits } from './document-parts.ts';
import { unitOfRow } from './plan-rights.ts';
import { createForumPagu } from './forum-pagu.ts';
import { createRoom, type Room } from './room.ts';
import type { NeighbourMessage, Neighbours } from './neighbours.ts';
import type { Rooms } from './rooms-types.ts';
import { createSession, type Session } from './session.ts';
import { createStateWork } from './state-work.ts';
import { documentHeads, findDocument } from './sync-queries.ts';
import { createTurns } from './turns.ts';

/** How often open rooms look for what another process wrote or changed. */
const watchMs = 1000;
const beatMs = 500;
/** A room that is discarded while somebody reads it is opened again this often. */
const readTriesMax = 3;
const closeMs = 10_000;
/** How long the server tries to write something of its own while frames have to wait, and how often. */
const appendMs = 4000;
const appendPauseMs = 20;

export interface RoomsOptions {
	sql: Sql;
	log: Log;
	/** null: other processes of this database are neither told nor heard; what they write is found every second. */
	neighbours: Neighbours | null;
	/** Which of these sessions hold now, with which grants; asked every second, whatever this process was told. */
	standing: Sessions['standing'];
	/** How long admitted edits may wait for a commit before Postgres counts as away; default 5 s. */
	patienceMs?: number;
	/** Rows after which the log of an open document is merged into its stored state. */
	mergedAfterRows?: number;
}

export function createRooms({ sql, log, neighbours, standing: standingNow, patienceMs, mergedAfterRows = 12_000 }: RoomsOptions): Rooms {
	const rooms = new Map<string, Room>();
	const holds = new Map<string, number>();
	let framesSent = 0;
	let isClosing = false;
	const committer = createCommitter({
		sql,
		log,
		self: neighbours?.self ?? null,
		patienceMs,
		onAway: () => {
			for (const room of [...rooms.values()]) room.end('unavailable');
		}
	});

	const turns = createTurns();
	const stateWork = createStateWork();

	let lastBeat = performance.now();
	const beats = setInterval(() => {
		const now = performance.now();
		for (const room of rooms.values()) room.tick(now);
		// A machine that slept, or a loop that was blocked, says nothing about those who are connected.
		const stalledMs = Math.max(0, now - lastBeat - 2 * beatMs);
		lastBeat = now;
		for (const room of rooms.values()) for (const session of [...room.sessions]) session.beat(now, stalledMs);
	}, beatMs);
	let isWatching = false;
	const watch = setInterval(() => void look(), watchMs);
	for (const timer of [beats, watch]) timer.unref();

	function open(documentId: string): Room {
		const present = rooms.get(documentId);
		if (present) return present;
		const room = createRoom(documentId, {
			sql,
			log,
			committer,
			turns,
			stateWork,
			tellNeighbours: (...message) => neighbours?.send(...message),
			unitsOfRows,
			held: holds.get(documentId) ?? 0,
			mergedAfterRows,
			documentChanged: (id, touched) => forumPagu.changed(id, touched ?? undefined),
			grantsMoved: () => void lookAtSessions().catch((error: unknown) => log.debug({ err: error }, 'sessions cannot be read')),
			ended: (over) => {
				if (rooms.get(documentId) === over) rooms.delete(documentId);
			},
			sent: () => {
				framesSent += 1;
			}
		});
		rooms.set(documentId, room);
		return room;
	}

	async function look(): Promise<void> {
		const plans = forumPagu.watched();
		if (isWatching || rooms.size === 0 || !committer.isAvailable()) return;
		isWatching = true;
		try {
			await lookAtSessions();
			const ids = new Set([...rooms.keys(), ...plans]);
			for (const head of await documentHeads(sql, [...ids])) {
				rooms.get(head.documentId)?.found(head);
				forumPagu.found(head.documentId, head.headSeq);
			}
		} catch (error) {
			log.debug({ err: error }, 'heads and sessions cannot be read');
		} finally {
			isWatching = false;
		}
	}

	neighbours?.receive(hear, () => void look());

	/** Ended, disabled or with other rights, whoever did it and wherever. */
	async function lookAtSessions(): Promise<void> {
		const open = sessionsOf(rooms);
		if (open.length === 0) return;
		const standing = await standingNow([...new Set(open.map(({ sessionId }) => sessionId))]);
		for (const session of open) {
			const grants = standing.get(session.sessionId);
			if (!grants) session.close('session');
			else if (!sameJson(grants, session.actor.grants)) session.close('unavailable');
		}
	}

	function hear(message: NeighbourMessage, from: string): void {
		switch (message[0]) {
			case 'rows':
				rooms.get(message[1])?.foundHead(message[2]);
				forumPagu.changed(message[1]);
				break;
			case 'stage':
				void refreshRenja(message[1]);
				break;
			case 'conflict':
				rooms.get(message[1])?.conflictSettled(message[2]);
				break;
			case 'session':
				closeSession(message[1]);
				break;
			case 'rights':
				closeAccount(message[1]);
				break;
			default:
				rooms.get(message[1])?.heardPresence(from, message);
		}
	}

	async function refreshRenja(renjaId: string): Promise<void> {
		await Promise.all([...rooms.values()].filter((room) => room.renjaId === renjaId).map((room) => refresh(room.documentId)));
	}

	function closeSession(sessionId: string): void {
		for (const session of sessionsOf(rooms)) if (session.sessionId === sessionId) session.close('session');
	}

	function closeAccount(accountId: string): void {
		for (const session of sessionsOf(rooms)) if (session.actor.id === accountId) session.close('unavailable');
	}

	function hold(documentId: string): () => void {
		holds.set(documentId, (holds.get(documentId) ?? 0) + 1);
		rooms.get(documentId)?.hold();
		let isHeld = true;
		return () => {
			if (!isHeld) return;
			isHeld = false;
			const left = (holds.get(documentId) ?? 1) - 1;
			if (left > 0) holds.set(documentId, left);
			else holds.delete(documentId);
			rooms.get(documentId)?.release();
		};
	}

	/** Resolves when the document is loaded and holds everything that was admitted here or committed anywhere before. Fails when the room had to go. */
	async function settle(documentId: string, room: Room): Promise<void> {
		await room.opened;
		await room.settled();
		const [head] = await documentHeads(sql, [documentId]);
		if (head) await room.reach(head.headSeq);
	}

	async function refresh(documentId: string): Promise<void> {
		try {
			await rooms.get(documentId)?.refresh();
		} catch (error) {
			// The commit looks at the freeze itself; people only learn of it later.
			log.warn({ err: error, documentId }, 'stage cannot be read');
		}
	}

	async function read<T>(documentId: string, fn: (doc: Doc, head: { seq: number; generation: string }) => T): Promise<T> {
		for (let tries = 1; ; tries++) {
			if (!committer.isAvailable()) throw problem('document.unavailable');
			const release = hold(documentId);
			const room = open(documentId);
			try {
				await settle(documentId, room);
			} catch (error) {
				release();
				if (tries >= readTriesMax || isClosing) throw Object.assign(problem('document.unavailable'), { cause: error });
				continue;
			}
			try {
				return room.look(fn);
			} finally {
				release();
			}
		}
	}

	async function planOf(renjaId: string): Promise<string> {
		const plan = await findDocument(sql, renjaId, 'plan');
		if (!plan) throw new Error(`no plan of ${renjaId}`);
		return plan.documentId;
	}

	async function unitsOfRows(renjaId: string, rows: readonly string[]): Promise<RowUnits> {
		return read(await planOf(renjaId), (doc) => new Map(rows.map((row) => [row, unitOfRow(doc, row)])));
	}

	const nobody: ReadonlySet<Session> = new Set();
	const forumPagu = createForumPagu({
		log,
		read,
		planOf,
		sessionsOf: (forumId) => rooms.get(forumId)?.sessions ?? nobody
	});

	return {
		join(socket, line, who, document) {
			if (isClosing || !committer.isAvailable()) {
				refuse(socket, isClosing ? 'goingDown' : 'unavailable');
				return () => undefined;
			}
			const room = open(document.documentId);
			const session = createSession(socket, line, who, room);
			room.join(session);
			if (document.part === 'forum') forumPagu.joined(document.documentId, document.renjaId);
			return (reason) => session.close(reason);
		},
		read,
		async append(documentId, actor, updates) {
			const until = performance.now() + appendMs;
			for (let cause: unknown; ;) {
				if (!committer.isAvailable() || isClosing || performance.now() > until)
					throw Object.assign(problem('document.unavailable'), { cause });
				try {
					const room = open(documentId);
					await settle(documentId, room);
					const admission = room.append({ actor }, updates);
					if (admission?.kind === 'refused') {
						const { reason, detail } = admission;
						log.info({ documentId, accountId: actor.id, reason, detail }, 'update of the server refused');
						return { ok: false, reason, detail };
					}
					await room.settled();
					if (admission) return { ok: true };
				} catch (error) {
					// Whether it was committed or not: sent again, it brings nothing new or all of it.
					cause = error;
				}
				await delay(appendPauseMs);
			}
		},
		async pause(documentId) {
			const release = hold(documentId);
			// A room that is discarded meanwhile has nothing left that could be committed.
			await rooms
				.get(documentId)
				?.settled()
				.catch(() => undefined);
			return () => void refresh(documentId).finally(release);
		},
		async stageChanged(renjaId) {
			neighbours?.send('stage', renjaId);
			await refreshRenja(renjaId);
		},
		endSession(sessionId) {
			neighbours?.send('session', sessionId);
			closeSession(sessionId);
		},
		rightsChanged(accountId) {
			neighbours?.send('rights', accountId);
			closeAccount(accountId);
		},
		conflictSettled(documentId, conflictId) {
			neighbours?.send('conflict', documentId, conflictId);
			rooms.get(documentId)?.conflictSettled(conflictId);
		},
		isAvailable: () => committer.isAvailable(),
		stats: () => ({ rooms: rooms.size, sockets: sessionsOf(rooms).length, framesSent }),
		async close() {
			isClosing = true;
			clearInterval(beats);
			clearInterval(watch);
			forumPagu.close();
			for (const documentId of rooms.keys()) hold(documentId);
			let timer: NodeJS.Timeout | undefined;
			await Promise.race([committer.flush(), new Promise<void>((resolve) => (timer = setTimeout(resolve, closeMs)))]);
			clearTimeout(timer);
			for (const room of [...rooms.values()]) room.end('goingDown');
			committer.close();
			await stateWork.close();
		}
	};
}

function sessionsOf(rooms: ReadonlyMap<string, Room>): Session[] {
	return [...rooms.values()].flatMap((room) => [...room.sessions]);
}

function refuse(socket: WebSocket, reason: CloseReason): void {
	socket.on('error', () => undefined);
	socket.close(closeCodes[reason], reason);
}
