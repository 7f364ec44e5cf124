import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readReceipt, receiptAlphabet, shownReceipt } from './receipt-code.ts';
import { readUsulanInput } from './usulan-input.ts';

const wrong = (given: unknown): string[] => {
	const reading = readUsulanInput(given);
	return reading.ok ? [] : reading.problems.map(({ field, problem }) => `${field} ${problem}`);
};

test('an entry is cleaned, and what is left empty is left out', () => {
	expect(
		readUsulanInput({
			...{ asal: 'pokir', usulan: ' Pelatihan\u202e  menjahit ', desa: '', permasalahan: 'satu\n\ndua', biaya: 25_000_000, lain: 'x' },
			person: { nama: 'Budi', telepon: '0812-3456-7890', alamat: '' }
		})
	).toEqual({
		ok: true,
		input: { asal: 'pokir', usulan: 'Pelatihan menjahit', permasalahan: 'satu\n\ndua', biaya: 25_000_000 },
		person: { nama: 'Budi', telepon: '0812-3456-7890' }
	});
});

test('every entry that is wrong is named', () => {
	expect(wrong({})).toEqual(['usulan missing', 'asal invalid']);
	expect(wrong({ asal: 'pokir', usulan: 'x'.repeat(1001), biaya: 1.5, urusan: 7 })).toEqual([
		'usulan tooLong',
		'urusan invalid',
		'biaya invalid'
	]);
	expect(wrong({ asal: 'pokir', usulan: 'Hubungi 0812-3456-7890' })).toEqual(['usulan telephone']);
});

test('a street, a number, RT/RW or a dusun is no name of a desa', () => {
	for (const desa of ['Jl. Mawar', 'Suka 12', 'RT 01 RW 02', 'Dusun Krajan'])
		expect(wrong({ asal: 'pokir', usulan: 'x', desa })).toEqual(['desa notAPlace']);
	for (const desa of ['Oro-Oro Ombo Wetan', 'Suka', 'Winongan Lor']) expect(wrong({ asal: 'pokir', usulan: 'x', desa })).toEqual([]);
});

test('whatever is sent is answered', () => {
	fc.assert(fc.property(fc.anything(), (given) => void readUsulanInput(given)));
});

test('a receipt code is read as it was printed or typed', () => {
	const code = fc.string({ unit: fc.constantFrom(...receiptAlphabet), minLength: 10, maxLength: 10 });
	fc.assert(fc.property(code, (one) => readReceipt(` ${shownReceipt(one).toLowerCase()} `) === one));
	for (const typed of ['', 'ABCDE', 'ABCDE-FGHJI', 'ABCDE-FGHJKK']) expect(readReceipt(typed)).toBeNull();
});
