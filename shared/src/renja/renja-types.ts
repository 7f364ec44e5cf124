/**
 * The plain words of a Renja: what the Y.Doc of part `plan` holds, as read-only values. Tables, checks, the REST answer and
 * the page speak in these types and never in Yjs. Field names are those of the stored document, so a value can be read side by side with it.
 */

import type { ProseBlock } from './prose.ts';

/** The five levels of the programme tree, outermost first (Permendagri 90/2019). */
export const levels = ['urusan', 'bidang_urusan', 'program', 'kegiatan', 'subkegiatan'] as const;
export type Level = (typeof levels)[number];

/** masukan = input, keluaran = output, hasil = outcome, capaian = capaian program. */
export const indikatorJenis = ['capaian', 'hasil', 'keluaran', 'masukan'] as const;
export type IndikatorJenis = (typeof indikatorJenis)[number];

/** How a value adds up over time: cumulative, mean, last value. */
export const accumulations = ['sum', 'mean', 'last'] as const;
/** Which direction is good. */
export const directions = ['up', 'down'] as const;

/** Which form T-C.33 takes: the standard columns, or the fuller one with masukan, belanja and foot totals. */
export const layouts = ['standar', 'rinci'] as const;
export type Layout = (typeof layouts)[number];

/** Whole rupiah. Absent means not filled in, which is not the same as 0. */
export type Rupiah = number;

export interface IndikatorValue {
	id: string;
	jenis: IndikatorJenis;
	tolokUkur?: string;
	satuan?: string;
	/** As written; a number is parsed from it where one is needed. */
	target?: string;
	targetMaju?: string;
	accumulation?: (typeof accumulations)[number];
	direction?: (typeof directions)[number];
	/** Fractional index among the indikator of one node. */
	order?: string;
	removed?: true;
}

export interface SumberDanaValue {
	id: string;
	nama?: string;
	/** Absent: not split yet; summed under "belum dirinci", never guessed. */
	jumlah?: Rupiah;
	order?: string;
	removed?: true;
}

export interface TriwulanValue {
	k?: string;
	rp?: Rupiah;
}

export interface NodeValue {
	id: string;
	level: Level;
	/** Always a node one level up; null for urusan. */
	parent: string | null;
	/** Fractional index among siblings. */
	order?: string;
	kode?: string;
	uraian?: string;
	/** Unit id; absent or null: that of the nearest ancestor that has one. */
	bidang?: string | null;
	penanggungJawab?: string;
	lokasi?: string;
	kelompokSasaran?: string;
	prioritas?: string;
	catatan?: string;
	pagu?: Rupiah;
	paguMaju?: Rupiah;
	belanjaPegawai?: Rupiah;
	belanjaBarangJasa?: Rupiah;
	belanjaModal?: Rupiah;
	removed?: true;
	/** Usulan of the forum that were taken over into this row. */
	usulan?: string[];
	/** In display order; marked-removed ones are included, with `removed: true`. */
	indikator: IndikatorValue[];
	sumberDana: SumberDanaValue[];
	/** Keys "1" … "4". */
	triwulan?: Record<string, TriwulanValue>;
}

export interface InfoValue {
	daerah?: string;
	perangkatDaerah?: string;
	tahun?: number;
	jenis?: 'murni' | 'perubahan';
	judul?: string;
	nomenklaturVersion?: string;
	layout?: Layout;
	/** The ceiling handed down to the whole perangkat daerah. */
	paguLimit?: Rupiah;
	/** Ceilings by unit id and by name of sumber dana. */
	paguLimitBidang?: Record<string, Rupiah>;
	paguLimitSumberDana?: Record<string, Rupiah>;
	/** Unit id by section of the Bab texts: whose staf write it. */
	bidangBab?: Record<string, string>;
}

/** Sums of one set of subkegiatan. An absent amount counts as 0; `count` says of how many subkegiatan the sum is. */
export interface Amounts {
	pagu: Rupiah;
	paguMaju: Rupiah;
	belanjaPegawai: Rupiah;
	belanjaBarangJasa: Rupiah;
	belanjaModal: Rupiah;
	count: number;
}

export interface TotalsValue extends Amounts {
	/** Node id (urusan … subkegiatan) -> sums of the subkegiatan under it. Removed branches are left out. */
	nodes: Record<string, Amounts>;
	/** Unit id ('' = no bidang) -> sums. */
	bidang: Record<string, Amounts>;
	/** Name of sumber dana -> split amount; what no split names is under '' ("belum dirinci"; negative when a split exceeds its pagu). */
	sumberDana: Record<string, Rupiah>;
}

/** Texts by section id, of those in which something stands. */
export type Narrative = Record<string, ProseBlock[]>;

/** The plain value of a plan: `GET /api/renja/:id`. */
export interface RenjaValue {
	info: InfoValue;
	/** Tree order: parents before children, siblings by order then id. Removed nodes included, with `removed: true`. */
	nodes: NodeValue[];
	/** Texts of the Bab by section; absent while there is none. */
	narrative?: Narrative;
	totals: TotalsValue;
}
