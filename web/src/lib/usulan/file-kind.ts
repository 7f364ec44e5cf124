/** What a file is, by its first bytes: its name says little (web pages and text are often saved as .xls). */

export type FileKind = 'book' | 'markup' | 'text' | 'other';

/** PDF, RTF and pictures: what people try as well, and what no reading makes a table of. */
const others: readonly (readonly number[])[] = [
	[0x25, 0x50, 0x44, 0x46],
	[0x7b, 0x5c, 0x72, 0x74, 0x66],
	[0x89, 0x50, 0x4e, 0x47],
	[0xff, 0xd8, 0xff],
	[0x47, 0x49, 0x46, 0x38],
	[0x52, 0x49, 0x46, 0x46],
	[0x1f, 0x8b],
	[0x37, 0x7a, 0xbc, 0xaf]
];

export function fileKind(bytes: Uint8Array, text: () => string): FileKind {
	const begins = (mark: readonly number[]): boolean => mark.every((byte, index) => bytes[index] === byte);
	// A zip, or the container of older Office programs.
	if (begins([0x50, 0x4b]) || begins([0xd0, 0xcf])) return 'book';
	if (others.some(begins)) return 'other';
	const shown = text();
	if (/^\s*<(!doctype|html|\?xml|meta|table|head|body|div|style)\b/i.test(shown)) return 'markup';
	// Text has no such signs but for line and page ends; a few broken ones are a damaged text, many are none.
	const sample = shown.slice(0, 4000);
	const signs = sample.match(/(?![\t\n\f\r])\p{Cc}/gu)?.length ?? 0;
	return signs * 20 > sample.length ? 'other' : 'text';
}
