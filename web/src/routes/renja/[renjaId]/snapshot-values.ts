/** What a cell held in a snapshot, read from the row as it was then. */
import type { NodeValue } from '@rembug/shared/renja/renja-types.ts';
import type { HistoryPlace } from './history-places.ts';

export interface SnapshotValue {
	/** Said before the value where a cell gathers several. */
	label: string;
	field: string;
	/** null: empty then. */
	value: string | number | null;
}

/** null: the row, or the indikator that the cell belongs to, was not there, or was marked as removed. */
export function valuesThen(node: NodeValue | null, places: readonly HistoryPlace[]): SnapshotValue[] | null {
	if (!node || node.removed) return null;
	// A split has entries of its own in each snapshot, whatever entries it has now.
	if (places.some(({ entity }) => entity.split('/')[1] === 'sumberDana')) {
		return node.sumberDana
			.filter((fund) => !fund.removed)
			.map(({ nama, jumlah }) => ({ label: nama ?? 'Tanpa nama', field: 'jumlah', value: jumlah ?? null }));
	}
	const values = places.map(({ entity, field, label }) => {
		const owner = entryAt(node, entity);
		return owner && { label, field, value: ((owner as Record<string, unknown>)[field] ?? null) as SnapshotValue['value'] };
	});
	const known = values.filter((value) => value !== null);
	return known.length === 0 && places.length > 0 ? null : known;
}

/** The row itself, or the entry of it that an entity such as `n1/indikator/i1` names. */
function entryAt(node: NodeValue, entity: string): object | null {
	const [, collection, id] = entity.split('/');
	if (collection === undefined || id === undefined) return node;
	if (collection === 'triwulan') return node.triwulan?.[id] ?? {};
	const entry = collection === 'indikator' ? node.indikator.find((one) => one.id === id) : undefined;
	return entry && !entry.removed ? entry : null;
}
