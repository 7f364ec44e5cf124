/** One connection to a room: its frames in order, its count of settled frames, and what it is sent. */
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Actor } from '@rembug/shared/access/access.ts';
import { closeCodes, type CloseReason } from '@rembug/shared/sync/close-codes.ts';
import { encodeConfirmed, numbered, updateBytesMax } from '@rembug/shared/sync/messages.ts';
import { isQuestionForAll, readFrame, type ClientFrame } from './frames.ts';
import { emptyAwarenessFrame, type Present, type PresentUser } from './presence.ts';
import { createRate } from './rate.ts';
import { wireBytes } from './wire-bytes.ts';

export interface Session extends Present {
	readonly actor: Actor;
	readonly sessionId: string;
	/** Takes no part in presence: it is not shown to others, and nobody is shown to it. */
	readonly isScreen: boolean;
	readonly user: PresentUser;
	/** Rows up to and including this seq have reached it with the first step 2; null: it has not asked yet. */
	startsAfter: number | null;
	/** Several frames are one write. */
	send(...frames: [Uint8Array, ...Uint8Array[]]): void;
	/** The same for a message of which none may go astray: it gets its number on this connection. */
	sendNumbered(frame: Uint8Array): void;
	/** The same for the answer to its step 1, which may be large. */
	sendAnswer(frame: Uint8Array): void;
	/** Counts one content frame; it is settled when everything up to seq is committed. Infinity: together with the next step 2. */
	count(seq: number): void;
	/** A step 2 came: the frames counted with Infinity are settled with it. */
	countStep2(seq: number): void;
	/** Whether the client has answered our step 1. */
	hasAnswered(): boolean;
	/** Something to be sent when everything up to seq is committed; it is told the seq, which may be another one by then. */
	answerAfter(seq: number, answer: (seq: number) => void): void;
	/** Everything up to seq is committed: sends what waited for it, and then the frame, if there is one for it. */
	committed(seq: number, frame: () => Uint8Array | null): void;
	/** The same when all that was committed after `after` came from this connection. */
	committedOwn(seq: number, after: number): void;
	/** Rows of another process came before those that wait: what waits for a seq that is not committed yet waits for another one. */
	renumber(newSeq: (seq: number) => number): void;
	/** What the frame that waits for it was asked about is known: its frames may be worked on again. */
	goOn(): void;
	/** Works on its oldest frame, if its pace allows; tells whether it has another one that may be worked on now. */
	work(): boolean;
	/** Whether the client has asked for everything and for nothing else yet; takes the question when it has. */
	takesFirstQuestion(): boolean;
	close(reason: CloseReason): void;
	/**
	 * Keeps the client's watchdog and the network's idle timers quiet; cuts off who does not read or answer. now: of performance.now;
	 * stalledMs: how long this process could not look after anybody.
	 */
	beat(now: number, stalledMs: number): void;
}

export interface SessionHost {
	/** It has frames that may be worked on: its `work` is to be called when it is its turn. */
	ready(session: Session): void;
	/**
	 * Throws when the bytes inside the frame cannot be read. waits: nothing was done with it, and it comes again after `goOn`, before any
	 * other of this connection.
	 */
	receive(session: Session, frame: ClientFrame): 'waits' | undefined;
	left(session: Session): void;
	/** It was not shown presence for a while, and reads again. */
	missedPresence(session: Session): void;
	/** It did not read what it was sent, and is closed. */
	cutOff(session: Session): void;
	/** Counts for the statistics. */
	sent(): void;
}

/** What may wait to be worked on before the socket is not read any more, and below which it is read again. */
const inboundMax = { frames: 256, bytes: 1024 * 1024 };
const inboundEnough = { frames: 64, bytes: 256 * 1024 };
/** A frame costs one unit, and one more for every 2 KiB: far above what people and our own client send, and half of what a server can take. */
const rateLimit = { unitsPerSecond: 2000, burst: 8000 };
const bytesPerUnit = 2048;
/** What may wait for a reader that does not read; answers to its step 1, which all who join share, are not counted. */
const outboundBytesMax = 4 * 1024 * 1024;
/** Presence is the first to be left out. */
const outboundBytesForPresence = 64 * 1024;
/** y-websocket gives a connection up after 30 s without any message. */
const silenceMs = 12_000;
/** In a steady flow the next frame shows that one is missing. */
const quietBeats = 2;
/** Whoever is sent something is asked for a sign of reading this often, and cut off when it does not come. */
const readingPingMs = 2000;
const readingPatienceMs = 6500;
/** A slow line is given more time for a large answer. */
const answerBytesFree = 256 * 1024;
const answerBytesPerMs = 32;
const pingMs = 30_000;
const closeMs = 3000;
const closeTooSlowMs = 500;

