/** Which column of a table holds what: proposed from its headings, or, where a table begins without any, from what stands in it. */
import { parseRupiah } from '../pagu/rupiah.ts';
import type { ColumnKind } from './usulan-candidate.ts';

/** Headings as the offices print them, in letters only; tried in this order, the whole heading before its beginning. */
const headings: Readonly<Record<Exclude<ColumnKind, null>, readonly string[]>> = {
	no: ['no', 'nomor', 'nourut', 'nomorurut'],
	rincian: ['programkegiatansubkegiatan', 'programkegiatan', 'uraianprogramkegiatan', 'programkegiatansub'],
	usulan: [
		'usulan',
		'usulankegiatan',
		'uraianusulan',
		'namausulan',
		'kegiatanyangdiusulkan',
		'usulanprogramkegiatan',
		'judulusulan',
		'kamususulan',
		'kegiatan',
		'pekerjaan',
		'aktivitas'
	],
	pengusul: ['pengusul', 'namapengusul', 'pemohon', 'pemangkukepentingan', 'diusulkanoleh', 'instansipengusul', 'unitpengusul'],
	asal: ['asal', 'asalusulan', 'sumberusulan', 'mekanisme', 'jalur', 'sumber', 'jenisusulan'],
	urusan: ['urusan', 'bidangurusan', 'urusanpemerintahan'],
	permasalahan: ['permasalahan', 'masalah', 'isupermasalahan', 'latarbelakang', 'alasanusulan', 'uraianpermasalahan', 'gagasan'],
	volume: ['volume', 'besaranvolume', 'besaran', 'vol', 'target', 'jumlah', 'volumesatuan', 'koefisien'],
	satuan: ['satuan', 'unit'],
	biaya: [
		'anggaran',
		'biaya',
		'perkiraanbiaya',
		'pagu',
		'paguindikatif',
		'kebutuhandana',
		'usulananggaran',
		'anggaranrp',
		'biayarp',
		'estimasibiaya',
		'rencanaanggaran',
		'jumlahdana',
		'dana'
	],
	alamat: ['alamat', 'lokasi', 'lokasikegiatan', 'alamatlokasi', 'tempat', 'lokasiusulan', 'detaillokasi'],
	desa: ['desa', 'desakelurahan', 'kelurahan', 'kelurahandesa', 'desakel', 'namadesa'],
	kecamatan: ['kecamatan', 'kec', 'namakecamatan'],
	telepon: ['telepon', 'notelepon', 'nohp', 'hp', 'kontak', 'nomortelepon', 'telp', 'notelp', 'nowa', 'whatsapp', 'nomorhp'],
	subkegiatan: ['subkegiatan', 'namasubkegiatan', 'subkegiatanterkait'],
	catatan: ['catatan', 'keterangan', 'ket', 'catatanpenting']
};

/** Headings of columns that are known and not read. */
const otherHeadings = [
	'indikator',
	'indikatorkinerja',
	'kode',
	'status',
	'rekomendasi',
	'tahun',
	'tanggal',
	'skpd',
	'opd',
	'perangkatdaerah',
	'program'
];

const kindOfHeading = new Map(
	Object.entries(headings).flatMap(([kind, names]) => names.map((name) => [name, kind as Exclude<ColumnKind, null>] as const))
);

function lettersOf(cell: string): string {
	return cell
		.toLowerCase()
		.replace(/\((?:rp|rupiah)[^)]*\)/g, '')
		.replace(/[^a-z]/g, '');
}

/** What a heading says the column holds; null: a known one that is not read; undefined: no heading. */
export function kindOf(cell: string): ColumnKind | undefined {
	if (cell.length > 60) return undefined;
	const letters = lettersOf(cell);
	return kindOfHeading.get(letters) ?? (otherHeadings.includes(letters) ? null : undefined);
}

function filled(row: readonly string[]): string[] {
	return row.filter((cell) => cell !== '');
}

/** A row of headings: most of its cells are known ones, and at least three. */
export function isHeaderRow(row: readonly string[]): boolean {
	const cells = filled(row);
	const known = cells.filter((cell) => kindOf(cell) !== undefined).length;
	return known >= 3 && known * 3 >= cells.length * 2;
}

/** Below the headings: `(1) (2) (3)`, or what is left of headings that were printed in two rows. */
export function isBelowHeader(row: readonly string[], kinds: readonly ColumnKind[]): boolean {
	const cells = filled(row);
	if (cells.length === 0) return false;
	if (cells.length >= 4 && cells.every((cell, index) => cell.replace(/[()]/g, '') === String(index + 1))) return true;
	return row.every((cell, column) => cell === '' || (kindOf(cell) !== undefined && kindOf(cell) === (kinds[column] ?? null)));
}

/** One kind for each column, each kind once: of two columns with the same heading the first is read. */
export function kindsFromHeader(row: readonly string[]): ColumnKind[] {
	const seen = new Set<ColumnKind>();
	return row.map((cell) => {
		const kind = kindOf(cell) ?? null;
		if (kind === null || seen.has(kind)) return null;
		seen.add(kind);
		return kind;
	});
}

const sampleRows = 60;

/** A table without headings, by what its columns hold. */
export function kindsFromContent(rows: readonly (readonly string[])[], width: number): ColumnKind[] {
	const sample = rows.filter((row) => filled(row).length >= 3).slice(0, sampleRows);
	const columns = Array.from({ length: width }, (_, column) => sample.map((row) => row[column] ?? '').filter((cell) => cell !== ''));
	const kinds: ColumnKind[] = Array.from({ length: width }, () => null);
	const take = (kind: Exclude<ColumnKind, null>, fits: (cells: readonly string[], column: number) => boolean): number => {
		const column = columns.findIndex((cells, index) => kinds[index] === null && cells.length > 0 && fits(cells, index));
		if (column >= 0) kinds[column] = kind;
		return column;
	};
	const most = (cells: readonly string[], test: (cell: string) => boolean, share = 0.6): boolean =>
		cells.filter(test).length >= Math.max(1, cells.length * share);

	const no = take('no', (cells, column) => column === 0 && most(cells, (cell) => /^\d{1,4}[.)]?$/.test(cell)));
	take('volume', (cells) => most(cells, (cell) => /^\d[\d.,]*\s*(?:\p{L}[\p{L}\s/]{0,30}|%)$/u.test(cell)));
	take('alamat', (cells) => most(cells, (cell) => /\b(?:kab|kec|desa|kelurahan|dusun|rt|rw|jl)\b/i.test(cell), 0.5));
	take('biaya', (cells) => most(cells, (cell) => /\d/.test(cell) && parseRupiah(cell).ok && /rp|\d{4}|\d\.\d{3}/i.test(cell)));
	const isText = (cells: readonly string[]): boolean => most(cells, (cell) => /\p{L}{3}/u.test(cell), 0.8);
	const urusan = take('urusan', (cells) => sample.length >= 4 && isText(cells) && new Set(cells).size * 4 <= cells.length);
	if (no >= 0 && urusan > no + 1) take('pengusul', (cells, column) => column > no && column < urusan && isText(cells));
	take('usulan', (cells, column) => column > urusan && isText(cells));
	take('permasalahan', isText);
	return kinds;
}
