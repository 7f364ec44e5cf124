/** The forum of a Renja being sorted and led: the session of its document, with usulan, sessions and voices as plain values. */
import type { ForumPagu } from '@rembug/shared/forum/forum-pagu.ts';
import type { ForumEdit, ForumProblem } from '@rembug/shared/forum/forum-types.ts';
import { openDocumentSession } from './document-session.svelte.ts';
import { forumModel } from './forum-model.ts';
import { createForumStore, type ForumStore } from './forum-store.svelte.ts';
import type { DocumentSession, SessionOptions } from './session-types.ts';
import { withView } from './with-view.ts';

export interface ForumSession
	extends DocumentSession<ForumEdit, ForumProblem>, Pick<ForumStore, 'usulan' | 'sessions' | 'votes' | 'attendance'> {
	/** Reactive. What is left of the pagu, as the server said last; null: not yet. */
	readonly pagu: ForumPagu | null;
}

/** Opens the forum. Answers at once; `phase` says when there is something to show. End it with `destroy`. */
export function openForumSession(options: SessionOptions<ForumEdit>): ForumSession {
	const store = createForumStore();
	let pagu = $state.raw<ForumPagu | null>(null);
	const nothing = (): void => undefined;
	const session = openDocumentSession(forumModel, options, {
		begin: nothing,
		attach: store.attach,
		detach: store.detach,
		greeted: nothing,
		entered: nothing,
		conflicts: nothing,
		pagu: (news) => (pagu = news),
		edited: nothing
	});
	const { usulan, sessions, votes, attendance } = store;
	return withView(session, {
		...{ usulan, sessions, votes, attendance },
		get pagu() {
			return pagu;
		}
	});
}
