/** Many updates -> one. `Y.mergeUpdates` grows faster than linearly with their number, so it is given a few at a time. */
import { mergeUpdates } from 'yjs';

const chunk = 64;

/** updates: at least one. */
export function mergeInChunks(updates: readonly Uint8Array[]): Uint8Array {
	let level = [...updates];
	while (level.length > 1) level = chunksOf(level).map((part) => (part.length === 1 ? (part[0] as Uint8Array) : mergeUpdates(part)));
	return level[0] as Uint8Array;
}

function chunksOf(updates: readonly Uint8Array[]): Uint8Array[][] {
	return Array.from({ length: Math.ceil(updates.length / chunk) }, (_, index) => updates.slice(index * chunk, (index + 1) * chunk));
}
