/** What is wrong with a line of the list of kecamatan, in words: said by the page while it is pasted, and by the server. */
import type { WilayahProblem } from './wilayah.ts';

export const wilayahProblems: Readonly<Record<WilayahProblem['problem'], (given: string) => string>> = {
	kecamatan: (given) => `“${given}” belum didahului nama kecamatannya.`,
	columns: (given) => `lebih dari dua kolom (${given}). Satu baris memuat kecamatan, lalu satu desa atau kelurahan.`,
	notAPlace: (given) => `“${given}” bukan nama kecamatan atau desa saja. Tuliskan tanpa angka, jalan, RT/RW, atau dusun.`,
	tooMany: () => 'daftar ini terlalu panjang; paling banyak 3.000 baris.'
};
