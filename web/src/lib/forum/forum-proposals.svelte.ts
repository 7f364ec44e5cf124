/**
 * What the forum proposes to rows of the plan, as every page of a Renja shows it: live once the forum is open, before that as of the last
 * look. Without a server the last known ones stay.
 */
import type { UsulanAnswer } from '@rembug/shared/api/forum-api-types.ts';
import { jointProposals, type JointProposal } from '@rembug/shared/forum/proposals.ts';
import { getJson } from '#lib/api/api.ts';
import type { ForumPage } from './forum-page.svelte.ts';

export interface ForumProposals {
	/** Reactive. Those that nobody has taken over yet, a group as one, in their order. */
	readonly all: readonly JointProposal[];
	/** Reactive. Those for this row. */
	at(nodeId: string): readonly JointProposal[];
	refresh(): Promise<void>;
}

/** taken: reactive; the usulan that rows of the plan have taken over. */
export function createForumProposals(
	renjaId: string,
	forum: () => ForumPage | null,
	taken: () => ReadonlyMap<string, string>
): ForumProposals {
	let asked = $state.raw<UsulanAnswer>([]);
	const all = $derived.by(() => {
		const session = forum()?.session;
		return jointProposals(session?.phase === 'ready' ? session.usulan.values() : asked, (id) => taken().has(id));
	});
	const byRow = $derived(Map.groupBy(all, ({ first }) => first.subkegiatan));

	return {
		get all() {
			return all;
		},
		at: (nodeId) => byRow.get(nodeId) ?? [],
		async refresh() {
			try {
				asked = await getJson<UsulanAnswer>(`/api/renja/${encodeURIComponent(renjaId)}/usulan?proposed=1`);
			} catch {
				// The page says by itself when the server is away.
			}
		}
	};
}
