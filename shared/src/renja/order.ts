/** Where a row stands among its siblings: fractional indexes, with a little chance in them so that two people who add at the same place while offline seldom choose the same key. */
import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';

/** Display order: by order key, then by id, the same on every screen. Rows without a key come first. */
export function compareOrder(a: { order?: string; id: string }, b: { order?: string; id: string }): number {
	const left = a.order ?? '';
	const right = b.order ?? '';
	if (left !== right) return left < right ? -1 : 1;
	return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** A key between two others; null or undefined means no neighbour on that side. Unusable neighbours (equal, reversed, malformed) are passed over, so this always answers. */
export function orderBetween(before?: string | null, after?: string | null, random: () => number = Math.random): string {
	let low = usable(before);
	let high = usable(after);
	if (low !== null && high !== null && low >= high) high = null;
	let key = generateKeyBetween(low, high);
	for (let step = 0; step < 4; step++) {
		if (random() < 0.5) high = key;
		else low = key;
		key = generateKeyBetween(low, high);
	}
	return key;
}

/** n keys between two others, in order. */
export function ordersBetween(before: string | null, after: string | null, n: number): string[] {
	return generateNKeysBetween(usable(before), usable(after), n);
}

/**
 * A key that puts a row at `index` among siblings (already in display order, without the row itself). Inside a group of equal keys
 * there is no place: the row then comes right after the group.
 */
export function orderAt(siblings: readonly { order?: string }[], index: number, random: () => number = Math.random): string {
	const before = index > 0 ? (siblings[index - 1]?.order ?? null) : null;
	const after = siblings.slice(index).find((sibling) => (sibling.order ?? '') > (before ?? ''))?.order ?? null;
	return orderBetween(before, after, random);
}

function usable(key: string | null | undefined): string | null {
	if (key === null || key === undefined || key === '') return null;
	try {
		generateKeyBetween(key, null);
		return key;
	} catch {
		return null;
	}
}
