/** The first rows of a Renja from nothing: urusan and bidang urusan, under which everything else is added in the grid. */
import { ordersBetween } from './order.ts';
import type { NodeValue } from './renja-types.ts';

/** Names of the urusan by the first part of the kode (Permendagri 90/2019, Lampiran). */
export const urusanNames: Record<string, string> = {
	'1': 'URUSAN PEMERINTAHAN WAJIB YANG BERKAITAN DENGAN PELAYANAN DASAR',
	'2': 'URUSAN PEMERINTAHAN WAJIB YANG TIDAK BERKAITAN DENGAN PELAYANAN DASAR',
	'3': 'URUSAN PEMERINTAHAN PILIHAN',
	'4': 'UNSUR PENDUKUNG URUSAN PEMERINTAHAN',
	'5': 'UNSUR PENUNJANG URUSAN PEMERINTAHAN',
	'6': 'UNSUR PENGAWASAN URUSAN PEMERINTAHAN',
	'7': 'UNSUR KEWILAYAHAN',
	'8': 'UNSUR PEMERINTAHAN UMUM'
};

/** Kode of a bidang urusan: `2.17`. */
export const bidangUrusanPattern = /^[1-8]\.\d{2}$/;

export interface BidangUrusan {
	/** `2.17`; one that does not fit the pattern is a RangeError. */
	kode: string;
	/** As in the list of nomenklatur; empty: filled in later. */
	uraian: string;
}

/** Rows in the order of their kode; a kode named twice is taken once. */
export function emptyPlan(bidangUrusan: readonly BidangUrusan[]): NodeValue[] {
	const wrong = bidangUrusan.find(({ kode }) => !bidangUrusanPattern.test(kode));
	if (wrong) throw new RangeError(wrong.kode);
	const byKode = new Map(bidangUrusan.map((one) => [one.kode, one]));
	const bidang = [...byKode.values()].sort((a, b) => (a.kode < b.kode ? -1 : 1));
	const urusan = [...new Set(bidang.map(({ kode }) => kode.charAt(0)))];
	const urusanOrders = ordersBetween(null, null, urusan.length);
	return urusan.flatMap((kode, index) => {
		const below = bidang.filter((one) => one.kode.startsWith(`${kode}.`));
		const orders = ordersBetween(null, null, below.length);
		return [
			row({ id: `n-${kode}`, level: 'urusan', parent: null, order: urusanOrders[index], kode, uraian: urusanNames[kode] ?? '' }),
			...below.map((one, at) =>
				row({
					id: `n-${one.kode}`,
					level: 'bidang_urusan',
					parent: `n-${kode}`,
					order: orders[at],
					kode: one.kode,
					uraian: one.uraian.trim()
				})
			)
		];
	});
}

function row({ uraian, ...rest }: Omit<NodeValue, 'indikator' | 'sumberDana'>): NodeValue {
	return { ...rest, ...(uraian ? { uraian } : {}), indikator: [], sumberDana: [] };
}
