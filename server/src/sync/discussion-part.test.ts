import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Actor, Role } from '@rembug/shared/access/access.ts';
import { mayChangeCommentText, mayComment, mayRemoveComment, maySettleThread } from '@rembug/shared/access/discussion-rights.ts';
import { commentMap, commentsMap } from '@rembug/shared/discussion/discussion-document.ts';
import { applyDiscussionEdit } from '@rembug/shared/discussion/discussion-edits.ts';
import { commentsMax, commentTextMax } from '@rembug/shared/discussion/discussion-schema.ts';
import type { CommentValue, DiscussionEdit } from '@rembug/shared/discussion/discussion-types.ts';
import { readComments } from '@rembug/shared/discussion/discussion-value.ts';
import { admitUpdate, type Admission } from './admit-update.ts';
import { documentParts, type RowUnits } from './document-parts.ts';
import { openRoots } from './read-update.ts';

const people: Record<string, Role> = { ani: 'staf', budi: 'staf', pera: 'perencana', kepala: 'kepala_dinas', veri: 'verifikator' };
const context = {
	...{
		renjaId: 'r',
		part: 'discussion' as const,
		perangkatDaerahId: 'pd',
		generation: 'g',
		frozen: false,
		lockedUnits: [],
		sealedSessions: [],
		units: [],
		rules: 0
	},
	stage: 'ditetapkan' as const
};

function actor(id: string): Actor {
	return {
		id,
		nama: id,
		grants: [{ role: people[id] as Role, perangkatDaerahId: 'pd', unitId: people[id] === 'staf' ? `unit-${id}` : null }]
	};
}

/** What the plan says about its rows. */
const units = new Map([
	['n1', 'unit-ani'],
	['n2', 'unit-budi'],
	['n3', null]
]);

/** A room without Postgres, and writers who are always in step with it. */
function openRoom() {
	const doc = openRoots(documentParts.discussion.schema, new Y.Doc());
	const owners = new Map<number, string>();

	/** asked: rows of the plan that had to be asked for. */
	const asked: string[] = [];

	function send(who: string, change: (doc: Y.Doc) => void): Admission {
		const own = new Y.Doc();
		Y.applyUpdate(own, Y.encodeStateAsUpdate(doc));
		own.transact(() => change(own));
		const judge = (unitOf?: RowUnits): Admission =>
			admitUpdate(
				{
					...{ doc, context, part: documentParts.discussion },
					accountOf: (client) => owners.get(client),
					isBound: (client) => owners.has(client),
					isProseNews: () => true,
					openConflicts: () => [],
					...(unitOf && { unitOf })
				},
				actor(who),
				Y.encodeStateAsUpdate(own, Y.encodeStateVector(doc))
			);
		const first = judge();
		if (first.kind === 'asks') asked.push(...first.rows);
		const admission = first.kind === 'asks' ? judge(new Map(first.rows.map((row) => [row, units.get(row) ?? null]))) : first;
		if (admission.kind === 'admitted') for (const client of admission.row.newClients) owners.set(client, who);
		return admission;
	}

	return {
		doc,
		asked,
		send,
		edit: (who: string, edit: DiscussionEdit) => send(who, (own) => void applyDiscussionEdit(own, edit)),
		comment: (id: string): CommentValue | undefined => readComments(doc).find((one) => one.id === id)
	};
}

const write = (id: string, author: string, more: object = {}): DiscussionEdit => ({
	edit: 'addComment',
	args: { id, author, kind: 'komentar', node: 'n1', text: 'Mengapa?', ...more }
});

/** Puts registers into the document without asking the edit functions. */
const raw = (id: string, registers: Record<string, unknown>) => (doc: Y.Doc) =>
	void commentsMap(doc).set(id, new Y.Map(Object.entries(registers)));
/** Every place in turn, and the Renja as a whole. */
const nodeOf = (index: number): string | null => ['n1', 'n2', 'n3', null][(index + 1) % 4] ?? null;
const good = { author: 'ani', kind: 'komentar', node: 'n1', text: 'Mengapa?' };

