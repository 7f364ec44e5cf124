import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareOrder, orderAt, orderBetween } from './order.ts';

it('rows put anywhere, again and again, stand where they were put', () => {
	fc.assert(
		fc.property(
			fc.array(fc.nat(1_000), { maxLength: 80 }),
			fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
			(picks, chance) => {
				const rows: { id: string; order: string }[] = [];
				for (const [count, pick] of picks.entries()) {
					const index = pick % (rows.length + 1);
					rows.splice(index, 0, { id: `r${count}`, order: orderAt(rows, index, () => chance.next().value as number) });
				}
				expect([...rows].sort(compareOrder)).toEqual(rows);
			}
		)
	);
});

it('two people who add at the same place offline seldom choose the same key', () => {
	const keys = new Set(Array.from({ length: 16 }, (_, seed) => orderBetween('a0', 'a1', () => ((seed >> 0) & 1 ? 0.9 : 0.1))));
	expect(keys.size).toBeGreaterThan(1);
});

it('answers for neighbours that are equal, reversed or no keys at all', () => {
	expect(orderBetween('a1', 'a1') > 'a1').toBe(true);
	expect(orderBetween('a2', 'a1') > 'a2').toBe(true);
	expect(orderBetween('!!', '??')).toMatch(/^[A-Za-z0-9]+$/);
});
