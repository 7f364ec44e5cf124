/**
 * The minutes on paper: opening, what was heard, KESATU to KELIMA, places for signatures, Lampiran I (attendance), II (the plan), III (usulan
 * that concern others), IV (usulan that were not accepted, with the reason; and, in a draft, what still lacks a decision). What the
 * document does not know, the hour and the names of those who sign, is left as a line to be filled in by hand.
 */
import type { Attendee } from '../forum/attendance.ts';
import { asalWords, statusWords } from '../forum/forum-words.ts';
import type { UsulanValue } from '../forum/forum-types.ts';
import { placeOf } from '../forum/usulan-groups.ts';
import { formatRupiah } from '../pagu/rupiah.ts';
import { cellsOfLine, type TableCell } from '../tables/table-types.ts';
import { withSatuan } from '../tables/with-satuan.ts';
import type { BeritaAcara, BeritaAcaraSeal, MissingPart } from './berita-acara.ts';
import type { Paper, PaperColumn, PaperPart } from './paper-types.ts';

const signatures = 10;
const open = '....................';

/** What the minutes are printed with, beside their content. */
export interface PrintedWith {
	/** null prints a draft. */
	seal: BeritaAcaraSeal | null;
	/** Of the page on which the hash can be checked. */
	address: string;
	/** Who was there, by name, in the order of the list; for those who may see it, and in nothing but the paper. */
	people: readonly Attendee[];
}

export function beritaAcaraPaper(value: BeritaAcara, { seal, address, people }: PrintedWith): Paper {
	const { renja, session } = value;
	const office = renja.perangkatDaerah || open;
	const year = renja.tahun === null ? open : String(renja.tahun);
	return {
		title: [
			'BERITA ACARA',
			'FORUM PERANGKAT DAERAH',
			...[office, renja.daerah, `PENYUSUNAN RENCANA KERJA TAHUN ${year}`, seal ? `Nomor ${seal.number}` : '']
		].filter(Boolean),
		draft: seal ? null : 'DRAF. Belum berlaku: berita acara ini belum disahkan.',
		parts: [
			{
				kind: 'paragraph',
				text: `Pada hari ${dayOf(session.tanggal)}, pukul ${open}, bertempat di ${session.tempat || open}, telah berlangsung ${session.judul} sebagai Forum Perangkat Daerah ${office}. ${presence(value)}`
			},
			{
				kind: 'paragraph',
				text: 'Forum telah menyimak paparan rancangan Renja, membahas usulan satu per satu, dan mendengar tanggapan peserta.'
			},
			{ kind: 'paragraph', text: 'Berdasarkan pembahasan itu, forum menyepakati:' },
			...clauses(value, office, year),
			{ kind: 'heading', text: 'Tanda tangan', onNewPage: false },
			table([column('Jabatan dalam sidang', 3), column('Nama', 4), column('Tanda tangan', 3, 'signature')], [['Pimpinan sidang', '', '']]),
			table(
				[column('No', 1, 'center'), column('Nama', 4), column('Unsur/lembaga', 4), column('Tanda tangan', 4, 'signature')],
				Array.from({ length: signatures }, (_, index) => [String(index + 1), '', '', `${index + 1}.`])
			),
			...(seal ? [sealPart(seal, address)] : []),
			...attachments(value, people, year)
		]
	};
}

function sealPart({ number, at, hash }: BeritaAcaraSeal, address: string): PaperPart {
	const text = `Berita acara nomor ${number} disahkan ${momentWords.format(new Date(at))} WIB. Keutuhan isinya dapat diperiksa siapa saja di ${address}\nSHA-256 ${hash}`;
	return { kind: 'code', text, code: address };
}

function presence({ participants, attendance }: BeritaAcara): string {
	if (attendance.length === 0) return 'Daftar hadir belum diisi.';
	const unsur = [...new Set(attendance.map((entry) => entry.unsur))];
	return `Hadir ${participants} orang dari unsur ${unsur.join(', ')}, sebagaimana Lampiran I.`;
}

function clauses(value: BeritaAcara, office: string, year: string): PaperPart[] {
	const { accepted, notAccepted, crossing } = value;
	const clause = (label: string, text: string): PaperPart => ({ kind: 'clause', label, text });
	return [
		clause(
			'KESATU',
			`Program, kegiatan, dan sub kegiatan prioritas beserta indikator, target, dan kebutuhan dananya diselaraskan dengan ${accepted.length} usulan berikut yang diterima, termasuk yang disesuaikan.`
		),
		usulanTable(accepted, value, 'Tidak ada usulan yang diterima.'),
		clause('KEDUA', `Rancangan Renja ${office} Tahun ${year} dalam Lampiran II menjadi bahan penyempurnaan berikutnya.`),
		clause(
			'KETIGA',
			`${crossing.length} usulan yang menyangkut perangkat daerah atau wilayah lain dicantumkan dalam Lampiran III untuk ditindaklanjuti. ${notAccepted.length} usulan yang tidak diterima, ditangguhkan, atau diteruskan dicantumkan dengan alasannya dalam Lampiran IV.`
		),
		clause('KEEMPAT', 'Lampiran I sampai dengan Lampiran IV merupakan satu kesatuan dengan berita acara ini.'),
		clause('KELIMA', `Berita acara ini dipakai sebagai bahan penyempurnaan rancangan RKPD Tahun ${year}.`)
	];
}

