/** What every page of one Renja shares: the open plan, who is signed in, and what the server says beside the document. */
import { createContext } from 'svelte';
import type { RenjaContextAnswer, SessionAnswer } from '@rembug/shared/api/api-types.ts';
import type { EditRights } from '#lib/access/edit-rights.ts';
import type { Discussion } from '#lib/discussion/discussion.svelte.ts';
import type { RowNotes } from '#lib/notes/row-notes.svelte.ts';
import type { ForumProposals } from '#lib/forum/forum-proposals.svelte.ts';
import type { ForumPage } from '#lib/forum/forum-page.svelte.ts';
import type { PlanSession } from '#lib/sync/plan-session-types.ts';

export interface RenjaPageContext {
	readonly session: PlanSession;
	/** What is said about the plan. */
	readonly discussion: Discussion;
	/** Reactive. The forum, once a page has opened it. */
	readonly forum: ForumPage | null;
	/** What the forum proposes to rows of the plan. */
	readonly proposals: ForumProposals;
	/** Opens the forum, when it is not open yet; it stays open as long as the plan. */
	openForum(): ForumPage;
	readonly rights: EditRights;
	/** Reactive. Stage, rights and units as of the last look; the session knows stage and lock at once. */
	readonly context: RenjaContextAnswer;
	readonly user: SessionAnswer['user'];
	readonly notes: RowNotes;
	/** Reads the context from the server again, after something changed it. */
	refresh(): Promise<void>;
}

export const [getRenjaContext, setRenjaContext] = createContext<RenjaPageContext>();
