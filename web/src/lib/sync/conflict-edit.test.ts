import type { Edit } from '@rembug/shared/renja/edit-types.ts';
import { expect, it } from 'vitest';
import { editThatSets, registerOf } from './conflict-edit.ts';

it.each([
	{ edit: 'setNodeText', args: { id: 'n', field: 'uraian', value: 'a' } },
	{ edit: 'setNodeText', args: { id: 'n', field: 'kelompokSasaran', value: null } },
	{ edit: 'setAmount', args: { id: 'n', field: 'belanjaModal', value: 5 } },
	{ edit: 'setBidang', args: { id: 'n', bidang: null } },
	{ edit: 'setIndikator', args: { nodeId: 'n', id: 'i', field: 'target', value: '3' } },
	{ edit: 'setSumberDana', args: { nodeId: 'n', id: 'i', field: 'jumlah', value: 3 } },
	{ edit: 'setTriwulan', args: { id: 'n', triwulan: 2, field: 'rp', value: 3 } },
	{ edit: 'setInfo', args: { field: 'judul', value: 'x' } },
	{ edit: 'setPaguLimit', args: { of: 'bidang', key: 'umkm', value: 3 } },
	{ edit: 'assignSection', args: { section: '2.1', bidang: 'umkm' } },
	{ edit: 'setPaguLimit', args: { of: 'sumberDana', key: 'DAU / DAK', value: null } }
] satisfies Edit[])('the edit of the register that an edit sets is that edit: %o', (edit) => {
	const register = registerOf(edit);
	expect(register).not.toBeNull();
	expect(register && editThatSets(register, register.value)).toEqual(edit);
});
