/**
 * What travels on `WS /sync/:renjaId/:part`: the y-websocket protocol (0 sync, 1 awareness, 3 query awareness) plus five
 * messages of our own from the server, with numbers far from those that y-websocket may take. A stock client ignores ours. This file knows
 * the wire and nothing of rooms.
 *
 * Own messages, each a varUint type, then its body:
 *   100 hello      varString JSON `Hello`, the first message of every connection
 *   101 confirmed  varUint: how many content frames (sync step 2 and update) of this connection are settled, cumulative; may end with a
 *                  `Reach` and a varUint, the number of the last numbered message
 *   102 notice     varString JSON `Notice`: something about the Renja changed that is not in the document
 *   103 conflicts  varString JSON `ConflictNews`: values set in ignorance of each other, open or settled
 *   104 pagu       varString JSON `ForumPagu`, on `forum` alone: sums of the plan that the forum decides about
 *
 * What goes astray on the way is noticed by endings that a stock client neither sends nor reads. A content frame of our own client ends
 * with its number on the connection (varUint, from 1), one of the server with a `Reach` (two varUints); hello, notice, conflicts and pagu
 * end with their number on the connection (varUint, from 1 for hello).
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { ForumPagu } from '../forum/forum-pagu.ts';
import type { Stage } from '../renja/stages.ts';
import type { ConflictNews } from './conflict-types.ts';

/** Raised whenever a message changes its shape (messages.test.ts holds the shapes against it). */
export const protocolVersion = 5;

export const messageSync = 0;
export const messageAwareness = 1;
export const messageQueryAwareness = 3;
export const messageHello = 100;
export const messageConfirmed = 101;
export const messageNotice = 102;
export const messageConflicts = 103;
export const messagePagu = 104;

export const syncStep1 = 0;
export const syncStep2 = 1;
export const syncUpdate = 2;

/** Largest update that is admitted, in bytes (design.md, Pace). */
export const updateBytesMax = 512 * 1024;
/** Largest number of structs in one update. */
export const updateStructsMax = 5_000;

export interface Hello {
	protocolVersion: number;
	/** Part of the browser's cache name: another one means the cache is of another history. */
	generation: string;
	user: { id: string; nama: string; color: string };
	stage: Stage;
	frozen: boolean;
	/** Units whose part of the plan is locked. */
	lockedUnits: readonly string[];
	/** On `forum`: sessions whose berita acara is sealed; they, and what was decided in them, stay as they are. */
	sealedSessions?: readonly string[];
	/** Whether this account may change this document at present. */
	mayWrite: boolean;
}

export interface Notice {
	stage: Stage;
	frozen: boolean;
	lockedUnits: readonly string[];
	sealedSessions?: readonly string[];
	mayWrite: boolean;
}

/** Who has everything of the log up to `after` has everything up to `upTo` with this frame. */
export interface Reach {
	after: number;
	upTo: number;
}

export function writeReach(encoder: encoding.Encoder, { after, upTo }: Reach): void {
	encoding.writeVarUint(encoder, after);
	encoding.writeVarUint(encoder, upTo);
}

/** The ending of a frame whose body has been read; null: it has none. Throws on malformed bytes. */
export function readReach(decoder: decoding.Decoder): Reach | null {
	if (!decoding.hasContent(decoder)) return null;
	return { after: decoding.readVarUint(decoder), upTo: decoding.readVarUint(decoder) };
}

/** A frame with its number as its ending. */
export function numbered(frame: Uint8Array, number: number): Uint8Array {
	return encoding.encode((encoder) => {
		encoding.writeUint8Array(encoder, frame);
		encoding.writeVarUint(encoder, number);
	});
}

/** The ending of a numbered frame whose body has been read; null: it has none. Throws on malformed bytes. */
export function readNumber(decoder: decoding.Decoder): number | null {
	return decoding.hasContent(decoder) ? decoding.readVarUint(decoder) : null;
}

function encodeJson(type: number, value: unknown): Uint8Array {
	return encoding.encode((encoder) => {
		encoding.writeVarUint(encoder, type);
		encoding.writeVarString(encoder, JSON.stringify(value));
	});
}

export function encodeHello(hello: Hello): Uint8Array {
	return encodeJson(messageHello, hello);
}

export function encodeNotice(notice: Notice): Uint8Array {
	return encodeJson(messageNotice, notice);
}

export function encodeConflicts(news: ConflictNews): Uint8Array {
	return encodeJson(messageConflicts, news);
}

export function encodePagu(pagu: ForumPagu): Uint8Array {
	return encodeJson(messagePagu, pagu);
}

export interface Confirmed {
	/** How many content frames of this connection are settled. */
	frames: number;
	/** What has been sent on this connection so far: of the log, and how many numbered messages. Not with every confirmation. */
	sent?: { reach: Reach; messages: number };
}

export function encodeConfirmed({ frames, sent }: Confirmed): Uint8Array {
	return encoding.encode((encoder) => {
		encoding.writeVarUint(encoder, messageConfirmed);
		encoding.writeVarUint(encoder, frames);
		if (!sent) return;
		writeReach(encoder, sent.reach);
		encoding.writeVarUint(encoder, sent.messages);
	});
}

/** The rest of a hello message whose type has been read. Throws on malformed bytes. */
export function readHello(decoder: decoding.Decoder): Hello {
	return JSON.parse(decoding.readVarString(decoder)) as Hello;
}

export function readNotice(decoder: decoding.Decoder): Notice {
	return JSON.parse(decoding.readVarString(decoder)) as Notice;
}

export function readConflicts(decoder: decoding.Decoder): ConflictNews {
	return JSON.parse(decoding.readVarString(decoder)) as ConflictNews;
}

export function readPagu(decoder: decoding.Decoder): ForumPagu {
	return JSON.parse(decoding.readVarString(decoder)) as ForumPagu;
}

export function readConfirmed(decoder: decoding.Decoder): Confirmed {
	const frames = decoding.readVarUint(decoder);
	const reach = readReach(decoder);
	return reach ? { frames, sent: { reach, messages: decoding.readVarUint(decoder) } } : { frames };
}

/** Whether a frame that a client sends carries document content (sync step 2 or update): the frames that confirmation counts. */
export function isContentFrame(frame: Uint8Array): boolean {
	return frame[0] === messageSync && (frame[1] === syncStep2 || frame[1] === syncUpdate);
}
