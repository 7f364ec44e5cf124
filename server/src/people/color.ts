/** The colour by which a person's presence is known: the same on every screen and on every day. */

/** Readable as text on white (contrast of at least 4.5:1), and none of the accent, amber and red that carry meaning of their own. */
export const palette = [
	'#6d28d9',
	'#1d4ed8',
	'#be185d',
	'#4d7c0f',
	'#0369a1',
	'#a21caf',
	'#7c2d12',
	'#4338ca',
	'#9d174d',
	'#15803d',
	'#5b21b6',
	'#57534e'
] as const;

/** FNV-1a over the id; of the possible starts one that keeps the demo accounts apart. */
export function colorOf(accountId: string): string {
	let hash = 0x811c9dc6;
	for (const char of accountId) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
	hash = (hash ^ (hash >>> 15)) >>> 0;
	return palette[hash % palette.length] ?? palette[0];
}
