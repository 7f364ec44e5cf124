/**
 * Every change a person can make to the forum of a Renja, one function each, called through `applyForumEdit` with the edit as data. Who may
 * make it is not asked here: see access/forum-rights.ts.
 */
import * as Y from 'yjs';
import { applyBy, currentBy, Refused, type Editing as EditingOf } from '../edits/editing.ts';
import { isId } from '../renja/renja-schema.ts';
import { agendaKey, agendaMap, forumCount, forumEntity, forumMap, voteKey, type ForumRoot, type YEntity } from './forum-document.ts';
import { forumMax, forumRegister, requiredForumRegisters } from './forum-schema.ts';
import {
	decisionFields,
	undecidedStatuses,
	type ForumEdit,
	type ForumEditArgs,
	type ForumEditName,
	type ForumEditResult,
	type ForumProblem,
	type UsulanChange
} from './forum-types.ts';

type Editing<Args> = EditingOf<Args, ForumEdit>;

/** Applies one edit in one transaction. Never throws on bad arguments: `{ok: false, problem, detail}` and nothing changed. */
export function applyForumEdit(doc: Y.Doc, edit: ForumEdit, origin?: unknown): ForumEditResult {
	return applyBy<ForumEdit, ForumProblem>(editings, doc, edit, origin);
}

/** The value the edit is about as it stands now; null when absent or not to be found. */
export function currentForumValue(doc: Y.Doc, edit: ForumEdit): unknown {
	return currentBy(editings, doc, edit);
}

function refuse(problem: ForumProblem, detail: string): never {
	throw new Refused(problem, detail);
}

const missing: Readonly<Record<ForumRoot, ForumProblem>> = {
	usulan: 'usulan.missing',
	sessions: 'forumSession.missing',
	votes: 'usulan.missing',
	attendance: 'attendance.missing'
};
const exists: Readonly<Record<ForumRoot, ForumProblem>> = {
	usulan: 'usulan.exists',
	sessions: 'forumSession.exists',
	votes: 'value.invalid',
	attendance: 'attendance.exists'
};

function the(doc: Y.Doc, root: ForumRoot, id: string): YEntity {
	return forumEntity(doc, root, id) ?? refuse(missing[root], String(id));
}

/** What the map cannot be without goes first, so that a large update is never cut between them. */
function write(doc: Y.Doc, root: ForumRoot, id: string, registers: object): void {
	const entries = Object.entries(registers).filter(([, value]) => value !== undefined);
	const isRequired = ([field]: [string, unknown]): boolean => requiredForumRegisters(root).includes(field);
	const [first, then] = [entries.filter(isRequired), entries.filter((entry) => !isRequired(entry))];
	forumMap(doc, root).set(id, new Y.Map([...first, ...then]));
}

/** Whether a map with these registers may come into being, beside `more` others. */
function checkNew(doc: Y.Doc, root: ForumRoot, key: string, registers: object, more = 0): void {
	if (forumEntity(doc, root, key)) refuse(exists[root], key);
	if (forumCount(doc, root) + more >= forumMax[root]) refuse('forum.full', key);
	const held = new Map(Object.entries(registers).filter(([, value]) => value !== undefined));
	for (const [field, value] of held) {
		if (!forumRegister(root, [key, field])?.check(value)) refuse('value.invalid', field);
	}
	for (const field of requiredForumRegisters(root)) if (!held.has(field)) refuse('value.invalid', field);
}

/** Whether a register may get this value; null takes it away. */
function checkChange(root: ForumRoot, id: string, field: string, value: unknown): void {
	const kind = forumRegister(root, [id, field]);
	const fits = kind && !kind.constant && (value === null ? kind.optional : kind.check(value));
	if (!fits) refuse('value.invalid', field);
}

function put(entity: YEntity, field: string, value: unknown): void {
	if (value === null) entity.delete(field);
	else if (entity.get(field) !== value) entity.set(field, value);
}

function list(values: unknown, name: string): readonly unknown[] {
	return Array.isArray(values) && values.length > 0 && values.length <= forumMax.usulan ? values : refuse('value.invalid', name);
}

