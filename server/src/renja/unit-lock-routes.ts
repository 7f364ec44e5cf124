/**
 * Locking what one unit fills in: its staf change nothing in the plan any more, perencana and sekretaris still do. The rules of the document
 * are raised in the same transaction, under the lock of its row, so that no edit judged before is appended after it.
 */
import { Hono } from 'hono';
import { z } from 'zod';
import { mayMoveStage } from '@rembug/shared/access/access.ts';
import { recordAudit } from '../audit/audit-queries.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { unitsOf } from '../people/people-queries.ts';
import { requireSession, type AppEnv } from '../people/require-session.ts';
import { readJson } from '../read-json.ts';
import * as queries from './unit-lock-queries.ts';
import { visibleRenja } from './visible-renja.ts';

const lockBody = z.object({ locked: z.boolean() });

export function unitLockRoutes(deps: Deps) {
	return new Hono<AppEnv>().put('/api/renja/:id/locks/:unit', requireSession(deps), async (c) => {
		const { actor } = c.get('signedIn');
		const renja = await visibleRenja(deps, actor, c.req.param('id'));
		if (!mayMoveStage(actor, renja)) throw problem('grant.missing');
		const units = await unitsOf(deps.sql, renja.perangkatDaerahId);
		const unit = units.find(({ id }) => id === c.req.param('unit'));
		if (!unit) throw problem('unit.notFound');
		const { locked } = await readJson(c, lockBody);

		const resume = await deps.rooms.pause(renja.documentId);
		try {
			await deps.sql.begin(async (sql) => {
				await queries.raiseRules(sql, renja.documentId);
				const isNews = locked
					? await queries.insertLock(sql, renja.id, unit.id, actor.id)
					: await queries.deleteLock(sql, renja.id, unit.id);
				if (!isNews) return;
				const detail = { unitId: unit.id, unit: unit.nama };
				await recordAudit(sql, { action: locked ? 'unit.locked' : 'unit.unlocked', accountId: actor.id, renjaId: renja.id, detail });
			});
		} finally {
			resume();
		}
		await deps.rooms.stageChanged(renja.id);
		return c.body(null, 204);
	});
}
