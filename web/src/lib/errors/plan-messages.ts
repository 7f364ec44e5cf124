/** What the page says about a plan file: what stands there, where, and what becomes of it. */
import { formatRupiah } from '@rembug/shared/pagu/rupiah.ts';
import type { PlanProblem } from '@rembug/shared/renja/plan-problems.ts';

const given = ({ given }: PlanProblem): string => (given === undefined || given === '' ? '' : ` (tertulis: ${given})`);
const amount = (text: string | undefined): string => (text !== undefined && /^\d+$/.test(text) ? formatRupiah(Number(text)) : (text ?? ''));

const sentences: Record<PlanProblem['code'], (problem: PlanProblem) => string> = {
	'plan.shape': () => 'Ini bukan berkas rencana: daftar baris "nodes" dan keterangan "info" (atau "daerah") tidak ditemukan.',
	'plan.notJson': () => 'Isi berkas bukan JSON, atau terpotong.',
	'plan.structure': (problem) => `Susunannya tidak dikenal${given(problem)}.`,
	'plan.id': (problem) => `Baris atau isian ini tidak punya tanda pengenal (id atau kode) yang dapat dipakai${given(problem)}.`,
	'plan.idTwice': (problem) => `Tanda pengenal atau kode ini dipakai dua kali${given(problem)}.`,
	'plan.level': (problem) => `Tingkat tidak dikenal; pilih urusan, bidang_urusan, program, kegiatan, atau subkegiatan${given(problem)}.`,
	'plan.parent': (problem) => `Baris induknya tidak ada, atau bukan satu tingkat di atasnya${given(problem)}.`,
	'plan.value': (problem) => `Isian ini tidak dapat diterima${given(problem)}.`,
	'plan.tooMany': (problem) => `Terlalu banyak: ${amount(problem.given)}, paling banyak ${amount(problem.expected)}.`,
	'plan.unknown': (problem) => `Isian ini tidak dikenal, jadi tidak ikut${given(problem)}.`,
	'plan.fieldLevel': () => 'Isian ini tidak berlaku untuk tingkat barisnya, jadi tidak ikut.',
	'plan.bidang': (problem) => `Unit tidak ada di perangkat daerah ini, jadi bidangnya dikosongkan${given(problem)}.`,
	'plan.sumDiffers': (problem) =>
		`Jumlah tertulis ${amount(problem.given)}, sedangkan sub kegiatan di bawahnya berjumlah ${amount(problem.expected)}. Yang dipakai adalah hasil penjumlahan.`,
	'plan.targetMaju': (problem) => `Target prakiraan maju tidak jelas milik indikator yang mana, jadi tidak ikut${given(problem)}.`,
	'plan.before': () => 'Pagu dan target sebelum perubahan tidak ikut; yang dibaca adalah yang sesudah perubahan.',
	'plan.more': (problem) => `… dan ${problem.given ?? ''} hal lain.`
};

export function planProblemMessage(problem: PlanProblem): string {
	return sentences[problem.code](problem);
}
