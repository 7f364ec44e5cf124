import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRate } from './rate.ts';

it('lets a burst pass, then no more than the rate, and a burst again after a rest', () => {
	const rate = createRate({ unitsPerSecond: 1000, burst: 50 }, 0);
	let now = 0;
	let taken = 0;
	const takeAll = (until: number): void => {
		for (; now < until; now++) for (; rate.wait(now) === 0; taken++) rate.take(1, now);
	};
	takeAll(1);
	expect(taken).toBe(50);
	takeAll(1000);
	expect(taken).toBeGreaterThan(1000);
	expect(taken).toBeLessThanOrEqual(1051);
	now = 5000;
	taken = 0;
	takeAll(5001);
	expect(taken).toBe(50);
});

it('never lets more pass than burst, rate and one last frame, and after the wait it names something passes', () => {
	fc.assert(
		fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 200 })), { maxLength: 200 }), (frames) => {
			const rate = createRate({ unitsPerSecond: 500, burst: 100 }, 0);
			let now = 0;
			let taken = 0;
			for (const [pause, units] of frames) {
				now += pause;
				const wait = rate.wait(now);
				if (wait > 0) {
					expect(rate.wait(now + wait)).toBe(0);
					now += wait;
				}
				rate.take(units, now);
				taken += units;
				expect(taken).toBeLessThanOrEqual(100 + now / 2 + 200);
			}
		})
	);
});
