/** Shapes of the REST answers that page and server share. Errors are `{error: {code, message}}` everywhere. */
import type { Grant } from '../access/access.ts';
import type { AuditAction, AuditDetails } from '../audit/audit-actions.ts';
import type { PlanProblem } from '../renja/plan-problems.ts';
import type { IndikatorJenis, Level, NodeValue } from '../renja/renja-types.ts';
import type { Stage } from '../renja/stages.ts';
import type { RenjaDiff } from '../snapshot/diff.ts';
import type { SnapshotContent } from '../snapshot/snapshot-content.ts';
import type { OfficialTable } from '../tables/table-types.ts';
import type { Kecamatan } from '../usulan/wilayah.ts';

export interface ApiError {
	error: {
		code: string;
		message: string;
		/** Name of the entry in the request's body that is wrong, when it is one. */
		field?: string;
		/** What stands against a plan that was to be imported. */
		problems?: PlanProblem[];
	};
}

/** `GET /api/session` */
export interface SessionAnswer {
	user: { id: string; username: string; nama: string; color: string; grants: Grant[] };
	/** Whether this server shows example data, with demo accounts. */
	demo: boolean;
	/** The password was given out by the admin: until an own one is chosen every other route answers 403. */
	mustChangePassword: boolean;
}

/** `GET /api/demo`: the accounts to click on the sign-in page; null where the server is not in demo mode. */
export interface DemoAnswer {
	demo: null | { password: string; accounts: { username: string; nama: string; keterangan: string }[] };
}

/** A row of `GET /api/renja`. */
export interface RenjaSummary {
	id: string;
	tahun: number;
	perangkatDaerah: string;
	jenis: 'murni' | 'perubahan';
	stage: Stage;
	/** As the document says it, as of its last commit; '' when it has none. */
	judul: string;
}

/** What a Renja is told apart by. */
export type RenjaName = Pick<RenjaSummary, 'id' | 'tahun' | 'jenis' | 'judul'>;

export interface Unit {
	id: string;
	nama: string;
	singkatan: string;
	jenis: 'sekretariat' | 'bidang' | 'upt';
}

/** `GET /api/renja/:id/context`: what the workspace needs beside the document. */
export interface RenjaContextAnswer extends RenjaSummary {
	daerah: string;
	perangkatDaerahId: string;
	demo: boolean;
	frozen: boolean;
	/** Generation of part `plan`. */
	generation: string;
	discussionGeneration: string;
	forumGeneration: string;
	/** The berita acara of the forum is closed. */
	forumFrozen: boolean;
	units: Unit[];
	/** Those whose part a perencana or sekretaris has locked. */
	lockedUnits: string[];
	may: { edit: boolean; moveStage: boolean; decide: boolean };
	/** The newest snapshot, when there is one. */
	latestSnapshot: SnapshotSummary | null;
	/** The snapshot that this Renja began as; null: it began otherwise. */
	origin: { snapshotId: string; number: number; hash: string; renja: RenjaName } | null;
	stageHistory: { from: Stage; to: Stage; reason: string; nama: string; at: string }[];
}

/** A row of `GET /api/renja/:id/history?root=&entity=&field=&before=`: newest first, at most 200; before: only rows older than this id. */
export interface FieldChangeRow {
	id: number;
	root: string;
	entity: string;
	field: string;
	before: unknown;
	after: unknown;
	/** Name of the account; null for what the server itself wrote (demo, import). */
	nama: string | null;
	/** ISO 8601, UTC. */
	at: string;
}

/** A row of `GET /api/renja/:id/snapshots`. */
export interface SnapshotSummary {
	id: string;
	number: number;
	at: string;
	nama: string;
	seq: number;
	hash: string;
	contentSha256: string;
	previousHash: string | null;
	decision: null | { decision: 'approve' | 'return'; note: string; nama: string; at: string };
}

/** A row of `GET /api/renja/:id/snapshots/rows/:nodeId`: what a row of the plan was in each snapshot, oldest first. */
export interface RowInSnapshot {
	id: string;
	number: number;
	/** ISO 8601, UTC. */
	at: string;
	/** null: not decided. */
	decision: 'approve' | 'return' | null;
	/** null: the plan did not hold the row then. */
	node: NodeValue | null;
}

/** `GET /api/snapshots/:id` */
export interface SnapshotDetail extends SnapshotSummary {
	renjaId: string;
	stateSha256: string;
	content: SnapshotContent;
}

/**
 * `GET /api/snapshots/:id/diff/:other`: what changed from the older to the newer. `other` is a snapshot of the same perangkat daerah,
 * `previous` (before and diff are null when there is none) or `live` (a plan as it stands now, of the same Renja or of `?renja=`; before
 * or after is null). Of two Renja, rows with the same kode count as the same row.
 */
export interface SnapshotDiffAnswer {
	before: SnapshotSummary | null;
	after: SnapshotSummary | null;
	diff: RenjaDiff | null;
	units: Unit[];
	beforeRenja: RenjaName | null;
	afterRenja: RenjaName;
}

/** A row of `GET /api/renja/:id/comparable`: each Renja of the perangkat daerah, newest year first, with its snapshots, newest first. */
export interface ComparableRenja {
	renja: RenjaName;
	snapshots: SnapshotSummary[];
}