const addUsulan: Editing<ForumEditArgs['addUsulan']> = {
	before(doc, { usulan }) {
		const ids = new Set<string>();
		for (const { id, ...content } of list(usulan, 'usulan') as ForumEditArgs['addUsulan']['usulan']) {
			if (!isId(id) || ids.has(id)) refuse('value.invalid', 'id');
			if (decisionFields.some((field) => field in content)) refuse('value.invalid', 'status');
			checkNew(doc, 'usulan', id, { ...content, status: 'baru' }, ids.size);
			if (content.group !== undefined && !ids.has(content.group) && !forumEntity(doc, 'usulan', content.group))
				refuse('value.invalid', 'group');
			ids.add(id);
		}
		return null;
	},
	change(doc, { usulan }) {
		for (const { id, ...content } of usulan) write(doc, 'usulan', id, { ...content, status: 'baru' });
	},
	after(doc, { usulan }) {
		const ids = usulan.map(({ id }) => id).filter((id) => the(doc, 'usulan', id).get('removed') !== true);
		return ids.length > 0 ? ids : null;
	},
	inverse: ({ usulan }) => ({
		edit: 'setUsulan',
		args: { changes: usulan.map(({ id }) => ({ id, field: 'removed', value: true })) }
	})
};

function usulanValues(doc: Y.Doc, changes: readonly UsulanChange[]): unknown[] {
	return changes.map(({ id, field }) => the(doc, 'usulan', id).get(field) ?? null);
}

const setUsulan: Editing<ForumEditArgs['setUsulan']> = {
	before(doc, { changes }) {
		for (const { id, field, value } of list(changes, 'changes') as UsulanChange[]) {
			the(doc, 'usulan', id);
			if ((decisionFields as readonly string[]).includes(field)) refuse('value.invalid', field);
			checkChange('usulan', id, field, value);
			if (field === 'group' && value !== null && (value === id || !forumEntity(doc, 'usulan', String(value))))
				refuse('value.invalid', field);
		}
		return usulanValues(doc, changes);
	},
	change(doc, { changes }) {
		for (const { id, field, value } of changes) put(the(doc, 'usulan', id), field, value);
	},
	after: (doc, { changes }) => usulanValues(doc, changes),
	inverse: ({ changes }, before) => ({
		edit: 'setUsulan',
		args: { changes: changes.map(({ id, field }, index) => ({ id, field, value: (before as UsulanChange['value'][])[index] ?? null })) }
	})
};

function decisions(doc: Y.Doc, ids: readonly string[]): unknown[] {
	return ids.map((id) => decisionFields.map((field) => the(doc, 'usulan', id).get(field) ?? null));
}

const decideUsulan: Editing<ForumEditArgs['decideUsulan']> = {
	before(doc, { ids, status, alasan, decidedBy, session }) {
		for (const id of list(ids, 'ids') as string[]) {
			the(doc, 'usulan', id);
			checkChange('usulan', id, 'status', status);
			if (typeof alasan !== 'string') refuse('value.invalid', 'alasan');
			if (alasan.trim() === '') {
				const wasDecided = !undecidedStatuses.some((one) => one === the(doc, 'usulan', id).get('status'));
				if (wasDecided || !undecidedStatuses.includes(status)) refuse('usulan.alasan', id);
			} else checkChange('usulan', id, 'alasan', alasan);
			checkChange('usulan', id, 'decidedBy', decidedBy);
			checkChange('usulan', id, 'session', session);
		}
		the(doc, 'sessions', session);
		return decisions(doc, ids);
	},
	change(doc, { ids, status, alasan, decidedBy, session }) {
		for (const id of ids) {
			const usulan = the(doc, 'usulan', id);
			// All of them, also when equal: of two decisions made at once none may end up with the reason of the other.
			usulan.set('status', status);
			if (alasan.trim() === '') usulan.delete('alasan');
			else usulan.set('alasan', alasan);
			usulan.set('decidedBy', decidedBy);
			usulan.set('session', session);
		}
	},
	after: (doc, { ids }) => decisions(doc, ids),
	// A decision is opened again with a reason, never taken back.
	inverse: () => null
};

const setVote: Editing<ForumEditArgs['setVote']> = {
	before(doc, { usulan, account, prioritas }) {
		the(doc, 'usulan', usulan);
		const key = voteKey(usulan, account);
		if (forumEntity(doc, 'votes', key)) checkChange('votes', key, 'prioritas', prioritas);
		else checkNew(doc, 'votes', key, { usulan, account, prioritas: prioritas ?? undefined });
		return voteNow(doc, { usulan, account });
	},
	change(doc, { usulan, account, prioritas }) {
		const vote = forumEntity(doc, 'votes', voteKey(usulan, account));
		if (vote) put(vote, 'prioritas', prioritas);
		else if (prioritas !== null) write(doc, 'votes', voteKey(usulan, account), { usulan, account, prioritas });
	},
	after: voteNow,
	inverse: ({ usulan, account }, before) => ({ edit: 'setVote', args: { usulan, account, prioritas: before as number | null } })
};

