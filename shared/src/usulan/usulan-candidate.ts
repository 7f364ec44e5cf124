/** What is read out of somebody's table before it becomes usulan: the candidates, and what is to be said about rows and columns. */

import type { AsalUsulan } from '../forum/forum-types.ts';

/** Personal data of whoever made a proposal; never in the document. */
export interface UsulanPerson {
	nama?: string;
	telepon?: string;
	alamat?: string;
}

export interface UsulanCandidate {
	/** Row of the table in which it begins, the first is 1. */
	row: number;
	asal: AsalUsulan;
	/** An institution; a person's name is in `person`. */
	pengusulUnit?: string;
	kecamatan?: string;
	desa?: string;
	urusan?: string;
	usulan: string;
	permasalahan?: string;
	/** As written, without its unit. */
	volume?: string;
	satuan?: string;
	/** Rupiah. */
	biaya?: number;
	catatan?: string;
	/** Name of the sub kegiatan under whose heading it stood. */
	subkegiatan?: string;
	/** What the document does not take. */
	person?: UsulanPerson;
}

export const columnKinds = [
	'no',
	'usulan',
	'rincian',
	'pengusul',
	'asal',
	'urusan',
	'permasalahan',
	'volume',
	'satuan',
	'biaya',
	'alamat',
	'desa',
	'kecamatan',
	'telepon',
	'subkegiatan',
	'catatan'
] as const;
/** What a column holds; null: it is not read. `rincian` is the column in which proposals stand below their program, kegiatan and sub kegiatan. */
export type ColumnKind = (typeof columnKinds)[number] | null;

export type MessageCode =
	| 'table.empty'
	| 'table.rowsTooMany'
	| 'table.columnsTooMany'
	| 'table.noUsulanColumn'
	| 'table.noUsulan'
	| 'table.headerGuessed'
	| 'usulan.missing'
	| 'usulan.headingAlone'
	| 'biaya.invalid'
	| 'text.tooLong'
	| 'text.unfit'
	| 'text.cleaned'
	| 'telephone.cut'
	| 'address.cut'
	| 'place.missing'
	| 'place.twoDesa'
	| 'place.fromProblem'
	| 'place.near'
	| 'pengusul.person'
	| 'number.twice'
	| 'asal.unknown'
	| 'row.title'
	| 'row.continued'
	| 'row.twice';

export interface RowMessage {
	/** error: nothing is imported before it is mended. warning: look at it. note: said so that nothing happens unseen. */
	level: 'error' | 'warning' | 'note';
	code: MessageCode;
	/** 1 is the first row, 0 the table as a whole. */
	row: number;
	/** 1 is the first column; null: the row as a whole. */
	column: number | null;
	/** The text it is about, shortened. */
	given?: string;
}
