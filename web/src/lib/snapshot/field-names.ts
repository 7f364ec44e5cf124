import { sectionUnits } from '@rembug/shared/renja/renja-document.ts';
import { sectionName } from '@rembug/shared/renja/sections.ts';

/** Names of the fields that a difference can name. */
const names: Record<string, string> = {
	kode: 'Kode',
	bidang: 'Bidang',
	lokasi: 'Lokasi',
	catatan: 'Catatan',
	penanggungJawab: 'Penanggung jawab',
	kelompokSasaran: 'Kelompok sasaran',
	prioritas: 'Prioritas',
	pagu: 'Pagu',
	paguMaju: 'Pagu prakiraan maju',
	belanjaPegawai: 'Belanja pegawai',
	belanjaBarangJasa: 'Belanja barang dan jasa',
	belanjaModal: 'Belanja modal',
	tolokUkur: 'tolok ukur',
	jenis: 'jenis',
	satuan: 'satuan',
	target: 'target',
	targetMaju: 'target prakiraan maju',
	accumulation: 'cara menjumlah',
	direction: 'arah yang baik',
	nama: 'nama',
	jumlah: 'jumlah',
	k: 'kinerja',
	rp: 'rupiah',
	daerah: 'Daerah',
	perangkatDaerah: 'Perangkat daerah',
	tahun: 'Tahun',
	judul: 'Judul',
	nomenklaturVersion: 'Versi nomenklatur',
	layout: 'Bentuk tabel',
	paguLimit: 'Batas pagu'
};

export function fieldName(field: string): string {
	if (isSectionUnit(field)) return `Penulis ${sectionName(field.slice(sectionUnits.length + 1))}`;
	return names[field] ?? field;
}

/** Whether the value is the unit that writes a section of the Bab texts. */
export function isSectionUnit(field: string): boolean {
	return field.startsWith(`${sectionUnits}/`);
}
