/**
 * Every reason for which the server closes a sync socket. 44xx: retrying cannot help, and y-websocket does not reconnect;
 * 45xx: it can, and it does. The names are stable; the page translates them in one place.
 */
export const closeCodes = {
	/** The frame could not be read: malformed, truncated, or of a kind nobody sends. */
	malformed: 4400,
	/** The session ended, or the cookie now belongs to somebody else. */
	session: 4401,
	/** This account may not make this change. */
	forbidden: 4403,
	/** The Renja is gone, or the grant for it. */
	notFound: 4404,
	/** A value or structure that the schema of the document does not know. */
	schema: 4409,
	/** The client id of the update belongs to another account. */
	clientId: 4410,
	/** A frame or update beyond the size limits. */
	oversize: 4413,
	/** The update builds on something that the server does not hold. */
	gap: 4422,
	/** The document is frozen: submitted, approved or enacted. */
	frozen: 4423,
	/** The server stops; it will be back. */
	goingDown: 4501,
	/** The room was discarded: nothing unconfirmed was kept, everything confirmed is safe. Sync anew. */
	unavailable: 4503,
	/** The reader fell too far behind. Sync anew. */
	tooSlow: 4508,
	/** A frame of the client did not arrive, or not in its turn. Sync anew. */
	outOfStep: 4509
} as const;

export type CloseReason = keyof typeof closeCodes;

/** Name of a close code, or undefined when it is none of ours. */
export function closeReason(code: number): CloseReason | undefined {
	return (Object.keys(closeCodes) as CloseReason[]).find((name) => closeCodes[name] === code);
}
