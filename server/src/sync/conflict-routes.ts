/** Values set in ignorance of each other: which are open, and the word of somebody that the value which stands is right. */
import { Hono } from 'hono';
import { z } from 'zod';
import { mayEditPlan, type Actor } from '@rembug/shared/access/access.ts';
import { planRightProblem, type PlanChange } from '@rembug/shared/access/plan-rights.ts';
import { isPlanFrozen } from '@rembug/shared/renja/stages.ts';
import type { ConflictRow } from '@rembug/shared/sync/conflict-types.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { readJson } from '../read-json.ts';
import { requireSession, type AppEnv } from '../people/require-session.ts';
import type { Renja } from '../renja/renja-queries.ts';
import { lockedUnits } from '../renja/unit-lock-queries.ts';
import { visibleRenja } from '../renja/visible-renja.ts';
import { planContext } from './plan-rights.ts';
import { openConflicts, settleConflict } from './sync-queries.ts';

const value = z.union([z.string(), z.number(), z.null()]);
/** The two values as they were seen: what has changed meanwhile is not settled. */
const seenValues = z.object({ kept: value, other: value });

export function conflictRoutes(deps: Deps) {
	const session = requireSession(deps);
	return new Hono<AppEnv>()
		.get('/api/renja/:id/conflicts', session, async (c) => {
			const renja = await visibleRenja(deps, c.get('signedIn').actor, c.req.param('id'));
			const conflicts = await openConflicts(deps.sql, renja.documentId);
			return c.json(conflicts.map(({ keptIsNewer: _, ...row }): ConflictRow => row));
		})
		.post('/api/renja/:id/conflicts/:conflictId/settle', session, async (c) => {
			const { actor } = c.get('signedIn');
			const renja = await visibleRenja(deps, actor, c.req.param('id'));
			const conflictId = c.req.param('conflictId');
			if (!mayEditPlan(actor, renja)) throw problem(isPlanFrozen(renja.stage) ? 'conflict.frozen' : 'grant.missing');
			const [open] = await openConflicts(deps.sql, renja.documentId, [conflictId]);
			if (open && !(await mayChange(deps, actor, renja, open))) throw problem('grant.missing');
			const seen = await readJson(c, seenValues);
			const outcome = await settleConflict(deps.sql, renja.documentId, conflictId, { ...seen, accountId: actor.id });
			if (outcome === 'missing') throw problem('conflict.notFound');
			if (outcome === 'changed') throw problem('conflict.changed');
			if (outcome === 'settled') deps.rooms.conflictSettled(renja.documentId, conflictId);
			return c.body(null, 204);
		});
}

/** To say which value is right takes the right to write it. */
async function mayChange(
	deps: Pick<Deps, 'sql' | 'rooms'>,
	actor: Actor,
	renja: Renja,
	{ root, entity, field }: ConflictRow
): Promise<boolean> {
	const change: PlanChange = { root: root as PlanChange['root'], entity, field };
	const now = { ...renja, lockedUnits: await lockedUnits(deps.sql, renja.id) };
	return deps.rooms.read(renja.documentId, (doc) => planRightProblem(actor, change, planContext(doc, now)) === null);
}
