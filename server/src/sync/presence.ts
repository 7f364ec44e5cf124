/**
 * Who is here and where: awareness states of one room, passed on at most ten times a second. A client speaks for its own client id only;
 * name and colour are set here. The clocks are ours too: a client that comes back with its old clock would else stay invisible to others.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { messageAwareness } from '@rembug/shared/sync/messages.ts';

export interface PresentUser {
	id: string;
	nama: string;
	color: string;
}

/** One connection, as far as presence is concerned. */
export interface Present {
	readonly user: PresentUser;
	/** The client id it speaks for, from its first awareness frame on. */
	presenceClient: number | null;
	/** Shows it a frame, unless it is gone or has too much to read already. */
	sendPresence(frame: Uint8Array): void;
}

/** The state of a client of another server process, as JSON; null: gone. */
export type FarState = [client: number, json: string | null];

export interface Presence {
	/**
	 * Takes a client's awareness frame body; what it says of others is dropped. mayUse tells whether a client id is free or this account's.
	 * Throws when the bytes cannot be read.
	 */
	receive(from: Present, update: Uint8Array, mayUse: (client: number) => boolean): void;
	/** Everybody's state but one's own: for somebody who has just come, or asks. */
	tell(to: Present): void;
	leave(who: Present): void;
	/** States of the clients here. */
	own(): FarState[];
	/** Takes states that another process sent. */
	showFar(from: string, states: readonly FarState[]): void;
	/** Those of another process are gone: all, or those of whom nothing was heard since `before` (of performance.now). */
	dropFar(from: string, before?: number): void;
	close(): void;
}

/** A frame that says nothing: it keeps y-websocket's watchdog quiet. */
export const emptyAwarenessFrame = awarenessFrame([]);

const pauseMs = 100;
const stateBytesMax = 4096;

/** publish: states of clients here changed, for other processes. */
export function createPresence(everybody: () => Iterable<Present>, publish: (states: readonly FarState[]) => void): Presence {
	const states = new Map<number, { owner: Present; clock: number; json: string }>();
	const far = new Map<number, { from: string; clock: number; json: string; heardAt: number }>();
	const changed = new Map<number, Uint8Array>();
	const changedHere = new Map<number, string | null>();
	let lastClock = 0;
	let lastFlush = -Infinity;
	let timer: NodeJS.Timeout | null = null;

	// Time as clock: it also rises over a restart of the server, after which clients still remember the clocks of before.
	const nextClock = (): number => (lastClock = Math.max(lastClock + 1, Date.now()));

	function note(client: number, json: string): number {
		const clock = nextClock();
		changed.set(client, entry(client, clock, json));
		timer ??= setTimeout(flush, Math.max(0, lastFlush + pauseMs - performance.now()));
		return clock;
	}

	function noteHere(client: number, json: string | null): number {
		changedHere.set(client, json);
		return note(client, json ?? 'null');
	}

	function dropOne(client: number, from: string): void {
		if (far.get(client)?.from !== from) return;
		far.delete(client);
		note(client, 'null');
	}

	function flush(): void {
		timer = null;
		lastFlush = performance.now();
		const all = [...changed];
		changed.clear();
		if (changedHere.size > 0) publish([...changedHere]);
		changedHere.clear();
		const frame = awarenessFrame(all.map(([, bytes]) => bytes));
		for (const each of everybody()) {
			const own = each.presenceClient;
			if (!all.some(([client]) => client === own)) each.sendPresence(frame);
			// Its own state of a moment ago would move its own cursor back.
			else if (all.length > 1) each.sendPresence(awarenessFrame(all.filter(([client]) => client !== own).map(([, bytes]) => bytes)));
		}
	}

	return {
		receive(from, update, mayUse) {
			const decoder = decoding.createDecoder(update);
			const count = decoding.readVarUint(decoder);
			for (let index = 0; index < count; index++) {
				const client = decoding.readVarUint(decoder);
				decoding.readVarUint(decoder);
				const json = decoding.readVarString(decoder);
				const state: unknown = JSON.parse(json);
				from.presenceClient ??= index === 0 && mayUse(client) ? client : null;
				if (client !== from.presenceClient || json.length > stateBytesMax) continue;
				if (state === null) {
					if (states.get(client)?.owner === from) {
						states.delete(client);
						noteHere(client, null);
					}
				} else if (typeof state === 'object' && !Array.isArray(state)) {
					const named = JSON.stringify({ ...state, user: from.user });
					far.delete(client);
					states.set(client, { owner: from, clock: noteHere(client, named), json: named });
				}
			}
		},
		tell(to) {
			const others = [...states, ...far].filter(([client]) => client !== to.presenceClient);
			to.sendPresence(awarenessFrame(others.map(([client, { clock, json }]) => entry(client, clock, json))));
		},
		leave(who) {
			const client = who.presenceClient;
			if (client === null || states.get(client)?.owner !== who) return;
			states.delete(client);
			noteHere(client, null);
		},
		own: () => [...states].map(([client, { json }]) => [client, json]),
		showFar(from, entries) {
			for (const [client, json] of entries) {
				// It has come over to this process, and the other has not noticed yet.
				if (states.has(client)) continue;
				if (json === null) dropOne(client, from);
				else far.set(client, { from, clock: note(client, json), json, heardAt: performance.now() });
			}
		},
		dropFar(from, before = Infinity) {
			for (const [client, { heardAt }] of far) if (heardAt < before) dropOne(client, from);
		},
		close() {
			if (timer) clearTimeout(timer);
		}
	};
}

function entry(client: number, clock: number, json: string): Uint8Array {
	return encoding.encode((encoder) => {
		encoding.writeVarUint(encoder, client);
		encoding.writeVarUint(encoder, clock);
		encoding.writeVarString(encoder, json);
	});
}

function awarenessFrame(entries: readonly Uint8Array[]): Uint8Array {
	const body = encoding.encode((encoder) => {
		encoding.writeVarUint(encoder, entries.length);
		for (const bytes of entries) encoding.writeUint8Array(encoder, bytes);
	});
	return encoding.encode((encoder) => {
		encoding.writeVarUint(encoder, messageAwareness);
		encoding.writeVarUint8Array(encoder, body);
	});
}
