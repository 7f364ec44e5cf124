/** Where a Renja stands: who is waited for, the dates of its stages, the inputs that each needs, the Perkada. */
import { Hono } from 'hono';
import { z } from 'zod';
import { mayMoveStage, type Actor } from '@rembug/shared/access/access.ts';
import { stageOwners } from '@rembug/shared/access/stage-owners.ts';
import type { StagesAnswer, WaitedFor } from '@rembug/shared/api/stage-types.ts';
import { checklistOf } from '@rembug/shared/renja/stage-checklist.ts';
import { isCalendarDay } from '@rembug/shared/renja/stage-window.ts';
import { stages, type Stage } from '@rembug/shared/renja/stages.ts';
import { recordAudit } from '../audit/audit-queries.ts';
import type { AnySql } from '../database/connect.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { unitsOf } from '../people/people-queries.ts';
import { requireSession, type AppEnv } from '../people/require-session.ts';
import { readJson } from '../read-json.ts';
import type { Renja } from '../renja/renja-queries.ts';
import { visibleRenja } from '../renja/visible-renja.ts';
import { correctPenetapan, perkadaBody } from './enact-renja.ts';
import * as queries from './stage-queries.ts';
import { today } from './today.ts';

const day = z.string().refine(isCalendarDay).nullable();
const windowBody = z
	.object({ startsOn: day, endsOn: day })
	.refine(({ startsOn, endsOn }) => startsOn === null || endsOn === null || startsOn <= endsOn, 'stage.window');
const tickBody = z.object({
	state: z.enum(['done', 'notNeeded']),
	note: z.string().trim().max(500).default(''),
	link: z.string().trim().max(1_000).refine(isLink, 'stage.link').default('')
});
const penetapanBody = perkadaBody.extend({ reason: z.string().trim().max(2_000).default('') });

/** '' or an address that a browser may open; nothing that runs. */
function isLink(text: string): boolean {
	if (text === '') return true;
	return /^https?:\/\//i.test(text) && URL.canParse(text);
}

export function stageRoutes(deps: Deps) {
	const session = requireSession(deps);
	return new Hono<AppEnv>()
		.get('/api/renja/:id/stages', session, async (c) => {
			const renja = await visibleRenja(deps, c.get('signedIn').actor, c.req.param('id'));
			return c.json(await stagesAnswer(deps.sql, renja));
		})
		.put('/api/renja/:id/stages/:stage/window', session, async (c) => {
			const { actor } = c.get('signedIn');
			const { renja, stage } = await plannedStage(deps, actor, c.req.param());
			const window = await readJson(c, windowBody);
			await deps.sql.begin(async (sql) => {
				await queries.putWindow(sql, renja.id, stage, window);
				await recordAudit(sql, { action: 'stage.windowSet', accountId: actor.id, renjaId: renja.id, detail: { stage, ...window } });
			});
			return c.body(null, 204);
		})
		.put('/api/renja/:id/stages/:stage/checklist/:item', session, async (c) => {
			const { actor } = c.get('signedIn');
			const { renja, stage, item } = await plannedItem(deps, actor, c.req.param());
			const tick = await readJson(c, tickBody);
			await deps.sql.begin(async (sql) => {
				await queries.putTick(sql, { ...tick, renjaId: renja.id, stage, item, accountId: actor.id });
				await recordAudit(sql, { action: 'checklist.ticked', accountId: actor.id, renjaId: renja.id, detail: { stage, item, ...tick } });
			});
			return c.body(null, 204);
		})
		.delete('/api/renja/:id/stages/:stage/checklist/:item', session, async (c) => {
			const { actor } = c.get('signedIn');
			const { renja, stage, item } = await plannedItem(deps, actor, c.req.param());
			await deps.sql.begin(async (sql) => {
				if (!(await queries.deleteTick(sql, renja.id, stage, item))) return;
				await recordAudit(sql, { action: 'checklist.cleared', accountId: actor.id, renjaId: renja.id, detail: { stage, item } });
			});
			return c.body(null, 204);
		})
		.put('/api/renja/:id/penetapan', session, async (c) => {
			const { actor } = c.get('signedIn');
			const renja = await visibleRenja(deps, actor, c.req.param('id'));
			const { reason, ...perkada } = await readJson(c, penetapanBody);
			await correctPenetapan(deps.sql, actor, renja, perkada, reason);
			return c.body(null, 204);
		});
}

/** Dates and inputs are kept by perencana and sekretaris. */
async function plannedStage(
	deps: Pick<Deps, 'sql'>,
	actor: Actor,
	at: { id: string; stage: string }
): Promise<{ renja: Renja; stage: Stage }> {
	const renja = await visibleRenja(deps, actor, at.id);
	if (!mayMoveStage(actor, renja)) throw problem('grant.missing');
	const stage = stages.find((one) => one === at.stage);
	if (!stage) throw problem('stage.item');
	return { renja, stage };
}

async function plannedItem(
	deps: Pick<Deps, 'sql'>,
	actor: Actor,
	at: { id: string; stage: string; item: string }
): Promise<{ renja: Renja; stage: Stage; item: string }> {
	const { renja, stage } = await plannedStage(deps, actor, at);
	if (!checklistOf(stage, renja.jenis).some((item) => item.id === at.item)) throw problem('stage.item');
	return { renja, stage, item: at.item };
}

async function stagesAnswer(sql: AnySql, renja: Renja): Promise<StagesAnswer> {
	const [windows, ticks, penetapan, waitedFor] = await Promise.all([
		queries.windowsOf(sql, renja.id),
		queries.ticksOf(sql, renja.id),
		queries.penetapanOf(sql, renja.id),
		waitedForAt(sql, renja)
	]);
	return { stage: renja.stage, today: today(), windows, ticks, waitedFor, penetapan };
}

async function waitedForAt(sql: AnySql, renja: Renja): Promise<WaitedFor[]> {
	const roles = stageOwners[renja.stage];
	const [holders, units] = await Promise.all([
		queries.holdersOf(sql, renja.perangkatDaerahId, roles),
		unitsOf(sql, renja.perangkatDaerahId)
	]);
	const people = (role: WaitedFor['role'], unitId?: string): string[] => [
		...new Set(holders.filter((one) => one.role === role && (unitId === undefined || one.unitId === unitId)).map(({ nama }) => nama))
	];
	return roles.flatMap((role): WaitedFor[] =>
		role === 'staf'
			? units.map(({ id, nama }) => ({ role, unit: { id, nama }, people: people(role, id) }))
			: [{ role, unit: null, people: people(role) }]
	);
}
