/** Before a route: who asks, or 401. */
import { createMiddleware } from 'hono/factory';
import type { Context } from 'hono';
import { isAdmin } from '@rembug/shared/access/access.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import type { HeaderOf } from './demo-gate.ts';
import type { SignedIn } from './sessions.ts';

/** What routes find in their context. */
export interface AppEnv {
	Variables: { signedIn: SignedIn };
}

export function headersOf(c: Context): HeaderOf {
	return (name) => c.req.header(name);
}

/**
 * Routes behind this have `c.get('signedIn')`. Whoever still has a password from the admin gets 403, except where `evenWithGivenPassword`.
 */
export function requireSession(deps: Pick<Deps, 'sessions'>, { evenWithGivenPassword = false } = {}) {
	return createMiddleware<AppEnv>(async (c, next) => {
		const signedIn = await deps.sessions.authenticate(headersOf(c));
		if (!signedIn) throw problem('session.missing');
		if (signedIn.mustChangePassword && !evenWithGivenPassword) throw problem('password.mustChange');
		c.set('signedIn', signedIn);
		await next();
	});
}

/** Behind requireSession: only for the role admin. */
export const requireAdmin = createMiddleware<AppEnv>(async (c, next) => {
	if (!isAdmin(c.get('signedIn').actor)) throw problem('grant.missing');
	await next();
});
