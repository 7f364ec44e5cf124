import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { applyDiscussionEdit, currentDiscussionValue } from './discussion-edits.ts';
import { commentTextMax } from './discussion-schema.ts';
import type { CommentValue, DiscussionEdit } from './discussion-types.ts';
import { readComments } from './discussion-value.ts';

const first: DiscussionEdit = {
	edit: 'addComment',
	args: { id: 'c1', author: 'ani', kind: 'komentar', node: 'n1', field: 'pagu', text: 'Mengapa naik?' }
};
const answer: DiscussionEdit = { edit: 'replyComment', args: { id: 'c2', author: 'budi', thread: 'c1', text: 'Harga satuan.' } };

function docWith(...edits: DiscussionEdit[]): Y.Doc {
	const doc = new Y.Doc();
	for (const edit of edits) expect(applyDiscussionEdit(doc, edit)).toMatchObject({ ok: true });
	return doc;
}

const sorted = (doc: Y.Doc): CommentValue[] => readComments(doc).sort((a, b) => (a.id < b.id ? -1 : 1));

describe('edits of the discussion', () => {
	it('write a comment on a cell and an answer where the thread stands', () => {
		expect(sorted(docWith(first, answer))).toEqual([
			{ id: 'c1', author: 'ani', kind: 'komentar', node: 'n1', field: 'pagu', text: 'Mengapa naik?' },
			{ id: 'c2', author: 'budi', kind: 'komentar', node: 'n1', thread: 'c1', text: 'Harga satuan.' }
		]);
	});

	it('settle a thread and open it again, but never an answer', () => {
		const doc = docWith(first, answer, { edit: 'settleThread', args: { id: 'c1' } });
		expect(sorted(doc)[0]).toMatchObject({ settled: true });
		expect(applyDiscussionEdit(doc, { edit: 'reopenThread', args: { id: 'c1' } })).toMatchObject({ ok: true, before: true, after: null });
		expect(sorted(doc)[0]).not.toHaveProperty('settled');
		expect(applyDiscussionEdit(doc, { edit: 'settleThread', args: { id: 'c2' } })).toMatchObject({ ok: false, problem: 'comment.missing' });
	});

	it('refuse what does not fit, and change nothing', () => {
		const doc = docWith(first);
		const before = Y.encodeStateAsUpdate(doc);
		const text = (value: unknown): DiscussionEdit => ({ edit: 'setCommentText', args: { id: 'c1', text: value as string } });
		const wrong: [DiscussionEdit, string][] = [
			[first, 'comment.exists'],
			[{ edit: 'replyComment', args: { id: 'c3', author: 'budi', thread: 'none', text: 'x' } }, 'comment.missing'],
			[{ edit: 'addComment', args: { id: 'a/b', author: 'ani', kind: 'komentar', node: null, text: 'x' } }, 'value.invalid'],
			[{ edit: 'addComment', args: { id: 'c3', author: 'ani', kind: 'keputusan' as 'komentar', node: null, text: 'x' } }, 'value.invalid'],
			[text('   '), 'value.invalid'],
			[text('x'.repeat(commentTextMax + 1)), 'value.invalid'],
			[text('a\0b'), 'value.invalid'],
			[text('\ud800'), 'value.invalid'],
			[text(7), 'value.invalid'],
			[{ edit: 'toString' as 'settleThread', args: { id: 'c1' } }, 'value.invalid']
		];
		for (const [edit, problem] of wrong) expect(applyDiscussionEdit(doc, edit)).toMatchObject({ ok: false, problem });
		expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
	});

	it('leave the answers of a removed comment where they are', () => {
		const doc = docWith(first, answer, { edit: 'removeComment', args: { id: 'c1' } });
		expect(sorted(doc)).toMatchObject([{ removed: true }, { text: 'Harga satuan.' }]);
		expect(currentDiscussionValue(doc, answer)).toMatchObject({ text: 'Harga satuan.' });
	});

	it('are the same for everybody in whatever order they arrive, and each is taken back by its inverse', () => {
		const ids = ['c1', 'c2', 'c3', 'c4'];
		const id = fc.constantFrom(...ids);
		const text = fc
			.string({ minLength: 1, maxLength: 20 })
			.filter((value) => value.trim() !== '' && value.isWellFormed() && !value.includes('\0'));
		const edit: fc.Arbitrary<DiscussionEdit> = fc.oneof(
			fc.record({ id, text }).map(({ id, text }): DiscussionEdit => ({
				edit: 'addComment',
				args: { id, author: 'ani', kind: 'komentar', node: 'n1', text }
			})),
			fc.record({ id, thread: id, text }).map(({ id, thread, text }): DiscussionEdit => ({
				edit: 'replyComment',
				args: { id: `${id}-r`, author: 'budi', thread, text }
			})),
			fc.record({ id, text }).map(({ id, text }): DiscussionEdit => ({ edit: 'setCommentText', args: { id, text } })),
			fc
				.record({ id, name: fc.constantFrom('settleThread', 'reopenThread', 'removeComment', 'restoreComment') })
				.map(({ id, name }) => ({ edit: name, args: { id } }) as DiscussionEdit)
		);
		fc.assert(
			fc.property(fc.array(edit, { maxLength: 30 }), fc.array(edit, { maxLength: 30 }), (mine, yours) => {
				const [a, b] = [new Y.Doc(), new Y.Doc()];
				const made = mine.map((one) => applyDiscussionEdit(a, one));
				for (const one of yours) applyDiscussionEdit(b, one);
				const alone = sorted(a);
				const last = made.at(-1);
				if (last?.ok && last.inverse) {
					const before = last.before;
					expect(applyDiscussionEdit(a, last.inverse)).toMatchObject({ ok: true });
					expect(currentDiscussionValue(a, mine.at(-1) as DiscussionEdit)).toEqual(before);
				} else expect(sorted(a)).toEqual(alone);
				Y.applyUpdate(a, Y.encodeStateAsUpdate(b));
				Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
				expect(sorted(a)).toEqual(sorted(b));
			}),
			{ numRuns: 200 }
		);
	});
});
