/**
 * Sealing the minutes of a session. In one transaction, under the lock of the forum's row: the content as canonical JSON with its SHA-256 in
 * a chain of hashes, the session among those that nothing may change any more, and the audit. The rules of the document are raised with it,
 * so that an edit which any server judged before is not appended after it. The forum itself goes on: another session may follow.
 */
import { randomUUID } from 'node:crypto';
import type { Actor } from '@rembug/shared/access/access.ts';
import { beritaAcaraOf, type BeritaAcara, type BeritaAcaraSeal } from '@rembug/shared/berita-acara/berita-acara.ts';
import { readForum } from '@rembug/shared/forum/forum-value.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import { canonicalJson } from '@rembug/shared/snapshot/canonical-json.ts';
import { exactly, sha256 } from '../approval/make-snapshot.ts';
import { lockDocument } from '../approval/snapshot-queries.ts';
import { catchUp, nothingStored } from '../approval/stored-document.ts';
import { recordAudit } from '../audit/audit-queries.ts';
import type { Deps } from '../deps.ts';
import { Problem, problem } from '../errors.ts';
import type { Renja } from '../renja/renja-queries.ts';
import { raiseRules } from '../renja/unit-lock-queries.ts';
import { attendeesOf } from '../forum/attendance-queries.ts';
import { countAttendance, isAttendanceCounted } from '../forum/count-attendance.ts';
import { decidedAtOf } from '../forum/decision-queries.ts';
import * as queries from './berita-acara-queries.ts';

/** What is sealed: enough to print the minutes without any other row of the database. Names of persons are not in it. */
export interface SealedContent {
	/** Raised when the shape changes; old minutes keep theirs. */
	format: 1;
	renja: { id: string; tahun: number; jenis: 'murni' | 'perubahan'; daerah: string; perangkatDaerah: string };
	minutes: BeritaAcara;
}

type SealedFields = Omit<queries.BeritaAcaraRow, 'content' | 'hash' | 'at'>;

/** The hash of minutes: of canonical JSON of everything that is stored, the content by its digest. */
export function hashOfBeritaAcara(row: SealedFields): string {
	const { id, renjaId, sessionId, number, forumSeq, planSeq, contentSha256, previousHash, accountId, exactAt } = row;
	return sha256(
		canonicalJson({ format: 1, id, renjaId, sessionId, number, forumSeq, planSeq, contentSha256, previousHash, accountId, at: exactAt })
	);
}

/** Throws beritaAcara.notFound, beritaAcara.sealed, beritaAcara.incomplete, beritaAcara.attendance. Who may, is asked before. */
export async function sealBeritaAcara(
	deps: Pick<Deps, 'sql' | 'rooms' | 'log'>,
	actor: Actor,
	renja: Renja,
	sessionId: string
): Promise<BeritaAcaraSeal> {
	const { sql, rooms, log } = deps;
	const { plan, planSeq } = await rooms.read(renja.documentId, (doc, { seq }) => ({ plan: readRenja(doc), planSeq: seq }));
	await countNames(deps, actor, renja, sessionId);
	const resume = await rooms.pause(renja.forumId);
	try {
		// Reading a large forum takes time; it is done before the lock, so that only what came in meanwhile is read under it.
		const stored = nothingStored();
		await catchUp(sql, renja.forumId, stored);
		const seal = await sql.begin(async (tx) => {
			const head = await lockDocument(tx, renja.forumId);
			if (!head) throw problem('renja.notFound');
			await catchUp(tx, renja.forumId, stored);
			if (stored.seq !== head.headSeq) throw new Error(`log of ${renja.forumId} ends at ${stored.seq}, its head says ${head.headSeq}`);
			const seals = [...(await queries.sealsOf(tx, renja.id)).entries()];
			if (seals.some(([sealed]) => sealed === sessionId)) throw problem('beritaAcara.sealed');
			const minutes = beritaAcaraOf(plan, readForum(stored.doc), sessionId, await decidedAtOf(tx, renja.forumId));
			if (!minutes) throw problem('beritaAcara.notFound');
			if (!minutes.isReady) throw problem('beritaAcara.incomplete');
			// The names are printed beside the numbers, and both stand still from here on.
			const isCounted = isAttendanceCounted(stored.doc, sessionId, await attendeesOf(tx, renja.id, sessionId));
			if (!isCounted && !head.frozen) throw problem('beritaAcara.attendance');
			const { id, tahun, jenis, daerah, perangkatDaerah } = renja;
			const sealed: SealedContent = { format: 1, renja: { id, tahun, jenis, daerah, perangkatDaerah }, minutes };
			const content = canonicalJson(sealed);
			const [, previous] = seals.at(-1) ?? [];
			const at = new Date();
			const fields = {
				...{ id: randomUUID(), renjaId: id, sessionId, number: (previous?.number ?? 0) + 1, forumSeq: head.headSeq, planSeq },
				...{ contentSha256: sha256(content), previousHash: previous?.hash ?? null, accountId: actor.id, exactAt: exactly(at) }
			};
			const row = { ...fields, content, at, hash: hashOfBeritaAcara(fields) };
			await queries.insertBeritaAcara(tx, row);
			await raiseRules(tx, renja.forumId);
			const detail = { session: minutes.session.judul, number: row.number, hash: row.hash };
			await recordAudit(tx, { action: 'beritaAcara.sealed', accountId: actor.id, renjaId: renja.id, detail });
			return { number: row.number, at: at.toISOString(), hash: row.hash };
		});
		log.info({ renjaId: renja.id, sessionId, number: seal.number }, 'minutes of a forum sealed');
		return seal;
	} finally {
		resume();
		await rooms.stageChanged(renja.id);
	}
}

/** Names that were written and never counted, because a server ended in between, are counted now; in a closed forum nothing can be. */
async function countNames(deps: Pick<Deps, 'sql' | 'rooms'>, actor: Actor, renja: Renja, sessionId: string): Promise<void> {
	try {
		await countAttendance(deps, actor, { renja, sessionId });
	} catch (error) {
		if (!(error instanceof Problem && error.code === 'attendance.closed')) throw error;
	}
}
