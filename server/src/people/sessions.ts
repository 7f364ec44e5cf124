/** Who sends this request? The only file that knows lucia; replace it here. A session lives in table `account_session`, its id in an HttpOnly cookie. */
import { PostgresJsAdapter } from '@lucia-auth/adapter-postgresql';
import { Lucia, TimeSpan } from 'lucia';
import type { Actor, Grant } from '@rembug/shared/access/access.ts';
import type { Config } from '../config.ts';
import type { Sql } from '../database/connect.ts';
import { colorOf } from './color.ts';
import { isDemoAllowed, type HeaderOf } from './demo-gate.ts';
import { grantsOf, standingSessions } from './people-queries.ts';

export const sessionCookie = 'rembug_session';
const sessionDays = 14;

export interface SignedIn {
	sessionId: string;
	actor: Actor;
	username: string;
	color: string;
	/** Whether this is a demo account. */
	demo: boolean;
	/** The password was given out by the admin; nothing but choosing an own one is open. */
	mustChangePassword: boolean;
}

export interface Sessions {
	/** Starts a session; returns its id. */
	create(accountId: string): Promise<string>;
	/**
	 * The person behind the cookie of a request, with grants as they stand now; null when there is no valid session, the account is disabled,
	 * or a demo account is used from elsewhere. Throws when Postgres cannot be asked: that is never the same as "not signed in".
	 */
	authenticate(header: HeaderOf): Promise<SignedIn | null>;
	/** Those of these sessions that hold now, with the grants of their accounts as they stand. */
	standing(sessionIds: readonly string[]): Promise<ReadonlyMap<string, readonly Grant[]>>;
	/** The session id in the cookie of a request, checked by nobody. */
	idIn(header: HeaderOf): string | null;
	/** Takes back a session that was just created. */
	discard(sessionId: string): Promise<void>;
	/** Forgets sessions that ran out. */
	sweep(): Promise<void>;
}

interface AccountRow {
	username: string;
	nama: string;
	demo: boolean;
	disabled: boolean;
	must_change_password: boolean;
}

declare module 'lucia' {
	interface Register {
		Lucia: Lucia<Record<never, never>, AccountRow>;
		DatabaseUserAttributes: AccountRow;
	}
}

export function createSessions(sql: Sql, config: Pick<Config, 'host' | 'publicUrl'>): Sessions {
	// Lucia's type wants a client without custom types; it only ever calls `unsafe`.
	const adapter = new PostgresJsAdapter(sql as unknown as ConstructorParameters<typeof PostgresJsAdapter>[0], {
		user: 'account',
		session: 'account_session'
	});
	const lucia = new Lucia(adapter, {
		sessionExpiresIn: new TimeSpan(sessionDays, 'd'),
		sessionCookie: { name: sessionCookie },
		getUserAttributes: ({ username, nama, demo, disabled, must_change_password }) => ({
			username,
			nama,
			demo,
			disabled,
			must_change_password
		})
	});

	const idIn = (header: HeaderOf): string | null => lucia.readSessionCookie(header('cookie') ?? '');

	return {
		idIn,
		standing: (sessionIds) => standingSessions(sql, sessionIds),
		async create(accountId) {
			const session = await lucia.createSession(accountId, {});
			return session.id;
		},
		async authenticate(header) {
			const id = idIn(header);
			if (!id) return null;
			const { session, user } = await lucia.validateSession(id);
			if (!session || user.disabled || (user.demo && !isDemoAllowed(config, header))) return null;
			const grants = await grantsOf(sql, user.id);
			return {
				sessionId: session.id,
				actor: { id: user.id, nama: user.nama, grants },
				username: user.username,
				color: colorOf(user.id),
				demo: user.demo,
				mustChangePassword: user.must_change_password
			};
		},
		discard: (sessionId) => lucia.invalidateSession(sessionId),
		sweep: () => lucia.deleteExpiredSessions()
	};
}

/** Attributes of the session cookie. It outlives the session, which is extended while it is used and decides by itself. */
export function sessionCookieOptions(secure: boolean) {
	return { httpOnly: true, sameSite: 'Lax', path: '/', secure, maxAge: 400 * 24 * 3600 } as const;
}
