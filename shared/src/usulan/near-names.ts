/**
 * Names of places that are most likely the same one, written in two ways: kecamatan of an office come out of many hands, and a typing error
 * would keep an usulan from the list of its kecamatan. What is known is what stands in the forum already, and what a table says often.
 * It only points at names; nothing is changed by itself.
 */

export interface Place {
	kecamatan?: string | undefined;
	desa?: string | undefined;
}

/** A name of a table that is nearly another one. */
export interface PlaceDoubt {
	/** Row of the table. */
	row: number;
	field: 'kecamatan' | 'desa';
	given: string;
	near: string;
}

/** So many times as often must another name stand in a table to be taken for the right one, when the forum knows neither. */
const oftener = 3;

/** A name without capitals, blanks and signs: by this two names of places are the same one. */
export const letters = (name: string): string => name.toLowerCase().replace(/[^\p{L}\d]/gu, '');

/** The known name that this one is nearly, and not quite; null: it is known, or like none of them. */
export function nearName(name: string, known: Iterable<string>): string | null {
	const own = letters(name);
	let near: string | null = null;
	for (const other of known) {
		const theirs = letters(other);
		if (theirs === own) return null;
		if (near === null && isNear(own, theirs)) near = other;
	}
	return near;
}

/** Which places of a table are nearly others. Desa are compared within their kecamatan only. */
export function placeDoubts(candidates: readonly (Place & { row: number })[], present: readonly Place[]): PlaceDoubt[] {
	return [
		...doubts('kecamatan', candidates, present, () => ''),
		...doubts('desa', candidates, present, ({ kecamatan = '' }) => letters(kecamatan))
	].sort((a, b) => a.row - b.row);
}

function doubts(
	field: 'kecamatan' | 'desa',
	candidates: readonly (Place & { row: number })[],
	present: readonly Place[],
	within: (place: Place) => string
): PlaceDoubt[] {
	const known = Map.groupBy(
		present.filter((place) => place[field]),
		within
	);
	const given = Map.groupBy(
		candidates.filter((place) => place[field]),
		within
	);
	const found: PlaceDoubt[] = [];
	for (const [area, places] of given) {
		const there = [...new Set((known.get(area) ?? []).map((place) => place[field] as string))];
		const counts = new Map<string, { name: string; rows: number[] }>();
		for (const place of places) {
			const name = place[field] as string;
			const one = counts.get(letters(name)) ?? { name, rows: [] };
			one.rows.push(place.row);
			counts.set(letters(name), one);
		}
		for (const { name, rows } of counts.values()) {
			const often = [...counts.values()].filter((other) => other.rows.length >= oftener * rows.length).map((other) => other.name);
			const isThere = there.some((other) => letters(other) === letters(name));
			const near = isThere ? null : (nearName(name, there) ?? nearName(name, often));
			if (near !== null) found.push(...rows.map((row) => ({ row, field, given: name, near })));
		}
	}
	return found;
}

/** One letter more, less, other or changed about; of long names two: Purwosari and Purwodadi are two kecamatan. Short names differ by a letter and are others. */
function isNear(a: string, b: string): boolean {
	const most = Math.min(a.length, b.length) < 5 ? 0 : Math.min(a.length, b.length) < 12 ? 1 : 2;
	return Math.abs(a.length - b.length) <= most && distance(a, b) <= most;
}

/** Edits between two words (optimal string alignment). */
function distance(a: string, b: string): number {
	let twoAgo: number[] = [];
	let before = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let row = 1; row <= a.length; row++) {
		const line = [row];
		for (let column = 1; column <= b.length; column++) {
			const same = a[row - 1] === b[column - 1] ? 0 : 1;
			let least = Math.min((before[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1, (before[column - 1] ?? 0) + same);
			const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
			if (isSwap) least = Math.min(least, (twoAgo[column - 2] ?? 0) + 1);
			line.push(least);
		}
		[twoAgo, before] = [before, line];
	}
	return before[b.length] ?? 0;
}
