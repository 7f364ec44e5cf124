/**
 * A big screen without an account: whoever holds the token of a link sees one forum as its guests do, while the link's session is not over,
 * and can change nothing and open nothing else, since an actor without grants has no right at all. The token travels in the fragment of
 * the link, in a header and as a subprotocol of the socket, never in an address that a log would keep.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Grant } from '@rembug/shared/access/access.ts';
import { screenProtocol } from '@rembug/shared/sync/part-names.ts';
import type { AnySql, Sql } from '../database/connect.ts';
import type { SignedIn } from '../people/sessions.ts';
import { deleteOldScreens, findScreen, insertScreen, standingScreens, type ScreenRow } from './screen-queries.ts';

/** A link outlives no preparation longer than this, whatever becomes of its session. */
const screenDays = 30;
const idPrefix = 'layar-';

export interface Screen extends Pick<SignedIn, 'actor' | 'sessionId' | 'color'> {
	renjaId: string;
}

export interface Screens {
	/** Returns id and token; the token is nowhere else. */
	make(tx: AnySql, screen: Omit<ScreenRow, 'id'> & { accountId: string }): Promise<{ id: string; token: string }>;
	/** What the token opens now, or null. */
	open(token: string): Promise<Screen | null>;
	/** Like `Sessions.standing`, for ids of screens; others are not among the answers. */
	standing(sessionIds: readonly string[]): Promise<ReadonlyMap<string, readonly Grant[]>>;
}

export function createScreens(sql: Sql): Screens {
	return {
		async make(tx, { renjaId, sessionId, accountId }) {
			await deleteOldScreens(tx);
			const [id, token] = [randomUUID(), randomBytes(32).toString('base64url')];
			await insertScreen(tx, { id, renjaId, sessionId, accountId, tokenHash: hashOf(token), days: screenDays });
			return { id, token };
		},
		async open(token) {
			const row = /^[\w-]{43}$/.test(token) ? await findScreen(sql, hashOf(token)) : undefined;
			if (!row) return null;
			const id = idPrefix + row.id;
			return { renjaId: row.renjaId, sessionId: id, actor: { id, nama: 'Layar besar', grants: [] }, color: '#5b6770' };
		},
		async standing(sessionIds) {
			const ids = sessionIds.flatMap((id) => (id.startsWith(idPrefix) ? [id.slice(idPrefix.length)] : []));
			if (ids.length === 0) return new Map();
			return new Map((await standingScreens(sql, ids)).map((id) => [idPrefix + id, []]));
		}
	};
}

/** The id of the session that a screen's connections have. */
export const screenSessionId = (id: string): string => idPrefix + id;

/** The token among the subprotocols that a socket offers (`rembug-layar, <token>`); null: it is no screen. */
export function screenToken(protocols: string | undefined): string | null {
	const [first, token] = (protocols ?? '').split(',').map((part) => part.trim());
	return first === screenProtocol && token !== undefined ? token : null;
}

function hashOf(token: string): Uint8Array {
	return createHash('sha256').update(token).digest();
}
