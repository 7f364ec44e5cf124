/**
 * Who is in this document on other server processes. Sent only while another process has people in it too, at most ten times a second, and
 * small; what gets lost comes again with the next sign of life, and who is not heard of any more goes after half a minute, as in y-protocols.
 */
import { messageBytesMax } from './neighbour-queries.ts';
import type { NeighbourMessage } from './neighbours.ts';
import type { FarState } from './presence.ts';

export interface FarPresence {
	/** States of people here changed. */
	publish(states: readonly FarState[]): void;
	/** A message of another process about this document. */
	hear(from: string, message: PresenceMessage): void;
	/** To be called about every second. */
	tick(now: number): void;
	/** Nobody is here any more, or this process goes. */
	leave(): void;
}

export type PresenceMessage = Extract<NeighbourMessage, ['here' | 'gone' | 'presence', ...unknown[]]>;

export interface FarPresenceOptions {
	documentId: string;
	send: (...message: NeighbourMessage) => void;
	/** States of the people here. */
	own: () => FarState[];
	hasPeople: () => boolean;
	/** Shows states of people of another process. */
	show: (from: string, states: readonly FarState[]) => void;
	/** They are gone; or, with `before`, those of whom nothing was heard since. */
	drop: (from: string, before?: number) => void;
}

const hereEveryMs = 10_000;
const awayAfterMs = 25_000;
const silentAfterMs = 35_000;
/** For the rest of a message. */
const headBytes = 300;

export function createFarPresence({ documentId, send, own, hasPeople, show, drop }: FarPresenceOptions): FarPresence {
	/** When each other process was last heard. */
	const others = new Map<string, number>();
	let saidHereAt = -Infinity;

	function sendStates(states: readonly FarState[]): void {
		let part: FarState[] = [];
		let bytes = 0;
		for (const state of states) {
			// As it will be written: a string within a string.
			const size = Buffer.byteLength(JSON.stringify(state)) + 1;
			if (part.length > 0 && bytes + size > messageBytesMax - headBytes) {
				send('presence', documentId, part);
				part = [];
				bytes = 0;
			}
			part.push(state);
			bytes += size;
		}
		if (part.length > 0) send('presence', documentId, part);
	}

	function sayHere(now: number): void {
		saidHereAt = now;
		send('here', documentId);
	}

	return {
		publish(states) {
			if (others.size > 0) sendStates(states);
		},
		hear(from, message) {
			if (message[0] === 'gone') {
				others.delete(from);
				drop(from);
				return;
			}
			const isNew = !others.has(from);
			others.set(from, performance.now());
			if (isNew && hasPeople()) {
				sayHere(performance.now());
				sendStates(own());
			}
			if (message[0] === 'presence') show(from, message[2]);
		},
		tick(now) {
			if (hasPeople() && now - saidHereAt >= hereEveryMs) sayHere(now);
			for (const [from, heardAt] of others) {
				if (now - heardAt > awayAfterMs) {
					others.delete(from);
					drop(from);
				} else drop(from, now - silentAfterMs);
			}
		},
		leave() {
			if (saidHereAt > -Infinity) send('gone', documentId);
			saidHereAt = -Infinity;
		}
	};
}
