/**
 * Every error that an answer can carry: a stable dotted code, its HTTP status, what people read (what happened, what is safe, what to do),
 * and the entry of the form that it is about, when it is about one.
 * The only place where the server puts errors into words.
 */
import { nameLengthMax, passwordLengthMax, passwordLengthMin } from '@rembug/shared/access/account-rules.ts';
import type { ApiError } from '@rembug/shared/api/api-types.ts';
import type { PlanProblem } from '@rembug/shared/renja/plan-problems.ts';
import type { InputProblem } from '@rembug/shared/usulan/usulan-input.ts';
import { isDatabaseAway } from './database/connect.ts';

const problems = {
	'request.invalid': [400, 'Permintaan tidak dapat dibaca, jadi tidak ada yang diubah. Muat ulang halaman lalu coba lagi.'],
	'request.tooLarge': [413, 'Isi yang dikirim terlalu besar, jadi tidak ada yang diubah. Bagi menjadi beberapa bagian.'],
	'request.notJson': [415, 'Permintaan harus berupa JSON, jadi tidak ada yang diubah. Muat ulang halaman lalu coba lagi.'],
	'request.foreignOrigin': [
		403,
		'Permintaan datang dari halaman lain, jadi ditolak; tidak ada yang diubah. Buka Rembug dari alamatnya sendiri.'
	],
	'route.notFound': [404, 'Alamat ini tidak ada. Periksa kembali tautannya.'],
	'session.missing': [401, 'Anda belum masuk atau sesi Anda sudah berakhir. Silakan masuk kembali; yang sudah tersimpan tetap aman.'],
	'session.wrong': [401, 'Nama pengguna atau kata sandi tidak cocok. Periksa keduanya lalu coba lagi.'],
	'session.demoRefused': [401, 'Akun contoh hanya dapat dipakai dari komputer tempat Rembug berjalan. Gunakan akun Anda sendiri.'],
	'session.tooMany': [429, 'Terlalu banyak percobaan masuk yang gagal. Tunggu sepuluh menit, lalu coba lagi.'],
	'grant.missing': [
		403,
		'Peran Anda tidak mencakup tindakan ini, jadi tidak ada yang diubah. Mintalah perencana atau admin bila memang perlu.'
	],
	'password.mustChange': [403, 'Kata sandi Anda masih kata sandi sementara dari admin. Ganti dahulu dengan kata sandi Anda sendiri.'],
	'password.wrong': [403, 'Kata sandi lama tidak cocok. Kata sandi belum diganti; coba lagi.', 'old'],
	'password.length': [400, `Kata sandi: ${passwordLengthMin} sampai ${passwordLengthMax} huruf.`, 'password'],
	'password.same': [400, 'Kata sandi baru harus berbeda dari yang lama.', 'password'],
	'password.demo': [409, 'Kata sandi akun contoh tidak dapat diganti, karena tertulis di halaman masuk.'],
	'account.notFound': [404, 'Akun ini tidak ada. Muat ulang halaman.'],
	'account.unknown': [404, 'Tidak ada akun aktif dengan nama pengguna ini. Periksa ejaannya, atau buat akun baru.', 'username'],
	'account.username': [
		400,
		'Nama pengguna: 3 sampai 40 huruf kecil, angka, titik, atau tanda hubung, diawali huruf atau angka.',
		'username'
	],
	'account.usernameTaken': [409, 'Nama pengguna ini sudah dipakai. Pilih nama lain.', 'username'],
	'account.nama': [400, `Nama: isi, paling panjang ${nameLengthMax} huruf.`, 'nama'],
	'account.lastAdmin': [409, 'Ini admin terakhir yang aktif, jadi tidak ada yang diubah. Beri dahulu peran admin kepada akun lain.'],
	'grant.notFound': [404, 'Peran ini sudah tidak ada. Muat ulang halaman.'],
	'grant.own': [409, 'Anda tidak dapat mengundang diri sendiri. Mintalah perencana lain atau admin.', 'username'],
	'grant.role': [400, 'Pilih peran.', 'role'],
	'grant.exists': [409, 'Akun ini sudah punya peran itu.', 'role'],
	'grant.perangkatDaerah': [400, 'Pilih perangkat daerah untuk peran ini.', 'perangkatDaerahId'],
	'grant.kecamatan': [400, 'Tuliskan nama kecamatan yang diwakili akun ini.', 'kecamatan'],
	'grant.kecamatanUnlisted': [
		400,
		'Kecamatan ini tidak ada dalam daftar kecamatan perangkat daerah. Pilih dari daftar itu, atau mintalah admin melengkapinya.',
		'kecamatan'
	],
	'grant.renja': [400, 'Pilih Renja yang forumnya dibuka untuk akun ini.', 'renjaId'],
	'grant.unit': [400, 'Pilih unit: staf bekerja untuk satu unit di perangkat daerahnya.', 'unitId'],
	'forumSession.notFound': [404, 'Sidang ini tidak ada atau sudah dihapus. Muat ulang halaman.'],
	'forumSession.over': [409, 'Sidang ini sudah ditutup, jadi tidak ada yang diubah. Buka lagi sidangnya bila memang perlu.'],
	'screen.over': [401, 'Tautan layar ini tidak berlaku lagi: sidangnya ditutup, atau tautannya dicabut. Mintalah tautan baru.'],
	'screen.notFound': [404, 'Tautan ini sudah tidak ada. Muat ulang halaman.'],
	'screen.tooMany': [409, 'Sidang ini sudah punya 20 tautan layar. Cabut dahulu yang tidak dipakai.'],
	'attendance.invalid': [400, 'Isi nama dan instansi setiap orang, masing-masing satu baris; tidak ada yang disimpan.'],
	'attendance.tooMany': [409, 'Daftar hadir satu sidang memuat paling banyak 2.000 orang; tidak ada yang disimpan.'],
	'attendance.notFound': [404, 'Orang ini sudah tidak ada dalam daftar hadir. Muat ulang halaman.'],
	'attendance.closed': [409, 'Forum ini sudah ditutup atau berita acaranya sudah disahkan, jadi daftar hadir tidak diubah.'],
	'perangkatDaerah.notFound': [404, 'Perangkat daerah ini tidak ada. Muat ulang halaman.'],
	'perangkatDaerah.nama': [400, `Nama perangkat daerah: isi, paling panjang ${nameLengthMax} huruf.`, 'nama'],
	'perangkatDaerah.daerah': [400, `Daerah: isi kabupaten atau kota, paling panjang ${nameLengthMax} huruf.`, 'daerah'],
	'perangkatDaerah.taken': [409, 'Perangkat daerah dengan nama ini sudah ada di daerah itu.', 'nama'],
	'perangkatDaerah.inUse': [409, 'Perangkat daerah ini masih dipakai, jadi tidak dihapus.'],
	'wilayah.invalid': [400, 'Daftar kecamatan tidak disimpan.', 'text'],
	'wilayah.inUse': [409, 'Daftar kecamatan tidak disimpan: setiap kecamatan yang punya akun harus ada di dalamnya.', 'text'],
	'unit.notFound': [404, 'Unit ini sudah tidak ada. Muat ulang halaman.'],
	'unit.nama': [400, `Nama unit: isi, paling panjang ${nameLengthMax} huruf.`, 'nama'],
	'unit.singkatan': [400, 'Singkatan: isi, paling panjang 30 huruf.', 'singkatan'],
	'unit.taken': [409, 'Unit dengan nama ini sudah ada di perangkat daerah itu.', 'nama'],
	'unit.jenis': [400, 'Pilih jenis unit.', 'jenis'],
	'unit.inUse': [409, 'Unit ini masih dipakai, jadi tidak dihapus.'],
	'unit.orderChanged': [409, 'Daftar unit baru saja berubah, jadi urutannya belum disimpan. Muat ulang halaman lalu atur lagi.'],
	'renja.tahun': [400, 'Tahun: angka dari 2000 sampai 2200.', 'tahun'],
	'renja.judul': [400, 'Judul: isi, paling panjang 1.000 huruf.', 'judul'],
	'renja.judulTaken': [409, 'Renja lain dengan tahun, jenis, dan judul yang sama sudah ada. Beri judul yang membedakan keduanya.', 'judul'],
	'renja.kode': [400, 'Kode bidang urusan: satu angka, titik, dua angka, misalnya 2.17. Isi sedikitnya satu.', 'bidangUrusan'],
	'renja.source': [404, 'Renja yang hendak disalin tidak ada atau tidak dibagikan kepada Anda.', 'sourceId'],
	'plan.invalid': [
		422,
		'Berkas rencana tidak dapat dipakai, jadi tidak ada yang dibuat. Perbaiki yang disebut lalu pilih berkasnya lagi.',
		'plan'
	],
	'renja.notFound': [404, 'Renja ini tidak ada atau tidak dibagikan kepada Anda. Mintalah admin bila Anda memerlukannya.'],
	'snapshot.notFound': [404, 'Snapshot ini tidak ada atau tidak dibagikan kepada Anda. Periksa kembali tautannya.'],
	'export.busy': [503, 'Banyak berkas sedang dibuat. Tunggu sebentar lalu unduh lagi; tidak ada yang hilang.'],
	'table.notFound': [
		404,
		'Tabel atau bentuk berkas ini tidak ada. Yang tersedia: t-c-32 dan t-c-33 sebagai json, csv, xlsx, pdf, atau docx.'
	],
	'beritaAcara.notFound': [404, 'Sidang ini tidak ada, atau bentuk berkasnya tidak tersedia. Yang tersedia: json, pdf, dan docx.'],
	'table.noSnapshot': [400, 'Tabel T-C.32 memuat usulan saat ini; snapshot tidak menyimpan usulan. Unduh tanpa memilih snapshot.'],
	'stage.invalid': [
		409,
		'Renja tidak dapat dipindahkan ke tahap itu, jadi tidak ada yang diubah. Muat ulang halaman untuk melihat tahap yang berlaku.'
	],
	'stage.frozen': [409, 'Renja sudah diajukan, jadi tahapnya hanya berubah lewat keputusan Kepala Dinas. Tidak ada yang diubah.'],
	'stage.reasonMissing': [400, 'Tulis alasan mengapa tahap dikembalikan. Tidak ada yang diubah.'],
	'stage.changedMeanwhile': [
		409,
		'Tahap Renja baru saja diubah orang lain, jadi permintaan ini tidak dijalankan. Muat ulang halaman lalu periksa lagi.'
	],
	'stage.window': [400, 'Tanggal mulai tidak boleh sesudah tanggal selesai. Tidak ada yang diubah.', 'endsOn'],
	'stage.item': [404, 'Masukan ini tidak ada di tahap itu. Muat ulang halaman.'],
	'stage.link': [400, 'Tautan: alamat lengkap yang diawali http:// atau https://.', 'link'],
	'penetapan.nomor': [400, 'Nomor Perkada: isi, paling panjang 200 huruf. Tidak ada yang diubah.', 'nomor'],
	'penetapan.tanggal': [400, 'Tanggal Perkada: isi dengan tanggal yang benar, tidak sesudah hari ini. Tidak ada yang diubah.', 'tanggal'],
	'penetapan.reasonMissing': [400, 'Tulis alasan mengapa nomor atau tanggalnya diperbaiki. Tidak ada yang diubah.', 'reason'],
	'decision.noteMissing': [400, 'Tulis catatan bagi penyusun sebelum mengembalikan. Belum ada yang diputuskan.'],
	'decision.wrongPassword': [403, 'Kata sandi tidak cocok. Belum ada yang diputuskan; coba lagi.'],
	'decision.notWaiting': [
		409,
		'Snapshot ini tidak sedang menunggu keputusan: sudah diputuskan, atau bukan yang terbaru. Muat ulang halaman.'
	],
	'note.row': [404, 'Baris ini tidak ada dalam naskah yang diajukan. Catatan belum disimpan; muat ulang halaman.'],
	'note.tooMany': [409, 'Sudah ada 500 catatan baris. Catatan ini belum disimpan; tulis sisanya dalam catatan keputusan.'],
	'note.notFound': [404, 'Catatan ini tidak ada. Muat ulang halaman.'],
	'usulan.missing': [400, 'Isian ini harus diisi. Usulan belum disimpan.'],
	'usulan.tooLong': [400, 'Isian ini terlalu panjang. Usulan belum disimpan.'],
	'usulan.telephone': [
		400,
		'Nomor telepon tidak ditulis di sini, karena dibaca semua peserta forum. Tulis di bagian pengusul. Usulan belum disimpan.'
	],
	'usulan.notAPlace': [
		400,
		'Tulis nama desa atau kecamatan saja, tanpa jalan, nomor, RT/RW, atau dusun; desa paling panjang 40 huruf. Usulan belum disimpan.'
	],
	'usulan.entry': [400, 'Isian ini tidak dapat dipakai. Usulan belum disimpan; periksa lalu coba lagi.'],
	'usulan.notFound': [404, 'Usulan ini tidak ada atau tidak dibagikan kepada Anda. Muat ulang halaman.'],
	'usulan.taken': [409, 'Usulan dengan nomor ini sudah dimasukkan akun lain. Tidak ada yang disimpan; muat ulang halaman lalu coba lagi.'],
	'usulan.tooMany': [413, 'Terlalu banyak usulan sekaligus, jadi tidak ada yang diimpor. Bagi tabelnya menjadi beberapa bagian.'],
	'usulan.closed': [
		409,
		'Usulan untuk Renja ini sudah ditutup, jadi tidak ada yang disimpan. Hubungi Subbagian Perencanaan bila memang perlu.'
	],
	'usulan.settled': [
		409,
		'Usulan ini sudah masuk agenda forum atau sudah diputuskan, jadi tidak dapat diubah atau ditarik lagi. Tidak ada yang berubah; hubungi Subbagian Perencanaan.'
	],
	'usulan.refused': [422, 'Usulan tidak dapat dimasukkan ke dokumen forum, jadi tidak ada yang disimpan. Bagi menjadi beberapa bagian.'],
	'carry.target': [409, 'Usulan hanya dibawa ke Renja tahun berikutnya dari perangkat daerah yang sama. Belum ada yang dibawa.'],
	'carry.funded': [
		409,
		'Sebagian usulan sudah masuk ke rencana tahun ini atau sudah dihapus, jadi belum ada yang dibawa. Muat ulang halaman, lalu pilih lagi.'
	],
	'beritaAcara.incomplete': [
		409,
		'Berita acara belum dapat disahkan: sidang belum ditutup, atau keputusannya belum lengkap. Lihat daftar yang belum lengkap, lalu coba lagi.'
	],
	'beritaAcara.attendance': [409, 'Daftar hadir sidang ini baru saja berubah. Belum ada yang disahkan; periksa daftarnya, lalu coba lagi.'],
	'beritaAcara.sealed': [409, 'Berita acara sidang ini sudah disahkan. Tidak ada yang diubah; muat ulang halaman.'],
	'file.type': [415, 'Hanya foto (JPEG, PNG, WebP) atau PDF. Berkas belum disimpan.'],
	'file.broken': [422, 'Berkas ini rusak atau terpotong. Berkas belum disimpan; pilih lagi atau foto ulang.'],
	'file.tooLarge': [413, 'Berkas lebih besar dari 5 MB. Berkas belum disimpan; kecilkan dahulu.'],
	'file.tooMany': [409, 'Sudah ada lima berkas pada usulan ini. Berkas belum disimpan; buang satu dahulu.'],
	'file.notFound': [404, 'Berkas ini sudah tidak ada. Muat ulang halaman.'],
	'file.reasonMissing': [400, 'Tulis alasan mengapa berkas dibuang. Belum ada yang dibuang.', 'reason'],
	'receipt.notFound': [
		404,
		'Tidak ada usulan dengan kode ini. Periksa sekali lagi: sepuluh huruf dan angka, seperti tertulis di tanda terima.'
	],
	'receipt.tooMany': [429, 'Terlalu banyak pertanyaan dari jaringan ini. Tunggu satu menit, lalu coba lagi.'],
	'conflict.notFound': [404, 'Catatan dua nilai berbeda ini tidak ada. Muat ulang halaman.'],
	'conflict.changed': [409, 'Nilainya baru saja diubah, jadi belum ada yang diputuskan. Lihat kedua nilainya sekali lagi.'],
	'conflict.frozen': [409, 'Renja sudah diajukan, jadi isinya tidak dapat diubah lagi. Tidak ada yang diubah.'],
	'document.unavailable': [503, 'Dokumen sedang tidak dapat dibuka. Yang sudah tersimpan tetap aman; coba lagi sebentar lagi.'],
	'database.away': [503, 'Basis data di server sedang tidak terjangkau. Yang sudah tersimpan tetap aman; coba lagi sebentar lagi.'],
	'server.starting': [503, 'Rembug sedang disiapkan. Coba lagi beberapa detik lagi.'],
	'server.unexpected': [500, 'Terjadi kesalahan di server. Yang sudah tersimpan tetap aman; coba lagi, dan beri tahu admin bila terulang.']
} as const satisfies Record<string, readonly [number, string, string?]>;

