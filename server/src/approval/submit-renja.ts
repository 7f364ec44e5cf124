/**
 * Moving a Renja through its stages. At `diajukan` the plan freezes for everybody and its snapshot is made, at `ditetapkan` number and date
 * of the Perkada are kept, and who opens what was approved lifts the freeze: each in one transaction with the stage.
 */
import type { Actor } from '@rembug/shared/access/access.ts';
import { judgeMove, moveRules } from '@rembug/shared/access/stage-moves.ts';
import type { StageAnswer } from '@rembug/shared/api/api-types.ts';
import type { Stage } from '@rembug/shared/renja/stages.ts';
import { recordAudit } from '../audit/audit-queries.ts';
import type { TransactionSql } from '../database/connect.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { unitsOf } from '../people/people-queries.ts';
import { recordPenetapan, type Perkada } from './enact-renja.ts';
import { sealSnapshot, snapshotParts } from './make-snapshot.ts';
import * as queries from './snapshot-queries.ts';
import { catchUp, nothingStored } from './stored-document.ts';
import type { Renja } from '../renja/renja-queries.ts';

type ApprovalDeps = Pick<Deps, 'sql' | 'rooms' | 'log'>;

/**
 * Makes a move that `judgeMove` allows, other than the decision of the Kepala Dinas, which asks for the password. Throws grant.missing,
 * stage.frozen (only the Kepala Dinas moves what was submitted), stage.invalid, stage.reasonMissing, penetapan.nomor, stage.changedMeanwhile.
 */
export async function changeStage(
	deps: ApprovalDeps,
	actor: Actor,
	renja: Renja,
	to: Stage,
	reason: string,
	perkada?: Perkada
): Promise<StageAnswer> {
	const judged = judgeMove(actor, renja, to);
	if (!judged.ok) throw problem(judged.problem);
	const { kind } = judged;
	if (kind === 'approve' || kind === 'return') throw problem('stage.frozen');
	if (moveRules[kind].reason && reason === '') throw problem('stage.reasonMissing');
	if (moveRules[kind].perkada && !perkada) throw problem('penetapan.nomor');

	const move = { renjaId: renja.id, from: renja.stage, to, reason, accountId: actor.id };
	const answer =
		kind === 'submit'
			? await submit(deps, actor, renja, move)
			: kind === 'reopen'
				? await reopen(deps, renja, move)
				: await moveOnly(deps, move, kind === 'enact' ? perkada : undefined);
	if (kind === 'reopen') deps.log.info({ renjaId: renja.id }, 'approved plan opened again');
	await deps.rooms.stageChanged(renja.id);
	return answer;
}

type Move = Omit<queries.StageChange, 'snapshotId'>;

async function moveOnly(deps: ApprovalDeps, move: Move, perkada: Perkada | undefined): Promise<StageAnswer> {
	await deps.sql.begin(async (sql) => {
		await recordMove(sql, move, null);
		if (perkada) await recordPenetapan(sql, { ...perkada, renjaId: move.renjaId, accountId: move.accountId, reason: '' });
	});
	return { stage: move.to, snapshot: null };
}

/** What was approved may be edited again. Snapshot and decision stay: that it was approved, and then opened again, can be told for ever. */
async function reopen(deps: ApprovalDeps, renja: Renja, move: Move): Promise<StageAnswer> {
	await deps.sql.begin(async (sql) => {
		// The same order of locks as in submitting.
		await queries.lockDocument(sql, renja.documentId);
		await recordMove(sql, move, null);
		await queries.setFrozen(sql, renja.documentId, false);
	});
	return { stage: move.to, snapshot: null };
}

async function recordMove(sql: TransactionSql, move: Move, snapshotId: string | null): Promise<void> {
	if (!(await queries.moveStage(sql, move.renjaId, move.from, move.to))) throw problem('stage.changedMeanwhile');
	await queries.insertStageChange(sql, { ...move, snapshotId });
	await recordAudit(sql, {
		action: 'stage.changed',
		accountId: move.accountId,
		renjaId: move.renjaId,
		detail: { from: move.from, to: move.to, reason: move.reason, snapshotId }
	});
}

async function submit(deps: ApprovalDeps, actor: Actor, renja: Renja, move: Move): Promise<StageAnswer> {
	const resume = await deps.rooms.pause(renja.documentId);
	try {
		const units = await unitsOf(deps.sql, renja.perangkatDaerahId);
		// Reading a large plan takes time; it is done before the lock, so that only what came in meanwhile is read under it.
		const stored = nothingStored();
		await catchUp(deps.sql, renja.documentId, stored);
		let parts = snapshotParts(stored.doc, renja, units);
		const id = await deps.sql.begin(async (sql) => {
			const head = await queries.lockDocument(sql, renja.documentId);
			if (!head || head.frozen) throw problem('stage.changedMeanwhile');
			if (stored.seq !== head.headSeq) {
				await catchUp(sql, renja.documentId, stored);
				if (stored.seq !== head.headSeq) throw new Error(`log of ${renja.documentId} ends at ${stored.seq}, its head says ${head.headSeq}`);
				parts = snapshotParts(stored.doc, renja, units);
			}
			const [previous] = await queries.snapshotsOf(sql, renja.id);
			const snapshot = sealSnapshot(parts, { renja, seq: head.headSeq, accountId: actor.id, at: new Date(), previous });
			await queries.insertSnapshot(sql, snapshot);
			await queries.setFrozen(sql, renja.documentId, true);
			await recordMove(sql, move, snapshot.id);
			return snapshot.id;
		});
		deps.log.info({ renjaId: renja.id, snapshotId: id }, 'plan submitted');
		return { stage: move.to, snapshot: (await queries.findSnapshotMeta(deps.sql, id)) ?? null };
	} finally {
		resume();
	}
}
