import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffLines } from './text-diff.ts';

test('names the paragraphs that came and went, and leaves the others', () => {
	expect(diffLines('Latar\nPagu 5\nPenutup', 'Latar\nPagu 6\nSumber dana\nPenutup').map(({ kind, text }) => `${kind} ${text}`)).toEqual([
		'same Latar',
		'removed Pagu 5',
		'added Pagu 6',
		'added Sumber dana',
		'same Penutup'
	]);
	expect(diffLines('', 'Baru')).toEqual([{ kind: 'added', text: 'Baru' }]);
});

test('both texts can be read back from it, also when they are too long to be compared', () => {
	const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((all) => all.join('\n'));
	const long = (word: string): string => Array.from({ length: 1_500 }, (_, index) => `${word} ${index}`).join('\n');
	const check = (before: string, after: string): void => {
		const diff = diffLines(before, after);
		const read = (gone: string): string =>
			diff
				.filter(({ kind }) => kind !== gone)
				.map(({ text }) => text)
				.join('\n');
		expect(read('added')).toBe(before);
		expect(read('removed')).toBe(after);
	};
	fc.assert(fc.property(lines, lines, check));
	check(long('lama'), long('baru'));
});
