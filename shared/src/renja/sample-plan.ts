/** Made-up plans of any size, for tests and benchmarks. The same size gives the same plan. */
import { ordersBetween } from './order.ts';
import { childLevel } from './renja-schema.ts';
import type { InfoValue, Level, NodeValue } from './renja-types.ts';

const funds = ['Dana Alokasi Umum', 'Pendapatan Asli Daerah', 'DAK Nonfisik'];
const units = ['sekretariat', 'koperasi', 'umkm'];

/** One urusan and bidang urusan, then programs of 4 kegiatan of 6 subkegiatan until there are `size` nodes (at least 5). */
export function samplePlan(size: number): { info: InfoValue; nodes: NodeValue[] } {
	const nodes: NodeValue[] = [];
	const info: InfoValue = {
		daerah: 'Kabupaten Contoh',
		perangkatDaerah: 'Dinas Contoh',
		tahun: 2026,
		jenis: 'murni',
		judul: 'Renja Contoh 2026',
		layout: 'standar',
		paguLimit: 100_000_000_000
	};
	const widths: Record<Level, number> = { urusan: 1, bidang_urusan: 1, program: Math.ceil(size / 29), kegiatan: 4, subkegiatan: 6 };
	const add = (level: Level, parent: string | null, prefix: string): void => {
		ordersBetween(null, null, widths[level]).forEach((order, index) => {
			if (nodes.length >= size) return;
			const kode = level === 'urusan' ? '2' : `${prefix}.${level === 'kegiatan' ? '2.' : ''}${String(index + 1).padStart(2, '0')}`;
			nodes.push(sampleNode(level, parent, order, kode, index));
			const next = childLevel(level);
			if (next) add(next, `n-${kode}`, kode);
		});
	};
	add('urusan', null, '');
	return { info, nodes };
}

function sampleNode(level: Level, parent: string | null, order: string, kode: string, index: number): NodeValue {
	const id = `n-${kode}`;
	const node: NodeValue = { id, level, parent, order, kode, uraian: `${level} ${kode}`, indikator: [], sumberDana: [] };
	if (level === 'program') node.bidang = units[index % units.length];
	if (level !== 'subkegiatan') return node;
	const pagu = 1_000_000 * (index + 1) + index;
	return {
		...node,
		pagu,
		paguMaju: pagu + 100_000,
		belanjaPegawai: 0,
		belanjaBarangJasa: pagu,
		belanjaModal: 0,
		lokasi: 'Kabupaten Contoh',
		indikator: [
			{
				id: `i-${kode}`,
				jenis: 'keluaran',
				tolokUkur: `Jumlah keluaran ${kode}`,
				satuan: 'Dokumen',
				target: String(index + 1),
				order: 'a0'
			}
		],
		sumberDana: [{ id: `s-${kode}`, nama: funds[index % funds.length], ...(index % 2 ? { jumlah: pagu } : {}), order: 'a0' }]
	};
}
