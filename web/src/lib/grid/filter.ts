/** Search and filter: which rows answer, and which must stay visible above them so that one still knows where one is. */
import type { NodeValue } from '@rembug/shared/renja/renja-types.ts';
import type { TreeSource } from './grid-lines.ts';

export interface PlanFilter {
	text: string;
	/** Unit id; '' = rows that no bidang has; null = any. */
	bidang: string | null;
	/** Name of a sumber dana; '' = sub kegiatan without one; null = any. */
	sumberDana: string | null;
}

export const noFilter: PlanFilter = { text: '', bidang: null, sumberDana: null };

export interface FilterSource extends TreeSource {
	effectiveBidang(id: string): string | null;
}

export interface FilterResult {
	/** Answering rows and everything above them. */
	shown: Set<string>;
	hits: number;
}

export function isFiltering(filter: PlanFilter): boolean {
	return filter.text.trim() !== '' || filter.bidang !== null || filter.sumberDana !== null;
}

function searchable(node: NodeValue): string {
	const parts = [node.kode, node.uraian, node.lokasi, node.catatan, node.penanggungJawab, node.kelompokSasaran];
	for (const indikator of node.indikator) if (!indikator.removed) parts.push(indikator.tolokUkur, indikator.target, indikator.satuan);
	for (const fund of node.sumberDana) if (!fund.removed) parts.push(fund.nama);
	return parts.join('\n').toLowerCase();
}

function hasFund(node: NodeValue, nama: string): boolean {
	if (node.level !== 'subkegiatan') return false;
	const live = node.sumberDana.filter((fund) => !fund.removed);
	return nama === '' ? live.length === 0 : live.some((fund) => fund.nama === nama);
}

/** Every word must occur somewhere in the row. `keep` stays visible although it no longer answers: the row under the cursor. */
export function filterPlan(source: FilterSource, filter: PlanFilter, keep: string | null = null): FilterResult {
	const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
	const shown = new Set<string>();
	let hits = 0;
	const answers = (id: string, node: NodeValue): boolean => {
		if (filter.bidang !== null && (source.effectiveBidang(id) ?? '') !== filter.bidang) return false;
		if (filter.sumberDana !== null && !hasFund(node, filter.sumberDana)) return false;
		const text = words.length > 0 ? searchable(node) : '';
		return words.every((word) => text.includes(word));
	};
	const walk = (id: string): boolean => {
		const node = source.node(id);
		if (!node) return false;
		const own = answers(id, node);
		if (own) hits++;
		let visible = own || id === keep;
		for (const child of source.children(id)) visible = walk(child) || visible;
		if (visible) shown.add(id);
		return visible;
	};
	for (const id of source.children(null)) walk(id);
	return { shown, hits };
}
