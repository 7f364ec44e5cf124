/** What a page is told about a forum before it opens the document. */
import { isChair, isForumPlanner, mayVote } from '@rembug/shared/access/forum-rights.ts';
import type { Actor } from '@rembug/shared/access/access.ts';
import type { ForumAnswer, ForumSummary } from '@rembug/shared/api/forum-api-types.ts';
import type { Deps } from '../deps.ts';
import { unitsOf } from '../people/people-queries.ts';
import type { Renja } from '../renja/renja-queries.ts';

export function summaryOf({ id, tahun, perangkatDaerah, daerah, jenis, judul }: Renja): ForumSummary {
	return { renjaId: id, tahun, perangkatDaerah, daerah, jenis, judul };
}

export async function answerOf({ sql }: Pick<Deps, 'sql'>, actor: Actor, renja: Renja): Promise<ForumAnswer> {
	const forum = { renjaId: renja.id, perangkatDaerahId: renja.perangkatDaerahId };
	return {
		...summaryOf(renja),
		...{ perangkatDaerahId: renja.perangkatDaerahId, generation: renja.forumGeneration, frozen: renja.forumFrozen, demo: renja.demo },
		units: await unitsOf(sql, renja.perangkatDaerahId),
		may: { plan: isForumPlanner(actor, forum), chair: isChair(actor, forum), vote: mayVote(actor, forum) }
	};
}
