/**
 * Who may open the forum of a Renja, and who may change what in it: one pure answer for the page, which greys out what would be refused, and
 * for the server, which refuses it on the bytes of the update. docs/access-forum.md shows the answers as a table made by this file's test.
 */
import { decisionFields, undecidedStatuses, type ForumSessionValue, type UsulanValue } from '../forum/forum-types.ts';
import type { ForumRoot } from '../forum/forum-document.ts';
import { hasRole, maySee, planners, type Actor, type Grant } from './access.ts';
import { isOfOwnKecamatan, mayStillChange } from './usulan-rights.ts';

export interface ForumOf {
	perangkatDaerahId: string;
	renjaId: string;
}

/** One register that would change, or that a map comes into being with. Named as in `field_change`. */
export interface ForumChange {
	root: ForumRoot;
	/** 'u1', 's1', 's1/agenda', 'u1/account'. */
	entity: string;
	field: string;
}

/** An usulan and a session as far as rights go; what is absent is empty. */
export type UsulanRights = Partial<Pick<UsulanValue, 'status' | 'alasan' | 'decidedBy' | 'session' | 'unit' | 'kecamatan'>>;
export type SessionRights = Pick<ForumSessionValue, 'status' | 'removed'>;

/** What decides beside actor and change. Nothing in it may cost more than a few look-ups. */
export interface ForumContext extends ForumOf {
	usulanBefore(id: string): UsulanRights | undefined;
	/** With all changes that are made together. */
	usulanAfter(id: string): UsulanRights | undefined;
	sessionBefore(id: string): SessionRights | undefined;
	/** Whether it stands on the agenda of a session, as far as is known before the change. */
	isOnAgenda(usulan: string): boolean;
	/** Its berita acara is sealed: the session, and what was decided in it, stay as they are. */
	isSealed(sessionId: string): boolean;
	/** The session that an entry of the attendance list belongs to. */
	sessionOfAttendance(id: string): string | undefined;
}

/**
 * Why not. role: only reads; planners: a matter for perencana and sekretaris; otherUnit: another unit was asked; chair: for the chair of the
 * session; sealed: it stands in a sealed berita acara; session: no open session, or one that has begun and stays; alasan: a decision without a reason of its own; own: in another's name.
 */
export type ForumRightProblem = 'role' | 'planners' | 'otherUnit' | 'chair' | 'sealed' | 'session' | 'alasan' | 'own';

/** Whoever reads the plan, and guests of this forum, for as long as their grant stands. */
export function mayOpenForum(actor: Actor, forum: ForumOf): boolean {
	return maySee(actor, forum) || guestGrants(actor, forum).length > 0;
}

/** May the actor change anything at all in the forum? An account of a kecamatan brings usulan in without opening it. */
export function mayWriteForum(actor: Actor, forum: ForumOf): boolean {
	return (
		hasRole(actor, forum.perangkatDaerahId, [...planners, 'staf', 'kepala_dinas', 'kecamatan']) || guestGrants(actor, forum).length > 0
	);
}

/** Whether the actor chairs this session; without a session: any of this forum. */
export function isChair(actor: Actor, forum: ForumOf, sessionId?: string): boolean {
	if (hasRole(actor, forum.perangkatDaerahId, ['kepala_dinas'])) return true;
	return guestGrants(actor, forum).some(
		(grant) => grant.role === 'ketua_forum' && (sessionId === undefined || !grant.sessionId || grant.sessionId === sessionId)
	);
}

/** Delegates and units have a voice on what matters most. */
export function mayVote(actor: Actor, forum: ForumOf): boolean {
	return hasRole(actor, forum.perangkatDaerahId, ['staf']) || guestGrants(actor, forum).some(({ role }) => role === 'delegasi');
}

export function isForumPlanner(actor: Actor, forum: { perangkatDaerahId: string }): boolean {
	return hasRole(actor, forum.perangkatDaerahId, planners);
}

function guestGrants(actor: Actor, { perangkatDaerahId, renjaId }: ForumOf): Grant[] {
	return actor.grants.filter(
		(grant) =>
			(grant.role === 'delegasi' || grant.role === 'ketua_forum') &&
			grant.perangkatDaerahId === perangkatDaerahId &&
			grant.renjaId === renjaId
	);
}

function isStaffOf(actor: Actor, { perangkatDaerahId }: ForumOf, unitId: string | undefined): boolean {
	return (
		unitId !== undefined &&
		actor.grants.some((grant) => grant.role === 'staf' && grant.perangkatDaerahId === perangkatDaerahId && grant.unitId === unitId)
	);
}

/** Who beside planners changes a field of an usulan that is there: the unit that was asked, the chair. */
const usulanFields: Readonly<Record<string, { unit?: true; chair?: true }>> = {
	opinion: { unit: true },
	subkegiatan: { unit: true, chair: true },
	subkegiatanNama: { unit: true, chair: true },
	usulVolume: { chair: true },
	usulLokasi: { chair: true },
	usulPagu: { chair: true }
};

