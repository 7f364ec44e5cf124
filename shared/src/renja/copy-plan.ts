/** A plan out of an earlier one: last year's Renja as the beginning of this year's, or the Renja murni as that of its perubahan. */
import type { PlanValue } from './read-plan-json.ts';
import type { IndikatorValue, InfoValue, NodeValue, SumberDanaValue } from './renja-types.ts';

export interface CopyOptions {
	/** Year of the copy. Ceilings are handed down for a year: they are copied within the same one only. */
	tahun: number;
	/**
	 * Pagu and target of the copy are the prakiraan maju of the source; what has none stays open, and so do the splits of the old pagu
	 * (belanja, sumber dana, triwulan). Otherwise amounts and targets are copied as they stand.
	 */
	carryForward: boolean;
	/** Units that rows of the copy may name; the bidang of other rows is left open. */
	unitIds: ReadonlySet<string>;
	newId: () => string;
}

/** New ids throughout; rows that were removed, and what stands under them, are left out. Names and year in `info` are the source's: the caller sets them. */
export function copyPlan(source: PlanValue, options: CopyOptions): PlanValue {
	const ids = new Map<string, string>();
	const nodes: NodeValue[] = [];
	for (const node of source.nodes) {
		const parent = node.parent === null ? null : ids.get(node.parent);
		if (node.removed || parent === undefined) continue;
		const id = options.newId();
		ids.set(node.id, id);
		nodes.push(copyNode(node, { id, parent }, options));
	}
	// Last year's words are where this year's begin.
	const { narrative } = source;
	return { info: copyInfo(source.info, options), nodes, ...(narrative ? { narrative } : {}) };
}

function copyInfo(source: InfoValue, { tahun, unitIds }: CopyOptions): InfoValue {
	const { paguLimit, paguLimitBidang, paguLimitSumberDana, bidangBab, ...info } = source;
	// Who writes which section stays, as far as the unit is there.
	const sections = Object.entries(bidangBab ?? {}).filter(([, unitId]) => unitIds.has(unitId));
	const copy: InfoValue = { ...info, ...(sections.length === 0 ? {} : { bidangBab: Object.fromEntries(sections) }) };
	if (info.tahun !== tahun) return copy;
	const limits = Object.entries(paguLimitBidang ?? {}).filter(([unitId]) => unitIds.has(unitId));
	return {
		...copy,
		...(paguLimit === undefined ? {} : { paguLimit }),
		...(limits.length === 0 ? {} : { paguLimitBidang: Object.fromEntries(limits) }),
		...(paguLimitSumberDana === undefined ? {} : { paguLimitSumberDana })
	};
}

function copyNode(node: NodeValue, place: { id: string; parent: string | null }, { carryForward, unitIds, newId }: CopyOptions): NodeValue {
	// Usulan belong to the forum of the source.
	const { bidang, pagu, paguMaju, belanjaPegawai, belanjaBarangJasa, belanjaModal, triwulan, usulan: _taken, ...rest } = node;
	const live = <T extends { removed?: true }>(entries: T[]): T[] => entries.filter((entry) => !entry.removed);
	const amounts: Partial<NodeValue> = carryForward
		? { pagu: paguMaju }
		: { pagu, paguMaju, belanjaPegawai, belanjaBarangJasa, belanjaModal, triwulan };
	return {
		...rest,
		...place,
		...(bidang && unitIds.has(bidang) ? { bidang } : {}),
		...Object.fromEntries(Object.entries(amounts).filter(([, value]) => value !== undefined)),
		indikator: live(node.indikator).map((one) => copyIndikator({ ...one, id: newId() }, carryForward)),
		sumberDana: live(node.sumberDana).map((one) => copySumberDana({ ...one, id: newId() }, carryForward))
	};
}

function copyIndikator({ target, targetMaju, ...rest }: IndikatorValue, carryForward: boolean): IndikatorValue {
	const now = carryForward ? targetMaju : target;
	return {
		...rest,
		...(now === undefined ? {} : { target: now }),
		...(carryForward || targetMaju === undefined ? {} : { targetMaju })
	};
}

function copySumberDana({ jumlah, ...rest }: SumberDanaValue, carryForward: boolean): SumberDanaValue {
	return carryForward || jumlah === undefined ? rest : { ...rest, jumlah };
}
