/** The register that an edit sets, as the server names it, and the edit that sets a register. */
import type { Edit, EditArgs, NodeAmountField } from '@rembug/shared/renja/edit-types.ts';
import { limitMaps, sectionUnits } from '@rembug/shared/renja/renja-document.ts';
import type { ConflictRow } from '@rembug/shared/sync/conflict-types.ts';

export type Register = Pick<ConflictRow, 'root' | 'entity' | 'field'>;

const amounts: readonly string[] = ['pagu', 'paguMaju', 'belanjaPegawai', 'belanjaBarangJasa', 'belanjaModal'] satisfies NodeAmountField[];

/** Null for edits that set no single register: rows that come, go or move, new entries. */
export function registerOf(edit: Edit): (Register & { value: unknown }) | null {
	switch (edit.edit) {
		case 'setNodeText':
		case 'setAmount':
			return { root: 'nodes', entity: edit.args.id, field: edit.args.field, value: emptyToNull(edit.args.value) };
		case 'setBidang':
			return { root: 'nodes', entity: edit.args.id, field: 'bidang', value: edit.args.bidang };
		case 'setIndikator':
			return entryRegister('indikator', edit.args);
		case 'setSumberDana':
			return entryRegister('sumberDana', edit.args);
		case 'setTriwulan':
			return entryRegister('triwulan', { ...edit.args, nodeId: edit.args.id, id: String(edit.args.triwulan) });
		case 'setInfo':
			return { root: 'info', entity: '', field: edit.args.field, value: emptyToNull(edit.args.value) };
		case 'setPaguLimit':
			return { root: 'info', entity: limitMaps[edit.args.of], field: edit.args.key, value: edit.args.value };
		case 'assignSection':
			return { root: 'info', entity: sectionUnits, field: edit.args.section, value: edit.args.bidang };
		default:
			return null;
	}
}

function entryRegister(collection: string, args: { nodeId: string; id: string; field: string; value: unknown }) {
	return { root: 'nodes', entity: `${args.nodeId}/${collection}/${args.id}`, field: args.field, value: emptyToNull(args.value) };
}

function emptyToNull(value: unknown): unknown {
	return typeof value === 'string' && value.trim() === '' ? null : (value ?? null);
}

/** The edit that sets a register. Whether the value fits is for the edit to say. */
export function editThatSets({ root, entity, field }: Register, value: unknown): Edit {
	const [nodeId = '', collection, id = ''] = entity.split('/');
	if (root === 'info') {
		if (entity === limitMaps.bidang) return { edit: 'setPaguLimit', args: { of: 'bidang', key: field, value: value as number | null } };
		if (entity === limitMaps.sumberDana)
			return { edit: 'setPaguLimit', args: { of: 'sumberDana', key: field, value: value as number | null } };
		if (entity === sectionUnits) return { edit: 'assignSection', args: { section: field, bidang: value as string | null } };
		return { edit: 'setInfo', args: { field, value } as EditArgs['setInfo'] };
	}
	switch (collection) {
		case 'indikator':
			return { edit: 'setIndikator', args: { nodeId, id, field, value } as EditArgs['setIndikator'] };
		case 'sumberDana':
			return { edit: 'setSumberDana', args: { nodeId, id, field, value } as EditArgs['setSumberDana'] };
		case 'triwulan':
			return { edit: 'setTriwulan', args: { id: nodeId, triwulan: Number(id), field, value } as EditArgs['setTriwulan'] };
	}
	if (field === 'bidang') return { edit: 'setBidang', args: { id: nodeId, bidang: value as string | null } };
	if (amounts.includes(field)) return { edit: 'setAmount', args: { id: nodeId, field, value } as EditArgs['setAmount'] };
	return { edit: 'setNodeText', args: { id: nodeId, field, value } as EditArgs['setNodeText'] };
}
