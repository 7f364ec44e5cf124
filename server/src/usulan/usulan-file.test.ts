import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileTypeOf, withoutMetadata, type FileType } from './usulan-file.ts';

const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));
const secret = ascii('GPS -7.65 112.69');
const segment = (marker: number, content: number[]): number[] => [0xff, marker, 0, content.length + 2, ...content];
const chunk = (name: string, content: number[]): number[] => [0, 0, 0, content.length, ...ascii(name), ...content, 1, 2, 3, 4];
const riff = (name: string, content: number[]): number[] => [
	...ascii(name),
	content.length,
	0,
	0,
	0,
	...content,
	...(content.length % 2 ? [0] : [])
];

const scan = [...segment(0xda, [1, 1, 0, 0]), 9, 8, 0xff, 0, 7, 0xff, 0xd9];
const jpeg = Uint8Array.of(
	...[0xff, 0xd8, ...segment(0xe0, ascii('JFIF')), ...segment(0xe1, [...ascii('Exif'), ...secret]), ...segment(0xe2, ascii('ICC_PROFILE'))],
	...[...segment(0xfe, secret), ...segment(0xdb, [5, 5]), ...scan, ...secret]
);
const png = Uint8Array.of(
	...[0x89, ...ascii('PNG\r\n\x1a\n'), ...chunk('IHDR', [1]), ...chunk('eXIf', secret), ...chunk('tEXt', secret)],
	...[...chunk('IDAT', [7]), ...chunk('IEND', []), ...secret]
);
const webpChunks = [
	...riff('VP8X', [0x0c, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
	...riff('VP8 ', [1, 2, 3]),
	...riff('EXIF', secret),
	...riff('XMP ', secret)
];
const webp = Uint8Array.of(...ascii('RIFF'), webpChunks.length + 4, 0, 0, 0, ...ascii('WEBP'), ...webpChunks, ...secret);
const pictures: [FileType, Uint8Array][] = [
	['image/jpeg', jpeg],
	['image/png', png],
	['image/webp', webp]
];

test.each(pictures)('of a %s the picture stays and what a camera wrote beside it goes', (type, bytes) => {
	expect(fileTypeOf(bytes)).toBe(type);
	const kept = withoutMetadata(bytes, type);
	expect(Buffer.from(kept).includes(Buffer.from(secret))).toBe(false);
	expect(fileTypeOf(kept)).toBe(type);
	expect(withoutMetadata(kept, type)).toEqual(kept);
	if (type === 'image/jpeg') {
		expect([...kept.subarray(-scan.length)]).toEqual(scan);
		expect(Buffer.from(kept).includes('ICC_PROFILE')).toBe(true);
	}
	if (type === 'image/webp') expect([kept[20], kept[4]]).toEqual([0, kept.length - 8]);
});

test('tells a file by its bytes, not by its name', () => {
	expect(fileTypeOf(Buffer.from('%PDF-1.7\n'))).toBe('application/pdf');
	for (const text of ['<svg onload=alert(1)>', '<!doctype html>', 'MZ', 'PK\x03\x04', 'GIF89a', '', 'RIFFxxxxWAVE'])
		expect(fileTypeOf(Buffer.from(text))).toBeNull();
});

test('a picture that is cut short or broken is refused with a RangeError, and nothing else happens', () => {
	fc.assert(
		fc.property(
			fc.constantFrom(...pictures),
			fc.nat(),
			fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
			([type, whole], length, hits) => {
				const bytes = whole.slice(0, 12 + (length % whole.length));
				for (const [at, value] of hits) bytes[12 + (at % Math.max(1, bytes.length - 12))] = value;
				try {
					expect(withoutMetadata(bytes, type).length).toBeLessThanOrEqual(bytes.length);
				} catch (error) {
					expect(error).toBeInstanceOf(RangeError);
				}
			}
		),
		{ numRuns: 500 }
	);
});
