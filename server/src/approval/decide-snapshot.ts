/** The Kepala Dinas approves a submitted snapshot, or returns it with a note, on the whole or on rows. */
import { mayDecide } from '@rembug/shared/access/access.ts';
import type { StageAnswer } from '@rembug/shared/api/api-types.ts';
import type { Stage } from '@rembug/shared/renja/stages.ts';
import { recordAudit } from '../audit/audit-queries.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { passwordMatches } from '../people/passwords.ts';
import { passwordHashOf } from '../people/people-queries.ts';
import type { SignedIn } from '../people/sessions.ts';
import { draftsOf, takeDrafts } from './row-note-queries.ts';
import * as queries from './snapshot-queries.ts';
import type { SnapshotMeta } from './snapshot-queries.ts';
import type { Renja } from '../renja/renja-queries.ts';

export interface Decision {
	decision: 'approve' | 'return';
	note: string;
	password: string;
}

/**
 * Decides on a snapshot; the notes on rows that the decider has kept so far become part of it. The password is asked again, so that an open browser alone cannot approve. Approved: the plan stays frozen;
 * returned: it goes back to `rancangan_akhir` and may be edited. Throws grant.missing, decision.noteMissing, decision.wrongPassword,
 * session.tooMany, decision.notWaiting.
 */
export async function decideSnapshot(
	deps: Pick<Deps, 'sql' | 'rooms' | 'log' | 'signInLimit'>,
	who: SignedIn,
	address: string,
	renja: Renja,
	snapshot: SnapshotMeta,
	{ decision, note, password }: Decision
): Promise<StageAnswer> {
	if (!mayDecide(who.actor, renja)) throw problem('grant.missing');
	const accountId = who.actor.id;
	// Something has to be said: on the whole, or on a row.
	const isSilent = decision === 'return' && note === '';
	if (isSilent && (await draftsOf(deps.sql, snapshot.id, accountId)).length === 0) throw problem('decision.noteMissing');
	const checked = await deps.signInLimit.attempt({ account: who.username, address }, async () => {
		const hash = await passwordHashOf(deps.sql, who.actor.id);
		return hash !== undefined && (await passwordMatches(hash, password));
	});
	if (checked === 'tooMany') throw problem('session.tooMany');
	if (checked === 'wrong') {
		await recordAudit(deps.sql, { action: 'password.failed', accountId: who.actor.id, renjaId: renja.id, detail: { at: 'decision' } });
		throw problem('decision.wrongPassword');
	}

	const stage: Stage = decision === 'approve' ? 'disetujui' : 'rancangan_akhir';
	await deps.sql.begin(async (sql) => {
		// The same order of locks as in submitting.
		await queries.lockDocument(sql, renja.documentId);
		if (!(await queries.takeDecision(sql, snapshot, stage))) throw problem('decision.notWaiting');
		await queries.insertDecision(sql, { snapshotId: snapshot.id, decision, note, accountId });
		const rowNotes = await takeDrafts(sql, { snapshotId: snapshot.id, accountId });
		if (isSilent && rowNotes === 0) throw problem('decision.noteMissing');
		await queries.insertStageChange(sql, {
			renjaId: renja.id,
			from: 'diajukan',
			to: stage,
			reason: note,
			snapshotId: snapshot.id,
			accountId
		});
		await queries.setFrozen(sql, renja.documentId, decision === 'approve');
		await recordAudit(sql, {
			action: decision === 'approve' ? 'snapshot.approved' : 'snapshot.returned',
			accountId,
			renjaId: renja.id,
			detail: { snapshotId: snapshot.id, hash: snapshot.hash, note, rowNotes }
		});
	});
	deps.log.info({ renjaId: renja.id, snapshotId: snapshot.id, decision }, 'snapshot decided');
	await deps.rooms.stageChanged(renja.id);
	return { stage, snapshot: (await queries.findSnapshotMeta(deps.sql, snapshot.id)) ?? null };
}
