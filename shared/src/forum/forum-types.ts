/**
 * The forum of a perangkat daerah as plain values: usulan, priorities, sessions, attendance; and every change that a person can make to
 * them, as data. Nothing here names a person: who proposed is an institution, who decided an account.
 */
import type { Outcome } from '../edits/editing.ts';

/** Where an usulan comes from. */
export const asalUsulan = ['musrenbang_desa', 'musrenbang_kecamatan', 'pokir', 'langsung', 'lintas_pd'] as const;
export type AsalUsulan = (typeof asalUsulan)[number];

export const usulanStatuses = ['baru', 'diskusi', 'diterima', 'disesuaikan', 'ditangguhkan', 'ditolak', 'dirujuk'] as const;
export type UsulanStatus = (typeof usulanStatuses)[number];

/** Not decided yet, so without a reason. */
export const undecidedStatuses: readonly UsulanStatus[] = ['baru', 'diskusi'];
export const decidedStatuses = ['diterima', 'disesuaikan', 'ditangguhkan', 'ditolak', 'dirujuk'] as const satisfies readonly UsulanStatus[];

export const sessionStatuses = ['disiapkan', 'berlangsung', 'ditutup'] as const;
export type SessionStatus = (typeof sessionStatuses)[number];

/** What whoever prepares the forum writes about an usulan. */
export interface UsulanContent {
	asal: AsalUsulan;
	/** An institution, never a person. */
	pengusulUnit?: string;
	kecamatan?: string;
	desa?: string;
	urusan?: string;
	usulan: string;
	permasalahan?: string;
	/** As written. */
	volume?: string;
	satuan?: string;
	/** Whole rupiah. */
	biaya?: number;
	catatan?: string;
	order?: string;
}

export interface UsulanValue extends UsulanContent {
	id: string;
	status: UsulanStatus;
	/** Why it was decided so. */
	alasan?: string;
	/** Account id. When is in Postgres: the server's clock. */
	decidedBy?: string;
	/** The session it was decided in. */
	session?: string;
	/** A sub kegiatan of the plan, with its name as it was when it was linked: delegates never open the plan. */
	subkegiatan?: string;
	subkegiatanNama?: string;
	/** The unit that is asked for a first opinion, and what it said. */
	unit?: string;
	opinion?: string;
	/** The usulan that stands for the group; absent: it stands for itself. */
	group?: string;
	/** What the forum proposes to the sub kegiatan. */
	usulVolume?: string;
	usulLokasi?: string;
	usulPagu?: number;
	removed?: true;
}

export interface ForumSessionValue {
	id: string;
	judul: string;
	/** 2024-02-20 */
	tanggal: string;
	tempat?: string;
	status: SessionStatus;
	/** The usulan on the table. */
	meja?: string;
	/** How long is spoken about one usulan; since when, in milliseconds of the chair's clock; absent: the timer stands still. */
	timerSeconds?: number;
	timerStartedAt?: number;
	/** Usulan in their order. */
	agenda: { usulan: string; order: string }[];
	removed?: true;
}

export interface VoteValue {
	usulan: string;
	/** Account id. */
	account: string;
	/** 1 (low) to 5 (high); absent: taken back. */
	prioritas?: number;
}

/** How many of which institution were there. */
export interface AttendanceValue {
	id: string;
	session: string;
	unsur: string;
	lembaga: string;
	jumlah: number;
	order?: string;
	removed?: true;
}

export interface ForumValue {
	usulan: UsulanValue[];
	sessions: ForumSessionValue[];
	votes: VoteValue[];
	attendance: AttendanceValue[];
}

/** Fields that only a decision sets, together. */
export const decisionFields = ['status', 'alasan', 'decidedBy', 'session'] as const;
export type DecisionField = (typeof decisionFields)[number];
export type UsulanField = Exclude<keyof UsulanValue, 'id' | DecisionField>;
export type SessionField = Exclude<keyof ForumSessionValue, 'id' | 'agenda'>;
export type AttendanceField = Exclude<keyof AttendanceValue, 'id' | 'session'>;

export type NewUsulan = UsulanContent & Partial<Pick<UsulanValue, 'unit' | 'subkegiatan' | 'subkegiatanNama' | 'group'>> & { id: string };
/** null: taken away. */
export interface UsulanChange {
	id: string;
	field: UsulanField;
	value: string | number | true | null;
}

export interface ForumEditArgs {
	/** All or none. Each begins as `baru`. */
	addUsulan: { usulan: NewUsulan[] };
	/** Also how usulan are assigned, linked, put together (`group`), taken apart, removed and restored. All or none. */
	setUsulan: { changes: UsulanChange[] };
	/** For one or for a whole group. alasan '' only where it is not decided yet. */
	decideUsulan: { ids: string[]; status: UsulanStatus; alasan: string; decidedBy: string; session: string };
	/** One voice an account and usulan. null: taken back. */
	setVote: { usulan: string; account: string; prioritas: number | null };
	addSession: { id: string; judul: string; tanggal: string; tempat?: string };
	setSession: { id: string; field: SessionField; value: string | number | true | null };
	/** order null: off the agenda. */
	setAgenda: { id: string; entries: { usulan: string; order: string | null }[] };
	addAttendance: Omit<AttendanceValue, 'removed'>;
	setAttendance: { id: string; field: AttendanceField; value: string | number | true | null };
}

export type ForumEditName = keyof ForumEditArgs;

/** One change as data: `{edit: 'setVote', args: {…}}`. */
export type ForumEdit = { [N in ForumEditName]: { edit: N; args: ForumEditArgs[N] } }[ForumEditName];

/** Why an edit cannot be applied; nothing was changed. Codes are translated by the page. */
export type ForumProblem =
	| 'usulan.missing'
	| 'usulan.exists'
	| 'usulan.alasan'
	| 'forum.full'
	| 'forumSession.missing'
	| 'forumSession.exists'
	| 'attendance.missing'
	| 'attendance.exists'
	| 'value.invalid';

export type ForumEditResult = ({ ok: true } & Outcome<ForumEdit>) | { ok: false; problem: ForumProblem; detail: string };
