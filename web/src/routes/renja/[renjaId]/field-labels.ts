/** Names of fields as people know them. */
import { usulanOfKey } from '@rembug/shared/renja/renja-document.ts';

const labels: Record<string, string> = {
	kode: 'Kode',
	uraian: 'Uraian',
	judul: 'Judul Renja',
	layout: 'Bentuk Tabel T-C.33',
	paguLimit: 'Batas pagu',
	bidang: 'Bidang',
	lokasi: 'Lokasi',
	catatan: 'Catatan',
	penanggungJawab: 'Penanggung jawab',
	kelompokSasaran: 'Kelompok sasaran',
	prioritas: 'Prioritas',
	pagu: 'Pagu',
	paguMaju: 'Prakiraan maju: pagu',
	belanjaPegawai: 'Belanja pegawai',
	belanjaBarangJasa: 'Belanja barang/jasa',
	belanjaModal: 'Belanja modal',
	tolokUkur: 'Indikator',
	jenis: 'Jenis indikator',
	satuan: 'Satuan',
	target: 'Target',
	targetMaju: 'Prakiraan maju: target',
	nama: 'Sumber dana',
	jumlah: 'Jumlah sumber dana',
	sumberDana: 'Sumber dana',
	parent: 'Tempat',
	order: 'Urutan',
	removed: 'Dihapus'
};

export function fieldLabel(field: string): string {
	return labels[field] ?? (usulanOfKey(field) === null ? field : 'Usulan forum yang dimasukkan');
}
