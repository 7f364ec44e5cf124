/** The discussion of a Renja being led: the session of its document, with the comments as plain values. */
import type { CommentValue, DiscussionEdit, DiscussionProblem } from '@rembug/shared/discussion/discussion-types.ts';
import { discussionModel } from './discussion-model.ts';
import { createDiscussionStore } from './discussion-store.svelte.ts';
import { openDocumentSession } from './document-session.svelte.ts';
import type { DocumentSession, SessionOptions } from './session-types.ts';
import { withView } from './with-view.ts';

export interface DiscussionSession extends DocumentSession<DiscussionEdit, DiscussionProblem> {
	/** Reactive; in the order in which they came to this browser. */
	readonly comments: ReadonlyMap<string, CommentValue>;
	/** Reactive: raised whenever something changed. */
	readonly changes: number;
}

/** Opens the discussion. Answers at once; `phase` says when there is something to show. End it with `destroy`. */
export function openDiscussionSession(options: SessionOptions<DiscussionEdit>): DiscussionSession {
	const store = createDiscussionStore();
	const nothing = (): void => undefined;
	const session = openDocumentSession(discussionModel, options, {
		begin: nothing,
		attach: store.attach,
		detach: store.detach,
		greeted: nothing,
		entered: nothing,
		conflicts: nothing,
		pagu: nothing,
		edited: nothing
	});
	return withView(session, {
		comments: store.comments,
		get changes() {
			return store.changes;
		}
	});
}
