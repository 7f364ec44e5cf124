/** Where the history of a cell is kept: one field, or for a split by sumber dana the fields of each fund. */
import { cellEntity, type Column } from '#lib/grid/columns.ts';
import type { NodeValue } from '@rembug/shared/renja/renja-types.ts';

export interface HistoryPlace {
	entity: string;
	field: string;
	/** Said before the values where a cell gathers several fields. */
	label: string;
}

export function historyPlaces(node: NodeValue, column: Column, indikatorId: string | null): HistoryPlace[] {
	if (column.kind === 'indikator' && !indikatorId) return [];
	if (column.kind === 'sumberDana') return fundPlaces(node);
	return [{ ...cellEntity(node.id, column, indikatorId), label: '' }];
}

export function fundPlaces(node: NodeValue): HistoryPlace[] {
	return node.sumberDana.flatMap(({ id, nama }) => {
		const entity = `${node.id}/sumberDana/${id}`;
		return [
			{ entity, field: 'nama', label: 'Nama' },
			{ entity, field: 'jumlah', label: nama ?? 'Jumlah' }
		];
	});
}
