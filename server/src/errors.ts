/**
 * Every error that an answer can carry: a stable dotted code, its HTTP status, and what people read: what happened, what is safe, what to do.
 * The only place where the server puts errors into words.
 */
import type { ApiError } from '@rembug/shared/api/api-types.ts';
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
	'renja.notFound': [404, 'Renja ini tidak ada atau tidak dibagikan kepada Anda. Mintalah admin bila Anda memerlukannya.'],
	'snapshot.notFound': [404, 'Snapshot ini tidak ada atau tidak dibagikan kepada Anda. Periksa kembali tautannya.'],
	'table.notFound': [404, 'Tabel atau bentuk berkas ini tidak ada. Yang tersedia: t-c-33 sebagai json, csv, atau xlsx.'],
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
	'decision.noteMissing': [400, 'Tulis catatan bagi penyusun sebelum mengembalikan. Belum ada yang diputuskan.'],
	'decision.wrongPassword': [403, 'Kata sandi tidak cocok. Belum ada yang diputuskan; coba lagi.'],
	'decision.notWaiting': [
		409,
		'Snapshot ini tidak sedang menunggu keputusan: sudah diputuskan, atau bukan yang terbaru. Muat ulang halaman.'
	],
	'document.unavailable': [503, 'Dokumen sedang tidak dapat dibuka. Yang sudah tersimpan tetap aman; coba lagi sebentar lagi.'],
	'database.away': [503, 'Tempat penyimpanan sedang tidak dapat dihubungi. Yang sudah tersimpan tetap aman; coba lagi sebentar lagi.'],
	'server.starting': [503, 'Rembug sedang disiapkan. Coba lagi beberapa detik lagi.'],
	'server.unexpected': [500, 'Terjadi kesalahan di server. Yang sudah tersimpan tetap aman; coba lagi, dan beri tahu admin bila terulang.']
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof problems;

/** An error that is meant for the person who asked. */
export class Problem extends Error {
	readonly code: string;
	readonly status: number;
	constructor(code: string, status: number, message: string) {
		super(message);
		this.code = code;
		this.status = status;
	}
}

/** The error of this code, to be thrown. detail: a further Indonesian sentence, for what only the caller knows. */
export function problem(code: ProblemCode, detail?: string): Problem {
	const [status, message] = problems[code];
	return new Problem(code, status, detail === undefined ? message : `${message} ${detail}`);
}

/** Whatever was thrown -> the problem to answer with. Anything unforeseen becomes `server.unexpected`; its cause belongs in the log only. */
export function problemOf(error: unknown): Problem {
	if (error instanceof Problem) return error;
	return problem(isDatabaseAway(error) ? 'database.away' : 'server.unexpected');
}

export function errorBody(error: Problem): ApiError {
	return { error: { code: error.code, message: error.message } };
}
