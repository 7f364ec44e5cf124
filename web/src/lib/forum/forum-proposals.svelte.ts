/**
 * What the forum proposes to rows of the plan, as every page of a Renja shows it: live once the forum is open, before that as of the last
 * look. Without a server the last known ones stay.
 */
import type { UsulanAnswer } from '@rembug/shared/api/forum-api-types.ts';
import { isProposal, type Proposal } from '@rembug/shared/forum/proposals.ts';
import { compareUsulan } from '@rembug/shared/forum/forum-value.ts';
import { getJson } from '#lib/api/api.ts';
import type { ForumPage } from './forum-page.svelte.ts';

export interface ForumProposals {
	/** Reactive. Those that nobody has taken over yet, in their order. */
	readonly all: readonly Proposal[];
	/** Reactive. Those for this row. */
	at(nodeId: string): readonly Proposal[];
	refresh(): Promise<void>;
}

/** taken: reactive; the usulan that rows of the plan have taken over. */
export function createForumProposals(
	renjaId: string,
	forum: () => ForumPage | null,
	taken: () => ReadonlyMap<string, string>
): ForumProposals {
	let asked = $state.raw<readonly Proposal[]>([]);
	const all = $derived.by(() => {
		const session = forum()?.session;
		const proposals = session?.phase === 'ready' ? [...session.usulan.values()].filter(isProposal).sort(compareUsulan) : asked;
		return proposals.filter(({ id }) => !taken().has(id));
	});
	const byRow = $derived(Map.groupBy(all, ({ subkegiatan }) => subkegiatan));

	return {
		get all() {
			return all;
		},
		at: (nodeId) => byRow.get(nodeId) ?? [],
		async refresh() {
			try {
				asked = (await getJson<UsulanAnswer>(`/api/renja/${encodeURIComponent(renjaId)}/usulan?proposed=1`)).filter(isProposal);
			} catch {
				// The page says by itself when the server is away.
			}
		}
	};
}
