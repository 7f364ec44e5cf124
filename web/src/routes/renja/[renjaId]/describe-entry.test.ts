import type { Edit } from '@rembug/shared/renja/edit-types.ts';
import type { NodeValue } from '@rembug/shared/renja/renja-types.ts';
import { expect, it } from 'vitest';
import type { PlanEntry } from '#lib/sync/plan-session-types.ts';
import { describeEntry, type PlanNow } from './describe-entry.ts';

const row = {
	id: 'n1',
	level: 'subkegiatan',
	parent: 'k1',
	order: 'a0',
	kode: '1.01',
	uraian: 'Nama sekarang',
	indikator: [],
	sumberDana: []
};
const nodes: Record<string, unknown> = {
	n1: row,
	n2: { ...row, id: 'n2', removed: true },
	k1: { ...row, id: 'k1', level: 'kegiatan', kode: '1', uraian: 'Kegiatan' }
};
const units: PlanNow['units'] = [{ id: 'koperasi', nama: 'Bidang Koperasi', singkatan: 'Koperasi', jenis: 'bidang' }];
const entry = (edit: Edit, more: Partial<PlanEntry> = {}): PlanEntry =>
	({ ...edit, id: 'e', state: 'refused', row: '1.01 Nama dulu', ...more }) as PlanEntry;
const describe = (edit: Edit, now: unknown, more: Partial<PlanEntry> = {}) =>
	describeEntry(entry(edit, more), { node: (id) => nodes[id] as NodeValue | undefined, presentValue: () => now, units });

it('says the row by the name it had, the field, what was typed and what stands there', () => {
	expect(describe({ edit: 'setAmount', args: { id: 'n1', field: 'pagu', value: 1_250_000 } }, 7_000)).toEqual({
		row: '1.01 Nama dulu',
		field: 'Pagu',
		typed: '1.250.000',
		present: '7.000'
	});
	expect(describe({ edit: 'setNodeText', args: { id: 'n1', field: 'lokasi', value: null } }, 'Bangil')).toMatchObject({
		typed: 'kosong',
		present: 'Bangil'
	});
	expect(describe({ edit: 'setBidang', args: { id: 'n1', bidang: 'koperasi' } }, null)).toMatchObject({
		typed: 'Koperasi',
		present: 'kosong'
	});
});

it('names the indikator that an edit is about', () => {
	const edit: Edit = { edit: 'setIndikator', args: { nodeId: 'n1', id: 'i1', field: 'target', value: '3' } };
	expect(describe(edit, '2', { line: 'Jumlah koperasi' }).field).toBe('Target (Jumlah koperasi)');
});

it('says when the row is gone', () => {
	const edit = (id: string): Edit => ({ edit: 'setAmount', args: { id, field: 'pagu', value: 1 } });
	expect(describe(edit('n2'), 5).present).toBe('barisnya sudah dihapus');
	expect(describe(edit('none'), null).present).toBe('barisnya tidak ada');
});

it('says what was done with rows', () => {
	const added: Edit = { edit: 'addNode', args: { id: 'x', level: 'subkegiatan', parent: 'k1', order: 'a0', uraian: 'Baris saya' } };
	expect(describe(added, null, { row: 'Baris saya' })).toEqual({
		row: 'Baris saya',
		field: 'Baris baru',
		typed: 'Baris saya',
		present: null
	});
	const moved: Edit = { edit: 'moveNode', args: { id: 'n1', parent: 'k1', order: 'a0' } };
	expect(describe(moved, { parent: 'k1', order: 'a9' })).toMatchObject({
		typed: 'pindah ke bawah 1 Kegiatan',
		present: 'di bawah 1 Kegiatan'
	});
	expect(describe({ edit: 'removeNode', args: { id: 'n1' } }, [])).toMatchObject({ typed: 'dihapus', present: 'masih ada' });
});

it('leaves out what stands there when the plan cannot be seen', () => {
	const edit = entry({ edit: 'setAmount', args: { id: 'n1', field: 'pagu', value: 1 } });
	expect(describeEntry(edit, { node: () => undefined, units: [] })).toMatchObject({ row: '1.01 Nama dulu', typed: '1', present: null });
});
