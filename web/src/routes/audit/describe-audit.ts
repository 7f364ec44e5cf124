/** A row of the audit as a plain sentence that goes on after the name of whoever did it. */
import type { AuditRow } from '@rembug/shared/api/api-types.ts';
import type { AuditAction, AuditKind } from '@rembug/shared/audit/audit-actions.ts';
import { checklistOf } from '@rembug/shared/renja/stage-checklist.ts';
import { stageLabels } from '@rembug/shared/renja/stages.ts';
import { formatMoment } from '#lib/components/format-time.ts';
import { roleLabels } from '#lib/people/role-labels.ts';
import { dayText } from '#lib/stages/stage-words.ts';

export const kindLabels: Record<AuditKind, string> = {
	session: 'Masuk dan keluar',
	account: 'Akun, peran, kata sandi',
	organisation: 'Perangkat daerah dan unit',
	renja: 'Renja dibuat',
	stage: 'Tahap dan keputusan',
	usulan: 'Usulan yang masuk',
	export: 'Unduhan',
	server: 'Cadangan dan pemulihan'
};

type Row<A extends AuditAction> = Extract<AuditRow, { action: A }>;

const causes = {
	password: 'kata sandi salah',
	disabled: 'akun nonaktif',
	demo: 'akun contoh tidak berlaku dari komputer lain',
	unknown: 'tidak ada akun dengan nama itu'
};
const origins = { empty: 'kosong', json: 'dari berkas', copy: 'sebagai salinan', snapshot: 'dari snapshot' };

const person = (row: AuditRow): string => row.subject?.nama ?? 'sebuah akun';
const inOffice = (office: string | null | undefined): string => (office ? ` di ${office}` : '');
const instead = (before: string | undefined, now: string): string => (before && before !== now ? ` (sebelumnya “${before}”)` : '');

function itemLabel({ renja, detail: { stage, item } }: Row<'checklist.ticked' | 'checklist.cleared'>): string {
	return checklistOf(stage, renja?.jenis ?? 'murni').find(({ id }) => id === item)?.label ?? item;
}

function grant({ detail: { role, unit, kecamatan, renja, perangkatDaerah } }: Row<'grant.added' | 'grant.removed'>): string {
	const label = roleLabels[role].label;
	const about = [unit, kecamatan && `Kec. ${kecamatan}`, renja && `forum ${renja}`].filter(Boolean).join(', ');
	return `${about ? `${label} (${about})` : label}${inOffice(perangkatDaerah)}`;
}

function withNotes({ detail: { rowNotes = 0 } }: Row<'snapshot.approved' | 'snapshot.returned'>): string {
	return rowNotes > 0 ? `, dengan ${rowNotes} catatan baris` : '';
}

