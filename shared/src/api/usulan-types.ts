/** What the routes about the intake of usulan take and answer. */
import type { AsalUsulan, UsulanStatus } from '../forum/forum-types.ts';
import type { RenjaName } from './api-types.ts';
import type { UsulanPerson } from '../usulan/usulan-candidate.ts';
import type { UsulanInput } from '../usulan/usulan-input.ts';

/** `POST /api/renja/:id/usulan`: one usulan out of a form. id: made by the page, so that sending it again enters nothing twice. */
export type EnterUsulanBody = UsulanInput & { id: string; person?: UsulanPerson };

/** `POST /api/renja/:id/usulan/import`: all of them or none. id: of the import, made by the page. */
export interface ImportUsulanBody {
	id: string;
	/** Whether personal data are kept behind their endpoint; left out or false: they are dropped. */
	keepPersons?: boolean;
	/** subkegiatan: a name; linked when exactly one sub kegiatan of the plan bears it. */
	usulan: (UsulanInput & { subkegiatan?: string; person?: UsulanPerson })[];
}

/** Also of `POST /api/renja/:id/usulan/receipts` {usulan: ids}, for planners: the codes of many; those that have none get one. */
export interface EnteredUsulan {
	id: string;
	/** Of the receipt. */
	code: string;
}

export interface ImportedUsulan {
	entered: EnteredUsulan[];
	/** How many were linked to a sub kegiatan by its name. */
	linked: number;
}

export interface UsulanFileMeta {
	id: string;
	nama: string;
	type: string;
	/** Bytes. */
	size: number;
	/** ISO 8601, UTC. */
	at: string;
}

/** `GET /api/usulan/:code`, without an account: what whoever made a proposal may know of it, and nothing about persons. */
export interface ReceiptAnswer {
	code: string;
	/** When it was received. */
	at: string;
	renja: { tahun: number; jenis: 'murni' | 'perubahan'; perangkatDaerah: string; daerah: string };
	usulan: { usulan: string; asal: AsalUsulan; pengusulUnit?: string; kecamatan?: string; desa?: string; volume?: string; satuan?: string };
	/** withdrawn: by whoever entered it; removed: by the office, for instance because it was there twice. */
	listed: 'yes' | 'withdrawn' | 'removed';
	status: UsulanStatus;
	alasan: string | null;
	/** Name of the sub kegiatan it was linked to. */
	subkegiatan: string | null;
	/** Decisions of earlier years, and the years it was carried to. */
	history: UsulanHistory;
}

/** `GET /api/usulan`: for accounts of a kecamatan: where they may enter usulan, and those of their kecamatan. */
export interface OwnUsulanAnswer {
	renja: {
		id: string;
		tahun: number;
		jenis: 'murni' | 'perubahan';
		judul: string;
		perangkatDaerah: string;
		kecamatan: string;
		/** Whether usulan may be entered now. */
		isOpen: boolean;
		usulan: OwnUsulan[];
	}[];
}

export interface OwnUsulan extends UsulanInput {
	id: string;
	code: string | null;
	status: UsulanStatus;
	alasan: string | null;
	/** Entered by this account: its personal data and files may be seen and changed. */
	isMine: boolean;
	/** It may be changed and withdrawn: entered by this account, and the forum has not begun with it. */
	mayChange: boolean;
}

/** `GET /api/renja/:id/usulan/carry`, for planners: where usulan of this Renja can be carried to, and which of them can. */
export interface CarryAnswer {
	targets: RenjaName[];
	/** carriedTo: ids of Renja that have it already. */
	usulan: { id: string; carriedTo: string[] }[];
}

/** `POST /api/renja/:id/usulan/carry`. to: id of a Renja of a later year. */
export interface CarryBody {
	to: string;
	usulan: string[];
}

/** present: were there already, and are not brought twice. */
export interface Carried {
	carried: number;
	present: number;
}

/** What became of a usulan in an earlier Renja. */
export interface EarlierDecision {
	renja: { tahun: number; jenis: 'murni' | 'perubahan' };
	status: UsulanStatus;
	alasan: string | null;
	session: { judul: string; tanggal: string } | null;
	/** ISO 8601, UTC; null: it was not decided. */
	decidedAt: string | null;
}

/** `GET /api/renja/:id/usulan/:usulanId/history`: earlier years first; and where it was carried to, with the code of its receipt there. */
export interface UsulanHistory {
	earlier: EarlierDecision[];
	later: { renja: { tahun: number; jenis: 'murni' | 'perubahan' }; code: string | null }[];
}
