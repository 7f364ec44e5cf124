/**
 * Two Renja that were made apart (last year's and this year's) share no ids, so by ids alone everything would be gone and new. Rows that
 * bear the same kode under the same kode are the same row for a reader: the later plan is given the ids of the earlier one there.
 */
import type { NodeValue } from '../renja/renja-types.ts';

type Plan<T> = T & { nodes: readonly NodeValue[] };

/** `after` with the ids of `before` wherever kode and place agree; entries of such rows are matched by their name. Rows that share an id already keep it. */
export function alignByKode<T extends object>(before: { nodes: readonly NodeValue[] }, after: Plan<T>): Plan<T> {
	const known = new Set(before.nodes.map((node) => node.id));
	const taken = new Set(after.nodes.map((node) => node.id));
	const free = placesOf(before.nodes.filter((node) => !taken.has(node.id)));
	const wanted = placesOf(after.nodes.filter((node) => !known.has(node.id)));
	const ids = new Map<string, string>();
	const rows = new Map<string, NodeValue>();
	for (const [place, node] of wanted) {
		const match = free.get(place);
		if (!node || !match) continue;
		ids.set(node.id, match.id);
		rows.set(node.id, match);
	}
	return {
		...after,
		nodes: after.nodes.map((node) => {
			const row = rows.get(node.id);
			const parent = node.parent === null ? null : (ids.get(node.parent) ?? node.parent);
			if (!row) return { ...node, parent };
			return {
				...node,
				id: row.id,
				parent,
				indikator: withIdsOf(row.indikator, node.indikator, (entry) => `${entry.jenis} ${entry.tolokUkur ?? ''}`),
				sumberDana: withIdsOf(row.sumberDana, node.sumberDana, (entry) => entry.nama ?? '')
			};
		})
	};
}

/** Live rows by level and full kode, which contains the kode of what they stand under; null where several rows claim one place. */
function placesOf(nodes: readonly NodeValue[]): Map<string, NodeValue | null> {
	const places = new Map<string, NodeValue | null>();
	for (const node of nodes) {
		if (node.removed || !node.kode) continue;
		const place = `${node.level} ${node.kode}`;
		places.set(place, places.has(place) ? null : node);
	}
	return places;
}

function withIdsOf<T extends { id: string; removed?: true }>(before: readonly T[], after: readonly T[], name: (entry: T) => string): T[] {
	const open = before.filter((entry) => !entry.removed);
	return after.map((entry) => {
		const index = open.findIndex((one) => name(one) === name(entry));
		const [match] = index < 0 ? [] : open.splice(index, 1);
		return match ? { ...entry, id: match.id } : entry;
	});
}
