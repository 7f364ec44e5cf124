/**
 * What the page says when something goes wrong: the only place where codes become sentences. Each says what happened, what is safe and
 * what to do.
 */
import type { PlanRightProblem } from '@rembug/shared/access/plan-rights.ts';
import { rightMessages } from '#lib/access/edit-rights.ts';
import type { ForumProblem } from '@rembug/shared/forum/forum-types.ts';
import type { DiscussionProblem } from '@rembug/shared/discussion/discussion-types.ts';
import type { PlanEditProblem, SettleResult } from '#lib/sync/plan-session-types.ts';
import type { RefusalReason, RightProblem, SessionFailure, SessionProblem } from '#lib/sync/session-types.ts';

export const networkMessage = 'Server tidak dapat dihubungi. Isian yang sudah ada tetap aman. Periksa jaringan, lalu coba lagi.';

export const rupiahMessages = {
	'rupiah.invalid': 'Ini bukan jumlah uang. Contoh: 1.250.000',
	'rupiah.fraction': 'Rupiah ditulis bulat, tanpa sen.',
	'rupiah.tooLarge': 'Jumlah ini terlalu besar. Periksa jumlah nolnya.'
} as const;

const editProblems: Record<Exclude<PlanEditProblem, RightProblem>, string> = {
	'node.missing': 'Baris ini sudah tidak ada.',
	'node.exists': 'Baris ini sudah ada.',
	'node.removed': 'Baris ini sudah dihapus rekan. Kembalikan dahulu dari daftar Terhapus.',
	'node.parent': 'Baris tidak dapat ditaruh di sana: induknya harus satu tingkat di atasnya.',
	'entry.missing': 'Isian ini sudah dihapus.',
	'entry.exists': 'Isian ini sudah ada.',
	'value.invalid': 'Isian ini tidak dapat diterima.',
	'plan.readOnly': 'Renja ini sedang tidak dapat Anda ubah.',
	'plan.notLoaded': 'Isi rencana sedang diambil ulang dan server belum terjangkau, jadi isian ini belum masuk. Coba lagi sebentar lagi.',
	'level.field': 'Kolom ini tidak berlaku untuk tingkat baris ini.',
	'usulan.taken': 'Usulan ini sudah dimasukkan ke rencana. Tidak ada yang ditambahkan lagi.',
	'usulan.elsewhere': 'Usulan dalam baris ini sudah dimasukkan ke sub kegiatan lain. Lepaskan dahulu di sana, lalu kembalikan baris ini.'
};

function isRight(problem: PlanEditProblem): problem is RightProblem {
	return problem.startsWith('right.');
}

export function editProblemMessage(problem: PlanEditProblem): string {
	return isRight(problem) ? rightMessages[problem.slice('right.'.length) as PlanRightProblem] : editProblems[problem];
}

const commentProblems: Record<DiscussionProblem | Exclude<SessionProblem, RightProblem>, string> = {
	'comment.missing': 'Komentar ini sudah tidak ada.',
	'comment.exists': 'Komentar ini sudah ada.',
	'comment.full': 'Komentar di Renja ini sudah terlalu banyak, jadi yang ini belum masuk. Hubungi admin.',
	'value.invalid': 'Komentar ini kosong, terlalu panjang, atau berisi tanda yang tidak dapat disimpan.',
	'plan.readOnly': 'Anda sedang tidak dapat berkomentar di Renja ini.',
	'plan.notLoaded': 'Komentar sedang diambil ulang dan server belum terjangkau, jadi yang ini belum masuk. Coba lagi sebentar lagi.'
};

/** Why a comment was not written or changed. */
export function commentProblemMessage(problem: DiscussionProblem | SessionProblem): string {
	return Object.hasOwn(commentProblems, problem)
		? commentProblems[problem as keyof typeof commentProblems]
		: commentProblems['plan.readOnly'];
}

const forumProblems: Record<ForumProblem | Exclude<SessionProblem, RightProblem>, string> = {
	'usulan.missing': 'Usulan ini sudah tidak ada.',
	'usulan.exists': 'Usulan ini sudah ada.',
	'usulan.alasan': 'Keputusan ini perlu alasan.',
	'forum.full': 'Forum ini sudah memuat terlalu banyak isian, jadi yang ini belum masuk. Hubungi admin.',
	'forumSession.missing': 'Sesi forum ini sudah tidak ada.',
	'forumSession.exists': 'Sesi forum ini sudah ada.',
	'attendance.missing': 'Baris daftar hadir ini sudah tidak ada.',
	'attendance.exists': 'Baris daftar hadir ini sudah ada.',
	'value.invalid': 'Isian ini kosong, terlalu panjang, atau berisi tanda yang tidak dapat disimpan.',
	'plan.readOnly': 'Forum ini sedang tidak dapat Anda ubah.',
	'plan.notLoaded': 'Isi forum sedang diambil ulang dan server belum terjangkau, jadi isian ini belum masuk. Coba lagi sebentar lagi.'
};

