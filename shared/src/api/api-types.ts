/** Shapes of the REST answers that page and server share. Errors are `{error: {code, message}}` everywhere. */
import type { Grant } from '../access/access.ts';
import type { Stage } from '../renja/stages.ts';

export interface ApiError {
	error: { code: string; message: string };
}

/** `GET /api/session` */
export interface SessionAnswer {
	user: { id: string; username: string; nama: string; color: string; grants: Grant[] };
	/** Whether this server shows example data, with demo accounts. */
	demo: boolean;
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
	judul: string;
}

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
	units: Unit[];
	may: { edit: boolean; moveStage: boolean; decide: boolean };
	/** The newest snapshot, when there is one. */
	latestSnapshot: SnapshotSummary | null;
	stageHistory: { from: Stage; to: Stage; reason: string; nama: string; at: string }[];
}

/** A row of `GET /api/renja/:id/history?root=&entity=&field=` (newest first, at most 200). */
export interface FieldChangeRow {
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
