/**
 * Where everything lives in the Y.Doc of part `forum`: the only file that spells its keys. Four roots, each a Y.Map of Y.Maps of registers:
 * `usulan` and `sessions` and `attendance` by id, `votes` by `<usulan id>/<account id>`, so that the key itself gives an account one voice.
 * A session holds its agenda: a Y.Map of usulan id -> order. What may stand in a register is said in forum-schema.ts.
 */
import * as Y from 'yjs';

export const forumRoots = { usulan: 'usulan', sessions: 'sessions', votes: 'votes', attendance: 'attendance' } as const;
export type ForumRoot = keyof typeof forumRoots;
export const agendaKey = 'agenda';

export type YEntity = Y.Map<unknown>;

export function forumMap(doc: Y.Doc, root: ForumRoot): Y.Map<YEntity> {
	return doc.getMap(forumRoots[root]) as Y.Map<YEntity>;
}

export function forumEntity(doc: Y.Doc, root: ForumRoot, id: string): YEntity | undefined {
	const entity = forumMap(doc, root).get(id);
	return entity instanceof Y.Map ? entity : undefined;
}

/** How many were ever made; known without a walk, since none is ever taken out. */
export function forumCount(doc: Y.Doc, root: ForumRoot): number {
	return forumMap(doc, root)._map.size;
}

export function agendaMap(session: YEntity): Y.Map<unknown> | undefined {
	const agenda = session.get(agendaKey);
	return agenda instanceof Y.Map ? agenda : undefined;
}

/** Whether a usulan stands on the agenda of any session. */
export function isOnAgenda(doc: Y.Doc, usulan: string): boolean {
	for (const session of forumMap(doc, 'sessions').values()) {
		if (session instanceof Y.Map && !session.get('removed') && agendaMap(session)?.has(usulan)) return true;
	}
	return false;
}

export function voteKey(usulan: string, account: string): string {
	return `${usulan}/${account}`;
}