/** Why nothing was changed in the forum. */
export function forumProblemMessage(problem: ForumProblem | SessionProblem): string {
	return Object.hasOwn(forumProblems, problem) ? forumProblems[problem as keyof typeof forumProblems] : forumProblems['plan.readOnly'];
}

/** Why two different values are still two. */
export function settleProblemMessage(problem: Exclude<SettleResult, { ok: true }>['problem']): string {
	if (problem === 'network') return networkMessage;
	if (problem === 'changed') return 'Nilainya baru saja berubah, jadi belum ada yang dipilih. Lihat kedua nilainya sekali lagi.';
	return editProblemMessage(problem);
}

export interface FailureMessage {
	title: string;
	text: string;
	action: 'signIn' | 'reload' | 'list';
}

const failures: Record<SessionFailure, FailureMessage> = {
	session: {
		title: 'Sesi Anda sudah berakhir',
		text: 'Perubahan yang belum terkirim tetap tersimpan di peramban ini dan dikirim setelah Anda masuk lagi dengan akun yang sama.',
		action: 'signIn'
	},
	notFound: {
		title: 'Renja ini tidak dapat dibuka',
		text: 'Renja ini tidak ada, atau hak akses Anda sudah dicabut. Tanyakan kepada admin atau perencana.',
		action: 'list'
	},
	malformed: {
		title: 'Sambungan dihentikan',
		text: 'Server tidak dapat membaca kiriman dari halaman ini. Yang sudah tersimpan tetap aman. Muat ulang halaman.',
		action: 'reload'
	},
	forbidden: {
		title: 'Perubahan tidak diterima',
		text: 'Akun ini tidak boleh mengubah bagian itu. Yang Anda ketik disimpan di daftar "Perubahan yang belum diterima". Muat ulang halaman.',
		action: 'reload'
	},
	schema: {
		title: 'Perubahan tidak diterima',
		text: 'Bentuk isian tidak dikenal server. Yang Anda ketik disimpan di daftar "Perubahan yang belum diterima". Muat ulang halaman.',
		action: 'reload'
	},
	clientId: {
		title: 'Sambungan dihentikan',
		text: 'Salinan di peramban ini sudah tidak dapat dipakai. Muat ulang halaman untuk mengambil isi terbaru.',
		action: 'reload'
	},
	oversize: {
		title: 'Perubahan terlalu besar',
		text: 'Kirim dalam bagian yang lebih kecil. Yang Anda ketik disimpan di daftar "Perubahan yang belum diterima". Muat ulang halaman.',
		action: 'reload'
	},
	gap: {
		title: 'Salinan di peramban ini tertinggal',
		text: 'Muat ulang halaman untuk mengambil isi terbaru. Yang belum terkirim disimpan untuk disalin.',
		action: 'reload'
	},
	frozen: {
		title: 'Rencana ini sudah dikunci',
		text: 'Renja sudah diajukan sehingga tidak dapat diubah. Yang Anda ketik disimpan di daftar "Perubahan yang belum diterima". Muat ulang halaman.',
		action: 'reload'
	},
	goingDown: { title: 'Server berhenti', text: 'Server sedang dimatikan. Muat ulang halaman beberapa saat lagi.', action: 'reload' },
	unavailable: {
		title: 'Server belum siap',
		text: 'Penyimpanan sedang tidak dapat dipakai. Muat ulang halaman beberapa saat lagi.',
		action: 'reload'
	},
	outOfStep: { title: 'Sambungan terganggu', text: 'Muat ulang halaman untuk mengambil isi terbaru.', action: 'reload' },
	tooSlow: { title: 'Sambungan terlalu lambat', text: 'Muat ulang halaman untuk mengambil isi terbaru.', action: 'reload' },
	network: { title: 'Server tidak dapat dihubungi', text: networkMessage, action: 'reload' }
};

export function failureMessage(failure: SessionFailure): FailureMessage {
	return failures[failure];
}

/** For whoever has the forum open and not the plan. */
export function forumFailureMessage(failure: SessionFailure): FailureMessage {
	if (failure !== 'notFound') return failures[failure];
	return {
		title: 'Forum ini tidak terbuka lagi bagi Anda',
		text: 'Sidangnya sudah ditutup, atau undangan Anda dicabut. Bila sidang dibuka lagi, halaman ini terbuka sendiri.',
		action: 'list'
	};
}

/** Why an edit stands among those that were not taken. */
const refusals: Partial<Record<RefusalReason, string>> = {
	changed: 'Isian ini sudah diubah lebih dahulu, jadi yang ada tidak ditimpa.',
	gone: 'Baris atau isian tempatnya sudah tidak ada.',
	frozen: 'Rencana sudah dikunci ketika perubahan ini sampai.',
	forbidden: 'Akun ini tidak boleh mengubah bagian ini.',
	notFound: 'Renja ini tidak dapat Anda buka lagi.',
	oversize: 'Isian ini terlalu besar. Kirim dalam bagian yang lebih kecil.',
	schema: 'Isian ini tidak dikenal server.'
};

export function refusalMessage(reason: RefusalReason | undefined): string {
	return (reason && refusals[reason]) ?? 'Server tidak menerima perubahan ini.';
}
