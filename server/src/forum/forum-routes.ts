/** The forum of a Renja outside its document: which forums are open to me, what I may in one, and its usulan as plain values. */
import { Hono } from 'hono';
import { mayOpenForum, type ForumOf } from '@rembug/shared/access/forum-rights.ts';
import type { UsulanAnswer } from '@rembug/shared/api/forum-api-types.ts';
import { isDecided } from '@rembug/shared/forum/meeting.ts';
import type { Actor } from '@rembug/shared/access/access.ts';
import { isProposal } from '@rembug/shared/forum/proposals.ts';
import { groupsOf } from '@rembug/shared/forum/usulan-groups.ts';
import type { UsulanValue } from '@rembug/shared/forum/forum-types.ts';
import { compareUsulan, readUsulan } from '@rembug/shared/forum/forum-value.ts';
import { readTakenUsulan } from '@rembug/shared/renja/renja-value.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { requireSession, type AppEnv } from '../people/require-session.ts';
import { findRenja, renjaOf, type Renja } from '../renja/renja-queries.ts';
import { decidedAtOf } from './decision-queries.ts';
import { answerOf, summaryOf } from './forum-answer.ts';

export function forumRoutes(deps: Deps) {
	const session = requireSession(deps);
	return new Hono<AppEnv>()
		.get('/api/forum', session, async (c) => {
			const { actor } = c.get('signedIn');
			const ids = actor.grants.flatMap((grant) => grant.perangkatDaerahId ?? []);
			const all = await renjaOf(deps.sql, ids);
			return c.json(all.filter((renja) => mayOpenForum(actor, forumOf(renja))).map(summaryOf));
		})
		.get('/api/renja/:id/forum', session, async (c) => {
			const { actor } = c.get('signedIn');
			const renja = await openForum(deps, actor, c.req.param('id'));
			return c.json(await answerOf(deps, actor, renja));
		})
		.get('/api/renja/:id/usulan', session, async (c) => {
			const renja = await openForum(deps, c.get('signedIn').actor, c.req.param('id'));
			const usulan = await deps.rooms.read(renja.forumId, readUsulan);
			const shown = c.req.query('proposed') === undefined ? usulan.filter(({ removed }) => !removed) : await waiting(deps, renja, usulan);
			return c.json(await withTimes(deps, renja, shown.sort(compareUsulan)));
		});
}

async function withTimes({ sql }: Pick<Deps, 'sql'>, { forumId }: Renja, usulan: readonly UsulanValue[]): Promise<UsulanAnswer> {
	const decided = usulan.filter(isDecided).map(({ id }) => id);
	const times = await decidedAtOf(sql, forumId, decided);
	return usulan.map((one) => {
		const decidedAt = times[one.id];
		return decidedAt ? { ...one, decidedAt } : one;
	});
}

/** Those that no row of the plan has taken over yet, and those of their groups: what a group was given stands with one of it. */
async function waiting({ rooms }: Pick<Deps, 'rooms'>, renja: Renja, usulan: readonly UsulanValue[]): Promise<UsulanValue[]> {
	const proposals = usulan.filter(isProposal);
	if (proposals.length === 0) return [];
	const taken = await rooms.read(renja.documentId, readTakenUsulan);
	const groups = groupsOf(proposals).map(({ first, others }) => [first, ...others]);
	return groups.filter((group) => group.some(({ id }) => !taken.has(id))).flat();
}

/** The Renja whose forum the actor may open. Throws renja.notFound, also for whoever may not. */
async function openForum(deps: Pick<Deps, 'sql'>, actor: Actor, renjaId: string): Promise<Renja> {
	const renja = await findRenja(deps.sql, renjaId);
	if (!renja || !mayOpenForum(actor, forumOf(renja))) throw problem('renja.notFound');
	return renja;
}

const forumOf = ({ id, perangkatDaerahId }: Renja): ForumOf => ({ renjaId: id, perangkatDaerahId });
