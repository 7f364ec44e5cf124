/**
 * Which stage may follow which, by whom, and what has to be said with it: one pure answer for the page, which offers the moves, and the
 * server, which makes them. Before `diajukan` a plan goes forward and back freely; what was submitted moves by the Kepala Dinas alone; what
 * was approved is enacted with the number and date of its Perkada, or opened again with a reason when the approval turns out to be wrong.
 */
import { isPlanFrozen, stages, type Stage } from '../renja/stages.ts';
import { mayDecide, mayMoveStage, type Actor } from './access.ts';

export type MoveKind = 'forward' | 'back' | 'submit' | 'approve' | 'return' | 'enact' | 'reopen';

interface MoveRule {
	/** Whose move it is. */
	by: 'planner' | 'kepalaDinas' | 'either';
	/** Whether it has to be said why. */
	reason: boolean;
	/** Whether number and date of the Perkada have to be given. */
	perkada: boolean;
}

export const moveRules: Record<MoveKind, MoveRule> = {
	forward: { by: 'planner', reason: false, perkada: false },
	back: { by: 'planner', reason: true, perkada: false },
	submit: { by: 'planner', reason: false, perkada: false },
	approve: { by: 'kepalaDinas', reason: false, perkada: false },
	return: { by: 'kepalaDinas', reason: true, perkada: false },
	enact: { by: 'planner', reason: false, perkada: true },
	reopen: { by: 'either', reason: true, perkada: false }
};

/** What a move from one stage to another is; null: there is no such move. */
export function moveKind(from: Stage, to: Stage): MoveKind | null {
	if (from === 'diajukan') return to === 'disetujui' ? 'approve' : to === 'rancangan_akhir' ? 'return' : null;
	if (from === 'disetujui') return to === 'ditetapkan' ? 'enact' : to === 'rancangan_akhir' ? 'reopen' : null;
	if (isPlanFrozen(from)) return null;
	if (to === 'diajukan') return 'submit';
	const step = stages.indexOf(to) - stages.indexOf(from);
	return isPlanFrozen(to) || step === 0 ? null : step > 0 ? 'forward' : 'back';
}

export type MoveAnswer = { ok: true; kind: MoveKind } | { ok: false; problem: 'grant.missing' | 'stage.frozen' | 'stage.invalid' };

/** May this actor move a Renja that stands at `renja.stage` to `to`, and what kind of move is it? */
export function judgeMove(actor: Actor, renja: { perangkatDaerahId: string; stage: Stage }, to: Stage): MoveAnswer {
	const planner = mayMoveStage(actor, renja);
	const decider = mayDecide(actor, renja);
	if (!planner && !decider) return { ok: false, problem: 'grant.missing' };
	const kind = moveKind(renja.stage, to);
	const allowed = { planner, kepalaDinas: decider, either: true };
	if (kind && allowed[moveRules[kind].by]) return { ok: true, kind };
	// Whoever may move stages at all is told that what was submitted waits for the Kepala Dinas.
	if (planner && renja.stage === 'diajukan') return { ok: false, problem: 'stage.frozen' };
	return { ok: false, problem: kind === null && planner ? 'stage.invalid' : 'grant.missing' };
}
