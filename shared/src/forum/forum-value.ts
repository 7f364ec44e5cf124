/** Y.Doc of part `forum` -> plain values. What the schema does not know is left out. */
import * as Y from 'yjs';
import { agendaMap, forumMap, type ForumRoot, type YEntity } from './forum-document.ts';
import { forumRegister, requiredForumRegisters } from './forum-schema.ts';
import type { AttendanceValue, ForumSessionValue, ForumValue, UsulanValue, VoteValue } from './forum-types.ts';

/** Everything; removed ones included, in no particular order. */
export function readForum(doc: Y.Doc): ForumValue {
	return {
		usulan: readUsulan(doc),
		sessions: readForumSessions(doc),
		votes: all(doc, 'votes', readVoteValue),
		attendance: all(doc, 'attendance', readAttendanceValue)
	};
}

export function readUsulan(doc: Y.Doc): UsulanValue[] {
	return all(doc, 'usulan', readOneUsulan);
}

export function readForumSessions(doc: Y.Doc): ForumSessionValue[] {
	return all(doc, 'sessions', readSessionValue);
}

/** One usulan; undefined when something that it cannot do without is missing. */
export function readOneUsulan(id: string, entity: YEntity): UsulanValue | undefined {
	return withId<UsulanValue>('usulan', id, entity);
}

export function readSessionValue(id: string, entity: YEntity): ForumSessionValue | undefined {
	const value = withId<Omit<ForumSessionValue, 'agenda'>>('sessions', id, entity);
	if (!value) return undefined;
	const agenda: ForumSessionValue['agenda'] = [];
	for (const [usulan, order] of agendaMap(entity)?.entries() ?? []) {
		if (forumRegister('sessions', [id, 'agenda', usulan])?.check(order)) agenda.push({ usulan, order: order as string });
	}
	agenda.sort((a, b) => (a.order === b.order ? compare(a.usulan, b.usulan) : compare(a.order, b.order)));
	return { ...value, agenda };
}

/** key: `<usulan>/<account>`. */
export function readVoteValue(key: string, entity: YEntity): VoteValue | undefined {
	return registersOf('votes', key, entity) as VoteValue | undefined;
}

export function readAttendanceValue(id: string, entity: YEntity): AttendanceValue | undefined {
	return withId<AttendanceValue>('attendance', id, entity);
}

/** As lists show them: by their order, those without one last. */
export function compareUsulan(a: UsulanValue, b: UsulanValue): number {
	if (a.order !== b.order) return a.order === undefined ? 1 : b.order === undefined ? -1 : compare(a.order, b.order);
	return compare(a.id, b.id);
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

function all<Value>(doc: Y.Doc, root: ForumRoot, read: (id: string, entity: YEntity) => Value | undefined): Value[] {
	const values: Value[] = [];
	for (const [id, entity] of forumMap(doc, root).entries()) {
		const value = entity instanceof Y.Map ? read(id, entity) : undefined;
		if (value !== undefined) values.push(value);
	}
	return values;
}

function withId<Value>(root: ForumRoot, id: string, entity: YEntity): Value | undefined {
	const value = registersOf(root, id, entity);
	return value ? ({ id, ...value } as Value) : undefined;
}

function registersOf(root: ForumRoot, id: string, entity: YEntity): Record<string, unknown> | undefined {
	const value: Record<string, unknown> = {};
	for (const [field, held] of entity.entries()) {
		if (forumRegister(root, [id, field])?.check(held)) value[field] = held;
	}
	return requiredForumRegisters(root).every((field) => field in value) ? value : undefined;
}
