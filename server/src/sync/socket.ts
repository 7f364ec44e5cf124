/** The door to the rooms: who may connect is decided while the request is still plain HTTP. */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { CloseReason } from '@rembug/shared/sync/close-codes.ts';
import type { Deps } from '../deps.ts';
import { isDatabaseAway } from '../database/connect.ts';
import { isAllowedOrigin } from '../origin.ts';
import { screenToken } from '../forum/screens.ts';
import type { SignedIn } from '../people/sessions.ts';
import type { PartName } from '@rembug/shared/sync/part-names.ts';
import { documentParts, isPartName } from './document-parts.ts';
import type { DocumentRef } from './rooms-types.ts';
import { findDocument } from './sync-queries.ts';

/** Frames beyond this are cut off by ws with 1009; those above the size of an update are answered with a code of ours. */
const frameBytesMax = 8 * 1024 * 1024;
const statusTexts = { 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 503: 'Service Unavailable' } as const;
type Status = keyof typeof statusTexts;

/** Somebody with an account, or a big screen that came with the token of a link: that one takes no part in presence. */
interface Visitor extends Pick<SignedIn, 'actor' | 'sessionId' | 'color'> {
	isScreen: boolean;
}

type Decision = { status: Status } | { visitor: Visitor; document: DocumentRef };
type Door = Pick<Deps, 'config' | 'sql' | 'log' | 'sessions' | 'screens'>;

/** Answers upgrades on `/sync/:renjaId/:part`. */
export function attachSyncSocket(server: Server, deps: Door & Pick<Deps, 'rooms'>): void {
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
				const sendAway = deps.rooms.join(accepted, socket, decision.visitor, decision.document);
				void recheck(deps, request, decision.visitor, sendAway);
			});
		});
	});
}

async function decide({ config, sql, log, sessions, screens }: Door, request: IncomingMessage): Promise<Decision> {
	const { headers } = request;
	if (!isAllowedOrigin(headers.origin, headers.host, config)) return { status: 403 };
	try {
		const address = addressOf(request.url ?? '');
		const token = screenToken(headers['sec-websocket-protocol']);
		if (token !== null) {
			const screen = await screens.open(token);
			if (!screen) return { status: 401 };
			// Nothing but the forum that the link was made for.
			const document =
				address?.part === 'forum' && address.renjaId === screen.renjaId && (await findDocument(sql, screen.renjaId, 'forum'));
			return document ? { visitor: { ...screen, isScreen: true }, document } : { status: 404 };
		}
		const signedIn = await sessions.authenticate((name) => oneOf(headers[name]));
		if (!signedIn || signedIn.mustChangePassword) return { status: 401 };
		if (!address) return { status: 404 };
		const document = await findDocument(sql, address.renjaId, address.part);
		// A Renja of others looks like one that is not there.
		if (!document || !documentParts[address.part].mayOpen(signedIn.actor, document)) return { status: 404 };
		const { actor, sessionId, color } = signedIn;
		return { visitor: { actor, sessionId, color, isScreen: false }, document };
	} catch (error) {
		if (!isDatabaseAway(error)) log.error({ err: error }, 'upgrade failed');
		return { status: 503 };
	}
}

/** A session ended or a grant taken between the look at the cookie and the joining would otherwise live on in this socket. */
async function recheck(
	{ log, sessions, screens }: Pick<Deps, 'log' | 'sessions' | 'screens'>,
	{ headers }: IncomingMessage,
	before: Visitor,
	sendAway: (reason: CloseReason) => void
): Promise<void> {
	try {
		const token = screenToken(headers['sec-websocket-protocol']);
		const now = token === null ? await sessions.authenticate((name) => oneOf(headers[name])) : await screens.open(token);
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
