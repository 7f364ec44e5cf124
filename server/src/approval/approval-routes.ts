/** Stages, snapshots, decisions; and the one question that needs no account: is this hash one of ours? */
import { Hono } from 'hono';
import { z } from 'zod';
import type { SnapshotDetail, VerifyHashAnswer } from '@rembug/shared/api/api-types.ts';
import { stages } from '@rembug/shared/renja/stages.ts';
import { verifyBeritaAcara } from '../berita-acara/verify-berita-acara.ts';
import type { Deps } from '../deps.ts';
import { requireSession, type AppEnv } from '../people/require-session.ts';
import { addressOf } from '../people/session-routes.ts';
import { readJson } from '../read-json.ts';
import { compareSnapshots, comparableWith } from './compare-snapshots.ts';
import { decideSnapshot } from './decide-snapshot.ts';
import { perkadaBody } from './enact-renja.ts';
import * as queries from './snapshot-queries.ts';
import { changeStage } from './submit-renja.ts';
import { sealHolds, verifySnapshot } from './verify-snapshot.ts';
import { contentOf, visibleSnapshot } from './visible-snapshot.ts';
import { findRenja } from '../renja/renja-queries.ts';
import { visibleRenja } from '../renja/visible-renja.ts';

const stageBody = z.object({
	to: z.enum(stages),
	reason: z.string().trim().max(2_000).default(''),
	perkada: perkadaBody.optional()
});
const decisionBody = z.object({
	decision: z.enum(['approve', 'return']),
	note: z.string().trim().max(5_000).default(''),
	password: z.string().max(10_000)
});

export function approvalRoutes(deps: Deps) {
	const session = requireSession(deps);
	return new Hono<AppEnv>()
		.post('/api/renja/:id/stage', session, async (c) => {
			const { actor } = c.get('signedIn');
			const renja = await visibleRenja(deps, actor, c.req.param('id'));
			const { to, reason, perkada } = await readJson(c, stageBody);
			return c.json(await changeStage(deps, actor, renja, to, reason, perkada));
		})
		.get('/api/renja/:id/snapshots', session, async (c) => {
			const renja = await visibleRenja(deps, c.get('signedIn').actor, c.req.param('id'));
			return c.json(await queries.snapshotsOf(deps.sql, renja.id));
		})
		.get('/api/renja/:id/snapshots/rows/:nodeId', session, async (c) => {
			const renja = await visibleRenja(deps, c.get('signedIn').actor, c.req.param('id'));
			return c.json(await queries.rowInSnapshots(deps.sql, renja.id, c.req.param('nodeId')));
		})
		.get('/api/renja/:id/comparable', session, async (c) => {
			const renja = await visibleRenja(deps, c.get('signedIn').actor, c.req.param('id'));
			return c.json(await comparableWith(deps, renja));
		})
		.get('/api/snapshots/:id', session, async (c) => {
			const { meta } = await visibleSnapshot(deps, c.get('signedIn').actor, c.req.param('id'));
			const answer: SnapshotDetail = { ...meta, content: await contentOf(deps, meta.id) };
			return c.json(answer);
		})
		.get('/api/snapshots/:id/diff/:other', session, async (c) => {
			const { id, other } = c.req.param();
			return c.json(await compareSnapshots(deps, c.get('signedIn').actor, id, other, c.req.query('renja')));
		})
		.get('/api/snapshots/:id/verify', session, async (c) => {
			const { meta } = await visibleSnapshot(deps, c.get('signedIn').actor, c.req.param('id'));
			return c.json(await verifySnapshot(deps.sql, meta.id));
		})
		.post('/api/snapshots/:id/decision', session, async (c) => {
			const who = c.get('signedIn');
			const { meta, renja } = await visibleSnapshot(deps, who.actor, c.req.param('id'));
			const body = await readJson(c, decisionBody);
			return c.json(await decideSnapshot(deps, who, addressOf(c, deps.config), renja, meta, body));
		})
		.get('/api/verify/:hash', async (c) => c.json(await verifyHash(deps, c.req.param('hash').toLowerCase())));
}

async function verifyHash(deps: Pick<Deps, 'sql'>, hash: string): Promise<VerifyHashAnswer> {
	const meta = /^[0-9a-f]{64}$/.test(hash) ? await queries.findSnapshotMetaByHash(deps.sql, hash) : undefined;
	const row = meta && (await queries.findSnapshot(deps.sql, meta.id));
	if (!meta || !row) return verifyBeritaAcara(deps, hash);
	const renja = await findRenja(deps.sql, meta.renjaId);
	if (!renja) return { exists: false };
	const { tahun, jenis, perangkatDaerah, daerah } = renja;
	const approvedAt = meta.decision?.decision === 'approve' ? meta.decision.at : null;
	return {
		exists: true,
		kind: 'snapshot',
		number: meta.number,
		at: meta.at,
		tahun,
		jenis,
		perangkatDaerah,
		daerah,
		intact: Object.values(sealHolds(row)).every(Boolean) && (await queries.decisionHolds(deps.sql, row.id)),
		approvedAt,
		reopenedAt: approvedAt && (await queries.reopenedAfter(deps.sql, meta.renjaId, approvedAt))
	};
}
