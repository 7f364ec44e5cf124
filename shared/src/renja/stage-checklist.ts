/**
 * What a stage needs before its work can be finished: letters, plans and results that come from elsewhere (rules of the field, "Stages";
 * Permendagri 86/2017 and the plans of 2021 to 2023). Nothing here stops anybody: what is missing is shown when the Renja moves on.
 */
import { stages, type Stage } from './stages.ts';

export interface ChecklistItem {
	/** Stable within its stage; ticks are stored under it. */
	id: string;
	label: string;
}

const murni: Record<Stage, readonly ChecklistItem[]> = {
	persiapan: [
		{ id: 'edaran', label: 'Surat edaran atau surat Sekretariat Daerah tentang penyusunan Renja' },
		{ id: 'renstra', label: 'Renstra perangkat daerah' },
		{ id: 'nomenklatur', label: 'Versi nomenklatur program, kegiatan, dan sub kegiatan' },
		{ id: 'e81', label: 'Evaluasi Renja tahun sebelumnya (E.81)' },
		{ id: 'skTim', label: 'SK Tim Penyusun, orientasi, dan agenda kerja' }
	],
	ranwal: [
		{ id: 'targetRenstra', label: 'Target Renstra untuk tahun rencana' },
		{ id: 'evaluasi', label: 'Evaluasi pelaksanaan Renja dua tahun sebelumnya' },
		{ id: 'ranwalRkpd', label: 'Rancangan awal RKPD' },
		{ id: 'paguIndikatif', label: 'Pagu indikatif' }
	],
	rancangan: [
		{ id: 'baVerifikasiRanwal', label: 'Berita acara verifikasi rancangan awal' },
		{ id: 'sePenyempurnaan', label: 'Surat edaran Kepala Daerah tentang penyempurnaan rancangan awal, dengan prioritas dan pagu' },
		{ id: 'musrenbangKecamatan', label: 'Hasil musrenbang kecamatan' },
		{ id: 'pokir', label: 'Pokok-pokok pikiran DPRD' }
	],
	forum_pd: [
		{ id: 'rancangan', label: 'Rancangan Renja yang dibahas' },
		{ id: 'daftarKecamatan', label: 'Daftar usulan kecamatan' },
		{ id: 'bahanBappeda', label: 'Bahan dari Bappeda' }
	],
	rancangan_akhir: [
		{ id: 'baForum', label: 'Berita acara forum perangkat daerah' },
		{ id: 'verifikasi', label: 'Hasil verifikasi rancangan Renja oleh Bappeda' },
		{ id: 'musrenbangRkpd', label: 'Hasil musrenbang RKPD kabupaten/kota' },
		{ id: 'perkadaRkpd', label: 'Perkada RKPD' }
	],
	diajukan: [],
	disetujui: [{ id: 'verifikasiAkhir', label: 'Hasil verifikasi rancangan akhir oleh Bappeda' }],
	ditetapkan: []
};

/** A Perubahan Renja starts from the half year behind it instead of from the year before. */
const perubahan: Record<Stage, readonly ChecklistItem[]> = {
	...murni,
	persiapan: [
		{ id: 'edaran', label: 'Surat edaran atau surat Sekretariat Daerah tentang penyusunan Perubahan Renja' },
		{ id: 'e81TriwulanII', label: 'Evaluasi Renja sampai triwulan II (E.81)' },
		{ id: 'skTim', label: 'SK Tim Penyusun, orientasi, dan agenda kerja' }
	],
	ranwal: [
		{ id: 'analisa', label: 'Analisa kebutuhan perubahan anggaran' },
		{ id: 'paguPerubahan', label: 'Pagu yang berubah' }
	],
	rancangan: [{ id: 'sePenyempurnaan', label: 'Surat edaran Kepala Daerah tentang perubahan, dengan prioritas dan pagu' }],
	rancangan_akhir: [
		{ id: 'verifikasi', label: 'Hasil verifikasi rancangan Perubahan Renja oleh Bappeda' },
		{ id: 'perkadaPerubahanRkpd', label: 'Perkada Perubahan RKPD' }
	]
};

export function checklistOf(stage: Stage, jenis: 'murni' | 'perubahan'): readonly ChecklistItem[] {
	return (jenis === 'murni' ? murni : perubahan)[stage];
}

/** Inputs of the stages from `from` up to the one before `to` that are neither at hand nor declared unnecessary. */
export function missingInputs(
	ticks: readonly { stage: Stage; item: string }[],
	{ from, to, jenis }: { from: Stage; to: Stage; jenis: 'murni' | 'perubahan' }
): (ChecklistItem & { stage: Stage })[] {
	const ticked = new Set(ticks.map(({ stage, item }) => `${stage}/${item}`));
	return stages
		.slice(stages.indexOf(from), stages.indexOf(to))
		.flatMap((stage) => checklistOf(stage, jenis).map((item) => ({ ...item, stage })))
		.filter(({ stage, id }) => !ticked.has(`${stage}/${id}`));
}
