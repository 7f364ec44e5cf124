/** Frames of the y-websocket protocol, read and written. */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import {
	messageAwareness,
	messageQueryAwareness,
	messageSync,
	readNumber,
	syncStep1,
	syncStep2,
	syncUpdate,
	writeReach,
	type Reach
} from '@rembug/shared/sync/messages.ts';

export type ClientFrame =
	| { kind: 'step1'; stateVector: Uint8Array }
	/** number: of this content frame on its connection; null: the client does not number them. */
	| { kind: 'step2' | 'update'; update: Uint8Array; number: number | null }
	| { kind: 'awareness'; update: Uint8Array }
	| { kind: 'queryAwareness' };

/** Throws when a frame is of no kind that a client sends, cut off, or followed by more. */
export function readFrame(bytes: Uint8Array): ClientFrame {
	const decoder = decoding.createDecoder(bytes);
	const frame = readBody(decoder);
	if (decoding.hasContent(decoder)) throw new Error('a frame goes on after its end');
	return frame;
}

function readBody(decoder: decoding.Decoder): ClientFrame {
	switch (decoding.readVarUint(decoder)) {
		case messageSync: {
			const kind = decoding.readVarUint(decoder);
			const body = decoding.readVarUint8Array(decoder);
			if (kind === syncStep1) return { kind: 'step1', stateVector: body };
			if (kind === syncStep2) return { kind: 'step2', update: body, number: readNumber(decoder) };
			if (kind === syncUpdate) return { kind: 'update', update: body, number: readNumber(decoder) };
			throw new Error('unknown sync message');
		}
		case messageAwareness:
			return { kind: 'awareness', update: decoding.readVarUint8Array(decoder) };
		case messageQueryAwareness:
			return { kind: 'queryAwareness' };
		default:
			throw new Error('unknown message');
	}
}

/** Whether a frame is a step 1 that says: I have nothing. */
export function isQuestionForAll(bytes: Uint8Array): boolean {
	return bytes.length === 4 && bytes[0] === messageSync && bytes[1] === syncStep1 && bytes[2] === 1 && bytes[3] === 0;
}

export function step1Frame(stateVector: Uint8Array): Uint8Array {
	return encoding.encode((encoder) => writeSync(encoder, syncStep1, stateVector));
}

/** A step 2 or update, with what whoever receives it has then. */
export function contentFrame(kind: typeof syncStep2 | typeof syncUpdate, update: Uint8Array, reach: Reach): Uint8Array {
	return encoding.encode((encoder) => {
		writeSync(encoder, kind, update);
		writeReach(encoder, reach);
	});
}

function writeSync(encoder: encoding.Encoder, kind: number, body: Uint8Array): void {
	encoding.writeVarUint(encoder, messageSync);
	encoding.writeVarUint(encoder, kind);
	encoding.writeVarUint8Array(encoder, body);
}
