/** Beside the discussion's document: when comments were written, who can be mentioned, and how far somebody has read. */
import { Hono } from 'hono';
import { z } from 'zod';
import type { CommentsAnswer } from '@rembug/shared/api/discussion-types.ts';
import type { Deps } from '../deps.ts';
import { requireSession, type AppEnv } from '../people/require-session.ts';
import { readJson, readQuery } from '../read-json.ts';
import { visibleRenja } from '../renja/visible-renja.ts';
import { commentFacts, discussionPeople, markRead, readSeqOf } from './discussion-queries.ts';

const seq = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const question = z.object({ after: z.coerce.number().pipe(seq).default(0) });
const readBody = z.object({ seq });

export function discussionRoutes(deps: Deps) {
	const session = requireSession(deps);
	return new Hono<AppEnv>()
		.get('/api/renja/:id/comments', session, async (c) => {
			const { actor } = c.get('signedIn');
			const { perangkatDaerahId, discussionId } = await visibleRenja(deps, actor, c.req.param('id'));
			const { after } = readQuery(c, question);
			const [facts, people, readSeq] = await Promise.all([
				commentFacts(deps.sql, discussionId, after),
				discussionPeople(deps.sql, perangkatDaerahId, discussionId),
				readSeqOf(deps.sql, actor.id, discussionId)
			]);
			return c.json({ facts, people, readSeq } satisfies CommentsAnswer);
		})
		.post('/api/renja/:id/comments/read', session, async (c) => {
			const { actor } = c.get('signedIn');
			const { discussionId } = await visibleRenja(deps, actor, c.req.param('id'));
			await markRead(deps.sql, actor.id, discussionId, (await readJson(c, readBody)).seq);
			return c.body(null, 204);
		});
}
