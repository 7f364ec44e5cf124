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
		await inTurns(turns, [1, 2, 3], () => undefined);
		expect(slices).toBeLessThanOrEqual(3);
	}
	isDone = true;
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