function voteNow(doc: Y.Doc, { usulan, account }: { usulan: string; account: string }): unknown {
	return forumEntity(doc, 'votes', voteKey(usulan, account))?.get('prioritas') ?? null;
}

const addSession: Editing<ForumEditArgs['addSession']> = {
	before(doc, { id, ...registers }) {
		checkNew(doc, 'sessions', id, { ...registers, status: 'disiapkan' });
		return null;
	},
	change(doc, { id, judul, tanggal, tempat }) {
		write(doc, 'sessions', id, { judul, tanggal, tempat, status: 'disiapkan', [agendaKey]: new Y.Map() });
	},
	after: (doc, { id }) => (the(doc, 'sessions', id).get('removed') ? null : (the(doc, 'sessions', id).get('judul') ?? null)),
	inverse: ({ id }) => ({ edit: 'setSession', args: { id, field: 'removed', value: true } })
};

function setter<Name extends 'setSession' | 'setAttendance'>(edit: Name, root: ForumRoot): Editing<ForumEditArgs[Name]> {
	const now = (doc: Y.Doc, { id, field }: { id: string; field: string }): unknown => the(doc, root, id).get(field) ?? null;
	return {
		before(doc, args) {
			the(doc, root, args.id);
			checkChange(root, args.id, args.field, args.value);
			if (args.field === 'meja' && args.value !== null) the(doc, 'usulan', String(args.value));
			return now(doc, args);
		},
		change: (doc, { id, field, value }) => put(the(doc, root, id), field, value),
		after: now,
		inverse: ({ id, field }, before) => ({ edit, args: { id, field, value: before } }) as ForumEdit
	};
}

function agendaOf(doc: Y.Doc, id: string): Y.Map<unknown> {
	return agendaMap(the(doc, 'sessions', id)) ?? refuse('forumSession.missing', id);
}

const setAgenda: Editing<ForumEditArgs['setAgenda']> = {
	before(doc, args) {
		agendaOf(doc, args.id);
		for (const { usulan, order } of list(args.entries, 'entries') as ForumEditArgs['setAgenda']['entries']) {
			the(doc, 'usulan', usulan);
			if (order !== null && !forumRegister('sessions', [args.id, agendaKey, usulan])?.check(order)) refuse('value.invalid', 'order');
		}
		return agendaNow(doc, args);
	},
	change(doc, { id, entries }) {
		for (const { usulan, order } of entries) put(agendaOf(doc, id), usulan, order);
	},
	after: agendaNow,
	inverse: ({ id, entries }, before) => ({
		edit: 'setAgenda',
		args: { id, entries: entries.map(({ usulan }, index) => ({ usulan, order: (before as (string | null)[])[index] ?? null })) }
	})
};

function agendaNow(doc: Y.Doc, { id, entries }: ForumEditArgs['setAgenda']): unknown[] {
	return entries.map(({ usulan }) => agendaOf(doc, id).get(usulan) ?? null);
}

const addAttendance: Editing<ForumEditArgs['addAttendance']> = {
	before(doc, { id, ...registers }) {
		the(doc, 'sessions', registers.session);
		checkNew(doc, 'attendance', id, registers);
		return null;
	},
	change: (doc, { id, session, unsur, lembaga, jumlah, order }) => write(doc, 'attendance', id, { session, unsur, lembaga, jumlah, order }),
	after: (doc, { id }) => (the(doc, 'attendance', id).get('removed') ? null : (the(doc, 'attendance', id).get('lembaga') ?? null)),
	inverse: ({ id }) => ({ edit: 'setAttendance', args: { id, field: 'removed', value: true } })
};

const editings: { [N in ForumEditName]: Editing<ForumEditArgs[N]> } = {
	addUsulan,
	setUsulan,
	decideUsulan,
	setVote,
	addSession,
	setSession: setter('setSession', 'sessions'),
	setAgenda,
	addAttendance,
	setAttendance: setter('setAttendance', 'attendance')
};
