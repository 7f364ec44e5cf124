import { expect, test } from 'vitest';
import { addressOf, filterOf, queryOf } from './audit-filter.ts';

const none = { kind: '', account: '', renja: '', from: '', to: '', text: '' } as const;

test('a filter is kept in the address, and an empty one leaves it bare', () => {
	const filter = { ...none, kind: 'stage', from: '2026-11-22', text: 'pagu & target' } as const;
	const address = addressOf(filter);
	expect(filterOf(new URL(address, 'http://localhost').searchParams)).toEqual(filter);
	expect(addressOf(none)).toBe('/audit');
});

test('an address that means nothing asks for everything', () => {
	expect(filterOf(new URLSearchParams({ kind: 'x', from: 'kemarin', to: '2026-02-31' }))).toEqual(none);
});

test('a day is that of western Indonesia, from its first to its last moment', () => {
	const query = queryOf({ ...none, from: '2026-11-22', to: '2026-11-22' }, 7);
	expect(Object.fromEntries(query)).toEqual({ from: '2026-11-21T17:00:00.000Z', to: '2026-11-22T17:00:00.000Z', before: '7' });
});
