import { expect, test } from 'vitest';
import type { UsulanValue } from '@rembug/shared/forum/forum-types.ts';
import { groupsOf } from '@rembug/shared/forum/usulan-groups.ts';
import { fits, linesOf, noFilter, valuesOf } from './usulan-filter.ts';

const one = (id: string, more: Partial<UsulanValue> = {}): UsulanValue => ({
	...{ id, asal: 'pokir', usulan: 'Pelatihan pemasaran', status: 'baru' },
	...more
});
const all = [
	one('a', { kecamatan: 'Gempol', unit: 'umkm' }),
	one('b', { kecamatan: 'Beji', group: 'a' }),
	one('c', { kecamatan: 'Beji', status: 'ditolak', permasalahan: 'Modal kurang', urusan: 'Pariwisata' }),
	one('d', { removed: true, kecamatan: 'Rejoso' })
];
const shown = (filter: Partial<typeof noFilter>, open: string[] = []): string[] =>
	linesOf(groupsOf(all), { ...noFilter, ...filter }, (id) => open.includes(id)).map(({ usulan, depth }) => '-'.repeat(depth) + usulan.id);

test('a group is one line until it is opened, and shows where one behind it fits', () => {
	expect(shown({})).toEqual(['a', 'c']);
	expect(shown({}, ['a'])).toEqual(['a', '-b', 'c']);
	expect(shown({ kecamatan: 'Gempol' })).toEqual(['a']);
	expect(shown({ kecamatan: 'Beji' })).toEqual(['a', '-b', 'c']);
});

test('filters work together, and words are looked for everywhere', () => {
	expect(shown({ status: 'ditolak', kecamatan: 'Beji' })).toEqual(['c']);
	expect(shown({ unit: 'umkm' })).toEqual(['a']);
	expect(shown({ unit: '-', urusan: 'Pariwisata' })).toEqual(['c']);
	expect(fits(all[2] as UsulanValue, { ...noFilter, words: 'MODAL beji' })).toBe(true);
	expect(shown({ words: 'tidak ada' })).toEqual([]);
	expect(valuesOf(all, 'kecamatan')).toEqual(['Beji', 'Gempol']);
});
