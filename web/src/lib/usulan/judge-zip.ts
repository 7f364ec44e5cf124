/**
 * Whether a zip can be unpacked whole without filling the memory. What its directory says about sizes is a claim: a file of some megabytes
 * can say little and hold gigabytes. So each part is unpacked once before, as a stream that nothing is kept of, until the bound is met.
 */
import type { XlsxProblem } from './sheet-rows.ts';

/** All parts of the file together. */
const unpackedBytesMax = 64 * 1024 * 1024;
const entriesMax = 1000;
const stored = 0;
const deflated = 8;

interface Entry {
	method: number;
	/** What it says of itself. */
	size: number;
	packed: Uint8Array<ArrayBuffer>;
}

/** Throws an Error whose message is an XlsxProblem. */
export async function judgeZip(bytes: ArrayBuffer): Promise<void> {
	const entries = entriesOf(bytes);
	let claimed = 0;
	for (const { size } of entries) claimed += size;
	if (claimed > unpackedBytesMax) problem('xlsx.tooLarge');
	let left = unpackedBytesMax;
	for (const entry of entries) left -= await unpackedSize(entry, left);
}

function problem(code: XlsxProblem): never {
	throw new Error(code);
}

function entriesOf(bytes: ArrayBuffer): Entry[] {
	const view = new DataView(bytes);
	if (view.byteLength > 8 && view.getUint32(0) === 0xd0cf11e0) problem('xlsx.old');
	let end = view.byteLength - 22;
	const first = Math.max(0, end - 65_535);
	while (end >= first && view.getUint32(end, true) !== 0x06054b50) end -= 1;
	if (end < first) problem('xlsx.unreadable');
	const count = view.getUint16(end + 10, true);
	let at = view.getUint32(end + 16, true);
	if (count > entriesMax) problem('xlsx.tooLarge');
	const entries: Entry[] = [];
	for (let index = 0; index < count; index++) {
		if (at + 46 > view.byteLength || view.getUint32(at, true) !== 0x02014b50) problem('xlsx.unreadable');
		const packed = view.getUint32(at + 20, true);
		const local = view.getUint32(at + 42, true);
		if (local + 30 > view.byteLength || view.getUint32(local, true) !== 0x04034b50) problem('xlsx.unreadable');
		const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
		if (from + packed > view.byteLength) problem('xlsx.unreadable');
		entries.push({
			method: view.getUint16(at + 10, true),
			size: view.getUint32(at + 24, true),
			packed: new Uint8Array(bytes, from, packed)
		});
		at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
	}
	return entries;
}

/** Bytes, of which there are no more than `most`. */
async function unpackedSize({ method, packed }: Entry, most: number): Promise<number> {
	if (method === stored) return packed.length <= most ? packed.length : problem('xlsx.tooLarge');
	if (method !== deflated) problem('xlsx.unreadable');
	const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
	let size = 0;
	for (;;) {
		const part = await reader.read().catch(() => problem('xlsx.unreadable'));
		if (part.done) return size;
		size += part.value.length;
		if (size > most) {
			await reader.cancel().catch(() => undefined);
			problem('xlsx.tooLarge');
		}
	}
}
