import { describe, expect, it } from 'vitest';
import type { StoredEntry } from './outbox.ts';
import { createPending } from './pending.ts';

function entry(id: string): StoredEntry {
	const args = { id: 'n', field: 'pagu' as const, value: 1 };
	return { id, renjaId: 'r', userId: 'u', tab: 't', number: 1, edit: 'setAmount', args, before: null, after: 1, at: '', state: 'pending' };
}

describe('pending', () => {
	it('frees an edit with the confirmation of the frame that carried it, not before', () => {
		const pending = createPending();
		pending.connectionOpened();
		pending.applying(entry('a'));
		pending.frameSent(1);
		pending.applying(entry('b'));
		pending.frameSent(2);
		expect(pending.confirmed(1)).toEqual(['a']);
		expect(pending.allFramesConfirmed()).toBe(false);
		expect(pending.confirmed(2)).toEqual(['b']);
		expect(pending.allFramesConfirmed()).toBe(true);
	});

	it('trusts no frame of an earlier connection', () => {
		const pending = createPending();
		pending.connectionOpened();
		pending.applying(entry('a'));
		pending.frameSent(1);
		pending.connectionOpened();
		expect(pending.confirmed(1)).toEqual([]);
		pending.frameSent(2);
		expect(pending.confirmed(2)).toEqual(['a']);
	});

	it('gives no frame to an edit that still waits for its document', () => {
		const pending = createPending();
		pending.connectionOpened();
		pending.waiting(entry('a'));
		pending.frameSent(1);
		expect(pending.confirmed(1)).toEqual([]);
		expect(pending.entries()).toHaveLength(1);
	});

	it('covers an edit found in the document by the frames already sent', () => {
		const pending = createPending();
		pending.connectionOpened();
		expect(pending.present(entry('early'))).toBe(false);
		pending.frameSent(1);
		expect(pending.present(entry('between'))).toBe(false);
		expect(pending.confirmed(1)).toEqual(['early', 'between']);
		expect(pending.present(entry('late'))).toBe(true);
	});
});
