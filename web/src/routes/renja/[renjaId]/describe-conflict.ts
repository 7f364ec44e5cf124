/** A conflict in words: which row, which field, and each value as people write it. */
import type { Unit } from '@rembug/shared/api/api-types.ts';
import { formatRupiah } from '@rembug/shared/pagu/rupiah.ts';
import { limitMaps, sectionUnits } from '@rembug/shared/renja/renja-document.ts';
import { sectionName } from '@rembug/shared/renja/sections.ts';
import type { NodeValue } from '@rembug/shared/renja/renja-types.ts';
import type { ConflictRow } from '@rembug/shared/sync/conflict-types.ts';
import { unitLabel } from '#lib/grid/cell-value.ts';
import { gridColumns, type ColumnKey } from '#lib/grid/columns.ts';
import { fieldLabel } from './field-labels.ts';

export interface ConflictPlace {
	/** Row, or the plan as a whole. */
	row: string;
	field: string;
	/** Where to put the cursor; null: no cell of the grid shows it. */
	nodeId: string | null;
	column: ColumnKey | null;
}

export function placeOfConflict(
	{ root, entity, field }: Pick<ConflictRow, 'root' | 'entity' | 'field'>,
	node: (id: string) => NodeValue | undefined,
	units: readonly Unit[]
): ConflictPlace {
	if (root === 'info') {
		if (entity === sectionUnits) return { row: 'Bab', field: `Penulis ${sectionName(field)}`, nodeId: null, column: null };
		const of = entity === limitMaps.bidang ? unitLabel(units, field) : field;
		return { row: 'Data Renja', field: entity === '' ? fieldLabel(field) : `Batas pagu ${of}`, nodeId: null, column: null };
	}
	const [nodeId = '', collection, id = ''] = entity.split('/');
	const value = node(nodeId);
	const row = [value?.kode, value?.uraian].filter(Boolean).join(' ') || 'Baris baru';
	const wanted = collection === 'sumberDana' ? collection : field;
	const column = gridColumns(undefined).find(({ key }) => key === wanted)?.key ?? null;
	const place = { row, nodeId, column };
	if (collection === 'triwulan') return { ...place, field: `Triwulan ${id}: ${field === 'rp' ? 'rupiah' : 'kinerja'}` };
	const fund = collection === 'sumberDana' && field === 'jumlah' ? value?.sumberDana.find((one) => one.id === id)?.nama : undefined;
	return { ...place, field: fund ? `${fieldLabel(field)} ${fund}` : fieldLabel(field) };
}

export function valueOfConflict(value: unknown, { entity, field }: Pick<ConflictRow, 'entity' | 'field'>, units: readonly Unit[]): string {
	if (value === null || value === undefined || value === '') return 'kosong';
	if (typeof value === 'number') return field === 'tahun' ? String(value) : formatRupiah(value);
	return field === 'bidang' || entity === sectionUnits ? unitLabel(units, String(value)) : String(value);
}
