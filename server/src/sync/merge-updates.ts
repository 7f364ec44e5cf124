/** Many updates -> one. `Y.mergeUpdates` grows faster than linearly with their number, so it is given a few at a time. */
import { mergeUpdates } from 'yjs';

const chunk = 64;

/** updates: at least one. */
export function mergeInChunks(updates: readonly Uint8Array[]): Uint8Array {
	let level = [...updates];
	while (level.length > 1) level = chunksOf(level).map((part) => (part.length === 1 ? (part[0] as Uint8Array) : mergeUpdates(part)));
	return level[0] as Uint8Array;
}

/** The same, letting others work between two chunks: for what may take long. */
export async function mergeInTurns(updates: readonly Uint8Array[]): Promise<Uint8Array> {
	let level = [...updates];
	while (level.length > 1) {
		const next: Uint8Array[] = [];
		for (const part of chunksOf(level)) {
			next.push(part.length === 1 ? (part[0] as Uint8Array) : mergeUpdates(part));
			await new Promise<void>((resolve) => setImmediate(resolve));
		}
		level = next;
	}
	return level[0] as Uint8Array;
}

function chunksOf(updates: readonly Uint8Array[]): Uint8Array[][] {
	return Array.from({ length: Math.ceil(updates.length / chunk) }, (_, index) => updates.slice(index * chunk, (index + 1) * chunk));
}
