/** The kecamatan of Kabupaten Pasuruan, all 24. Their desa are not listed: the printed usulan name a few of them only. */
import type { Kecamatan } from '@rembug/shared/usulan/wilayah.ts';

export const demoWilayah: Kecamatan[] = [
	...['Bangil', 'Beji', 'Gempol', 'Gondangwetan', 'Grati', 'Kejayan', 'Kraton', 'Lekok', 'Lumbang', 'Nguling', 'Pandaan', 'Pasrepan'],
	...['Pohjentrek', 'Prigen', 'Purwodadi', 'Purwosari', 'Puspo', 'Rejoso', 'Rembang', 'Sukorejo', 'Tosari', 'Tutur', 'Winongan', 'Wonorejo']
].map((nama) => ({ nama, desa: [] }));
