/** What may I see, what does it say, who may do what in it, and who changed it. */
import { Hono } from 'hono';
import { z } from 'zod';
import { mayDecide, mayEditPlan, mayMoveStage, type Actor } from '@rembug/shared/access/access.ts';
import type { RenjaContextAnswer, RenjaSummary } from '@rembug/shared/api/api-types.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import { snapshotsOf } from '../approval/snapshot-queries.ts';
import { demoPlan } from '../demo/demo-plan.ts';
import type { Deps } from '../deps.ts';
import { unitsOf } from '../people/people-queries.ts';
import { readQuery } from '../read-json.ts';
import { requireSession, type AppEnv } from '../people/require-session.ts';
import { nomenklaturOf } from './nomenklatur.ts';
import { fieldChangesOf, originOf, stageHistoryOf, type Renja } from './renja-queries.ts';
import { lockedUnits } from './unit-lock-queries.ts';
import { allVisibleRenja, visibleRenja } from './visible-renja.ts';

const historyQuery = z.object({ before: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional() });

export function renjaRoutes(deps: Deps) {
	const session = requireSession(deps);
	return new Hono<AppEnv>()
		.get('/api/renja', session, async (c) => {
			const visible = await allVisibleRenja(deps, c.get('signedIn').actor);
			return c.json(visible.map(summaryOf));
		})
		.get('/api/renja/:id', session, async (c) => {
			const renja = await visibleRenja(deps, c.get('signedIn').actor, c.req.param('id'));
			return c.json(await deps.rooms.read(renja.documentId, readRenja));
		})
		.get('/api/renja/:id/context', session, async (c) => {
			const { actor } = c.get('signedIn');
			return c.json(await contextOf(deps, actor, await visibleRenja(deps, actor, c.req.param('id'))));
		})
		.get('/api/renja/:id/history', session, async (c) => {
			const renja = await visibleRenja(deps, c.get('signedIn').actor, c.req.param('id'));
			const { before } = readQuery(c, historyQuery);
			// Not by the schema: an empty entity is that of the root itself.
			const { root, entity, field } = c.req.query();
			return c.json(await fieldChangesOf(deps.sql, renja.documentId, { root, entity, field, before }));
		})
		.get('/api/renja/:id/nomenklatur', session, async (c) => {
			const { actor } = c.get('signedIn');
			const asked = await visibleRenja(deps, actor, c.req.param('id'));
			const others = (await allVisibleRenja(deps, actor)).filter((renja) => renja.id !== asked.id);
			const plans = [];
			for (const renja of [asked, ...others]) plans.push(await deps.rooms.read(renja.documentId, (doc) => readRenja(doc).nodes));
			return c.json(nomenklaturOf([demoPlan.nodes, ...plans]));
		});
}

function summaryOf({ id, tahun, perangkatDaerah, jenis, stage, judul }: Renja): RenjaSummary {
	return { id, tahun, perangkatDaerah, jenis, stage, judul };
}

async function contextOf(deps: Pick<Deps, 'sql'>, actor: Actor, renja: Renja): Promise<RenjaContextAnswer> {
	const [units, locked, snapshots, stageHistory, origin] = await Promise.all([
		unitsOf(deps.sql, renja.perangkatDaerahId),
		lockedUnits(deps.sql, renja.id),
		snapshotsOf(deps.sql, renja.id),
		stageHistoryOf(deps.sql, renja.id),
		originOf(deps.sql, renja.id)
	]);
	const { daerah, perangkatDaerahId, demo, frozen, generation, discussionGeneration, forumGeneration, forumFrozen } = renja;
	const newest = snapshots.reduce<(typeof snapshots)[number] | null>((a, b) => (a && a.number > b.number ? a : b), null);
	return {
		...summaryOf(renja),
		...{
			daerah,
			perangkatDaerahId,
			demo,
			frozen,
			generation,
			discussionGeneration,
			forumGeneration,
			forumFrozen,
			units,
			lockedUnits: locked,
			stageHistory,
			origin
		},
		may: { edit: mayEditPlan(actor, renja), moveStage: mayMoveStage(actor, renja), decide: mayDecide(actor, renja) },
		latestSnapshot: newest
	};
}
