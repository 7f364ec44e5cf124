/** Which usulan are shown: pure. */
import type { UsulanStatus, UsulanValue } from '@rembug/shared/forum/forum-types.ts';
import type { UsulanGroup } from '@rembug/shared/forum/usulan-groups.ts';

/** '' everywhere: all. unit '-': those not assigned yet. */
export interface UsulanFilter {
	words: string;
	kecamatan: string;
	urusan: string;
	status: UsulanStatus | '';
	unit: string;
}

export const noFilter: UsulanFilter = { words: '', kecamatan: '', urusan: '', status: '', unit: '' };

export function isFiltered(filter: UsulanFilter): boolean {
	return Object.values(filter).some((value) => value.trim() !== '');
}

export function fits(usulan: UsulanValue, filter: UsulanFilter): boolean {
	if (filter.kecamatan && usulan.kecamatan !== filter.kecamatan) return false;
	if (filter.urusan && usulan.urusan !== filter.urusan) return false;
	if (filter.status && usulan.status !== filter.status) return false;
	if (filter.unit === '-' ? usulan.unit !== undefined : filter.unit && usulan.unit !== filter.unit) return false;
	const words = filter.words.toLowerCase().split(/\s+/).filter(Boolean);
	if (words.length === 0) return true;
	const { usulan: text, permasalahan, desa, kecamatan, pengusulUnit, subkegiatanNama } = usulan;
	const all = [text, permasalahan, desa, kecamatan, pengusulUnit, subkegiatanNama].join(' ').toLowerCase();
	return words.every((word) => all.includes(word));
}

/** A line of the list. depth 1: behind the one that stands for its group. */
export interface UsulanLine {
	usulan: UsulanValue;
	depth: 0 | 1;
	/** Of the first line of a group of several. */
	group?: UsulanGroup;
}

/** A group is shown when one of it fits; those behind are shown where it is open, or where only they fit. */
export function linesOf(groups: readonly UsulanGroup[], filter: UsulanFilter, isOpen: (id: string) => boolean): UsulanLine[] {
	const filtered = isFiltered(filter);
	return groups.flatMap((group): UsulanLine[] => {
		const { first, others } = group;
		const behind = filtered ? others.filter((one) => fits(one, filter)) : others;
		const firstFits = !filtered || fits(first, filter);
		if (!firstFits && behind.length === 0) return [];
		const head: UsulanLine = others.length > 0 ? { usulan: first, depth: 0, group } : { usulan: first, depth: 0 };
		const shown = isOpen(first.id) || !firstFits ? behind : [];
		return [head, ...shown.map((usulan): UsulanLine => ({ usulan, depth: 1 }))];
	});
}

/** Values of a field, each once, in the order of the alphabet. */
export function valuesOf(usulan: Iterable<UsulanValue>, field: 'kecamatan' | 'urusan'): string[] {
	const values = new Set<string>();
	for (const one of usulan) if (!one.removed && one[field]) values.add(one[field]);
	return [...values].sort((a, b) => a.localeCompare(b, 'id'));
}
