/** Words of the intake of usulan: where they come from, what columns hold, and what is said about rows, entries and files. */
import type { UsulanStatus } from '@rembug/shared/forum/forum-types.ts';
import type { ColumnKind, MessageCode, RowMessage } from '@rembug/shared/usulan/usulan-candidate.ts';
import { inputLengthMax, type InputField, type InputProblem } from '@rembug/shared/usulan/usulan-input.ts';
import { cellLengthMax, tableColumnsMax, tableRowsMax } from '@rembug/shared/usulan/read-usulan-table.ts';
import { formatRupiah } from '@rembug/shared/pagu/rupiah.ts';
import type { FileProblem } from './read-table-file.ts';

export const columnLabels: Readonly<Record<Exclude<ColumnKind, null>, string>> = {
	no: 'Nomor',
	usulan: 'Usulan',
	rincian: 'Usulan menurut sub kegiatan',
	pengusul: 'Pengusul',
	asal: 'Asal usulan',
	urusan: 'Urusan',
	permasalahan: 'Permasalahan',
	volume: 'Volume',
	satuan: 'Satuan',
	biaya: 'Perkiraan biaya',
	alamat: 'Lokasi',
	desa: 'Desa/kelurahan',
	kecamatan: 'Kecamatan',
	telepon: 'Telepon',
	subkegiatan: 'Sub kegiatan',
	catatan: 'Catatan'
};

const inQuotes = (text: string | undefined): string => (text ? `“${text}”` : '');

const messages: Readonly<Record<MessageCode, (given?: string) => string>> = {
	'table.empty': () => 'Tidak ada isi yang dapat dibaca.',
	'table.rowsTooMany': (given) => `Ada ${given} baris; paling banyak ${formatRupiah(tableRowsMax)} sekali baca. Bagi tabelnya.`,
	'table.columnsTooMany': () => `Ada lebih dari ${tableColumnsMax} kolom. Salin hanya tabel usulannya.`,
	'table.noUsulanColumn': () => 'Pilih kolom mana yang memuat usulan.',
	'table.noUsulan': () => 'Tabel ini hanya berisi judul, belum ada usulan.',
	'table.headerGuessed': () => 'Tabel ini tanpa judul kolom. Isi kolom ditebak dari datanya; periksa setiap kolom.',
	'usulan.missing': (given) => `Usulannya kosong${given ? `, padahal ada isi lain: ${inQuotes(given)}` : ''}.`,
	'usulan.headingAlone': (given) => `${inQuotes(given)} tanpa lokasi atau volume; dibaca sebagai satu usulan.`,
	'biaya.invalid': (given) => `${inQuotes(given)} tidak terbaca sebagai rupiah bulat.`,
	'text.tooLong': (given) => `Isinya terlalu panjang: ${inQuotes(given)}.`,
	'text.unfit': (given) => `${inQuotes(given)} tidak dapat dipakai di kolom ini.`,
	'text.cleaned': () => 'Ada tanda yang tidak kelihatan; tanda itu dibuang.',
	'telephone.cut': () => 'Ada nomor telepon; tidak ikut dalam usulan.',
	'address.cut': () => 'Alamat lebih rinci daripada desa; hanya desa dan kecamatan yang ikut.',
	'place.missing': () => 'Desa dan kecamatan tidak ditemukan.',
	'place.twoDesa': (given) => `Alamat menyebut dua desa; yang lain ${inQuotes(given)}.`,
	'place.fromProblem': (given) => `Desa ${inQuotes(given)} diambil dari permasalahan.`,
	'place.near': (given) => `Nama tempat hampir sama dengan yang lain: ${given}. Periksa ejaannya; tidak ada yang diubah sendiri.`,
	'pengusul.person': () => 'Nama pengusul dianggap nama orang; tidak ikut dalam usulan.',
	'number.twice': (given) => `Nomor ${given} tercetak dua kali; keduanya dibaca.`,
	'asal.unknown': (given) => `Asal ${inQuotes(given)} tidak dikenal; dipakai asal yang Anda pilih.`,
	'row.title': (given) => `${inQuotes(given)} di atas judul kolom; dianggap judul tabel, tidak dibaca.`,
	'row.continued': () => 'Lanjutan baris di atasnya; digabungkan.',
	'row.twice': (given) => `Sama dengan baris ${given}.`
};

