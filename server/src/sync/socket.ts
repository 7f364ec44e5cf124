/** The door to the rooms: who may connect is decided while the request is still plain HTTP. */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { CloseReason } from '@rembug/shared/sync/close-codes.ts';
import type { Deps } from '../deps.ts';
import { isDatabaseAway } from '../database/connect.ts';
import { isAllowedOrigin } from '../origin.ts';
import type { SignedIn } from '../people/sessions.ts';
import type { PartName } from '@rembug/shared/sync/part-names.ts';
import { documentParts, isPartName } from './document-parts.ts';
import type { DocumentRef } from './rooms-types.ts';
import { findDocument } from './sync-queries.ts';

/** Frames beyond this are cut off by ws with 1009; those above the size of an update are answered with a code of ours. */
const frameBytesMax = 8 * 1024 * 1024;
const statusTexts = { 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 503: 'Service Unavailable' } as const;
type Status = keyof typeof statusTexts;

type Decision = { status: Status } | { signedIn: SignedIn; document: DocumentRef };

/** Answers upgrades on `/sync/:renjaId/:part`. */
export function attachSyncSocket(server: Server, deps: Pick<Deps, 'config' | 'sql' | 'log' | 'sessions' | 'rooms'>): void {
	const sockets = new WebSocketServer({ noServer: true, maxPayload: frameBytesMax, perMessageDeflate: false });
	server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
		const ignore = (): void => undefined;
		socket.on('error', ignore);
		void decide(deps, request).then((decision) => {
			if (socket.destroyed) return;
			if ('status' in decision) {
				refuse(socket, decision.status);
				return;
			}
			socket.off('error', ignore);
			sockets.handleUpgrade(request, socket, head, (accepted) => {
				const { actor, sessionId, color } = decision.signedIn;
				const sendAway = deps.rooms.join(accepted, socket, { actor, sessionId, color }, decision.document);
				void recheck(deps, request, decision.signedIn, sendAway);
			});
		});
	});
}

async function decide(
	{ config, sql, log, sessions }: Pick<Deps, 'config' | 'sql' | 'log' | 'sessions'>,
	request: IncomingMessage
): Promise<Decision> {
	const { headers } = request;
	if (!isAllowedOrigin(headers.origin, headers.host, config)) return { status: 403 };
	try {
		const signedIn = await sessions.authenticate((name) => oneOf(headers[name]));
		if (!signedIn || signedIn.mustChangePassword) return { status: 401 };
		const address = addressOf(request.url ?? '');
		if (!address) return { status: 404 };
		const document = await findDocument(sql, address.renjaId, address.part);
		// A Renja of others looks like one that is not there.
		if (!document || !documentParts[address.part].mayOpen(signedIn.actor, document)) return { status: 404 };
		return { signedIn, document };
	} catch (error) {
		if (!isDatabaseAway(error)) log.error({ err: error }, 'upgrade failed');
		return { status: 503 };
	}
}

/** A session ended or a grant taken between the look at the cookie and the joining would otherwise live on in this socket. */
async function recheck(
	{ log, sessions }: Pick<Deps, 'log' | 'sessions'>,
	{ headers }: IncomingMessage,
	before: SignedIn,
	sendAway: (reason: CloseReason) => void
): Promise<void> {
	try {
		const now = await sessions.authenticate((name) => oneOf(headers[name]));
		if (!now) sendAway('session');
		else if (JSON.stringify(now.actor.grants) !== JSON.stringify(before.actor.grants)) sendAway('unavailable');
	} catch (error) {
		if (!isDatabaseAway(error)) log.error({ err: error }, 'session of a new socket cannot be checked again');
		sendAway('unavailable');
	}
}

function addressOf(url: string): { renjaId: string; part: PartName } | null {
	const [path = ''] = url.split('?');
	const [, renjaId, part] = /^\/sync\/([^/]{1,300})\/([a-z]{1,20})$/.exec(path) ?? [];
	if (renjaId === undefined || !isPartName(part)) return null;
	try {
		const decoded = decodeURIComponent(renjaId);
		return decoded.includes('\0') ? null : { renjaId: decoded, part };
	} catch {
		return null;
	}
}

function oneOf(value: string | string[] | undefined): string | undefined {
	return Array.isArray(value) ? value[0] : value;
}

function refuse(socket: Duplex, status: Status): void {
	socket.once('finish', () => socket.destroy());
	socket.end(`HTTP/1.1 ${status} ${statusTexts[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
