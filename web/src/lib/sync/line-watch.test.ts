import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLineWatch, type LineWatch } from './line-watch.ts';

let watch: LineWatch;
let astray: number;
let drained: boolean;

beforeEach(() => {
	vi.useFakeTimers();
	astray = 0;
	drained = true;
	watch = createLineWatch({ patienceMs: 800, isDrained: () => drained, astray: () => (astray += 1) });
	open();
});
afterEach(() => {
	watch.end();
	vi.useRealTimers();
});

function open(): void {
	watch.opened();
	watch.takesMessage(1);
}

function settle(): void {
	watch.takesContent({ after: 0, upTo: 7 });
	watch.inStep();
	watch.contentSent(1);
	watch.confirmed({ frames: 1 });
}

describe('what is missing', () => {
	it('nothing is read before hello', () => {
		watch.opened();
		expect([watch.isSound(), astray]).toEqual([false, 1]);
	});

	it('content that follows what did not arrive is not taken, nor anything after it on that connection', () => {
		settle();
		expect(watch.takesContent({ after: 7, upTo: 9 })).toBe(true);
		expect(watch.takesContent({ after: 10, upTo: 11 })).toBe(false);
		expect(watch.takesContent({ after: 9, upTo: 10 })).toBe(false);
		expect(astray).toBe(1);
		open();
		expect(watch.takesContent({ after: 0, upTo: 11 })).toBe(true);
	});

	it('content that came before does no harm', () => {
		settle();
		expect([watch.takesContent({ after: 0, upTo: 7 }), watch.takesContent({ after: 7, upTo: 8 }), astray]).toEqual([true, true, 0]);
	});

	it('a loss at the end shows in what the server says it sent', () => {
		settle();
		watch.confirmed({ frames: 1, sent: { reach: { after: 7, upTo: 7 }, messages: 1 } });
		expect(astray).toBe(0);
		watch.confirmed({ frames: 1, sent: { reach: { after: 8, upTo: 8 }, messages: 1 } });
		expect(astray).toBe(1);
	});

	it('own changes reach as far as the confirmation says', () => {
		settle();
		watch.confirmed({ frames: 2, sent: { reach: { after: 7, upTo: 9 }, messages: 1 } });
		expect([watch.takesContent({ after: 9, upTo: 10 }), astray]).toEqual([true, 0]);
	});

	it('a message is taken once, and not when one before it is missing', () => {
		expect([watch.takesMessage(2), watch.takesMessage(2), astray]).toEqual([true, false, 0]);
		expect([watch.takesMessage(4), astray]).toEqual([false, 1]);
	});

	it('a message that is missing at the end shows as well', () => {
		settle();
		watch.confirmed({ frames: 1, sent: { reach: { after: 7, upTo: 7 }, messages: 2 } });
		expect(astray).toBe(1);
	});
});

describe('what nothing comes of', () => {
	it('is given up once, when the time is over', () => {
		vi.advanceTimersByTime(800);
		expect(astray).toBe(0);
		vi.advanceTimersByTime(5_000);
		expect(astray).toBe(1);
	});

	it('is not waited for when all is settled, and again from the next frame on', () => {
		settle();
		vi.advanceTimersByTime(60_000);
		expect(astray).toBe(0);
		watch.contentSent(2);
		vi.advanceTimersByTime(700);
		expect(astray).toBe(0);
		vi.advanceTimersByTime(300);
		expect(astray).toBe(1);
	});

	it('frames that go on leaving do not put off the frame before them', () => {
		settle();
		for (let frame = 2; frame < 20; frame++) {
			watch.contentSent(frame);
			vi.advanceTimersByTime(100);
		}
		expect(astray).toBe(1);
	});

	it('has time while it is still leaving this machine', () => {
		settle();
		watch.contentSent(2);
		drained = false;
		vi.advanceTimersByTime(60_000);
		expect(astray).toBe(0);
		drained = true;
		vi.advanceTimersByTime(1_000);
		expect(astray).toBe(1);
	});

	it('has twice the time after it was in vain, and the usual time after something was confirmed', () => {
		vi.advanceTimersByTime(1_000);
		expect(astray).toBe(1);
		open();
		vi.advanceTimersByTime(1_500);
		expect(astray).toBe(1);
		vi.advanceTimersByTime(300);
		expect(astray).toBe(2);
		open();
		settle();
		watch.contentSent(2);
		vi.advanceTimersByTime(1_000);
		expect(astray).toBe(3);
	});
});
