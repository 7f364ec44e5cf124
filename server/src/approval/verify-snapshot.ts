/** Is a snapshot still what was sealed? Everything is computed again from the stored bytes. */
import * as Y from 'yjs';
import type { SnapshotVerification } from '@rembug/shared/api/api-types.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import { canonicalJson } from '@rembug/shared/snapshot/canonical-json.ts';
import type { SnapshotContent } from '@rembug/shared/snapshot/snapshot-content.ts';
import type { AnySql } from '../database/connect.ts';
import { exactly, hashOf, sha256 } from './make-snapshot.ts';
import * as queries from './snapshot-queries.ts';
import type { SnapshotRow } from './snapshot-queries.ts';

/** Whether digests and hash of a row follow from its bytes; reads nothing but the row. */
export function sealHolds(row: SnapshotRow): { state: boolean; content: boolean; hash: boolean } {
	return {
		state: sha256(row.state) === row.stateSha256,
		content: sha256(row.content) === row.contentSha256,
		hash: row.exactAt === exactly(row.at) && hashOf({ ...row, at: row.at.toISOString() }) === row.hash
	};
}

/** Checks one snapshot, its place in the chain included. Undefined: there is none with this id. */
export async function verifySnapshot(sql: AnySql, id: string): Promise<SnapshotVerification | undefined> {
	const row = await queries.findSnapshot(sql, id);
	if (!row) return undefined;
	const before = await queries.findSnapshotBefore(sql, row);
	const chain = row.previousHash === (before?.hash ?? null) && row.number === (before?.number ?? 0) + 1;
	const decision = await queries.decisionHolds(sql, row.id);
	const checks = { ...sealHolds(row), same: sameContent(row), chain, decision };
	return { id: row.id, number: row.number, hash: row.hash, ok: Object.values(checks).every(Boolean), checks };
}

function sameContent(row: SnapshotRow): boolean {
	try {
		const doc = new Y.Doc();
		Y.applyUpdate(doc, row.state);
		const content = JSON.parse(row.content) as SnapshotContent;
		return canonicalJson({ ...content, plan: readRenja(doc) }) === row.content;
	} catch {
		// Damaged bytes cannot be read at all; that is an answer, too.
		return false;
	}
}