/** What is said about a row, without the row itself. */
export function rowMessage({ code, given }: RowMessage): string {
	return messages[code](given);
}

export const fileProblems: Readonly<Record<FileProblem, string>> = {
	'file.tooLarge': 'Berkas lebih besar dari 5 MB. Simpan hanya lembar usulannya, lalu pilih lagi.',
	'file.empty': 'Berkas ini tidak berisi tabel.',
	'file.notATable':
		'Berkas ini bukan tabel, misalnya PDF, gambar, atau dokumen. Simpan tabelnya sebagai XLSX atau CSV, atau salin lalu tempel di kotak.',
	'file.unreadable': 'Berkas tidak dapat dibuka. Tutup dahulu di Excel, lalu pilih lagi.',
	'xlsx.unreadable': 'Berkas XLSX ini rusak atau berkata sandi. Buka di Excel, simpan lagi sebagai XLSX atau CSV, lalu pilih lagi.',
	'xlsx.tooLarge': 'Isi berkas XLSX ini terlalu besar untuk dibaca di sini. Simpan hanya lembar usulannya.',
	'xlsx.tooSlow': 'Berkas XLSX ini terlalu lama dibaca. Simpan sebagai CSV, atau salin tabelnya dan tempel di kotak.',
	'xlsx.old': 'Berkas ini bentuk Excel lama (XLS) atau berkata sandi. Buka di Excel, simpan sebagai XLSX, lalu pilih lagi.'
};

const fieldNames: Readonly<Record<InputField, string>> = {
	asal: 'Asal usulan',
	usulan: 'Usulan',
	pengusulUnit: 'Pengusul',
	kecamatan: 'Kecamatan',
	desa: 'Desa/kelurahan',
	urusan: 'Urusan',
	permasalahan: 'Permasalahan',
	volume: 'Volume',
	satuan: 'Satuan',
	biaya: 'Perkiraan biaya',
	catatan: 'Catatan',
	nama: 'Nama',
	telepon: 'Telepon',
	alamat: 'Alamat'
};

/** What is wrong with an entry of a form. */
export function inputMessage(field: InputField, problem: InputProblem): string {
	switch (problem) {
		case 'missing':
			return `${fieldNames[field]} harus diisi.`;
		case 'tooLong':
			return `Paling panjang ${formatRupiah(field in inputLengthMax ? inputLengthMax[field as keyof typeof inputLengthMax] : cellLengthMax)} huruf.`;
		case 'telephone':
			return 'Nomor telepon tidak ditulis di sini, karena dibaca semua peserta forum. Tulis di bagian pengusul.';
		case 'notAPlace':
			return `Tulis nama ${field === 'desa' ? 'desa atau kelurahan' : 'kecamatan'} saja, tanpa jalan, nomor, RT/RW, atau dusun.`;
		case 'invalid':
			return field === 'biaya' ? 'Tulis rupiah bulat, misalnya 25.000.000.' : `Periksa ${fieldNames[field].toLowerCase()}.`;
	}
}

const statuses: Readonly<Record<UsulanStatus, { label: string; about: string }>> = {
	baru: { label: 'Tercatat', about: 'Usulan sudah tercatat dan menunggu pembahasan.' },
	diskusi: { label: 'Sedang dibahas', about: 'Usulan sedang dibahas dalam Forum Perangkat Daerah.' },
	diterima: { label: 'Diterima', about: 'Usulan diterima dalam Forum Perangkat Daerah.' },
	disesuaikan: { label: 'Diterima dengan penyesuaian', about: 'Usulan diterima dengan volume, tempat, atau biaya yang disesuaikan.' },
	ditangguhkan: { label: 'Ditangguhkan', about: 'Usulan belum dapat dilaksanakan tahun ini.' },
	ditolak: { label: 'Tidak diterima', about: 'Usulan tidak diterima dalam Forum Perangkat Daerah.' },
	dirujuk: { label: 'Diteruskan', about: 'Usulan diteruskan ke perangkat daerah lain yang berwenang.' }
};

/** The status of a usulan, in words for whoever proposed it. */
export const statusLabel = (status: UsulanStatus): string => statuses[status].label;
export const statusAbout = (status: UsulanStatus): string => statuses[status].about;
