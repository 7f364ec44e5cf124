import { expect, test } from 'vitest';
import { createLookupLimit } from './lookup-limit.ts';

test('turns an address away after so many questions, and lets it ask again a minute later', () => {
	let now = 0;
	const limit = createLookupLimit(2, () => now);
	expect([limit.take('a'), limit.take('a'), limit.take('a'), limit.take('b')]).toEqual([true, true, false, true]);
	now = 60_000;
	expect(limit.take('a')).toBe(true);
});

test('keeps no more addresses than fit into memory, and forgets old ones', () => {
	let now = 0;
	const limit = createLookupLimit(1, () => now);
	for (let address = 0; address < 10_000; address++) expect(limit.take(`a${address}`)).toBe(true);
	expect(limit.take('one more')).toBe(false);
	now = 60_000;
	expect(limit.take('one more')).toBe(true);
});
