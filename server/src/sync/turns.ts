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
	/** The same, but its turn is not before a time (of performance.now). Of several times that are still to come the first one counts for all. */
	wantAt(worker: Worker, time: number): void;
	/** It is gone. */
	forget(worker: Worker): void;
}

/** Longest time that one room works at a stretch, in ms, and all rooms together before the loop goes on. */
const sliceMs = 8;

export function createTurns(): Turns {
	// In the order in which they get their turn.
	const waiting = new Set<Worker>();
	const later = new Set<Worker>();
	let laterTimer: NodeJS.Timeout | null = null;
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

	function takeLater(): void {
		laterTimer = null;
		for (const worker of later) waiting.add(worker);
		later.clear();
		if (!isPlanned) turn();
	}

	return {
		want(worker) {
			waiting.add(worker);
			plan();
		},
		wantAt(worker, time) {
			const pause = time - performance.now();
			if (pause <= 0) {
				waiting.add(worker);
				plan();
			} else if (!waiting.has(worker)) {
				later.add(worker);
				laterTimer ??= setTimeout(takeLater, pause);
			}
		},
		forget(worker) {
			waiting.delete(worker);
			later.delete(worker);
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
