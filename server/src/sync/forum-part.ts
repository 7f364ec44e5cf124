/** Part `forum` as the gate reads it, and who may change what in it. */
import {
	forumRightProblem,
	mayOpenForum,
	mayWriteForum,
	type ForumContext,
	type SessionRights,
	type UsulanRights
} from '@rembug/shared/access/forum-rights.ts';
import {
	forumCount,
	forumEntity,
	forumRoots,
	isOnAgenda,
	voteKey,
	type ForumRoot,
	type YEntity
} from '@rembug/shared/forum/forum-document.ts';
import { forumMax, forumRegister, isForumEntity, requiredForumRegisters } from '@rembug/shared/forum/forum-schema.ts';
import { decisionFields } from '@rembug/shared/forum/forum-types.ts';
import { headOf, sameId } from './conflicts.ts';
import type { AttemptedUpdate, DocumentPart } from './document-parts.ts';
import type { JudgedUpdate, PartSchema } from './part-schema.ts';
import { Refusal, type Touched } from './read-update.ts';

/** Fields of an usulan on which rights hang. */
const decisive = [...decisionFields, 'unit', 'kecamatan'] as const;
/** And those that name something which must be there. */
const asked: readonly string[] = [...decisive, 'group', 'meja'];

const schema: PartSchema = {
	roots: { [forumRoots.usulan]: 'map', [forumRoots.sessions]: 'map', [forumRoots.votes]: 'map', [forumRoots.attendance]: 'map' },
	registerKind: (root, path) => forumRegister(root as ForumRoot, path),
	isEntityPath: (root, path) => isForumEntity(root as ForumRoot, path),
	requiredFields: (root, path) => (path.length === 1 ? requiredForumRegisters(root as ForumRoot) : []),
	// Of two decisions made at once the second is refused, see `forbids`; of anything else the history keeps both values.
	marksConflicts: () => false,
	asksValues: (field) => asked.includes(field),
	judge(update) {
		for (const root of Object.keys(forumRoots) as ForumRoot[]) {
			const created = [...update.created.values()].filter(({ root: at, path }) => at === root && path.length === 1);
			if (created.length > 0 && forumCount(update.doc, root) + created.length > forumMax[root])
				throw new Refusal('oversize', `more than ${forumMax[root]} ${root}`);
			if (root === 'sessions') for (const { path } of created) checkSession(update, path[0] as string);
			if (root === 'attendance') for (const { path } of created) checkAttendance(update, path[0] as string);
			if (root === 'votes') for (const { path } of created) checkVote(update, path[0] as string);
		}
		for (const touched of update.touched.values()) checkNamed(update, touched);
	}
};

/** An usulan or a session is never taken out, so what is there once may be named for ever. */
function isThere(update: JudgedUpdate, root: ForumRoot, id: unknown): boolean {
	return typeof id === 'string' && (update.entityAt(root, [id]) !== undefined || update.created.has(`${root}/${id}`));
}

function checkAttendance(update: JudgedUpdate, id: string): void {
	const [session] = update.newValuesAt(forumRoots.attendance, [id, 'session']);
	if (!isThere(update, 'sessions', session)) throw new Refusal('schema', `attendance/${id}: no such session`);
}

/** The usulan that stands for a group, lies on the table, or is on the agenda. */
function checkNamed(update: JudgedUpdate, { root, path, field, newValues = [] }: Touched): void {
	const isGroup = root === forumRoots.usulan && field === 'group';
	const isMeja = root === forumRoots.sessions && path.length === 2 && field === 'meja';
	const isAgenda = root === forumRoots.sessions && path.length === 3;
	const named = isAgenda ? [field] : isGroup || isMeja ? newValues.flatMap(({ value }) => (value === null ? [] : [value])) : [];
	for (const id of named) {
		if (!isThere(update, 'usulan', id) || (isGroup && id === path[0]))
			throw new Refusal('schema', `${root}/${path.join('/')}: no such usulan`);
	}
}

/** The key gives an account one voice; so what stands in it must be what the key says. */
function checkVote(update: JudgedUpdate, key: string): void {
	const [usulan, account] = ['usulan', 'account'].map((field) => update.newValuesAt(forumRoots.votes, [key, field])[0]);
	if (key !== voteKey(usulan as string, account as string)) throw new Refusal('schema', `votes/${key}: not what its key says`);
}

/** A session is prepared before it is opened. */
function checkSession(update: JudgedUpdate, id: string): void {
	const values = update.newValuesAt(forumRoots.sessions, [id, 'status']);
	if (values.some((value) => value !== 'disiapkan')) throw new Refusal('schema', `sessions/${id}: begins as disiapkan`);
}