export function createSession(
	socket: WebSocket,
	line: Duplex,
	who: { actor: Actor; sessionId: string; color: string; isScreen?: boolean },
	host: SessionHost
): Session {
	const inbound: Uint8Array[] = [];
	let inboundBytes = 0;
	const rate = createRate(rateLimit, performance.now());
	let rateTimer: NodeJS.Timeout | null = null;
	let over = false;
	/** Its oldest frame waits for an answer. */
	let isWaiting = false;
	/** The client is gone, but what it sent before is still to be worked on. */
	let isLeaving = false;
	/** Content frames that arrived in their turn, those that are worked on, and those of them that are settled. */
	let arrived = 0;
	let frames = 0;
	let settled = 0;
	let messages = 0;
	/** So many beats without news, and it is told what it has been sent. */
	let beatsUntilTold = 0;
	let counted: { frame: number; seq: number }[] = [];
	let answers: { seq: number; answer: (seq: number) => void }[] = [];
	let answered = false;
	let committedSeq = -1;
	/** Of the largest answer that is perhaps not read yet. */
	let answerBytes = 0;
	let isPresenceMissed = false;
	let lastSent = performance.now();
	let lastPing = lastSent;
	let isPongAwaited = false;
	/** Something was sent since the last ping. */
	let hasNews = false;

	const session: Session = {
		actor: who.actor,
		sessionId: who.sessionId,
		isScreen: who.isScreen ?? false,
		user: { id: who.actor.id, nama: who.actor.nama, color: who.color },
		presenceClient: null,
		startsAfter: null,
		send(...frames) {
			if (over || socket.readyState !== socket.OPEN) return;
			if (socket.bufferedAmount - answerBytes > outboundBytesMax) {
				session.close('tooSlow');
				return;
			}
			// ws would write head and body apart, and the head anew for everybody.
			line.write(wireBytes(...frames));
			lastSent = performance.now();
			hasNews = true;
			for (let count = 0; count < frames.length; count++) host.sent();
		},
		sendNumbered(frame) {
			messages += 1;
			beatsUntilTold = quietBeats;
			session.send(numbered(frame, messages));
		},
		sendAnswer(frame) {
			session.send(frame);
			// Not the sum: whoever asks again and again without reading is cut off.
			answerBytes = Math.max(answerBytes, frame.length);
		},
		sendPresence(frame) {
			if (socket.bufferedAmount > outboundBytesForPresence) isPresenceMissed = true;
			else session.send(frame);
		},
		count(seq) {
			frames += 1;
			counted.push({ frame: frames, seq });
			if (seq <= committedSeq && settle()) session.send(encodeConfirmed({ frames: settled }));
		},
		countStep2(seq) {
			answered = true;
			for (const each of counted) if (each.seq === Infinity) each.seq = seq;
			session.count(seq);
		},
		hasAnswered: () => answered,
		answerAfter(seq, answer) {
			answers.push({ seq, answer });
			sendAnswers();
		},
		committed(seq, frame) {
			reached(seq);
			const confirmation = settle() ? encodeConfirmed({ frames: settled }) : null;
			const news = frame();
			if (confirmation && news) session.send(confirmation, news);
			else if (confirmation ?? news) session.send((confirmation ?? news) as Uint8Array);
		},
		committedOwn(seq, after) {
			reached(seq);
			settle();
			tellSent(after);
		},
		renumber(newSeq) {
			for (const each of counted) each.seq = newSeq(each.seq);
			for (const each of answers) each.seq = newSeq(each.seq);
			if (session.startsAfter !== null) session.startsAfter = newSeq(session.startsAfter);
		},
		goOn() {
			isWaiting = false;
			if (!over) host.ready(session);
		},
		work() {
			if (over || isWaiting) return false;
			const wait = rate.wait(performance.now());
			if (wait > 0) {
				rateTimer ??= setTimeout(() => {
					rateTimer = null;
					if (!over && !isWaiting && inbound.length > 0) host.ready(session);
				}, wait);
				return false;
			}
			const bytes = inbound.shift();
			if (bytes) {
				inboundBytes -= bytes.length;
				rate.take(1 + bytes.length / bytesPerUnit, performance.now());
				if (socket.isPaused && inbound.length <= inboundEnough.frames && inboundBytes <= inboundEnough.bytes) readOn();
				handle(bytes);
			}
			if (isLeaving && inbound.length === 0) end();
			return !over && !isWaiting && inbound.length > 0;
		},
		takesFirstQuestion() {
			const [first] = inbound;
			if (over || !first || !isQuestionForAll(first)) return false;
			inbound.shift();
			inboundBytes -= first.length;
			return true;
		},
		close(reason) {
			if (!end()) return;
			if (reason === 'tooSlow') host.cutOff(session);
			socket.close(closeCodes[reason], reason);
			// A dead network never answers the closing handshake, and what waits for somebody who does not read takes memory.
			setTimeout(() => socket.terminate(), reason === 'tooSlow' ? closeTooSlowMs : closeMs).unref();
		},
		beat(now, stalledMs) {
			lastPing += stalledMs;
			if (isPresenceMissed && socket.bufferedAmount === 0) {
				isPresenceMissed = false;
				host.missedPresence(session);
			}
			if (now - lastSent > silenceMs) {
				if (hasAll()) beatsUntilTold = 1;
				else quietly(() => session.send(emptyAwarenessFrame));
			}
			if (beatsUntilTold > 0 && --beatsUntilTold === 0 && hasAll()) quietly(() => tellSent(committedSeq));
			const waited = now - lastPing;
			if (isPongAwaited) {
				// Its answer may lie among what we do not read for the moment.
				if (socket.isPaused) lastPing = now;
				else if (hasNews && waited > readingPatienceMs + Math.max(0, answerBytes - answerBytesFree) / answerBytesPerMs)
					session.close('tooSlow');
				else if (waited > pingMs) socket.terminate();
			} else if ((waited >= pingMs || (hasNews && waited >= readingPingMs)) && socket.readyState === socket.OPEN) {
				lastPing = now;
				isPongAwaited = true;
				socket.ping();
			}
		}
	};

	function reached(seq: number): void {
		committedSeq = seq;
		beatsUntilTold = quietBeats;
		sendAnswers();
	}

	/** Whether it has been sent all that is committed. */
	const hasAll = (): boolean => session.startsAfter !== null && session.startsAfter <= committedSeq;

	function tellSent(after: number): void {
		session.send(encodeConfirmed({ frames: settled, sent: { reach: { after, upTo: committedSeq }, messages } }));
	}

	/** Sends without asking for a sign of reading. */
	function quietly(send: () => void): void {
		const hadNews = hasNews;
		send();
		hasNews = hadNews;
	}

	/** Whether more of its frames are settled now. */
	function settle(): boolean {
		let next = 0;
		while (next < counted.length && (counted[next] as { seq: number }).seq <= committedSeq) next += 1;
		if (next === 0) return false;
		settled = (counted[next - 1] as { frame: number }).frame;
		counted = counted.slice(next);
		beatsUntilTold = quietBeats;
		return true;
	}

	function sendAnswers(): void {
		for (let next = answers[0]; next && next.seq <= committedSeq; next = answers[0]) {
			answers.shift();
			next.answer(next.seq);
		}
	}

	function readOn(): void {
		lastPing = performance.now();
		socket.resume();
	}

	function handle(bytes: Uint8Array): void {
		let frame: ClientFrame;
		try {
			frame = readFrame(bytes);
		} catch {
			session.close('malformed');
			return;
		}
		const arrivedBefore = arrived;
		if (frame.kind === 'step2' || frame.kind === 'update') {
			const number = frame.number ?? arrived + 1;
			if (number > arrived + 1) session.close('outOfStep');
			if (number !== arrived + 1) return;
			arrived = number;
		}
		if (host.receive(session, frame) !== 'waits') return;
		arrived = arrivedBefore;
		inbound.unshift(bytes);
		inboundBytes += bytes.length;
		isWaiting = true;
	}

	function end(): boolean {
		if (over) return false;
		over = true;
		if (rateTimer) clearTimeout(rateTimer);
		inbound.length = 0;
		counted = [];
		answers = [];
		// A paused socket would never learn that the other side closed.
		socket.resume();
		host.left(session);
		return true;
	}

	socket.on('message', (data: Buffer, isBinary: boolean) => {
		if (over) return;
		if (!isBinary) {
			session.close('malformed');
			return;
		}
		if (data.length > updateBytesMax + 64) {
			session.close('oversize');
			return;
		}
		// A view would keep the whole buffer of the socket.
		inbound.push(new Uint8Array(data));
		inboundBytes += data.length;
		if (inbound.length > inboundMax.frames || inboundBytes > inboundMax.bytes) socket.pause();
		if (inbound.length === 1) host.ready(session);
	});
	socket.on('pong', () => {
		isPongAwaited = false;
		hasNews = false;
		if (socket.bufferedAmount === 0) answerBytes = 0;
	});
	socket.on('close', () => {
		if (inbound.length === 0) end();
		else isLeaving = true;
	});
	// ws closes after it; without a listener it would end the process.
	socket.on('error', () => undefined);
	return session;
}
