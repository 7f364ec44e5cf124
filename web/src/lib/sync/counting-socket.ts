/**
 * The WebSocket that y-websocket is given. It numbers the content frames that leave, so that a confirmation can be matched to edits; it
 * lets only this tab's own awareness state out (y-websocket echoes everybody's); and it holds updates back until our step 2 has
 * answered the server on this connection: before that they would build on edits that the server may not have, and step 2 carries them anyway.
 */
import { isContentFrame, messageAwareness, messageSync, numbered, syncStep2, syncUpdate } from '@rembug/shared/sync/messages.ts';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { splitUpdate } from './split-update.ts';

export interface SocketHooks {
	ownClientId(): number;
	/** A new connection counts from zero. */
	connecting(): void;
	/** A content frame left: how many have left on this connection. */
	contentSent(frames: number): void;
}

export function countingSocket(Base: typeof WebSocket, hooks: SocketHooks): typeof WebSocket {
	return class CountingSocket extends Base {
		#frames = 0;
		#answered = false;

		constructor(address: string | URL, protocols?: string | string[]) {
			super(address, protocols);
			hooks.connecting();
		}

		override send(data: Parameters<WebSocket['send']>[0]): void {
			if (!(data instanceof Uint8Array)) {
				super.send(data);
			} else if (data[0] === messageAwareness) {
				const own = onlyOwnState(data, hooks.ownClientId());
				if (own) super.send(own);
			} else if (isContentFrame(data)) {
				this.#sendContent(data as Uint8Array<ArrayBuffer>);
			} else {
				super.send(data);
			}
		}

		#sendContent(frame: Uint8Array<ArrayBuffer>): void {
			if (frame[1] === syncStep2) this.#answered = true;
			if (!this.#answered) return;
			for (const part of splitFrame(frame)) {
				this.#frames += 1;
				super.send(numbered(part, this.#frames) as Uint8Array<ArrayBuffer>);
			}
			hooks.contentSent(this.#frames);
		}
	};
}

/** The frames that carry what one frame carries, each within the server's limits. */
function splitFrame(frame: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
	const decoder = decoding.createDecoder(frame);
	decoding.readVarUint(decoder);
	decoding.readVarUint(decoder);
	const update = decoding.readVarUint8Array(decoder);
	const parts = splitUpdate(update);
	if (parts.length === 1) return [frame];
	return parts.map((part) =>
		encoding.encode((encoder) => {
			encoding.writeVarUint(encoder, messageSync);
			encoding.writeVarUint(encoder, part === parts[0] ? (frame[1] as number) : syncUpdate);
			encoding.writeVarUint8Array(encoder, part);
		})
	) as Uint8Array<ArrayBuffer>[];
}

function onlyOwnState(frame: Uint8Array, ownClientId: number): Uint8Array<ArrayBuffer> | null {
	const outer = decoding.createDecoder(frame);
	decoding.readVarUint(outer);
	const decoder = decoding.createDecoder(decoding.readVarUint8Array(outer));
	const count = decoding.readVarUint(decoder);
	for (let index = 0; index < count; index++) {
		const clientId = decoding.readVarUint(decoder);
		const clock = decoding.readVarUint(decoder);
		const state = decoding.readVarString(decoder);
		if (clientId === ownClientId) return awarenessFrame(clientId, clock, state);
	}
	return null;
}

function awarenessFrame(clientId: number, clock: number, state: string): Uint8Array<ArrayBuffer> {
	const update = encoding.encode((encoder) => {
		encoding.writeVarUint(encoder, 1);
		encoding.writeVarUint(encoder, clientId);
		encoding.writeVarUint(encoder, clock);
		encoding.writeVarString(encoder, state);
	});
	return encoding.encode((encoder) => {
		encoding.writeVarUint(encoder, messageAwareness);
		encoding.writeVarUint8Array(encoder, update);
	}) as Uint8Array<ArrayBuffer>;
}
