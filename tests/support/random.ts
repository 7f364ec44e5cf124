/** Chance that comes again with the same seed (mulberry32). */
export interface Random {
	/** From 0 up to, not including, 1. */
	next(): number;
	/** From 0 up to, not including, max. */
	below(max: number): number;
	happens(probability: number): boolean;
	oneOf<T>(items: readonly T[]): T;
}

export function createRandom(seed: number): Random {
	let state = seed >>> 0;
	const next = (): number => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const below = (max: number): number => Math.floor(next() * max);
	return {
		next,
		below,
		happens: (probability) => next() < probability,
		oneOf: (items) => {
			if (items.length === 0) throw new RangeError('nothing to choose from');
			return items[below(items.length)] as (typeof items)[number];
		}
	};
}
