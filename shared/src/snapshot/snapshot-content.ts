/** What a snapshot holds, and in which order its parts are hashed. Pure: SHA-256 is given by whoever calls. */
import type { RenjaValue } from '../renja/renja-types.ts';
import { canonicalJson } from './canonical-json.ts';

/** Everything that tables and checks need, so that a snapshot can be read without any other row of the database. */
export interface SnapshotContent {
	/** Raised when the shape changes; old snapshots keep theirs. */
	format: 1;
	renja: { id: string; tahun: number; jenis: 'murni' | 'perubahan'; daerah: string; perangkatDaerah: string };
	units: { id: string; nama: string; singkatan: string; jenis: string }[];
	plan: RenjaValue;
}

/** The fields that the hash of a snapshot covers; with `previousHash` the snapshots of a Renja form a chain. */
export interface SnapshotSeal {
	/** 1: the first snapshots, whose hash leaves id, document, reason and account out. 2: everything that is stored. */
	format: number;
	id: string;
	renjaId: string;
	documentId: string;
	/** Why it was made. */
	reason: string;
	/** Who made it. */
	accountId: string;
	/** 1, 2, 3 … within one Renja. */
	number: number;
	/** The newest change of the document that the snapshot holds. */
	seq: number;
	/** ISO 8601 with milliseconds, UTC. */
	at: string;
	/** Hash of the snapshot before it; null for the first. */
	previousHash: string | null;
	/** Lower-case hex. */
	stateSha256: string;
	contentSha256: string;
}

/** The text whose SHA-256 is the hash of the snapshot: canonical JSON of exactly the fields of the seal. */
export function sealText(seal: SnapshotSeal): string {
	const { format, id, renjaId, documentId, number, seq, reason, accountId, at, previousHash, stateSha256, contentSha256 } = seal;
	const first = { renjaId, number, seq, at, previousHash, stateSha256, contentSha256 };
	return canonicalJson(format === 1 ? first : { ...first, format, id, documentId, reason, accountId });
}
