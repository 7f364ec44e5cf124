/** When usulan were decided, by the clock of the server. */
import type { DecidedAt } from '@rembug/shared/berita-acara/berita-acara.ts';
import { decisionFields } from '@rembug/shared/forum/forum-types.ts';
import type { AnySql } from '../database/connect.ts';

/**
 * When what was decided on each usulan of a forum, or on these alone, changed last. All fields of a decision count: whoever gives the same
 * decision again with another reason does not change its status.
 */
export async function decidedAtOf(sql: AnySql, forumId: string, usulanIds?: readonly string[]): Promise<DecidedAt> {
	if (usulanIds?.length === 0) return {};
	const rows = await sql<{ id: string; at: Date }[]>`
		select entity as id, max(at) as at from field_change
		where document_id = ${forumId} and root = 'usulan' and field = any (${[...decisionFields]})
			${usulanIds ? sql`and entity = any (${[...usulanIds]})` : sql``}
		group by entity`;
	return Object.fromEntries(rows.map(({ id, at }) => [id, at.toISOString()]));
}
