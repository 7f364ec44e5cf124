/** Frames of the y-websocket protocol, read and written. */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { messageAwareness, messageQueryAwareness, messageSync, syncStep1, syncStep2, syncUpdate } from '@rembug/shared/sync/messages.ts';

export type ClientFrame =
	| { kind: 'step1'; stateVector: Uint8Array }
	| { kind: 'step2' | 'update'; update: Uint8Array }
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
			if (kind === syncStep2) return { kind: 'step2', update: body };
			if (kind === syncUpdate) return { kind: 'update', update: body };
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

export function syncFrame(kind: typeof syncStep1 | typeof syncStep2 | typeof syncUpdate, body: Uint8Array): Uint8Array {
	return encoding.encode((encoder) => {
		encoding.writeVarUint(encoder, messageSync);
		encoding.writeVarUint(encoder, kind);
		encoding.writeVarUint8Array(encoder, body);
	});
}
