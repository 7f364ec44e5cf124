import type { Unit } from '@rembug/shared/api/api-types.ts';
import type { NodeValue } from '@rembug/shared/renja/renja-types.ts';
import type { ConflictRow } from '@rembug/shared/sync/conflict-types.ts';
import { expect, it } from 'vitest';
import { placeOfConflict, valueOfConflict } from './describe-conflict.ts';

const units: Unit[] = [{ id: 'umkm', nama: 'Bidang UMKM', singkatan: 'UMKM', jenis: 'bidang' }];
const node: NodeValue = {
	id: 'n1',
	level: 'subkegiatan',
	parent: null,
	kode: '2.17.01',
	uraian: 'Pendataan',
	indikator: [],
	sumberDana: [{ id: 'f1', nama: 'DAU' }]
};
const place = (root: string, entity: string, field: string) =>
	placeOfConflict({ root, entity, field } as ConflictRow, (id) => (id === 'n1' ? node : undefined), units);

it.each([
	['nodes', 'n1', 'pagu', '2.17.01 Pendataan', 'Pagu', 'pagu'],
	['nodes', 'n1/indikator/i1', 'target', '2.17.01 Pendataan', 'Target', 'target'],
	['nodes', 'n1/sumberDana/f1', 'jumlah', '2.17.01 Pendataan', 'Jumlah sumber dana DAU', 'sumberDana'],
	['nodes', 'n1/triwulan/2', 'rp', '2.17.01 Pendataan', 'Triwulan 2: rupiah', null],
	['nodes', 'gone', 'uraian', 'Baris baru', 'Uraian', 'uraian'],
	['info', '', 'judul', 'Data Renja', 'Judul Renja', null],
	['info', 'paguLimitBidang', 'umkm', 'Data Renja', 'Batas pagu UMKM', null],
	['info', 'paguLimitSumberDana', 'DAK', 'Data Renja', 'Batas pagu DAK', null],
	['info', 'bidangBab', '5', 'Bab', 'Penulis Bab V Penutup', null]
])('a conflict in %s %s %s is said by row and field', (root, entity, field, row, label, column) => {
	expect(place(root, entity, field)).toMatchObject({ row, field: label, column });
});

it('a value is written as people write it', () => {
	expect(valueOfConflict(1_250_000, { entity: 'n1', field: 'pagu' }, units)).toBe('1.250.000');
	expect(valueOfConflict(2026, { entity: 'n1', field: 'tahun' }, units)).toBe('2026');
	expect(valueOfConflict('umkm', { entity: 'n1', field: 'bidang' }, units)).toBe('UMKM');
	expect(valueOfConflict('umkm', { entity: 'bidangBab', field: '5' }, units)).toBe('UMKM');
	expect(valueOfConflict(null, { entity: 'n1', field: 'uraian' }, units)).toBe('kosong');
});