export const forumPart: DocumentPart = {
	schema,
	mayOpen: mayOpenForum,
	mayWrite: mayWriteForum,
	forbids({ doc, actor, context: { perangkatDaerahId, renjaId, units, sealedSessions }, touched, maps }) {
		const context = forumContext({ doc, touched }, { perangkatDaerahId, renjaId, sealedSessions });
		for (const each of touched) {
			const { entity, field } = each;
			const root = each.root as ForumRoot;
			const problem = forumRightProblem(actor, { root, entity, field }, context);
			if (problem) return `${root}/${entity}/${field}: ${problem}`;
			if (root === 'usulan' && field === 'unit' && each.newValues?.some(({ value }) => value !== null && !units.includes(value as string)))
				return `${root}/${entity}/${field}: no such unit`;
			if (isDecisive(each) && !isBuiltOnHead(doc, each)) return `${root}/${entity}/${field}: decided meanwhile`;
		}
		// An agenda without a word in it is a change of its session too.
		for (const { root, path } of maps) {
			const change = { root: root as ForumRoot, entity: path.join('/'), field: '' };
			const problem = path.length > 1 ? forumRightProblem(actor, change, context) : null;
			if (problem) return `${root}/${change.entity}: ${problem}`;
		}
		return null;
	},
	movesGrants: ({ root, field }) => root === forumRoots.sessions && (field === 'status' || field === 'removed'),
	decidesRights: ({ root, field }) =>
		(root === forumRoots.sessions && (field === 'status' || field === 'removed')) || (root === forumRoots.usulan && isAsked(field))
};

/** What is decided once, by whoever comes first: the second one is told, and decides anew on what he then sees. */
function isDecisive({ root, field }: Touched): boolean {
	return (root === forumRoots.usulan && isDecisionField(field)) || (root === forumRoots.sessions && field === 'status');
}

const isAsked = (field: string): boolean => (decisive as readonly string[]).includes(field);

const isDecisionField = (field: string): boolean => (decisionFields as readonly string[]).includes(field);

/** Without new values it was taken away, which only touches what the writer saw. */
function isBuiltOnHead(doc: AttemptedUpdate['doc'], touched: Touched): boolean {
	const { newValues } = touched;
	if (newValues === undefined) return true;
	const head = headOf(doc, touched);
	const [first, ...more] = newValues;
	return first !== undefined && more.length === 0 && (head ? sameId(first.builtOn, head.id) : first.builtOn === null);
}

/** Not the whole map: each field of an usulan that an update touches asks for it. */
function rightsOf(usulan: YEntity | undefined): UsulanRights | undefined {
	return usulan && (Object.fromEntries(decisive.map((field) => [field, usulan.get(field)])) as UsulanRights);
}

function forumContext(
	{ doc, touched }: Pick<AttemptedUpdate, 'doc' | 'touched'>,
	{ sealedSessions, ...forum }: { perangkatDaerahId: string; renjaId: string; sealedSessions: readonly string[] }
): ForumContext {
	const after = new Map<string, Record<string, unknown>>();
	for (const { root, entity, field, newValues } of touched) {
		if (root !== forumRoots.usulan || !isAsked(field)) continue;
		const changes = after.get(entity) ?? {};
		changes[field] = newValues?.at(-1)?.value ?? undefined;
		after.set(entity, changes);
	}
	const known = new Map<string, UsulanRights | undefined>();
	const before = (id: string): UsulanRights | undefined => {
		if (!known.has(id)) known.set(id, rightsOf(forumEntity(doc, 'usulan', id)));
		return known.get(id);
	};
	return {
		...forum,
		usulanBefore: before,
		usulanAfter: (id) => (after.has(id) ? { ...before(id), ...after.get(id) } : before(id)),
		sessionBefore: (id) => {
			const session = forumEntity(doc, 'sessions', id);
			if (!session) return undefined;
			const isRemoved = session.get('removed') === true;
			return { status: session.get('status') as SessionRights['status'], ...(isRemoved && { removed: true as const }) };
		},
		isOnAgenda: (id) => isOnAgenda(doc, id),
		isSealed: (id) => sealedSessions.includes(id),
		sessionOfAttendance: (id) => {
			const stored = forumEntity(doc, 'attendance', id)?.get('session');
			const made = touched.find((each) => each.root === forumRoots.attendance && each.entity === id && each.field === 'session');
			return (stored ?? made?.newValues?.[0]?.value) as string | undefined;
		}
	};
}