/** What an account of a kecamatan says of an usulan that it brings in. */
const enteredFields: readonly string[] = [
	...['asal', 'pengusulUnit', 'kecamatan', 'desa', 'urusan', 'usulan', 'permasalahan', 'volume', 'satuan', 'biaya', 'catatan', 'order']
];

/** What only the chair does with a session, also while it is prepared. */
const chairFields: readonly string[] = ['status', 'meja', 'timerSeconds', 'timerStartedAt'];

/** Why this actor may not make this change, or null when he may. Of several changes made together each is asked for. */
export function forumRightProblem(actor: Actor, change: ForumChange, context: ForumContext): ForumRightProblem | null {
	switch (change.root) {
		case 'usulan':
			return usulanProblem(actor, change, context);
		case 'votes':
			return voteProblem(actor, change, context);
		case 'sessions':
			return sessionProblem(actor, change, context);
		case 'attendance': {
			const session = context.sessionOfAttendance(change.entity);
			if (session !== undefined && context.isSealed(session)) return 'sealed';
			return isForumPlanner(actor, context) || (session !== undefined && isChair(actor, context, session)) ? null : 'chair';
		}
	}
}

function usulanProblem(actor: Actor, { entity, field }: ForumChange, context: ForumContext): ForumRightProblem | null {
	const before = context.usulanBefore(entity);
	if (before?.session !== undefined && context.isSealed(before.session)) return 'sealed';
	const isDecision = (decisionFields as readonly string[]).includes(field);
	if (before && isDecision) return decisionProblem(actor, before, context.usulanAfter(entity) ?? {}, context);
	if (isForumPlanner(actor, context)) {
		// An usulan comes in undecided, whoever brings it.
		const isBare = !isDecision || (field === 'status' && context.usulanAfter(entity)?.status === 'baru');
		return isBare ? null : 'chair';
	}
	if (!before && isOfOwnKecamatan(actor, context, context.usulanAfter(entity) ?? {})) {
		const isEntered = enteredFields.includes(field) || (field === 'status' && context.usulanAfter(entity)?.status === 'baru');
		return isEntered ? null : 'planners';
	}
	if (before && isOfOwnKecamatan(actor, context, before)) {
		const isOwn = mayStillChange({ ...before, isOnAgenda: context.isOnAgenda(entity) });
		const stays = isOfOwnKecamatan(actor, context, context.usulanAfter(entity) ?? {});
		return isOwn && stays && (enteredFields.includes(field) || field === 'removed') ? null : 'planners';
	}
	const who = before && Object.hasOwn(usulanFields, field) ? usulanFields[field] : undefined;
	if (!who) return mayWriteForum(actor, context) ? 'planners' : 'role';
	if (who.chair && isChair(actor, context)) return null;
	if (who.unit) return isStaffOf(actor, context, before?.unit) ? null : 'otherUnit';
	return 'chair';
}

/** A decision is made by the chair, in a session that is open, in his own name, and with a reason. */
function decisionProblem(actor: Actor, before: UsulanRights, after: UsulanRights, context: ForumContext): ForumRightProblem | null {
	if (!isChair(actor, context, after.session)) return 'chair';
	const held = after.session === undefined ? undefined : context.sessionBefore(after.session);
	if (held?.status !== 'berlangsung' || held.removed) return 'session';
	if (after.decidedBy !== actor.id) return 'own';
	const wasDecided = before.status !== undefined && !undecidedStatuses.includes(before.status);
	const isDecided = after.status === undefined || !undecidedStatuses.includes(after.status);
	if (!wasDecided && !isDecided) return null;
	if ((after.alasan ?? '').trim() === '') return 'alasan';
	// The reason of the old decision is none for opening it again.
	return wasDecided && !isDecided && after.alasan === before.alasan ? 'alasan' : null;
}

function voteProblem(actor: Actor, { entity }: ForumChange, context: ForumContext): ForumRightProblem | null {
	const [usulan = '', account] = entity.split('/');
	if (!mayVote(actor, context)) return 'role';
	if (account !== actor.id) return 'own';
	const there = context.usulanBefore(usulan);
	if (there?.session !== undefined && context.isSealed(there.session)) return 'sealed';
	return there ? null : 'planners';
}

function sessionProblem(actor: Actor, { entity, field }: ForumChange, context: ForumContext): ForumRightProblem | null {
	const [id = '', inner] = entity.split('/');
	if (context.isSealed(id)) return 'sealed';
	// Its decisions name it, and its guests would be sent away by somebody who does not lead it.
	if (field === 'removed' && (context.sessionBefore(id)?.status ?? 'disiapkan') !== 'disiapkan') return 'session';
	if (isChair(actor, context, id)) return null;
	const isPreparation = inner !== undefined || !chairFields.includes(field) || (field === 'status' && !context.sessionBefore(id));
	return isForumPlanner(actor, context) && isPreparation ? null : 'chair';
}
