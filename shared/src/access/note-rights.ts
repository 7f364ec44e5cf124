import { hasRole, planners, type Actor } from './access.ts';

/**
 * Who may say that a note on a row was followed up: planners, and the staff of the unit that the row belongs to now (null: to none). Also
 * while the plan is frozen, because the note is not part of it.
 */
export function mayAnswerNote(actor: Actor, renja: { perangkatDaerahId: string }, unitId: string | null): boolean {
	if (hasRole(actor, renja.perangkatDaerahId, planners)) return true;
	return (
		unitId !== null &&
		actor.grants.some((grant) => grant.role === 'staf' && grant.perangkatDaerahId === renja.perangkatDaerahId && grant.unitId === unitId)
	);
}
