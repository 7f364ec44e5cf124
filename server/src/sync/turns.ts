/**
 * Who may use the event loop now. Rooms with work waiting take turns, each for a few milliseconds, and between two turns of the loop
 * sockets, timers and Postgres are looked after: however much one room is sent, the others wait for no more than its slice.
 */

export interface Worker {
	/** Works until nothing is left or the time `until` (of performance.now) has come; tells whether something is left that can be done. */
	work(until: number): boolean;
}

export interface Turns {
	/** There is something to do for this worker. */
	want(worker: Worker): void;
	/** It is gone. */
	forget(worker: Worker): void;
}

/** Longest time that one room works at a stretch, in ms, and all rooms together before the loop goes on. */
const sliceMs = 8;

export function createTurns(): Turns {
	// In the order in which they get their turn.
	const waiting = new Set<Worker>();
	let isPlanned = false;

	function plan(): void {
		if (isPlanned || waiting.size === 0) return;
		isPlanned = true;
		setImmediate(turn);
	}

	function turn(): void {
		isPlanned = false;
		const end = performance.now() + sliceMs;
		for (const worker of [...waiting]) {
			if (!waiting.delete(worker)) continue;
			if (worker.work(end)) waiting.add(worker);
			if (performance.now() >= end) break;
		}
		plan();
	}

	return {
		want(worker) {
			waiting.add(worker);
			plan();
		},
		forget(worker) {
			waiting.delete(worker);
		}
	};
}

/** Does something with each item, in turns; resolves when all are done, and rejects as soon as one fails. */
export function inTurns<Item>(turns: Turns, items: readonly Item[], act: (item: Item) => void): Promise<void> {
	if (items.length === 0) return Promise.resolve();
	return new Promise((resolve, reject) => {
		let next = 0;
		const worker: Worker = {
			work(until) {
				try {
					do act(items[next++] as Item);
					while (next < items.length && performance.now() < until);
				} catch (error) {
					reject(error as Error);
					return false;
				}
				if (next === items.length) resolve();
				return next < items.length;
			}
		};
		turns.want(worker);
	});
}
