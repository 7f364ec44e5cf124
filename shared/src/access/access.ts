/**
 * May this actor do this? One pure answer for the browser, which greys out, and the server, which enforces. Here by role
 * and document; by row and field in plan-rights.ts.
 */
import { isPlanFrozen, type Stage } from '../renja/stages.ts';

export const roles = [
	'admin',
	'perencana',
	'sekretaris',
	'staf',
	'kepala_dinas',
	'verifikator',
	'ketua_forum',
	'delegasi',
	'kecamatan'
] as const;
export type Role = (typeof roles)[number];

/** One grant: a role in a perangkat daerah, for a unit or for all of it. The admin's names none. */
export interface Grant {
	role: Role;
	perangkatDaerahId: string | null;
	unitId: string | null;
	/** Of delegasi and kecamatan: the kecamatan that they speak for. */
	kecamatan?: string;
	/** Of ketua_forum and delegasi: the Renja whose forum is open to them. They see nothing else of it. */
	renjaId?: string;
	/** Of ketua_forum and delegasi: one session of that forum; absent: all of them. */
	sessionId?: string;
}

export interface Actor {
	id: string;
	nama: string;
	grants: Grant[];
}

export interface RenjaContext {
	perangkatDaerahId: string;
	stage: Stage;
}

/** Whose grant names a kecamatan. */
export const rolesOfKecamatan: readonly Role[] = ['delegasi', 'kecamatan'];
/** Whose grant names the Renja to whose forum they are invited. */
export const rolesOfForum: readonly Role[] = ['ketua_forum', 'delegasi'];

const readers: Role[] = ['perencana', 'sekretaris', 'staf', 'kepala_dinas', 'verifikator'];
const writers: Role[] = ['perencana', 'sekretaris', 'staf'];
/** Whoever keeps the whole plan together. */
export const planners: Role[] = ['perencana', 'sekretaris'];

export function hasRole(actor: Actor, perangkatDaerahId: string, wanted: readonly Role[]): boolean {
	return actor.grants.some((grant) => grant.perangkatDaerahId === perangkatDaerahId && wanted.includes(grant.role));
}

/** Nobody sees a Renja without a grant for its perangkat daerah. */
export function maySee(actor: Actor, renja: { perangkatDaerahId: string }): boolean {
	return hasRole(actor, renja.perangkatDaerahId, readers);
}

/** May the actor change anything at all in part `plan` now? What exactly, plan-rights.ts says. */
export function mayEditPlan(actor: Actor, renja: RenjaContext): boolean {
	return !isPlanFrozen(renja.stage) && hasRole(actor, renja.perangkatDaerahId, writers);
}

/** Stages are moved, and the plan submitted, by perencana or sekretaris. */
export function mayMoveStage(actor: Actor, renja: { perangkatDaerahId: string }): boolean {
	return hasRole(actor, renja.perangkatDaerahId, planners);
}

/** Looks after perangkat daerah, units, accounts and grants. */
export function isAdmin(actor: { grants: readonly Grant[] }): boolean {
	return actor.grants.some((grant) => grant.role === 'admin');
}

/** Only the Kepala Dinas approves or returns a submitted snapshot. */
export function mayDecide(actor: Actor, renja: { perangkatDaerahId: string }): boolean {
	return hasRole(actor, renja.perangkatDaerahId, ['kepala_dinas']);
}

/** The audit is read by the admin and, for their perangkat daerah, by perencana and sekretaris. */
export function mayReadAudit(actor: { grants: readonly Grant[] }): boolean {
	return actor.grants.some(({ role }) => role === 'admin' || planners.includes(role));
}

/** Rows of which perangkat daerah (null: all) the actor may read, and of which he may read words about plans. */
export function auditScopeOf(actor: Actor): { perangkatDaerahIds: string[] | null; mayReadPlansOf: string[] } {
	const idsWith = (wanted: readonly Role[]): string[] =>
		actor.grants.flatMap(({ role, perangkatDaerahId }) => (perangkatDaerahId !== null && wanted.includes(role) ? [perangkatDaerahId] : []));
	return { perangkatDaerahIds: isAdmin(actor) ? null : idsWith(planners), mayReadPlansOf: idsWith(readers) };
}
