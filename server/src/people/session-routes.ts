/** Signing in and out, who am I, and the accounts to click in demo mode. */
import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono, type Context } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import { passwordLengthMax, passwordLengthMin } from '@rembug/shared/access/account-rules.ts';
import type { DemoAnswer, SessionAnswer } from '@rembug/shared/api/api-types.ts';
import type { AuditDetails } from '@rembug/shared/audit/audit-actions.ts';
import { recordAudit } from '../audit/audit-queries.ts';
import type { Config } from '../config.ts';
import type { Deps } from '../deps.ts';
import { demoDescriptions, demoPassword } from '../demo/demo-accounts.ts';
import { problem } from '../errors.ts';
import { readJson } from '../read-json.ts';
import { isDemoAllowed } from './demo-gate.ts';
import { changePassword } from './change-password.ts';
import { compareWithNobody, passwordMatches } from './passwords.ts';
import { deleteSession } from './admin-queries.ts';
import { demoAccounts, findAccount, passwordHashOf, type Account } from './people-queries.ts';
import { headersOf, requireSession, type AppEnv } from './require-session.ts';
import { sessionCookie, sessionCookieOptions } from './sessions.ts';

const passwordBody = z.object({
	old: z.string().max(10_000),
	password: z.string().min(passwordLengthMin, 'password.length').max(passwordLengthMax, 'password.length')
});
const signInBody = z.object({ username: z.string().trim().max(200), password: z.string().max(10_000) });

export function sessionRoutes(deps: Deps) {
	const anySession = requireSession(deps, { evenWithGivenPassword: true });
	return new Hono<AppEnv>()
		.post('/api/session', async (c) => {
			const { username, password } = await readJson(c, signInBody);
			const account = await findAccount(deps.sql, username);
			const result = await deps.signInLimit.attempt({ account: username.toLowerCase(), address: addressOf(c, deps.config) }, async () => {
				if (!account) return compareWithNobody(password);
				return (await passwordMatches(account.passwordHash, password)) && !account.disabled;
			});
			if (result === 'tooMany') {
				deps.log.warn({ code: 'session.tooMany', accountId: account?.id ?? null }, 'too many failed attempts to sign in');
				throw problem('session.tooMany');
			}
			if (result === 'wrong' || !account) {
				await recordFailure(deps, account, account?.disabled ? 'disabled' : 'password');
				throw problem('session.wrong');
			}
			if (account.demo && !isDemoAllowed(deps.config, headersOf(c))) {
				await recordFailure(deps, account, 'demo');
				throw problem('session.demoRefused');
			}

			const before = deps.sessions.idIn(headersOf(c));
			const sessionId = await deps.sessions.create(account.id);
			// The password may have been reset, or the account disabled, while it was compared.
			if ((await passwordHashOf(deps.sql, account.id)) !== account.passwordHash) {
				await deps.sessions.discard(sessionId);
				await recordFailure(deps, account, 'password');
				throw problem('session.wrong');
			}
			await recordAudit(deps.sql, { action: 'session.started', accountId: account.id, detail: {} });
			// Whoever was signed in here before is signed out: two people never share a cookie.
			if (before) await endSession(deps, before);
			setCookie(c, sessionCookie, sessionId, sessionCookieOptions(isHttps(c, deps.config)));
			return c.body(null, 204);
		})
		.get('/api/session', anySession, async (c) => {
			const { actor, username, color, mustChangePassword } = c.get('signedIn');
			const answer: SessionAnswer = {
				user: { id: actor.id, username, nama: actor.nama, color, grants: actor.grants },
				demo: (await demoAccountsHere(c, deps)).length > 0,
				mustChangePassword
			};
			return c.json(answer);
		})
		.put('/api/session/password', anySession, async (c) => {
			await changePassword(deps, c.get('signedIn'), addressOf(c, deps.config), await readJson(c, passwordBody));
			return c.body(null, 204);
		})
		.delete('/api/session', async (c) => {
			const sessionId = deps.sessions.idIn(headersOf(c));
			if (sessionId) await endSession(deps, sessionId);
			deleteCookie(c, sessionCookie, { path: '/', secure: isHttps(c, deps.config) });
			return c.body(null, 204);
		})
		.get('/api/demo', async (c) => {
			const accounts = await demoAccountsHere(c, deps);
			const answer: DemoAnswer = {
				demo:
					accounts.length === 0
						? null
						: {
								password: demoPassword,
								accounts: accounts.map((account) => ({ ...account, keterangan: demoDescriptions[account.username] ?? '' }))
							}
			};
			return c.json(answer);
		});
}

/** The demo accounts that may sign in through this request. */
async function demoAccountsHere(c: Context, deps: Deps): Promise<{ username: string; nama: string }[]> {
	return isDemoAllowed(deps.config, headersOf(c)) ? demoAccounts(deps.sql) : [];
}

/** The name that was typed is recorded only when it is that of an account. */
function recordFailure(
	deps: Pick<Deps, 'sql'>,
	account: Account | undefined,
	cause: AuditDetails['session.failed']['cause']
): Promise<void> {
	const about = account === undefined ? {} : { subjectId: account.id };
	return recordAudit(deps.sql, { action: 'session.failed', accountId: null, ...about, detail: { cause: account ? cause : 'unknown' } });
}

async function endSession(deps: Deps, sessionId: string): Promise<void> {
	await deps.sql.begin(async (tx) => {
		const accountId = await deleteSession(tx, sessionId);
		if (accountId !== undefined) await recordAudit(tx, { action: 'session.ended', accountId, detail: {} });
	});
	deps.rooms.endSession(sessionId);
}

/** The address that attempts are counted for: the peer, or what the nearest trusted proxy says of it. */
export function addressOf(c: Context, config: Config): string {
	if (config.trustProxy) {
		const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim();
		if (forwarded) return forwarded;
	}
	return getConnInfo(c).remote.address ?? '';
}

/** Whether the browser reaches us over https. */
function isHttps(c: Context, config: Config): boolean {
	if (config.publicUrl?.startsWith('https:')) return true;
	return config.trustProxy && c.req.header('x-forwarded-proto')?.split(',')[0]?.trim() === 'https';
}
