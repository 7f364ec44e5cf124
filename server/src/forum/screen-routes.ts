/** Links to the big screen: made and taken back by planners and the chair of the session; and the one answer that such a link gets. */
import { Hono } from 'hono';
import type { ScreenAnswer, ScreenLinkMade } from '@rembug/shared/api/forum-guest-types.ts';
import { recordAudit } from '../audit/audit-queries.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { requireSession, type AppEnv } from '../people/require-session.ts';
import { findRenja } from '../renja/renja-queries.ts';
import { answerOf } from './forum-answer.ts';
import { findSession } from './open-session.ts';
import { deleteScreen, screensOf } from './screen-queries.ts';
import { screenSessionId } from './screens.ts';

/** Of one session at a time. */
const screensMax = 20;

export function screenRoutes(deps: Deps) {
	const session = requireSession(deps);
	return new Hono<AppEnv>()
		.get('/api/renja/:id/forum/:session/screens', session, async (c) => {
			const { renja, sessionId } = await findSession(deps, c.get('signedIn').actor, { ...c.req.param(), chairToo: true });
			return c.json(await screensOf(deps.sql, renja.id, sessionId));
		})
		.post('/api/renja/:id/forum/:session/screens', session, async (c) => {
			const { actor } = c.get('signedIn');
			const { renja, sessionId, status } = await findSession(deps, actor, { ...c.req.param(), chairToo: true });
			if (status === 'ditutup') throw problem('forumSession.over');
			const made = await deps.sql.begin(async (tx) => {
				if ((await screensOf(tx, renja.id, sessionId)).length >= screensMax) throw problem('screen.tooMany');
				await recordAudit(tx, { action: 'screen.made', accountId: actor.id, renjaId: renja.id, detail: { sessionId } });
				return deps.screens.make(tx, { renjaId: renja.id, sessionId, accountId: actor.id });
			});
			const answer: ScreenLinkMade = made;
			return c.json(answer, 201);
		})
		.delete('/api/renja/:id/forum/:session/screens/:screen', session, async (c) => {
			const { actor } = c.get('signedIn');
			const { renja, sessionId } = await findSession(deps, actor, { ...c.req.param(), chairToo: true });
			const id = c.req.param('screen');
			await deps.sql.begin(async (tx) => {
				if (!(await deleteScreen(tx, { id, renjaId: renja.id, sessionId }))) throw problem('screen.notFound');
				await recordAudit(tx, { action: 'screen.revoked', accountId: actor.id, renjaId: renja.id, detail: { sessionId } });
			});
			deps.rooms.endSession(screenSessionId(id));
			return c.body(null, 204);
		})
		.get('/api/layar', async (c) => {
			const [, token = ''] = /^Bearer ([\w-]+)$/.exec(c.req.header('authorization') ?? '') ?? [];
			const screen = await deps.screens.open(token);
			const renja = screen && (await findRenja(deps.sql, screen.renjaId));
			if (!screen || !renja) throw problem('screen.over');
			const { id, nama } = screen.actor;
			const answer: ScreenAnswer = { user: { id, nama }, forum: await answerOf(deps, screen.actor, renja) };
			return c.json(answer);
		});
}
