/**
 * Photos and files of a usulan, as they may be kept: their kind is told by their first bytes, whatever their name says, and what a
 * camera wrote about place, time and owner is cut out of pictures. Cut out by hand and not by encoding anew, because that needs no
 * native library on the server and loses nothing of the picture; the page turns and shrinks photos before it sends them.
 */

export const fileTypes = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] as const;
export type FileType = (typeof fileTypes)[number];

export const fileBytesMax = 5 * 1024 * 1024;
export const filesPerUsulanMax = 5;

const startsWith = (bytes: Uint8Array, text: string, at = 0): boolean =>
	bytes.length >= at + text.length && [...text].every((letter, index) => bytes[at + index] === letter.charCodeAt(0));

/** null: none of the kinds that are taken. */
export function fileTypeOf(bytes: Uint8Array): FileType | null {
	if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
	if (startsWith(bytes, '\x89PNG\r\n\x1a\n')) return 'image/png';
	if (startsWith(bytes, 'RIFF') && startsWith(bytes, 'WEBP', 8)) return 'image/webp';
	if (startsWith(bytes, '%PDF-')) return 'application/pdf';
	return null;
}

/** The picture without what was written beside it. Throws a RangeError when its structure cannot be followed. */
export function withoutMetadata(bytes: Uint8Array, type: FileType): Uint8Array {
	switch (type) {
		case 'image/jpeg':
			return withoutSegments(bytes);
		case 'image/png':
			return withoutChunks(bytes);
		case 'image/webp':
			return withoutRiffChunks(bytes);
		case 'application/pdf':
			return bytes;
	}
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
	const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}

/** A part of the bytes; never less than what was asked for. */
function taken(bytes: Uint8Array, from: number, to: number): Uint8Array {
	if (to > bytes.length || to < from) throw new RangeError('cut short');
	return bytes.subarray(from, to);
}

/** JPEG: APP1 to APP15 (Exif, XMP, IPTC, previews) and comments go; APP2 stays when it holds colours, APP14 because decoders need it. */
function withoutSegments(bytes: Uint8Array): Uint8Array {
	const parts: Uint8Array[] = [taken(bytes, 0, 2)];
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	for (let at = 2; ;) {
		if (at + 2 > bytes.length || bytes[at] !== 0xff) throw new RangeError('no segment');
		const marker = bytes[at + 1] as number;
		if (marker === 0xff) {
			at += 1;
			continue;
		}
		// A camera hangs further pictures, with places of their own, behind the end: they go.
		if (marker === 0xd9) return joined([...parts, taken(bytes, at, at + 2)]);
		if (at + 4 > bytes.length) throw new RangeError('no segment');
		let end = at + 2 + view.getUint16(at + 2);
		const segment = taken(bytes, at, end);
		if (marker === 0xda) end = endOfScan(bytes, end);
		const isApp = marker >= 0xe1 && marker <= 0xef;
		const isKept = marker === 0xee || (marker === 0xe2 && startsWith(segment, 'ICC_PROFILE', 4));
		if ((!isApp || isKept) && marker !== 0xfe) parts.push(taken(bytes, at, end));
		at = end;
	}
}

/** Where the next marker stands that is none of the scan itself. */
function endOfScan(bytes: Uint8Array, from: number): number {
	for (let at = from; at + 1 < bytes.length; at++) {
		const next = bytes[at + 1] as number;
		if (bytes[at] === 0xff && next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
	}
	throw new RangeError('no end');
}

const pngKept = new Set([
	'IHDR',
	'PLTE',
	'IDAT',
	'IEND',
	'tRNS',
	'cHRM',
	'gAMA',
	'iCCP',
	'sBIT',
	'sRGB',
	'bKGD',
	'pHYs',
	'acTL',
	'fcTL',
	'fdAT'
]);

function withoutChunks(bytes: Uint8Array): Uint8Array {
	const parts: Uint8Array[] = [taken(bytes, 0, 8)];
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	for (let at = 8; ;) {
		if (at + 12 > bytes.length) throw new RangeError('no chunk');
		const end = at + 12 + view.getUint32(at);
		const chunk = taken(bytes, at, end);
		const name = String.fromCharCode(...chunk.subarray(4, 8));
		if (pngKept.has(name)) parts.push(chunk);
		if (name === 'IEND') return joined(parts);
		at = end;
	}
}

const webpKept = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
/** Flags of VP8X that say that Exif and XMP follow. */
const webpMetadataFlags = 0x0c;

function withoutRiffChunks(bytes: Uint8Array): Uint8Array {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const end = 8 + view.getUint32(4, true);
	taken(bytes, 12, end);
	const parts: Uint8Array[] = [bytes.slice(0, 12)];
	for (let at = 12; at < end;) {
		if (at + 8 > end) throw new RangeError('no chunk');
		const size = view.getUint32(at + 4, true);
		const next = at + 8 + size + (size % 2);
		const chunk = taken(bytes, at, next).slice();
		const name = String.fromCharCode(...chunk.subarray(0, 4));
		if (name === 'VP8X' && size > 0) chunk[8] = (chunk[8] as number) & ~webpMetadataFlags;
		if (webpKept.has(name)) parts.push(chunk);
		at = next;
	}
	const whole = joined(parts);
	new DataView(whole.buffer).setUint32(4, whole.length - 8, true);
	return whole;
}
