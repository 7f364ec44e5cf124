/** When usulan were decided, by the clock of the server. */
import { decisionFields } from '@rembug/shared/forum/forum-types.ts';
import type { AnySql } from '../database/connect.ts';

/**
 * When what was decided on each of these usulan changed last. All fields of a decision count: whoever gives the same decision again with
 * another reason does not change its status.
 */
export async function decidedAtOf(sql: AnySql, forumId: string, usulanIds: readonly string[]): Promise<Map<string, Date>> {
	if (usulanIds.length === 0) return new Map();
	const rows = await sql<{ id: string; at: Date }[]>`
		select entity as id, max(at) as at from field_change
		where document_id = ${forumId} and root = 'usulan' and entity = any (${[...usulanIds]}) and field = any (${[...decisionFields]})
		group by entity`;
	return new Map(rows.map(({ id, at }) => [id, at]));
}
