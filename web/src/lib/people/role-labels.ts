import type { Role } from '@rembug/shared/access/access.ts';
import type { Unit } from '@rembug/shared/api/api-types.ts';

/** Roles as people know them, with what each may do. */
export const roleLabels: Record<Role, { label: string; may: string }> = {
	perencana: { label: 'Perencana', may: 'menyusun seluruh Renja, membuat yang baru, memindahkan tahap, dan mengajukan' },
	sekretaris: { label: 'Sekretaris', may: 'sama dengan perencana' },
	staf: { label: 'Staf unit', may: 'mengisi Renja untuk satu unit' },
	kepala_dinas: { label: 'Kepala Dinas', may: 'menyetujui atau mengembalikan Renja yang diajukan' },
	verifikator: { label: 'Verifikator', may: 'membaca, tidak mengubah' },
	ketua_forum: { label: 'Ketua forum', may: 'memimpin Forum Perangkat Daerah dan memutuskan usulan; tidak melihat Renja' },
	delegasi: { label: 'Delegasi kecamatan', may: 'mengikuti forum dan memberi prioritas pada usulan; tidak melihat Renja' },
	kecamatan: { label: 'Kecamatan', may: 'memasukkan usulan dari kecamatannya; tidak melihat Renja' },
	admin: { label: 'Admin', may: 'mengurus perangkat daerah, unit, dan akun; tidak melihat Renja' }
};

export const unitKinds: Record<Unit['jenis'], string> = { sekretariat: 'Sekretariat', bidang: 'Bidang', upt: 'UPT' };
