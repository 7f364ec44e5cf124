import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanLine, cleanText, withoutTelephones } from './clean-text.ts';

test('takes out what cannot be seen and what turns the direction of writing', () => {
	expect(cleanLine('Jalan\u202e kampung\u0000\u200b\tbaru')).toEqual({ text: 'Jalan kampung baru', cleaned: true });
	expect(cleanLine('  dua\n baris ')).toEqual({ text: 'dua baris', cleaned: false });
	expect(cleanText('satu\r\n\r\n\r\n\r\ndua')).toEqual({ text: 'satu\n\ndua', cleaned: false });
	expect(cleanLine('<script>=HYPERLINK("x")').text).toBe('<script>=HYPERLINK("x")');
	expect(cleanLine('a\ud800b')).toEqual({ text: 'ab', cleaned: true });
});

test('is the same when done twice', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), (text) => {
			const once = cleanText(text).text;
			expect(cleanText(once)).toEqual({ text: once, cleaned: false });
			expect(once.isWellFormed()).toBe(true);
		}),
		{ numRuns: 300 }
	);
});

test.each(['0812-3456-7890', '081234567890', '+62 812 3456 7890', '(0341) 123456'])('takes the telephone number %s out', (number) => {
	const { text, found } = withoutTelephones(`Hubungi ${number} segera`);
	expect(found).toHaveLength(1);
	expect(text).not.toMatch(/\d{4}/);
});

test.each(['Rp 25.000.000', '2.17.01.2.06.01', '1250000', 'tahun 2024', '10 Orang', '67171'])('leaves %s alone', (text) => {
	expect(withoutTelephones(text)).toEqual({ text, found: [] });
});
