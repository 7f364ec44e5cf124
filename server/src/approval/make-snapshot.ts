/** The document as it stands in Postgres -> a sealed snapshot. */
import { createHash, randomUUID } from 'node:crypto';
import * as Y from 'yjs';
import type { Unit } from '@rembug/shared/api/api-types.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import { canonicalJson } from '@rembug/shared/snapshot/canonical-json.ts';
import { sealText, type SnapshotContent, type SnapshotSeal } from '@rembug/shared/snapshot/snapshot-content.ts';
import type { SnapshotRow } from './snapshot-queries.ts';
import type { Renja } from '../renja/renja-queries.ts';

/** Lower-case hex. */
export function sha256(data: string | Uint8Array): string {
	return createHash('sha256').update(data).digest('hex');
}

export function hashOf(seal: SnapshotSeal): string {
	return sha256(sealText(seal));
}

/** Stored bytes and content of a document, with their digests. */
export interface SnapshotParts {
	state: Uint8Array;
	content: string;
	stateSha256: string;
	contentSha256: string;
}

export function snapshotParts(doc: Y.Doc, renja: Renja, units: Unit[]): SnapshotParts {
	const { id, tahun, jenis, daerah, perangkatDaerah } = renja;
	const content: SnapshotContent = { format: 1, renja: { id, tahun, jenis, daerah, perangkatDaerah }, units, plan: readRenja(doc) };
	const state = Y.encodeStateAsUpdate(doc);
	const text = canonicalJson(content);
	return { state, content: text, stateSha256: sha256(state), contentSha256: sha256(text) };
}

/** Puts number, time and the hash before into the seal. */
export function sealSnapshot(
	parts: SnapshotParts,
	about: { renja: Renja; seq: number; accountId: string; at: Date; previous: { number: number; hash: string } | undefined }
): SnapshotRow {
	const { renja, seq, accountId, at, previous } = about;
	const sealed = {
		format: 2,
		id: randomUUID(),
		renjaId: renja.id,
		documentId: renja.documentId,
		number: (previous?.number ?? 0) + 1,
		seq,
		reason: 'diajukan',
		accountId,
		previousHash: previous?.hash ?? null,
		stateSha256: parts.stateSha256,
		contentSha256: parts.contentSha256
	};
	return { ...sealed, ...parts, at, exactAt: exactly(at), hash: hashOf({ ...sealed, at: at.toISOString() }) };
}

/** A time as Postgres tells it to the microsecond, of which we set none. */
export function exactly(at: Date): string {
	return at.toISOString().replace('Z', '000Z');
}
