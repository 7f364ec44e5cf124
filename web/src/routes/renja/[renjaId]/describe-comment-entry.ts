/** An edit of the discussion, from the outbox, in words. */
import type { CommentValue, DiscussionEdit } from '@rembug/shared/discussion/discussion-types.ts';
import type { NodeValue } from '@rembug/shared/renja/renja-types.ts';
import type { OutboxEntry } from '#lib/sync/session-types.ts';
import { placeInWords } from './comment-place.ts';
import type { EntryWords } from '#lib/refused/entry-words.ts';

export type CommentEntry = OutboxEntry<DiscussionEdit>;

export function isCommentEntry(entry: OutboxEntry): entry is CommentEntry {
	return entry.part === 'discussion';
}

/** What stands in the Renja now. Absent: it cannot be seen. */
export interface TalkNow {
	row(id: string): NodeValue | undefined;
	comment(id: string): CommentValue | undefined;
}

/** inWords: a text with its mentions as names. */
export function describeCommentEntry(entry: CommentEntry, inWords: (text: string) => string, now?: TalkNow): EntryWords {
	const edit = { edit: entry.edit, args: entry.args } as DiscussionEdit;
	const place = edit.edit === 'addComment' ? edit.args : now?.comment(edit.edit === 'replyComment' ? edit.args.thread : edit.args.id);
	const row = place && now ? placeInWords(place, now.row).row : '';
	const words = (field: string, typed: string): EntryWords => ({ row, field, typed, present: null });
	switch (edit.edit) {
		case 'addComment':
			return words('Komentar', inWords(edit.args.text));
		case 'replyComment':
			return words('Balasan', inWords(edit.args.text));
		case 'setCommentText':
			return words('Komentar yang diubah', inWords(edit.args.text));
		case 'settleThread':
			return words('Komentar', 'ditandai selesai');
		case 'reopenThread':
			return words('Komentar', 'dibuka lagi');
		case 'removeComment':
			return words('Komentar', 'dihapus');
		case 'restoreComment':
			return words('Komentar', 'dikembalikan');
	}
}
