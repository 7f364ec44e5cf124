import { expect, test } from 'vitest';
import { dayText, windowStateText, windowText } from './stage-words.ts';

test('dates of a stage are days of the office, not of London', () => {
	expect(dayText('2026-01-05')).toBe('5 Januari 2026');
	expect(windowText({ startsOn: '2026-01-05', endsOn: '2026-02-27' })).toBe('5 Januari 2026 sampai 27 Februari 2026');
	expect(windowText({ startsOn: null, endsOn: '2026-02-27' })).toBe('Sampai 27 Februari 2026');
	expect(windowText({ startsOn: null, endsOn: null })).toBe('');
});

test('an overdue stage says by how many days', () => {
	expect(windowStateText({ kind: 'overdue', days: 3 })).toBe('Lewat 3 hari dari rencana');
	expect(windowStateText({ kind: 'due', days: 0 })).toBe('Hari ini hari terakhir');
	expect(windowStateText(null)).toBe('');
});
