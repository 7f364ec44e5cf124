import { expect, test } from 'vitest';
import type { NodeValue } from '@rembug/shared/renja/renja-types.ts';
import { valuesThen } from './snapshot-values.ts';

const node: NodeValue = {
	...{ id: 'n', level: 'subkegiatan', parent: 'k', pagu: 5, triwulan: { '1': { rp: 2 } } },
	indikator: [
		{ id: 'i', jenis: 'keluaran', target: '7' },
		{ id: 'old', jenis: 'keluaran', target: '1', removed: true }
	],
	sumberDana: [
		{ id: 's', nama: 'DAU', jumlah: 3 },
		{ id: 't', nama: 'PAD' },
		{ id: 'gone', nama: 'DAK', jumlah: 1, removed: true }
	]
};
const at = (entity: string, field: string) => valuesThen(node, [{ entity, field, label: '' }])?.map(({ value }) => value) ?? null;

test('reads the field of the row, of an indikator, of a triwulan', () => {
	expect(at('n', 'pagu')).toEqual([5]);
	expect(at('n', 'lokasi')).toEqual([null]);
	expect(at('n/indikator/i', 'target')).toEqual(['7']);
	expect(at('n/triwulan/1', 'rp')).toEqual([2]);
	expect(at('n/triwulan/2', 'rp')).toEqual([null]);
});

test('a split is told with the entries of its time', () => {
	const values = valuesThen(node, [{ entity: 'n/sumberDana/new', field: 'jumlah', label: 'Pinjaman' }]);
	expect(values?.map(({ label, value }) => [label, value])).toEqual([
		['DAU', 3],
		['PAD', null]
	]);
});

test('what was not there yet, or no more, is told as that', () => {
	expect(at('n/indikator/later', 'target')).toBeNull();
	expect(at('n/indikator/old', 'target')).toBeNull();
	const places = [{ entity: 'n', field: 'pagu', label: '' }];
	expect(valuesThen(null, places)).toBeNull();
	expect(valuesThen({ ...node, removed: true }, places)).toBeNull();
});
