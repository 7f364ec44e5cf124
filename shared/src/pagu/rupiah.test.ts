import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRupiah, parseRupiah, rupiahMax } from './rupiah.ts';

describe('parseRupiah', () => {
	it.each([
		['1.250.000', 1_250_000],
		['Rp 1.250.000,00', 1_250_000],
		['Rp1.250.000,-', 1_250_000],
		['rp. 1.250.000', 1_250_000],
		['1250000', 1_250_000],
		['1 250 000', 1_250_000],
		['1,250,000', 1_250_000],
		['1,250,000.00', 1_250_000],
		['1.250', 1_250],
		['\u00a01.250.000 ', 1_250_000],
		['12,5 juta', 12_500_000],
		['91 jt', 91_000_000],
		['12,6 M', 12_600_000_000],
		['0', 0],
		['-', 0],
		['Rp -', 0],
		['007', 7],
		['', null],
		['   ', null]
	])('reads %j as %j', (text, value) => {
		expect(parseRupiah(text)).toEqual({ ok: true, value });
	});

	it.each([
		['1.250,50', 'rupiah.fraction'],
		['1,250', 'rupiah.fraction'],
		['1,2505 rb', 'rupiah.fraction'],
		['-5', 'rupiah.invalid'],
		['12.50', 'rupiah.invalid'],
		['1.25.000', 'rupiah.invalid'],
		['dua juta', 'rupiah.invalid'],
		['1e6', 'rupiah.invalid'],
		['100.000.000.000.000', 'rupiah.tooLarge']
	])('refuses %j as %s', (text, problem) => {
		expect(parseRupiah(text)).toEqual({ ok: false, problem });
	});

	it('reads back whatever formatRupiah writes', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: rupiahMax }), (value) => {
				expect(parseRupiah(formatRupiah(value))).toEqual({ ok: true, value });
			})
		);
	});

	it('always answers', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom('1', '0', '.', ',', ' ', '-', 'R', 'p', 'm', 'jt') }), (text) => {
				const result = parseRupiah(text);
				if (result.ok && result.value !== null) expect(Number.isSafeInteger(result.value)).toBe(true);
			})
		);
	});
});
