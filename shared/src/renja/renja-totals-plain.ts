/**
 * Totals recomputed from plain nodes: from the sub kegiatan upwards, never from a stored sum. Snapshots, tables and the REST answer use
 * this; the live page uses renja-totals.ts, which must always agree with it (its property test says so).
 */
import { levels, type Amounts, type NodeValue, type Rupiah, type TotalsValue } from './renja-types.ts';

export const noAmounts: Readonly<Amounts> = Object.freeze({
	pagu: 0,
	paguMaju: 0,
	belanjaPegawai: 0,
	belanjaBarangJasa: 0,
	belanjaModal: 0,
	count: 0
});

/** What one subkegiatan brings to every sum that it is part of. */
export function ownAmounts(node: NodeValue): Amounts {
	return {
		pagu: node.pagu ?? 0,
		paguMaju: node.paguMaju ?? 0,
		belanjaPegawai: node.belanjaPegawai ?? 0,
		belanjaBarangJasa: node.belanjaBarangJasa ?? 0,
		belanjaModal: node.belanjaModal ?? 0,
		count: 1
	};
}

/** Named split amounts of one subkegiatan. An entry without name or amount is not a split yet. */
export function ownSplits(node: NodeValue): Map<string, Rupiah> {
	const splits = new Map<string, Rupiah>();
	for (const entry of node.sumberDana) {
		const nama = entry.nama?.trim();
		if (entry.removed || !nama || entry.jumlah === undefined) continue;
		splits.set(nama, (splits.get(nama) ?? 0) + entry.jumlah);
	}
	return splits;
}

/** Adds `part` to `sum` in place; sign -1 takes it out again. */
export function addAmounts(sum: Amounts, part: Amounts, sign: 1 | -1 = 1): void {
	sum.pagu += sign * part.pagu;
	sum.paguMaju += sign * part.paguMaju;
	sum.belanjaPegawai += sign * part.belanjaPegawai;
	sum.belanjaBarangJasa += sign * part.belanjaBarangJasa;
	sum.belanjaModal += sign * part.belanjaModal;
	sum.count += sign * part.count;
}

/** Ids from the node up to its urusan, or null when the node or one above it is removed or missing: such a node counts nowhere. */
export function liveChain(node: NodeValue, find: (id: string) => NodeValue | undefined): string[] | null {
	const chain: string[] = [];
	let at: NodeValue | undefined = node;
	while (at) {
		if (at.removed) return null;
		chain.push(at.id);
		if (at.parent === null) return at.level === 'urusan' ? chain : null;
		at = find(at.parent);
	}
	return null;
}

/** Unit that owns a node: its own, or that of the nearest ancestor that names one. */
export function effectiveBidang<Row extends Pick<NodeValue, 'parent' | 'bidang'>>(
	node: Row,
	find: (id: string) => Row | undefined
): string | null {
	let at: Row | undefined = node;
	// A row that does not belong to a tree, as one that nobody checked yet, must not keep us going round for ever.
	for (let depth = 0; at && depth < levels.length; depth++) {
		if (at.bidang) return at.bidang;
		at = at.parent === null ? undefined : find(at.parent);
	}
	return null;
}

/** All sums of a plan. */
export function computeTotals(nodes: readonly NodeValue[]): TotalsValue {
	const byId = new Map(nodes.map((node) => [node.id, node]));
	const find = (id: string): NodeValue | undefined => byId.get(id);
	const total: Amounts = { ...noAmounts };
	const perNode: Record<string, Amounts> = {};
	const perBidang: Record<string, Amounts> = {};
	const perFund = new Map<string, Rupiah>();
	for (const node of nodes) {
		const chain = node.level === 'subkegiatan' ? liveChain(node, find) : null;
		if (!chain) continue;
		const own = ownAmounts(node);
		addAmounts(total, own);
		for (const id of chain) addAmounts((perNode[id] ??= { ...noAmounts }), own);
		addAmounts((perBidang[effectiveBidang(node, find) ?? ''] ??= { ...noAmounts }), own);
		for (const [nama, jumlah] of ownSplits(node)) perFund.set(nama, (perFund.get(nama) ?? 0) + jumlah);
	}
	return { ...total, nodes: perNode, bidang: perBidang, sumberDana: withRest(perFund, total.pagu) };
}

/** Splits by name, and what no split names under ''. */
export function withRest(perFund: ReadonlyMap<string, Rupiah>, pagu: Rupiah): Record<string, Rupiah> {
	let rest = pagu;
	for (const jumlah of perFund.values()) rest -= jumlah;
	// fromEntries, not assignment: a fund may bear any name, '__proto__' among them.
	return Object.fromEntries(rest === 0 ? perFund : [...perFund, ['', rest]]);
}
