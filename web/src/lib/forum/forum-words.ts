/** How the forum is called on the page. */
import type { UsulanStatus, UsulanValue } from '@rembug/shared/forum/forum-types.ts';
import { formatRupiah } from '@rembug/shared/pagu/rupiah.ts';
import type { GroupSum } from '@rembug/shared/forum/usulan-groups.ts';

/** Short, for those who sort and decide. */
export const statusLabels: Record<UsulanStatus, string> = {
	baru: 'Baru',
	diskusi: 'Dibahas',
	diterima: 'Diterima',
	disesuaikan: 'Disesuaikan',
	ditangguhkan: 'Ditangguhkan',
	ditolak: 'Ditolak',
	dirujuk: 'Dirujuk'
};

/** `10 orang`, as written. */
export function volumeText({ volume, satuan }: Pick<UsulanValue, 'volume' | 'satuan'>): string {
	return [volume, satuan].filter(Boolean).join(' ');
}

export function biayaText(biaya: number | undefined): string {
	return biaya === undefined ? 'Biaya belum diisi' : `Rp ${formatRupiah(biaya)}`;
}

/** `160 Orang`; a satuan of which not every volume is a number is only named. */
export function volumesText({ volumes }: GroupSum): string {
	return volumes.map(({ satuan, total }) => (total === null ? `beragam ${satuan}` : `${numberText(total)} ${satuan}`).trim()).join(', ');
}

export function numberText(value: number): string {
	return value.toLocaleString('id-ID', { maximumFractionDigits: 2 });
}
