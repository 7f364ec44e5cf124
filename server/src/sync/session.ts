/** One connection to a room: its frames in order, its count of settled frames, and what it is sent. */
import type { WebSocket } from 'ws';
import type { Actor } from '@rembug/shared/access/access.ts';
import { closeCodes, type CloseReason } from '@rembug/shared/sync/close-codes.ts';
import { encodeConfirmed, updateBytesMax } from '@rembug/shared/sync/messages.ts';
import { readFrame, type ClientFrame } from './frames.ts';
import { emptyAwarenessFrame, type Present, type PresentUser } from './presence.ts';

export interface Session extends Present {
	readonly actor: Actor;
	readonly sessionId: string;
	readonly user: PresentUser;
	/** Rows up to and including this seq have reached it with the first step 2; null: it has not asked yet. */
	startsAfter: number | null;
	send(frame: Uint8Array): void;
	/** Counts one content frame; it is settled when everything up to seq is committed. Infinity: together with the next step 2. */
	count(seq: number): void;
	/** A step 2 came: the frames counted with Infinity are settled with it. */
	countStep2(seq: number): void;
	/** Whether the client has answered our step 1. */
	hasAnswered(): boolean;
	/** A frame to be sent when everything up to seq is committed. */
	sendAfter(seq: number, frame: Uint8Array): void;
	/** Everything up to seq is committed: sends what waited for it. */
	committed(seq: number): void;
	/** Works off what arrived while the room could not take it. */
	drain(): void;
	close(reason: CloseReason): void;
	/** Keeps the client's watchdog and the network's idle timers quiet; cuts off who does not answer. */
	beat(now: number): void;
}

export interface SessionHost {
	/** Whether frames can be worked on now, or have to wait. */
	canReceive(): boolean;
	/** Throws when the bytes inside the frame cannot be read. */
	receive(session: Session, frame: ClientFrame): void;
	left(session: Session): void;
	/** Counts for the statistics. */
	sent(): void;
}

/** What may wait while a document loads or is held: more than any client has in flight. */
const inboundBytesMax = 16 * 1024 * 1024;
const inboundFramesMax = 5000;
/** What may wait for a reader that does not read. */
const outboundBytesMax = 8 * 1024 * 1024;
/** y-websocket gives a connection up after 30 s without any message. */
const silenceMs = 12_000;
const pingMs = 30_000;
const closeMs = 3000;

export function createSession(socket: WebSocket, who: { actor: Actor; sessionId: string; color: string }, host: SessionHost): Session {
	const inbound: Uint8Array[] = [];
	let inboundBytes = 0;
	let over = false;
	let frames = 0;
	let settled = 0;
	let counted: { frame: number; seq: number }[] = [];
	let answers: { seq: number; frame: Uint8Array }[] = [];
	let answered = false;
	let committedSeq = -1;
	let lastSent = Date.now();
	let lastPing = Date.now();
	let alive = true;

	const session: Session = {
		actor: who.actor,
		sessionId: who.sessionId,
		user: { id: who.actor.id, nama: who.actor.nama, color: who.color },
		presenceClient: null,
		startsAfter: null,
		send(frame) {
			if (over || socket.readyState !== socket.OPEN) return;
			if (socket.bufferedAmount > outboundBytesMax) {
				session.close('tooSlow');
				return;
			}
			socket.send(frame);
			lastSent = Date.now();
			host.sent();
		},
		count(seq) {
			frames += 1;
			counted.push({ frame: frames, seq });
			settle();
		},
		countStep2(seq) {
			answered = true;
			for (const each of counted) if (each.seq === Infinity) each.seq = seq;
			session.count(seq);
		},
		hasAnswered: () => answered,
		sendAfter(seq, frame) {
			answers.push({ seq, frame });
			sendAnswers();
		},
		committed(seq) {
			committedSeq = seq;
			sendAnswers();
			settle();
		},
		drain() {
			while (!over && inbound.length > 0 && host.canReceive()) {
				const bytes = inbound.shift() as Uint8Array;
				inboundBytes -= bytes.length;
				handle(bytes);
			}
		},
		close(reason) {
			if (!end()) return;
			socket.close(closeCodes[reason], reason);
			// A dead network never answers the closing handshake.
			setTimeout(() => socket.terminate(), closeMs).unref();
		},
		beat(now) {
			if (now - lastSent > silenceMs) session.send(emptyAwarenessFrame);
			if (now - lastPing < pingMs) return;
			lastPing = now;
			if (!alive) socket.terminate();
			else if (socket.readyState === socket.OPEN) socket.ping();
			alive = false;
		}
	};

	function settle(): void {
		let next = 0;
		while (next < counted.length && (counted[next] as { seq: number }).seq <= committedSeq) next += 1;
		if (next === 0) return;
		settled = (counted[next - 1] as { frame: number }).frame;
		counted = counted.slice(next);
		session.send(encodeConfirmed(settled));
	}

	function sendAnswers(): void {
		while (answers.length > 0 && (answers[0] as { seq: number }).seq <= committedSeq)
			session.send((answers.shift() as { frame: Uint8Array }).frame);
	}

	function handle(bytes: Uint8Array): void {
		let frame: ClientFrame;
		try {
			frame = readFrame(bytes);
		} catch {
			session.close('malformed');
			return;
		}
		host.receive(session, frame);
	}

	function end(): boolean {
		if (over) return false;
		over = true;
		inbound.length = 0;
		counted = [];
		answers = [];
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
		const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
		if (inbound.length === 0 && host.canReceive()) {
			handle(bytes);
			return;
		}
		// A view would keep the whole buffer of the socket.
		inbound.push(bytes.slice());
		inboundBytes += bytes.length;
		if (inbound.length > inboundFramesMax || inboundBytes > inboundBytesMax) session.close('tooSlow');
	});
	socket.on('pong', () => {
		alive = true;
	});
	socket.on('close', end);
	// ws closes after it; without a listener it would end the process.
	socket.on('error', () => undefined);
	return session;
}
