import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTsv, parseTsv } from './tsv.ts';

describe('parseTsv', () => {
	it('reads what Excel copies: CRLF between rows and one at the end', () => {
		expect(parseTsv('7\tDokumen\r\n100\t%\r\n')).toEqual([
			['7', 'Dokumen'],
			['100', '%']
		]);
	});

	it('reads quoted cells with line breaks, tabs and doubled quotes', () => {
		expect(parseTsv('"baris 1\nbaris 2"\t"kata ""penting"""\n"a\tb"')).toEqual([['baris 1\nbaris 2', 'kata "penting"'], ['a\tb']]);
	});

	it('takes a quote inside a text, or one that never ends, as it stands', () => {
		expect(parseTsv('pipa 3" besar\t"tidak ditutup')).toEqual([['pipa 3" besar', '"tidak ditutup']]);
	});

	it('keeps empty cells and empty rows', () => {
		expect(parseTsv('a\t\tb\n\nc')).toEqual([['a', '', 'b'], [''], ['c']]);
		expect(parseTsv('')).toEqual([]);
	});

	it('reads back whatever formatTsv writes', () => {
		const cell = fc.string({ unit: fc.constantFrom('a', '1', '"', '\t', '\n', ' ') });
		fc.assert(
			fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }), (rows) => {
				// A single empty last cell is what a final line break looks like.
				fc.pre((rows.at(-1) as string[]).join('') !== '' || (rows.at(-1) as string[]).length > 1);
				expect(parseTsv(formatTsv(rows))).toEqual(rows);
			})
		);
	});
});