const sentences: { [A in AuditAction]: (row: Row<A>) => string } = {
	'session.started': () => 'masuk.',
	'session.failed': (row) => `gagal masuk: ${causes[row.detail.cause]}.`,
	'session.ended': () => 'keluar.',
	'session.endedByAdmin': (row) => `mengakhiri ${row.detail.count} sesi ${person(row)}.`,
	'password.changed': () => 'mengganti kata sandinya sendiri.',
	'password.failed': (row) =>
		row.detail.at === 'decision'
			? 'salah menulis kata sandi saat hendak memutuskan.'
			: 'salah menulis kata sandi lama saat hendak menggantinya.',
	'password.reset': (row) => `memberi ${person(row)} kata sandi sementara.`,
	'account.created': (row) => `membuat akun ${row.detail.username}${row.detail.nama ? ` untuk ${row.detail.nama}` : ''}.`,
	'account.renamed': (row) =>
		`mengubah akun ${row.detail.username}: ${row.detail.nama ?? ''}${instead(row.detail.before, row.detail.nama ?? '')}.`,
	'account.disabled': (row) => `menonaktifkan akun ${person(row)} dan mengakhiri sesinya.`,
	'account.enabled': (row) => `mengaktifkan kembali akun ${person(row)}.`,
	'grant.added': (row) => `memberi ${person(row)} peran ${grant(row)}.`,
	'grant.removed': (row) => `mencabut dari ${person(row)} peran ${grant(row)}.`,
	'perangkatDaerah.created': (row) => `menambah perangkat daerah ${row.detail.nama}, ${row.detail.daerah}.`,
	'perangkatDaerah.renamed': (row) =>
		`mengubah perangkat daerah ${row.detail.nama}, ${row.detail.daerah}${instead(row.detail.before, row.detail.nama)}.`,
	'perangkatDaerah.removed': (row) => `menghapus perangkat daerah${row.detail.nama ? ` ${row.detail.nama}, ${row.detail.daerah}` : ''}.`,
	'wilayah.changed': (row) =>
		row.detail.kecamatan === 0
			? `menghapus daftar kecamatan${inOffice(row.detail.perangkatDaerah)}.`
			: `mengganti daftar kecamatan${inOffice(row.detail.perangkatDaerah)}: ${row.detail.kecamatan} kecamatan, ${row.detail.desa} desa/kelurahan.`,
	'unit.created': (row) => `menambah unit ${row.detail.nama}${inOffice(row.detail.perangkatDaerah)}.`,
	'unit.changed': (row) =>
		`mengubah unit ${row.detail.nama}${instead(row.detail.before, row.detail.nama)}${inOffice(row.detail.perangkatDaerah)}.`,
	'unit.ordered': (row) => `mengurutkan unit${inOffice(row.detail.perangkatDaerah)}.`,
	'unit.removed': (row) => `menghapus unit${row.detail.nama ? ` ${row.detail.nama}` : ''}${inOffice(row.detail.perangkatDaerah)}.`,
	'renja.created': ({ detail: { from, number, rows } }) => `membuat Renja ${origins[from]}${number ? ` ${number}` : ''} (${rows} baris).`,
	'stage.changed': (row) => `memindahkan tahap dari ${stageLabels[row.detail.from]} ke ${stageLabels[row.detail.to]}.`,
	'stage.windowSet': ({ detail: { stage, startsOn, endsOn } }) => {
		const days = [startsOn && `dari ${dayText(startsOn)}`, endsOn && `sampai ${dayText(endsOn)}`].filter(Boolean).join(' ');
		return `${days ? `mengatur tanggal tahap ${stageLabels[stage]}: ${days}` : `menghapus tanggal tahap ${stageLabels[stage]}`}.`;
	},
	'checklist.ticked': (row) =>
		`menandai “${itemLabel(row)}” ${row.detail.state === 'done' ? 'sudah ada' : 'tidak diperlukan'} (tahap ${stageLabels[row.detail.stage]}).`,
	'checklist.cleared': (row) => `menghapus tanda pada “${itemLabel(row)}” (tahap ${stageLabels[row.detail.stage]}).`,
	'unit.locked': (row) => `mengunci isian ${row.detail.unit}.`,
	'unit.unlocked': (row) => `membuka kunci isian ${row.detail.unit}.`,
	'penetapan.recorded': ({ detail: { nomor, tanggal } }) => `mencatat Perkada ${nomor}, ${dayText(tanggal)}.`,
	'snapshot.approved': (row) => `menyetujui Renja yang diajukan${withNotes(row)}.`,
	'snapshot.returned': (row) => `mengembalikan Renja yang diajukan${withNotes(row)}.`,
	'note.settled': (row) => `menyatakan catatan pada baris ${row.detail.kode || 'tanpa kode'} sudah ditindaklanjuti.`,
	'note.reopened': (row) => `membuka lagi catatan pada baris ${row.detail.kode || 'tanpa kode'}.`,
	'usulan.imported': ({ detail: { count, persons } }) =>
		`mengimpor ${count} usulan${persons > 0 ? `, ${persons} dengan data pribadi pengusul` : ''}.`,
	'usulan.carried': ({ detail: { count, tahun } }) => `membawa ${count} usulan ke Renja ${tahun}.`,
	'usulan.personRead': () => 'membuka data pribadi pengusul sebuah usulan.',
	'usulan.personWritten': () => 'mengubah data pribadi pengusul sebuah usulan.',
	'usulan.fileAdded': () => 'menambah berkas pada sebuah usulan.',
	'usulan.fileRemoved': () => 'membuang berkas dari sebuah usulan.',
	'screen.made': () => 'membuat tautan layar besar untuk sebuah sidang forum.',
	'screen.revoked': () => 'mencabut tautan layar besar sebuah sidang forum.',
	'attendance.read': () => 'membuka daftar hadir sebuah sidang forum.',
	'attendance.added': ({ detail: { count } }) => `menambah ${count} orang ke daftar hadir sebuah sidang forum.`,
	'attendance.removed': () => 'mencoret satu orang dari daftar hadir sebuah sidang forum.',
	'table.exported': ({ detail: { table, format, number, snapshotId } }) => {
		const source = number ? `snapshot ${number}` : snapshotId ? 'sebuah snapshot' : 'naskah kerja';
		return `mengunduh tabel ${table.toUpperCase().replace(/-(\d)/, '.$1')} (${format}) dari ${source}.`;
	},
	'beritaAcara.sealed': ({ detail: { session, number } }) => `mengesahkan berita acara nomor ${number} sidang “${session}”.`,
	'beritaAcara.exported': ({ detail: { session, format, isDraft } }) =>
		`mengunduh ${isDraft ? 'draf berita acara' : 'berita acara'} sidang “${session}” (${format}).`,
	'backup.begun': () => 'mulai membuat cadangan seluruh data.',
	'backup.restored': (row) => `memulihkan seluruh data dari cadangan ${formatMoment(new Date(row.detail.takenAt))}.`
};

/** Without the name of whoever did it. */
export function describeAudit(row: AuditRow): string {
	return (sentences[row.action] as (row: AuditRow) => string)(row);
}

/** The name that the sentence begins with: of a failed sign-in it is the account that somebody tried. */
export function whoDid(row: AuditRow): string {
	if (row.action === 'session.failed') return row.subject?.nama ?? 'Seseorang';
	return row.actor?.nama ?? 'Pengelola server';
}

/** Words that somebody wrote beside it, for whoever may read them. */
export function wordsOf(row: AuditRow): string {
	return row.detail.reason || row.detail.note || '';
}
