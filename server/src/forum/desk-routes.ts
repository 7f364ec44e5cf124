/**
 * What whoever leads a session needs beside the forum: names of sub kegiatan to link an usulan to, for who sees no plan, and reasons that
 * earlier forums of the office gave.
 */
import { Hono } from 'hono';
import { isChair, isForumPlanner } from '@rembug/shared/access/forum-rights.ts';
import type { Actor } from '@rembug/shared/access/access.ts';
import type { LinkTarget, ReasonsAnswer } from '@rembug/shared/api/forum-api-types.ts';
import { decidedStatuses, type UsulanValue } from '@rembug/shared/forum/forum-types.ts';
import { readUsulan } from '@rembug/shared/forum/forum-value.ts';
import { reasonsGiven } from '@rembug/shared/forum/meeting.ts';
import { effectiveBidang, liveChain } from '@rembug/shared/renja/renja-totals-plain.ts';
import type { NodeValue } from '@rembug/shared/renja/renja-types.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { requireSession, type AppEnv } from '../people/require-session.ts';
import { findRenja, renjaOf, type Renja } from '../renja/renja-queries.ts';

/** Forums that are looked at for reasons: of the years before, newest first. */
const forumsMax = 4;
/** Of each decision. */
const reasonsMax = 4;

export function deskRoutes(deps: Pick<Deps, 'sql' | 'rooms' | 'sessions'>) {
	const session = requireSession(deps);
	return new Hono<AppEnv>()
		.get('/api/renja/:id/forum/subkegiatan', session, async (c) => {
			const renja = await ledRenja(deps, c.get('signedIn').actor, c.req.param('id'));
			return c.json(await deps.rooms.read(renja.documentId, (doc) => linkTargets(readRenja(doc).nodes)));
		})
		.get('/api/renja/:id/forum/reasons', session, async (c) => {
			const renja = await ledRenja(deps, c.get('signedIn').actor, c.req.param('id'));
			const before = (await renjaOf(deps.sql, [renja.perangkatDaerahId])).filter(
				({ id, tahun }) => id !== renja.id && tahun <= renja.tahun
			);
			const usulan: UsulanValue[] = [];
			for (const { forumId } of before.slice(0, forumsMax)) usulan.push(...(await deps.rooms.read(forumId, readUsulan)));
			const answer = Object.fromEntries(decidedStatuses.map((status) => [status, reasonsGiven(usulan, status, reasonsMax)]));
			return c.json(answer as ReasonsAnswer);
		});
}

/** Throws renja.notFound for whoever neither prepares nor leads a session. */
async function ledRenja({ sql }: Pick<Deps, 'sql'>, actor: Actor, renjaId: string): Promise<Renja> {
	const renja = await findRenja(sql, renjaId);
	const of = renja && { renjaId: renja.id, perangkatDaerahId: renja.perangkatDaerahId };
	if (!renja || !of || !(isChair(actor, of) || isForumPlanner(actor, of))) throw problem('renja.notFound');
	return renja;
}

/** In the order of the plan. Names only: no amounts. */
function linkTargets(nodes: readonly NodeValue[]): LinkTarget[] {
	const byId = new Map(nodes.map((node) => [node.id, node]));
	const find = (id: string): NodeValue | undefined => byId.get(id);
	return nodes
		.filter((node) => node.level === 'subkegiatan' && liveChain(node, find))
		.map((node) => ({ id: node.id, kode: node.kode ?? '', nama: node.uraian ?? '', unit: effectiveBidang(node, find) }));
}
