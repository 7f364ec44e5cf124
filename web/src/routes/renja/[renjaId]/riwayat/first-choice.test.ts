import { expect, test } from 'vitest';
import type { ComparableRenja } from '@rembug/shared/api/api-types.ts';
import { firstChoice } from './first-choice.ts';

const renja = (id: string, ...snapshots: string[]): ComparableRenja =>
	({ renja: { id, tahun: 2024, jenis: 'murni', judul: '' }, snapshots: snapshots.map((one) => ({ id: one })) }) as ComparableRenja;

test('offers what is usually wanted, from the nearest to the farthest', () => {
	expect(firstChoice([renja('a', 's2', 's1')], 'a', 'origin')).toEqual({ older: 's1', newer: 'snapshot:s2' });
	expect(firstChoice([renja('a', 's1'), renja('b', 't1')], 'a', 't1')).toEqual({ older: 's1', newer: 'live:a' });
	expect(firstChoice([renja('a'), renja('b', 't2', 't1')], 'a', 't1')).toEqual({ older: 't1', newer: 'live:a' });
	expect(firstChoice([renja('a'), renja('b', 't2', 't1')], 'a', null)).toEqual({ older: 't2', newer: 'live:a' });
});