/** `GET /api/snapshots/:id/verify`: everything recomputed from the stored bytes. */
export interface SnapshotVerification {
	id: string;
	number: number;
	hash: string;
	ok: boolean;
	checks: {
		/** SHA-256 of the stored document. */
		state: boolean;
		/** SHA-256 of the stored content. */
		content: boolean;
		/** The stored document, read again, is the stored content. */
		same: boolean;
		/** SHA-256 over all that is stored beside document and content, their digests and the hash before. */
		hash: boolean;
		/** The hash before is that of the snapshot before. */
		chain: boolean;
		/** The decision on it is the one that the audit tells of. */
		decision: boolean;
	};
}

/** `GET /api/verify/:hash`, without an account. */
export type VerifyHashAnswer =
	| { exists: false }
	| {
			exists: true;
			/** Of a plan, or of the minutes of a session of its forum. */
			kind: 'snapshot';
			number: number;
			at: string;
			tahun: number;
			jenis: 'murni' | 'perubahan';
			perangkatDaerah: string;
			daerah: string;
			/** Whether the stored bytes still give this hash, and the decision is the one that was recorded. */
			intact: boolean;
			/** ISO 8601; null: not approved. */
			approvedAt: string | null;
			/** ISO 8601; when the Renja was opened again after that approval; null: it was not. */
			reopenedAt: string | null;
	  }
	| {
			exists: true;
			kind: 'beritaAcara';
			number: number;
			at: string;
			tahun: number;
			jenis: 'murni' | 'perubahan';
			perangkatDaerah: string;
			daerah: string;
			intact: boolean;
			/** tanggal: 2024-02-20. Null where the content cannot be read any more. */
			session: { judul: string; tanggal: string; tempat: string; participants: number } | null;
			accepted: number;
			notAccepted: number;
	  };

/** `POST /api/renja/:id/stage` and `POST /api/snapshots/:id/decision` */
export interface StageAnswer {
	stage: Stage;
	/** The snapshot that was made or decided on. */
	snapshot: SnapshotSummary | null;
}

/** `GET /api/renja/:id/tables/:table.json`: the table itself, and where its content is from. */
export interface TableAnswer extends OfficialTable {
	/** null: the plan as it stands now. */
	snapshot: null | { id: string; number: number; hash: string; at: string };
}

/** A row of `GET /api/renja/:id/nomenklatur`: what the loaded plans print for a kode. */
export interface NomenklaturEntry {
	kode: string;
	uraian: string;
	level: Level;
	indikator: { jenis: IndikatorJenis; tolokUkur?: string; satuan?: string }[];
}

/** A row of `GET /api/admin/perangkat-daerah`. */
export interface AdminPerangkatDaerah {
	id: string;
	nama: string;
	daerah: string;
	/** In the order of lists. */
	units: Unit[];
	/** The kecamatan of its daerah, as far as the admin listed them. */
	wilayah: Kecamatan[];
	/** Newest year first: for whose forum somebody is invited. Of their content the admin sees nothing. */
	renja: Pick<RenjaSummary, 'id' | 'tahun' | 'jenis' | 'judul'>[];
}

export interface AdminGrant extends Grant {
	id: number;
}

/** A row of `GET /api/admin/accounts`. */
export interface AdminAccount {
	id: string;
	username: string;
	nama: string;
	demo: boolean;
	disabled: boolean;
	mustChangePassword: boolean;
	/** Sessions that have not run out. */
	sessions: number;
	grants: AdminGrant[];
}

/** `POST /api/admin/accounts` and `POST /api/admin/accounts/:id/password`: the password is said this once. */
export interface GivenPassword {
	id: string;
	password: string;
}

/** A row of `GET /api/renja-places`: where the actor may make a new Renja, and what is there already. */
export interface RenjaPlace {
	id: string;
	nama: string;
	daerah: string;
	units: Unit[];
	renja: { id: string; tahun: number; jenis: 'murni' | 'perubahan'; judul: string }[];
}

/** `POST /api/renja` */
export interface CreatedRenja {
	id: string;
}

export interface AuditAccount {
	id: string;
	nama: string;
	username: string;
}

/** The title is '' for whoever may not see the Renja. */
export type AuditRenja = RenjaName & { perangkatDaerah: string };

/** A row of `GET /api/audit`. Names of accounts are those of today. */
export type AuditRow = {
	[A in AuditAction]: {
		id: number;
		/** ISO 8601, UTC. */
		at: string;
		action: A;
		/** Who did it; null: the server or a command, and whoever failed to sign in. */
		actor: AuditAccount | null;
		/** To whom it was done. */
		subject: AuditAccount | null;
		renja: AuditRenja | null;
		/** Without words about a plan for whoever may not see it. */
		detail: Omit<AuditDetails[A], 'reason' | 'note' | 'link'> & { reason?: string; note?: string; link?: string };
	};
}[AuditAction];

/** `GET /api/audit?kind=&account=&renja=&from=&to=&text=&before=`: newest first, 50 a page; next is the `before` of the following page. */
export interface AuditAnswer {
	rows: AuditRow[];
	next: number | null;
}

/** `GET /api/audit/choices`: what can be filtered by. */
export interface AuditChoices {
	accounts: AuditAccount[];
	renja: AuditRenja[];
}
