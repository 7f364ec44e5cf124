/** Who can be tried out in the demo: roles, not persons. */
import type { Role } from '@rembug/shared/access/access.ts';
import type { Unit } from '@rembug/shared/api/api-types.ts';

export const demoPassword = 'rembug-demo';
export const demoPerangkatDaerah = {
	id: 'demo-diskop-pasuruan',
	nama: 'Dinas Koperasi, Usaha Kecil dan Menengah',
	daerah: 'Kabupaten Pasuruan'
};
export const demoRenjaId = 'demo-renja-2024';

export const demoUnits: Unit[] = [
	{ id: 'sekretariat', nama: 'Sekretariat', singkatan: 'Sekretariat', jenis: 'sekretariat' },
	{ id: 'koperasi', nama: 'Bidang Koperasi', singkatan: 'Koperasi', jenis: 'bidang' },
	{ id: 'umkm', nama: 'Bidang Usaha Mikro', singkatan: 'Usaha Mikro', jenis: 'bidang' }
];

export interface DemoAccount {
	username: string;
	nama: string;
	role: Role;
	unitId: string | null;
	kecamatan?: string;
	renjaId?: string;
	keterangan: string;
}

export const demoAccountList: DemoAccount[] = [
	{ username: 'perencana', nama: 'Perencana', role: 'perencana', unitId: null, keterangan: 'Menyunting seluruh Renja dan mengajukannya' },
	{
		username: 'sekretariat',
		nama: 'Staf Sekretariat',
		role: 'staf',
		unitId: 'sekretariat',
		keterangan: 'Menyunting Renja untuk Sekretariat'
	},
	{
		username: 'koperasi',
		nama: 'Staf Bidang Koperasi',
		role: 'staf',
		unitId: 'koperasi',
		keterangan: 'Menyunting Renja untuk Bidang Koperasi'
	},
	{
		username: 'umkm',
		nama: 'Staf Bidang Usaha Mikro',
		role: 'staf',
		unitId: 'umkm',
		keterangan: 'Menyunting Renja untuk Bidang Usaha Mikro'
	},
	{
		username: 'kepala-dinas',
		nama: 'Kepala Dinas',
		role: 'kepala_dinas',
		unitId: null,
		keterangan: 'Menyetujui atau mengembalikan Renja yang diajukan'
	},
	{ username: 'verifikator', nama: 'Verifikator Bappeda', role: 'verifikator', unitId: null, keterangan: 'Membaca, tidak mengubah' },
	{
		username: 'ketua-forum',
		nama: 'Ketua Forum',
		role: 'ketua_forum',
		unitId: null,
		renjaId: demoRenjaId,
		keterangan: 'Memimpin Forum Perangkat Daerah; tidak melihat Renja'
	},
	{
		username: 'delegasi-gempol',
		nama: 'Delegasi Kecamatan Gempol',
		role: 'delegasi',
		unitId: null,
		kecamatan: 'Gempol',
		renjaId: demoRenjaId,
		keterangan: 'Mengikuti forum dan memberi prioritas pada usulan'
	},
	{
		username: 'kecamatan-gempol',
		nama: 'Kecamatan Gempol',
		role: 'kecamatan',
		unitId: null,
		kecamatan: 'Gempol',
		keterangan: 'Memasukkan usulan dari Kecamatan Gempol'
	},
	{ username: 'admin', nama: 'Admin', role: 'admin', unitId: null, keterangan: 'Mengurus akun; tidak melihat Renja' }
];

/** What the sign-in page says about an account. */
export const demoDescriptions: Record<string, string> = Object.fromEntries(
	demoAccountList.map((account) => [account.username, account.keterangan])
);
