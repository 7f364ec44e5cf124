/** A plan of plain values with the face that the grid reads, for tests. */
import type { Unit } from '@rembug/shared/api/api-types.ts';
import { compareOrder } from '@rembug/shared/renja/order.ts';
import { computeTotals } from '@rembug/shared/renja/renja-totals-plain.ts';
import type { NodeValue } from '@rembug/shared/renja/renja-types.ts';
import type { CellContext, CellSource } from './cell-value.ts';

const noAmounts = { pagu: 0, paguMaju: 0, belanjaPegawai: 0, belanjaBarangJasa: 0, belanjaModal: 0, count: 0 };

export function plainPlan(nodes: readonly NodeValue[]): CellSource {
	const byId = new Map(nodes.map((node) => [node.id, node]));
	const totals = computeTotals([...nodes]);
	return {
		node: (id) => byId.get(id),
		children: (id) =>
			nodes
				.filter((node) => node.parent === id && !node.removed)
				.sort(compareOrder)
				.map((node) => node.id),
		effectiveBidang(id) {
			for (let node = byId.get(id); node; node = node.parent ? byId.get(node.parent) : undefined) if (node.bidang) return node.bidang;
			return null;
		},
		amounts: (id) => totals.nodes[id] ?? noAmounts
	};
}

export const testUnits: Unit[] = [
	{ id: 'sekretariat', nama: 'Sekretariat', singkatan: 'Sekretariat', jenis: 'sekretariat' },
	{ id: 'koperasi', nama: 'Bidang Koperasi', singkatan: 'Koperasi', jenis: 'bidang' },
	{ id: 'umkm', nama: 'Bidang Usaha Mikro', singkatan: 'UMKM', jenis: 'bidang' }
];

/** Program p with kegiatan k: s1 (two indikator, 1.000.000), s2 (none, 2.500.000). */
export function smallNodes(): NodeValue[] {
	const empty = { indikator: [], sumberDana: [] };
	return [
		{ ...empty, id: 'u', level: 'urusan', parent: null, order: 'a0', kode: '2', uraian: 'Urusan' },
		{ ...empty, id: 'b', level: 'bidang_urusan', parent: 'u', order: 'a0', kode: '2.17', uraian: 'Koperasi' },
		{ ...empty, id: 'p', level: 'program', parent: 'b', order: 'a0', kode: '2.17.01', uraian: 'Program penunjang', bidang: 'sekretariat' },
		{ ...empty, id: 'k', level: 'kegiatan', parent: 'p', order: 'a0', kode: '2.17.01.2.01', uraian: 'Perencanaan' },
		{
			id: 's1',
			level: 'subkegiatan',
			parent: 'k',
			order: 'a0',
			kode: '2.17.01.2.01.01',
			uraian: 'Penyusunan dokumen',
			pagu: 1_000_000,
			lokasi: 'Kec. Pandaan',
			indikator: [
				{ id: 'i1', jenis: 'keluaran', tolokUkur: 'Jumlah dokumen', target: '7', satuan: 'Dokumen', order: 'a0' },
				{ id: 'i2', jenis: 'hasil', tolokUkur: 'Persentase tepat waktu', target: '100', satuan: '%', order: 'a1' }
			],
			sumberDana: [{ id: 'd1', nama: 'Dana Alokasi Umum', order: 'a0' }]
		},
		{
			...empty,
			id: 's2',
			level: 'subkegiatan',
			parent: 'k',
			order: 'a1',
			kode: '2.17.01.2.01.02',
			uraian: 'Evaluasi',
			pagu: 2_500_000,
			bidang: 'koperasi'
		}
	];
}

export function testContext(nodes: readonly NodeValue[] = smallNodes()): CellContext {
	let next = 1;
	return { plan: plainPlan(nodes), units: testUnits, newId: () => `new-${next++}` };
}