function attachments(value: BeritaAcara, people: readonly Attendee[], year: string): PaperPart[] {
	const heading = (text: string): PaperPart => ({ kind: 'heading', text, onNewPage: true });
	const parts = [
		heading('Lampiran I. Daftar hadir menurut unsur dan lembaga'),
		table(
			[column('No', 1, 'center'), column('Unsur', 4), column('Lembaga', 6), column('Jumlah', 2, 'right')],
			value.attendance.map(({ unsur, lembaga, jumlah }, index) => [String(index + 1), unsur, lembaga, String(jumlah)]),
			'Daftar hadir belum diisi.'
		),
		...(people.length > 0 ? [peopleTable(people)] : []),
		heading(`Lampiran II. Rancangan Renja Tahun ${year}`),
		planTable(value),
		heading('Lampiran III. Usulan lintas perangkat daerah dan lintas wilayah'),
		usulanTable(value.crossing, value, 'Tidak ada.'),
		heading('Lampiran IV. Usulan yang tidak diterima, ditangguhkan, atau diteruskan, dengan alasannya'),
		usulanTable(value.notAccepted, value, 'Tidak ada.')
	];
	if (value.missing.length === 0) return parts;
	return [
		...parts,
		{ kind: 'heading', text: 'Belum lengkap', onNewPage: false },
		table(
			[column('No', 1, 'center'), column('Usulan', 7), column('Yang belum ada', 4)],
			value.missing.map(({ usulan, parts: lacking }, index) => [
				String(index + 1),
				[usulan.usulan, placeOf(usulan)].filter(Boolean).join('\n'),
				lacking.map((part) => missingWords[part]).join(', ')
			])
		)
	];
}

const missingWords: Readonly<Record<MissingPart, string>> = {
	decision: 'keputusan',
	alasan: 'alasan keputusan',
	decidedBy: 'siapa yang memutuskan',
	decidedAt: 'tanggal keputusan'
};

function usulanTable(usulan: readonly UsulanValue[], { decidedAt }: BeritaAcara, empty: string): PaperPart {
	return table(
		[
			column('No', 1, 'center'),
			column('Usulan', 5),
			column('Asal dan lokasi', 4),
			column('Volume', 2, 'center'),
			column('Anggaran (Rp)', 3, 'right'),
			column('Keputusan dan alasan', 6)
		],
		usulan.map((one, index) => [
			String(index + 1),
			one.subkegiatanNama?.trim() ? `${one.usulan}\nSub kegiatan: ${one.subkegiatanNama.trim()}` : one.usulan,
			[asalWords[one.asal], one.pengusulUnit, placeOf(one)].filter((text) => text?.trim()).join('\n'),
			one.usulVolume ?? withSatuan(one.volume, one.satuan),
			amount(one.usulPagu ?? one.biaya),
			`${statusWords[one.status]}${decidedOn(one, decidedAt)}: ${one.alasan?.trim() ?? ''}${one.usulLokasi ? `\nLokasi yang disepakati: ${one.usulLokasi}` : ''}`
		]),
		empty
	);
}

/** The columns of T-C.33 that say what is to be done for how much. */
const planColumns: readonly { key: string; title: string; width: number }[] = [
	{ key: 'kode', title: 'Kode', width: 4 },
	{ key: 'uraian', title: 'Program/Kegiatan/Sub Kegiatan', width: 7 },
	{ key: 'indikator', title: 'Indikator', width: 7 },
	{ key: 'target', title: 'Target', width: 3 },
	{ key: 'pagu', title: 'Pagu indikatif (Rp)', width: 4 }
];

function planTable({ plan }: BeritaAcara): PaperPart {
	const places = planColumns.map(({ key }) => plan.columns.findIndex((one) => one.key === key));
	const rows = [...plan.rows, ...plan.foot].flatMap((row) =>
		Array.from({ length: row.lines }, (_, line) => {
			const cells = cellsOfLine(row, line);
			return places.map((place) => cellText(cells[place]));
		})
	);
	const columns = planColumns.map(({ title, width, key }) => column(title, width, key === 'pagu' ? 'right' : 'left'));
	return table(columns, rows, 'Rancangan Renja belum diisi.');
}

function cellText(cell: TableCell | undefined): string {
	if (!cell || cell.kind === 'empty') return '';
	return cell.kind === 'rupiah' ? formatRupiah(cell.value) : cell.text;
}

function peopleTable(people: readonly Attendee[]): PaperPart {
	return table(
		[
			column('No', 1, 'center'),
			column('Nama', 4),
			column('Instansi', 4),
			column('Jabatan', 3),
			column('Unsur', 3),
			column('Tanda tangan', 4, 'signature')
		],
		people.map(({ name, institution, position, element }, index) => [
			...[String(index + 1), name, institution, position, element],
			`${index + 1}.`
		])
	);
}

function column(title: string, width: number, align: PaperColumn['align'] = 'left'): PaperColumn {
	return { title, width, align };
}

function table(columns: PaperColumn[], rows: string[][], empty = ''): PaperPart {
	return { kind: 'table', columns, rows, empty };
}

function amount(value: number | undefined): string {
	return value === undefined ? '' : formatRupiah(value);
}

function decidedOn({ id }: UsulanValue, decidedAt: BeritaAcara['decidedAt']): string {
	const at = decidedAt[id];
	return at === undefined ? '' : ` (${decidedWords.format(new Date(at))})`;
}

/** Moments are said in the zone of western Indonesia. */
const decidedWords = new Intl.DateTimeFormat('id-ID', { dateStyle: 'long', timeZone: 'Asia/Jakarta' });
const momentWords = new Intl.DateTimeFormat('id-ID', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Asia/Jakarta' });

/** `Selasa, 20 Februari 2024`. A day has no time zone: it is read and said in UTC. */
const dayWords = new Intl.DateTimeFormat('id-ID', { dateStyle: 'full', timeZone: 'UTC' });

function dayOf(tanggal: string): string {
	return dayWords.format(new Date(`${tanggal}T00:00:00Z`));
}
