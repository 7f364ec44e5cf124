import { expect, it } from 'vitest';
import { createTurns, inTurns } from './turns.ts';

it('lets everybody work after one slice of each of the others, however much they have to do', async () => {
	const turns = createTurns();
	let isDone = false;
	let slices = 0;
	const busy = () => ({
		work(until: number) {
			slices += 1;
			while (performance.now() < until);
			return !isDone;
		}
	});
	turns.want(busy());
	turns.want(busy());
	for (let round = 0; round < 20; round++) {
		slices = 0;
		await inTurns(turns, [1], () => undefined);
		expect(slices).toBeLessThanOrEqual(3);
	}
	isDone = true;
});

it('gathers what comes before a time into one turn', async () => {
	const turns = createTurns();
	const times: number[] = [];
	const worker = { work: () => times.push(performance.now()) < 0 };
	const time = performance.now() + 40;
	for (let count = 0; count < 3; count++) turns.wantAt(worker, time);
	const gone = { work: () => times.push(NaN) < 0 };
	turns.wantAt(gone, time);
	turns.forget(gone);
	await expect.poll(() => times.length).toBe(1);
	// Timers count whole milliseconds.
	expect(times[0]).toBeGreaterThan(time - 2);
	turns.wantAt(worker, time);
	await expect.poll(() => times.length).toBe(2);
});

it('tells what went wrong, and who is forgotten gets no turn', async () => {
	const turns = createTurns();
	await expect(inTurns(turns, [1], () => void JSON.parse('{'))).rejects.toThrow(SyntaxError);
	let worked = 0;
	const worker = { work: () => ++worked < 0 };
	turns.want(worker);
	turns.forget(worker);
	await inTurns(turns, [1], () => undefined);
	expect(worked).toBe(0);
});
