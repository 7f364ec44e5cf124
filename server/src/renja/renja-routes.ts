/** What may I see, what does it say, who may do what in it, and who changed it. */
import { Hono } from 'hono';
import { mayDecide, mayEditPlan, mayMoveStage, maySee, type Actor } from '@rembug/shared/access/access.ts';
import type { RenjaContextAnswer, RenjaSummary } from '@rembug/shared/api/api-types.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import { snapshotsOf } from '../approval/snapshot-queries.ts';
import { demoPlan } from '../demo/demo-plan.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { unitsOf } from '../people/people-queries.ts';
import { requireSession, type AppEnv } from '../people/require-session.ts';
import { nomenklaturOf } from './nomenklatur.ts';
import { fieldChangesOf, findRenja, renjaOf, stageHistoryOf, type Renja } from './renja-queries.ts';

export function renjaRoutes(deps: Deps) {
	const session = requireSession(deps);
	return new Hono<AppEnv>()
		.get('/api/renja', session, async (c) => {
			const visible = await allVisible(deps, c.get('signedIn').actor);
			return c.json(visible.map(summaryOf));
		})
		.get('/api/renja/:id', session, async (c) => {
			const renja = await visible(deps, c.get('signedIn').actor, c.req.param('id'));
			return c.json(await deps.rooms.read(renja.documentId, readRenja));
		})
		.get('/api/renja/:id/context', session, async (c) => {
			const { actor } = c.get('signedIn');
			return c.json(await contextOf(deps, actor, await visible(deps, actor, c.req.param('id'))));
		})
		.get('/api/renja/:id/history', session, async (c) => {
			const renja = await visible(deps, c.get('signedIn').actor, c.req.param('id'));
			const { root, entity, field } = c.req.query();
			return c.json(await fieldChangesOf(deps.sql, renja.documentId, { root, entity, field }));
		})
		.get('/api/renja/:id/nomenklatur', session, async (c) => {
			const { actor } = c.get('signedIn');
			const asked = await visible(deps, actor, c.req.param('id'));
			const others = (await allVisible(deps, actor)).filter((renja) => renja.id !== asked.id);
			const plans = [];
			for (const renja of [asked, ...others]) plans.push(await deps.rooms.read(renja.documentId, (doc) => readRenja(doc).nodes));
			return c.json(nomenklaturOf([demoPlan.nodes, ...plans]));
		});
}

/** The Renja, or 404 for whoever has no grant in its perangkat daerah: nobody learns that it exists. */
async function visible(deps: Pick<Deps, 'sql'>, actor: Actor, renjaId: string): Promise<Renja> {
	const renja = await findRenja(deps.sql, renjaId);
	if (!renja || !maySee(actor, renja)) throw problem('renja.notFound');
	return renja;
}

async function allVisible(deps: Pick<Deps, 'sql'>, actor: Actor): Promise<Renja[]> {
	const perangkatDaerahIds = actor.grants.flatMap((grant) => grant.perangkatDaerahId ?? []);
	return (await renjaOf(deps.sql, perangkatDaerahIds)).filter((renja) => maySee(actor, renja));
}

function summaryOf({ id, tahun, perangkatDaerah, jenis, stage, judul }: Renja): RenjaSummary {
	return { id, tahun, perangkatDaerah, jenis, stage, judul };
}

async function contextOf(deps: Pick<Deps, 'sql'>, actor: Actor, renja: Renja): Promise<RenjaContextAnswer> {
	const [units, snapshots, stageHistory] = await Promise.all([
		unitsOf(deps.sql, renja.perangkatDaerahId),
		snapshotsOf(deps.sql, renja.id),
		stageHistoryOf(deps.sql, renja.id)
	]);
	const { daerah, perangkatDaerahId, demo, frozen, generation } = renja;
	const newest = snapshots.reduce<(typeof snapshots)[number] | null>((a, b) => (a && a.number > b.number ? a : b), null);
	return {
		...summaryOf(renja),
		...{ daerah, perangkatDaerahId, demo, frozen, generation, units, stageHistory },
		may: { edit: mayEditPlan(actor, renja), moveStage: mayMoveStage(actor, renja), decide: mayDecide(actor, renja) },
		latestSnapshot: newest
	};
}
