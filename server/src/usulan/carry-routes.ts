/** Usulan that go to a later Renja, and what became of one in earlier ones. */
import { Hono } from 'hono';
import { z } from 'zod';
import { maySee } from '@rembug/shared/access/access.ts';
import type { Carried, CarryAnswer, CarryBody, UsulanHistory } from '@rembug/shared/api/usulan-types.ts';
import { forumMax } from '@rembug/shared/forum/forum-schema.ts';
import { isId } from '@rembug/shared/renja/renja-schema.ts';
import type { Deps } from '../deps.ts';
import { requireSession, type AppEnv } from '../people/require-session.ts';
import { readJson } from '../read-json.ts';
import { findRenja } from '../renja/renja-queries.ts';
import { visibleRenja } from '../renja/visible-renja.ts';
import { historyOf } from './carry-queries.ts';
import { carryUsulan, findCarry } from './carry-usulan.ts';
import { openUsulan } from './open-usulan.ts';

const id = z.string().refine(isId);
const body: z.ZodType<CarryBody> = z.object({ to: id, usulan: z.array(id).min(1).max(forumMax.usulan) });

export function carryRoutes(deps: Deps) {
	const session = requireSession(deps);
	return new Hono<AppEnv>()
		.get('/api/renja/:id/usulan/carry', session, async (c) => {
			const { actor } = c.get('signedIn');
			const answer: CarryAnswer = await findCarry(deps, actor, await visibleRenja(deps, actor, c.req.param('id')));
			return c.json(answer);
		})
		.post('/api/renja/:id/usulan/carry', session, async (c) => {
			const { actor } = c.get('signedIn');
			const from = await visibleRenja(deps, actor, c.req.param('id'));
			const { to, usulan } = await readJson(c, body);
			const target = await findRenja(deps.sql, to);
			const answer: Carried = await carryUsulan(deps, actor, {
				from,
				to: target && maySee(actor, target) ? target : undefined,
				ids: usulan
			});
			return c.json(answer, 201);
		})
		.get('/api/renja/:id/usulan/:usulanId/history', session, async (c) => {
			const { renja, usulan } = await openUsulan(deps, c.get('signedIn').actor, c.req.param('id'), c.req.param('usulanId'));
			const answer: UsulanHistory = await historyOf(deps.sql, renja.id, usulan.id);
			return c.json(answer);
		});
}
