/** Official names, indikator and satuan that the server offers for a kode; loaded once, when first asked for. */
import type { IndikatorJenis, Level } from '@rembug/shared/renja/renja-types.ts';
import { getJson } from '#lib/api/api.ts';

/** A row of `GET /api/renja/:id/nomenklatur`. */
export interface NomenklaturEntry {
	kode: string;
	uraian: string;
	level: Level;
	indikator: { jenis: IndikatorJenis; tolokUkur?: string; satuan?: string }[];
}

export interface Nomenklatur {
	/** Reactive. Entries of this level whose kode begins with the text or whose name holds it; at most 8. */
	suggest(level: Level, text: string): NomenklaturEntry[];
	/** Reactive. */
	find(level: Level, kode: string | undefined): NomenklaturEntry | undefined;
	load(): void;
}

export function createNomenklatur(renjaId: string): Nomenklatur {
	let entries = $state.raw<NomenklaturEntry[]>([]);
	let asked = false;
	return {
		load() {
			if (asked) return;
			asked = true;
			// Without the list one can still type everything; it is asked for again at the next cell.
			getJson<NomenklaturEntry[]>(`/api/renja/${encodeURIComponent(renjaId)}/nomenklatur`).then(
				(list) => (entries = list),
				() => (asked = false)
			);
		},
		suggest(level, text) {
			const wanted = text.trim().toLowerCase();
			const fits = entries.filter(
				(entry) => entry.level === level && (wanted === '' || entry.kode.startsWith(wanted) || entry.uraian.toLowerCase().includes(wanted))
			);
			return fits.slice(0, 8);
		},
		find(level, kode) {
			return kode ? entries.find((entry) => entry.level === level && entry.kode === kode.trim()) : undefined;
		}
	};
}
