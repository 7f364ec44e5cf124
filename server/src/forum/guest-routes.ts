/**
 * Planners invite delegates and a chair to one session of the forum, with an account that is there or with a new one. The grant is one like
 * those of the admin, with the same rows in the audit; what it opens, and until when, forum-rights.ts and `grantsOf` say.
 */
import { Hono } from 'hono';
import { z } from 'zod';
import type { Actor, Grant } from '@rembug/shared/access/access.ts';
import { nameLengthMax, usernamePattern } from '@rembug/shared/access/account-rules.ts';
import { guestRoles, type ForumGuestBody, type ForumGuestMade, type ForumGuestsAnswer } from '@rembug/shared/api/forum-guest-types.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import * as accounts from '../people/admin-accounts.ts';
import { findAccount } from '../people/people-queries.ts';
import { requireSession, type AppEnv } from '../people/require-session.ts';
import { readJson } from '../read-json.ts';
import { accountOfGuest, accountsOf, guestsOf } from './guest-queries.ts';
import { findSession } from './open-session.ts';

const isLine = (max: number) => (text: string) => text.length > 0 && text.length <= max && !/\p{Cc}/u.test(text);
const body = z.object({
	username: z.string('account.username').trim().toLowerCase().regex(usernamePattern, 'account.username'),
	nama: z.string('account.nama').trim().refine(isLine(nameLengthMax), 'account.nama').optional(),
	role: z.enum(guestRoles, 'grant.role'),
	kecamatan: z.string('grant.kecamatan').trim().refine(isLine(100), 'grant.kecamatan').optional()
});

export function guestRoutes(deps: Deps) {
	const session = requireSession(deps);
	return new Hono<AppEnv>()
		.get('/api/renja/:id/forum/:session/guests', session, async (c) => {
			const { renja, sessionId, judul, status } = await findSession(deps, c.get('signedIn').actor, c.req.param());
			const answer: ForumGuestsAnswer = {
				session: { judul, status },
				guests: await guestsOf(deps.sql, renja.id, sessionId),
				accounts: await accountsOf(deps.sql, renja.perangkatDaerahId)
			};
			return c.json(answer);
		})
		.post('/api/renja/:id/forum/:session/guests', session, async (c) => {
			const { actor } = c.get('signedIn');
			const { renja, sessionId, status } = await findSession(deps, actor, c.req.param());
			const { username, nama, role, kecamatan } = await readJson(c, body);
			if (status === 'ditutup') throw problem('forumSession.over');
			const grant: Grant = {
				...{ role, perangkatDaerahId: renja.perangkatDaerahId, unitId: null, renjaId: renja.id, sessionId },
				...(kecamatan === undefined ? {} : { kecamatan })
			};
			return c.json(await invite(deps, actor, { username, nama }, grant), 201);
		})
		.delete('/api/renja/:id/forum/:session/guests/:grantId', session, async (c) => {
			const { actor } = c.get('signedIn');
			const { renja, sessionId } = await findSession(deps, actor, c.req.param());
			const grantId = Number(c.req.param('grantId'));
			const accountId = Number.isSafeInteger(grantId) ? await accountOfGuest(deps.sql, renja.id, sessionId, grantId) : undefined;
			if (accountId === undefined) throw problem('grant.notFound');
			await accounts.removeGrant(deps, actor, accountId, grantId);
			return c.body(null, 204);
		});
}

/** Throws account.usernameTaken, account.unknown, grant.own, grant.exists, grant.kecamatan. */
async function invite(
	deps: Deps,
	actor: Actor,
	{ username, nama }: Pick<ForumGuestBody, 'username' | 'nama'>,
	grant: Grant
): Promise<ForumGuestMade> {
	if (nama !== undefined) return { password: (await accounts.addAccount(deps, actor, { username, nama }, grant)).password };
	const account = await findAccount(deps.sql, username);
	if (!account || account.disabled) throw problem('account.unknown');
	// Whoever prepares the forum does not make himself its chair.
	if (account.id === actor.id) throw problem('grant.own');
	await accounts.addGrant(deps, actor, account.id, grant);
	return { password: null };
}
