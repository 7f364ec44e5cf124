import { describe, expect, it } from 'vitest';
import type { CommentValue } from '@rembug/shared/discussion/discussion-types.ts';
import { threadsOf } from './threads.ts';

const comment = (id: string, more: Partial<CommentValue> = {}): CommentValue => ({
	...{ id, author: 'ani', kind: 'komentar', node: 'n1', text: id },
	...more
});
const times: Record<string, string> = { a: '2026-01-01', b: '2026-01-02', c: '2026-01-03', d: '2026-01-04' };
const shape = (comments: CommentValue[]) =>
	threadsOf(comments, (id) => times[id]).map(({ first, answers }) => [first.id, ...answers.map(({ id }) => id)]);

describe('threads', () => {
	it('stand with the one that was written in last first, answers oldest first, what is not confirmed last', () => {
		expect(
			shape([comment('d', { thread: 'a' }), comment('b'), comment('a'), comment('new', { thread: 'a' }), comment('c', { thread: 'a' })])
		).toEqual([['a', 'c', 'd', 'new'], ['b']]);
	});

	it('stay while anything of them is left', () => {
		expect(shape([comment('a', { removed: true }), comment('b', { thread: 'a' })])).toEqual([['a', 'b']]);
		expect(shape([comment('a', { removed: true }), comment('b', { thread: 'a', removed: true }), comment('c', { removed: true })])).toEqual(
			[]
		);
	});
});
