/**
 * The text of a file that somebody saved: UTF-8 and UTF-16 with or without a mark at its beginning, and what older Windows programs
 * write. Never fails; what no reading fits is read as Windows-1252, in which every byte is a character.
 */
export function decodeText(bytes: Uint8Array): string {
	const [first, second, third] = bytes;
	if (first === 0xef && second === 0xbb && third === 0xbf) return new TextDecoder('utf-8').decode(bytes);
	if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
	if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
	const sample = bytes.subarray(0, 2000);
	const zeros = [0, 0];
	for (const [index, byte] of sample.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] as number) + 1;
	// Latin letters in UTF-16 have every other byte zero.
	if ((zeros[1] as number) * 4 > sample.length) return new TextDecoder('utf-16le').decode(bytes);
	if ((zeros[0] as number) * 4 > sample.length) return new TextDecoder('utf-16be').decode(bytes);
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return new TextDecoder('windows-1252').decode(bytes);
	}
}
