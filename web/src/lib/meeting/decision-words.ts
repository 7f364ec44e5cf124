/** The decisions of a forum on the page: their keys, and reasons to begin with. */
import type { UsulanStatus } from '@rembug/shared/forum/forum-types.ts';

export type Decision = Exclude<UsulanStatus, 'baru' | 'diskusi'>;

export const decisions: readonly { status: Decision; key: string; verb: string }[] = [
	{ status: 'diterima', key: '1', verb: 'Terima' },
	{ status: 'disesuaikan', key: '2', verb: 'Sesuaikan' },
	{ status: 'ditangguhkan', key: '3', verb: 'Tangguhkan' },
	{ status: 'ditolak', key: '4', verb: 'Tolak' },
	{ status: 'dirujuk', key: '5', verb: 'Rujuk' }
];

/** Offered until the forum has given reasons of its own. */
export const usualReasons: Readonly<Record<Decision, readonly string[]>> = {
	diterima: ['Sesuai prioritas daerah dan tersedia pagu', 'Memenuhi kriteria dan siap dilaksanakan'],
	disesuaikan: ['Volume disesuaikan dengan pagu indikatif', 'Lokasi disesuaikan dengan hasil verifikasi'],
	ditangguhkan: ['Pagu indikatif belum mencukupi, diusulkan kembali tahun berikutnya', 'Kelengkapan usulan belum terpenuhi'],
	ditolak: ['Bukan tugas dan fungsi perangkat daerah ini', 'Tidak memenuhi kriteria', 'Sudah tertampung dalam kegiatan lain'],
	dirujuk: ['Kewenangan perangkat daerah lain', 'Kewenangan provinsi', 'Kewenangan pemerintah desa']
};
