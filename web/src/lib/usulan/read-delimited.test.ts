import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeText } from './decode-text.ts';
import { readDelimited } from './read-delimited.ts';

test('reads a range copied out of Excel, with line breaks inside of cells', () => {
	expect(readDelimited('No\tUsulan\n1\t"Jalan ""baru""\nDesa Suka"\n')).toEqual([['No', 'Usulan'], ['1', 'Jalan "baru"\nDesa Suka'], ['']]);
});

test('reads CSV with semicolons where the comma is decimal, and with commas', () => {
	expect(readDelimited('No;Usulan;Biaya\n1;Jalan, jembatan;1,5 juta')[1]).toEqual(['1', 'Jalan, jembatan', '1,5 juta']);
	expect(readDelimited('No,Usulan\n1,"Jalan, jembatan"')[1]).toEqual(['1', 'Jalan, jembatan']);
});

test('quotes that are none, as from Word, swallow no rows', () => {
	expect(readDelimited('1\t"Sekar" batik\n2\tdua')).toEqual([
		['1', '"Sekar" batik'],
		['2', 'dua']
	]);
});

test('reads UTF-8, UTF-16 and what older Windows programs write', () => {
	const text = 'Usulan é "Desa"';
	const wide = (bigEndian: boolean, mark: boolean): Uint8Array => {
		const bytes = new Uint8Array(new Uint16Array([...(mark ? [0xfeff] : []), ...[...text].map((one) => one.charCodeAt(0))]).buffer);
		if (bigEndian) for (let at = 0; at < bytes.length; at += 2) bytes.subarray(at, at + 2).reverse();
		return bytes;
	};
	const utf8 = new TextEncoder().encode(text);
	for (const bytes of [
		utf8,
		Uint8Array.of(0xef, 0xbb, 0xbf, ...utf8),
		wide(false, true),
		wide(true, true),
		wide(false, false),
		wide(true, false)
	])
		expect(decodeText(bytes)).toBe(text);
	expect(decodeText(Uint8Array.of(0x55, 0xe9, 0x96))).toBe('Ué–');
});

test('any bytes become rows', () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
			const rows = readDelimited(decodeText(bytes));
			expect(rows.every((row) => row.every((cell) => typeof cell === 'string'))).toBe(true);
		}),
		{ numRuns: 300 }
	);
});