export type ProblemCode = keyof typeof problems;

export function isProblemCode(text: string): text is ProblemCode {
	return Object.hasOwn(problems, text);
}

/** An error that is meant for the person who asked. */
export class Problem extends Error {
	readonly code: string;
	readonly status: number;
	/** The entry of the form that is wrong. */
	readonly field: string | undefined;
	/** What stands against a plan that was to be imported. */
	readonly problems: PlanProblem[] | undefined;
	constructor(code: string, status: number, message: string, more: { field?: string | undefined; problems?: PlanProblem[] } = {}) {
		super(message);
		this.code = code;
		this.status = status;
		this.field = more.field;
		this.problems = more.problems;
	}
}

/** The error of this code, to be thrown. detail: a further Indonesian sentence, for what only the caller knows. */
export function problem(code: ProblemCode, detail?: string): Problem {
	const [status, message, field]: readonly [number, string, string?] = problems[code];
	return new Problem(code, status, detail === undefined ? message : `${message} ${detail}`, { field });
}

/** A plan file that cannot be taken, with every place that stands against it. */
export function planProblem(found: PlanProblem[]): Problem {
	const [status, message, field] = problems['plan.invalid'];
	return new Problem('plan.invalid', status, message, { field, problems: found });
}

/** An entry of a usulan that cannot be taken. */
export function usulanProblem(field: string, found: InputProblem, detail?: string): Problem {
	const code = found === 'invalid' ? 'usulan.entry' : (`usulan.${found}` as const);
	const [status, message]: readonly [number, string, string?] = problems[code];
	return new Problem(code, status, detail === undefined ? message : `${detail} ${message}`, { field });
}

/** Whatever was thrown -> the problem to answer with. Anything unforeseen becomes `server.unexpected`; its cause belongs in the log only. */
export function problemOf(error: unknown): Problem {
	if (error instanceof Problem) return error;
	return problem(isDatabaseAway(error) ? 'database.away' : 'server.unexpected');
}

export function errorBody(error: Problem): ApiError {
	const { code, message, field, problems: found } = error;
	return { error: { code, message, ...(field === undefined ? {} : { field }), ...(found === undefined ? {} : { problems: found }) } };
}