describe('the gate of a discussion', () => {
	it('lets everybody who may see the Renja comment and answer, when the plan is frozen too', () => {
		const room = openRoom();
		for (const who of Object.keys(people)) expect(room.edit(who, write(`c-${who}`, who))).toMatchObject({ kind: 'admitted' });
		const answer: DiscussionEdit = { edit: 'replyComment', args: { id: 'a', author: 'veri', thread: 'c-ani', text: 'Sebab …' } };
		expect(room.edit('veri', answer)).toMatchObject({ kind: 'admitted' });
		expect(room.comment('a')).toMatchObject({ author: 'veri', thread: 'c-ani', node: 'n1' });
	});

	it('notes who wrote, changed and settled what', () => {
		const room = openRoom();
		expect(room.edit('ani', write('c', 'ani'))).toMatchObject({
			row: { changes: expect.arrayContaining([{ root: 'comments', entity: 'c', field: 'text', before: null, after: '"Mengapa?"' }]) }
		});
		expect(room.edit('pera', { edit: 'settleThread', args: { id: 'c' } })).toMatchObject({
			row: { changes: [{ root: 'comments', entity: 'c', field: 'settled', before: null, after: 'true' }] }
		});
	});

	it('refuses a comment in another name, and a note of the verifikator by somebody else', () => {
		const room = openRoom();
		const refused = { kind: 'refused', reason: 'forbidden' };
		expect(room.edit('budi', write('c', 'ani'))).toMatchObject(refused);
		expect(room.edit('pera', write('c', 'pera', { kind: 'verifikator' }))).toMatchObject(refused);
		expect(room.edit('veri', write('v', 'veri', { kind: 'verifikator' }))).toMatchObject({ kind: 'admitted' });
		expect(readComments(room.doc).map(({ id }) => id)).toEqual(['v']);
	});

	it('refuses whole what is permitted in part', () => {
		const room = openRoom();
		room.edit('ani', write('c', 'ani'));
		const both = room.send('budi', (doc) => {
			applyDiscussionEdit(doc, write('mine', 'budi'));
			applyDiscussionEdit(doc, { edit: 'setCommentText', args: { id: 'c', text: 'Setuju.' } });
		});
		expect(both).toMatchObject({ kind: 'refused', reason: 'forbidden' });
		expect(readComments(room.doc)).toMatchObject([{ id: 'c', text: 'Mengapa?' }]);
	});

	const wrong: [string, (doc: Y.Doc) => void][] = [
		['without an author', raw('x', { kind: 'komentar', node: null, text: 'x' })],
		['without a place', raw('x', { author: 'ani', kind: 'komentar', text: 'x' })],
		['of an unknown kind', raw('x', { ...good, kind: 'keputusan' })],
		['with an unknown field', raw('x', { ...good, at: 1 })],
		['with a text too long', raw('x', { ...good, text: 'x'.repeat(commentTextMax + 1) })],
		['with an empty text', raw('x', { ...good, text: ' ' })],
		['with a text that is a type', raw('x', { ...good, text: new Y.Text('x') })],
		['with a map in it', raw('x', { ...good, replies: new Y.Map() })],
		['answering nothing', raw('x', { ...good, thread: 'none' })],
		['answering an answer', raw('x', { ...good, thread: 'a' })],
		['answering itself', raw('x', { ...good, thread: 'x' })],
		['answering from another place', raw('x', { ...good, node: 'n2', thread: 'c' })],
		['that is an answer and settled', raw('x', { ...good, thread: 'c', settled: true })],
		['put over another', raw('c', good)],
		['taken out', (doc) => commentsMap(doc).delete('c')],
		['given to somebody else', (doc) => commentMap(doc, 'c')?.set('author', 'budi')],
		['moved to another row', (doc) => commentMap(doc, 'c')?.set('node', 'n2')],
		['without its text', (doc) => commentMap(doc, 'c')?.delete('text')],
		['without its cell', (doc) => commentMap(doc, 'c')?.delete('field')],
		['made an answer', (doc) => commentMap(doc, 'c')?.set('thread', 'a')],
		['in a root of its own', (doc) => doc.getMap('notes').set('x', 1)]
	];
	it.each(wrong)('refuses a comment %s', (_name, change) => {
		const room = openRoom();
		room.edit('ani', write('c', 'ani', { field: 'pagu' }));
		room.edit('ani', { edit: 'replyComment', args: { id: 'a', author: 'ani', thread: 'c', text: 'x' } });
		const before = Y.encodeStateAsUpdate(room.doc);
		expect(room.send('ani', change)).toMatchObject({ kind: 'refused', reason: 'schema' });
		expect(Y.encodeStateAsUpdate(room.doc)).toEqual(before);
	});

	it('takes no more comments than a browser can hold, and goes on with those that are there', () => {
		const room = openRoom();
		room.doc.transact(() => {
			for (let index = 0; index < commentsMax; index++) raw(`c${index}`, good)(room.doc);
		});
		expect(room.send('ani', raw('more', good))).toMatchObject({ kind: 'refused', reason: 'oversize' });
		expect(room.comment('more')).toBeUndefined();
		expect(room.edit('ani', { edit: 'setCommentText', args: { id: 'c7', text: 'Lain' } })).toMatchObject({ kind: 'admitted' });
		expect(room.edit('pera', { edit: 'settleThread', args: { id: 'c7' } })).toMatchObject({ kind: 'admitted' });
	});

	it('lets staf settle the threads of their own rows, and asks the plan for nobody else', () => {
		const room = openRoom();
		for (const [id, node] of Object.entries({ own: 'n1', other: 'n2', nobodys: 'n3', gone: 'n4', whole: null }))
			room.edit('veri', write(id, 'veri', { node, kind: 'verifikator' }));
		const settle = (who: string, id: string) => room.edit(who, { edit: 'settleThread', args: { id } }).kind;
		expect(['own', 'other', 'nobodys', 'gone', 'whole'].map((id) => settle('ani', id))).toEqual([
			'admitted',
			...['refused', 'refused', 'refused', 'refused']
		]);
		expect(room.asked).toEqual(['n1', 'n2', 'n3', 'n4']);
		expect(settle('kepala', 'other')).toBe('refused');
		expect(settle('pera', 'other')).toBe('admitted');
		expect(settle('veri', 'whole')).toBe('admitted');
		expect(room.edit('ani', { edit: 'reopenThread', args: { id: 'other' } }).kind).toBe('refused');
		const both = room.send('ani', (doc) => {
			applyDiscussionEdit(doc, { edit: 'reopenThread', args: { id: 'own' } });
			applyDiscussionEdit(doc, { edit: 'settleThread', args: { id: 'nobodys' } });
		});
		expect(both.kind).toBe('refused');
		expect(room.comment('own')?.settled).toBe(true);
	});

	it('takes a text that was written over before it arrived', () => {
		const room = openRoom();
		const sent = room.send('ani', (doc) => {
			applyDiscussionEdit(doc, write('c', 'ani'));
			applyDiscussionEdit(doc, { edit: 'setCommentText', args: { id: 'c', text: 'Kedua' } });
			applyDiscussionEdit(doc, { edit: 'setCommentText', args: { id: 'c', text: 'Ketiga' } });
		});
		expect(sent).toMatchObject({ kind: 'admitted' });
		expect(room.comment('c')?.text).toBe('Ketiga');
	});

	it('agrees with the table of rights, whoever tries whatever on whose comment', () => {
		const name = fc.constantFrom(...Object.keys(people));
		const what = fc.constantFrom('write', 'note', 'text', 'remove', 'restore', 'settle', 'reopen');
		fc.assert(
			fc.property(fc.array(fc.tuple(name, name, what), { minLength: 1, maxLength: 25 }), (tries) => {
				const room = openRoom();
				for (const [index, who] of Object.keys(people).entries()) room.edit(who, write(`of-${who}`, who, { node: nodeOf(index) }));
				for (const [index, [who, whose, doing]] of tries.entries()) {
					const id = `of-${whose}`;
					const comment = { author: whose };
					const unit = units.get(nodeOf(Object.keys(people).indexOf(whose)) ?? '') ?? null;
					const edits: Record<string, [DiscussionEdit, boolean]> = {
						write: [write(`n${index}`, whose), mayComment(actor(who), context, { author: whose, kind: 'komentar' })],
						note: [
							write(`n${index}`, whose, { kind: 'verifikator' }),
							mayComment(actor(who), context, { author: whose, kind: 'verifikator' })
						],
						text: [{ edit: 'setCommentText', args: { id, text: `t${index}` } }, mayChangeCommentText(actor(who), context, comment)],
						remove: [{ edit: 'removeComment', args: { id } }, mayRemoveComment(actor(who), context, comment)],
						restore: [{ edit: 'restoreComment', args: { id } }, mayRemoveComment(actor(who), context, comment)],
						settle: [{ edit: 'settleThread', args: { id } }, maySettleThread(actor(who), context, comment, unit)],
						reopen: [{ edit: 'reopenThread', args: { id } }, maySettleThread(actor(who), context, comment, unit)]
					};
					const [edit, may] = edits[doing] as [DiscussionEdit, boolean];
					const before = JSON.stringify(readComments(room.doc));
					const { kind } = room.edit(who, edit);
					const isChanged = JSON.stringify(readComments(room.doc)) !== before;
					expect(isChanged).toBe(kind === 'admitted');
					if (kind !== 'nothing') expect(kind).toBe(may ? 'admitted' : 'refused');
				}
			}),
			{ numRuns: 150 }
		);
	});
});
