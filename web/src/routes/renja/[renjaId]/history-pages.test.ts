import { expect, test } from 'vitest';
import type { FieldChangeRow } from '@rembug/shared/api/api-types.ts';
import { firstPages, type AskHistory } from './history-pages.ts';

/** A server that knows these ids of each field. */
function serverOf(ids: Record<string, number[]>): AskHistory {
	return async ({ field }, before) =>
		(ids[field] ?? [])
			.filter((id) => before === undefined || id < before)
			.toSorted((a, b) => b - a)
			.slice(0, 200)
			.map((id) => ({ id, field }) as FieldChangeRow);
}
const places = (...fields: string[]) => fields.map((field) => ({ entity: 'n', field, label: field }));
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

test('a short history is one page', async () => {
	const pages = await firstPages(places('a', 'b'), serverOf({ a: [1, 4], b: [3] }));
	expect([pages.rows.map(({ id, label }) => `${label}${id}`), pages.hasMore]).toEqual([['a4', 'b3', 'a1'], false]);
});

test('long ones grow together without a gap, down to the first row', async () => {
	// One field was changed all the time, the other early on and once late.
	const ids = { a: range(1, 900).filter((id) => id % 2 === 0), b: [...range(1, 500).filter((id) => id % 2 === 1), 901] };
	const all = [...ids.a, ...ids.b].toSorted((x, y) => y - x);
	let pages = await firstPages(places('a', 'b'), serverOf(ids));
	for (let round = 0; pages.hasMore; round++) {
		expect(round).toBeLessThan(10);
		const shown = pages.rows.map(({ id }) => id);
		expect(shown).toEqual(all.slice(0, shown.length));
		const longer = await pages.more();
		expect(longer.rows.length).toBeGreaterThanOrEqual(shown.length);
		pages = longer;
	}
	expect(pages.rows.map(({ id }) => id)).toEqual(all);
});
