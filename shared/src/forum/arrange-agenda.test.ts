import * as Y from 'yjs';
import { expect, test } from 'vitest';
import { placeItem, takeItemOff } from './arrange-agenda.ts';
import { applyForumEdit } from './forum-edits.ts';
import type { ForumEdit, ForumEditArgs, ForumSessionValue, UsulanValue } from './forum-types.ts';
import { readForum } from './forum-value.ts';
import { agendaOf } from './meeting.ts';

type Entries = ForumEditArgs['setAgenda']['entries'];

function edit(doc: Y.Doc, one: ForumEdit): void {
	expect(applyForumEdit(doc, one)).toMatchObject({ ok: true });
}

/** a, b with c behind it, d and e on the agenda; f is not. */
function forum(): Y.Doc {
	const doc = new Y.Doc();
	const one = (id: string, more: { group?: string } = {}) => ({ id, asal: 'pokir' as const, usulan: id, order: id, ...more });
	edit(doc, { edit: 'addUsulan', args: { usulan: [one('a'), one('b'), one('c', { group: 'b' }), one('d'), one('e'), one('f')] } });
	edit(doc, { edit: 'addSession', args: { id: 's1', judul: 'Forum', tanggal: '2024-02-20' } });
	const entries = ['a', 'c', 'b', 'd', 'e'].map((usulan, index) => ({ usulan, order: `a${index}` }));
	edit(doc, { edit: 'setAgenda', args: { id: 's1', entries } });
	return doc;
}

function now(doc: Y.Doc): [ForumSessionValue, Map<string, UsulanValue>] {
	const { sessions, usulan } = readForum(doc);
	return [sessions[0] as ForumSessionValue, new Map(usulan.map((one) => [one.id, one]))];
}

const ids = (doc: Y.Doc): string[] => agendaOf(...now(doc)).map(({ first }) => first.id);
const write = (doc: Y.Doc, entries: Entries): void => edit(doc, { edit: 'setAgenda', args: { id: 's1', entries } });

test('an item goes to any place of the agenda, a group with all that brought it there', () => {
	const doc = forum();
	expect(ids(doc)).toEqual(['a', 'b', 'd', 'e']);
	write(doc, placeItem(...now(doc), 'b', 3));
	expect(ids(doc)).toEqual(['a', 'd', 'e', 'b']);
	write(doc, placeItem(...now(doc), 'e', 0));
	expect(ids(doc)).toEqual(['e', 'a', 'd', 'b']);
	write(doc, placeItem(...now(doc), 'a', 2));
	expect(ids(doc)).toEqual(['e', 'd', 'a', 'b']);
});

test('an usulan comes onto the agenda and goes off it, a group as a whole', () => {
	const doc = forum();
	write(doc, placeItem(...now(doc), 'f', 99));
	expect(ids(doc)).toEqual(['a', 'b', 'd', 'e', 'f']);
	write(doc, takeItemOff(...now(doc), 'b'));
	expect(ids(doc)).toEqual(['a', 'd', 'e', 'f']);
	expect(takeItemOff(...now(doc), 'b')).toEqual([]);
});

test('two chairs who arrange the agenda at once keep both of their changes and end with the same order', () => {
	const [one, other] = [forum(), new Y.Doc()];
	Y.applyUpdate(other, Y.encodeStateAsUpdate(one));
	write(one, placeItem(...now(one), 'e', 0));
	write(other, takeItemOff(...now(other), 'd'));
	write(other, placeItem(...now(other), 'f', 99));
	Y.applyUpdate(one, Y.encodeStateAsUpdate(other));
	Y.applyUpdate(other, Y.encodeStateAsUpdate(one));
	expect(ids(one)).toEqual(['e', 'a', 'b', 'f']);
	expect(ids(other)).toEqual(ids(one));
});
