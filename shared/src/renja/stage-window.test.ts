import { expect, test } from 'vitest';
import { isCalendarDay, windowState } from './stage-window.ts';

const march = { startsOn: '2026-03-01', endsOn: '2026-03-10' };

test.each([
	['now', '2026-03-10', { kind: 'due', days: 0 }],
	['now', '2026-03-11', { kind: 'overdue', days: 1 }],
	['now', '2026-02-27', { kind: 'due', days: 11 }],
	['ahead', '2026-02-27', { kind: 'starts', days: 2 }],
	['ahead', '2026-03-01', { kind: 'starts', days: 0 }],
	['ahead', '2026-03-04', { kind: 'lateStart', days: 3 }],
	['past', '2026-04-01', null]
] as const)('a stage that is %s on %s', (position, today, state) => {
	expect(windowState(march, position, today)).toEqual(state);
});

test('without dates there is nothing to remind of', () => {
	expect(windowState({ startsOn: null, endsOn: null }, 'now', '2026-03-04')).toBeNull();
	expect(windowState({ startsOn: null, endsOn: '2026-03-01' }, 'ahead', '2026-03-04')).toBeNull();
});

test('knows real days from others', () => {
	expect(['2024-02-29', '2026-12-31'].map(isCalendarDay)).toEqual([true, true]);
	expect(['2026-02-29', '2026-13-01', '26-01-01', '2026-1-1', '2026-02-30', '', '1026-01-01'].filter(isCalendarDay)).toEqual([]);
});
