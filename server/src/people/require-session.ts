/** Before a route: who asks, or 401. */
import { createMiddleware } from 'hono/factory';
import type { Context } from 'hono';
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

/** Routes behind this have `c.get('signedIn')`. */
export function requireSession(deps: Pick<Deps, 'sessions'>) {
	return createMiddleware<AppEnv>(async (c, next) => {
		const signedIn = await deps.sessions.authenticate(headersOf(c));
		if (!signedIn) throw problem('session.missing');
		c.set('signedIn', signedIn);
		await next();
	});
}
