/** What origins and decisions of usulan are called on paper and on screens. */
import type { AsalUsulan, UsulanStatus } from './forum-types.ts';

export const asalWords: Readonly<Record<AsalUsulan, string>> = {
	musrenbang_desa: 'Musrenbang desa/kelurahan',
	musrenbang_kecamatan: 'Musrenbang kecamatan',
	pokir: 'Pokok pikiran DPRD',
	langsung: 'Usulan langsung',
	lintas_pd: 'Lintas perangkat daerah'
};

export const statusWords: Readonly<Record<UsulanStatus, string>> = {
	baru: 'Belum dibahas',
	diskusi: 'Sedang dibahas',
	diterima: 'Diterima',
	disesuaikan: 'Diterima dengan penyesuaian',
	ditangguhkan: 'Ditangguhkan',
	ditolak: 'Tidak diterima',
	dirujuk: 'Diteruskan ke perangkat daerah lain'
};
