/** What plans print for a kode: official name, indikator, satuan. Offered while typing; the national lists come from elsewhere. */
import type { NomenklaturEntry } from '@rembug/shared/api/api-types.ts';
import type { NodeValue } from '@rembug/shared/renja/renja-types.ts';

/** Collects from plans, first plan first: its name for a kode stands, later plans add indikator that it does not have. Sorted by kode. */
export function nomenklaturOf(plans: readonly (readonly NodeValue[])[]): NomenklaturEntry[] {
	const entries = new Map<string, NomenklaturEntry>();
	for (const node of plans.flat()) {
		if (!node.kode || !node.uraian || node.removed) continue;
		const key = `${node.level} ${node.kode}`;
		const entry = entries.get(key) ?? { kode: node.kode, uraian: node.uraian, level: node.level, indikator: [] };
		entries.set(key, entry);
		for (const { jenis, tolokUkur, satuan, removed } of node.indikator) {
			if (removed || !tolokUkur || entry.indikator.some((known) => known.jenis === jenis && known.tolokUkur === tolokUkur)) continue;
			entry.indikator.push({ jenis, tolokUkur, ...(satuan === undefined ? {} : { satuan }) });
		}
	}
	return [...entries.values()].sort((a, b) => (a.kode < b.kode ? -1 : a.kode > b.kode ? 1 : 0));
}
