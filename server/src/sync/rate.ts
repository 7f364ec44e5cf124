/** How much one connection may send: a store of units that fills up steadily and lets short bursts pass. */

export interface Rate {
	/** Takes the units of one frame; the store may fall below zero by it, so that a large frame passes too, and is waited for afterwards. */
	take(units: number, now: number): void;
	/** Milliseconds until something may be taken again; 0: now. */
	wait(now: number): number;
}

export interface RateLimit {
	unitsPerSecond: number;
	burst: number;
}

/** now: of a clock that never jumps, in ms. */
export function createRate({ unitsPerSecond, burst }: RateLimit, now: number): Rate {
	let units = burst;
	let at = now;
	function fill(time: number): void {
		units = Math.min(burst, units + ((time - at) * unitsPerSecond) / 1000);
		at = time;
	}
	return {
		take(wanted, time) {
			fill(time);
			units -= wanted;
		},
		wait(time) {
			fill(time);
			return units > 0 ? 0 : Math.ceil((-units * 1000) / unitsPerSecond) + 1;
		}
	};
}
