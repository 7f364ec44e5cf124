/** For tests: a small server that speaks our wire, whose answers a test can hold back, refuse or cut. */
import { createRequire } from 'node:module';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RenjaValue } from '@rembug/shared/renja/renja-types.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import {
	encodeConfirmed,
	encodeHello,
	encodeNotice,
	isContentFrame,
	messageAwareness,
	numbered,
	protocolVersion,
	writeReach,
	type Hello,
	type Notice
} from '@rembug/shared/sync/messages.ts';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { WebSocket as NodeSocket, WebSocketServer as NodeSocketServer } from 'ws';
import { readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';

// The tests run with the import conditions of a browser, under which ws is an empty shell.
const ws = createRequire(import.meta.url)('ws') as { WebSocketServer: typeof NodeSocketServer; WebSocket: typeof NodeSocket };

export interface TestServer {
	url: string;
	doc: Y.Doc;
	/** Content frames received, over all connections. */
	contentFrames: Uint8Array[];
	/** Client ids in the awareness frames received, with the socket's number. */
	awarenessFrom: { socket: number; clientId: number }[];
	hello: Hello;
	/** Answer of GET /api/session. */
	sessionStatus: number;
	/** Answer of GET /api/renja/:id/context. */
	contextStatus: number;
	/** Answer of GET /api/renja/:id/forum. */
	forumStatus: number;
	/** Answer of GET /healthz. */
	isDatabaseAway: boolean;
	accepts: boolean;
	/** Paths of the requests received. */
	asked: string[];
	/** Content frames are lost on their way to the server. */
	deaf: boolean;
	/** How many updates were refused so far. */
	refusals: number;
	/** Keeps confirmations back until called with false. */
	hold(held: boolean): void;
	/** Closes the socket that sends the next update (not the empty step 2) with this code, and takes nothing of it. */
	refuseNext(code: number): void;
	/** Asked of every update that brings something, with the plan as it would be and who sends it: a close code refuses it whole. */
	judge: (would: RenjaValue, userId: string) => number | null;
	notice(notice: Notice): void;
	/** Replaces the document, as a restore does. */
	replace(doc: Y.Doc, generation: string): void;
	cut(): void;
	stop(): Promise<void>;
}

/** WebSocket for sessions under test, that says who is signed in. */
export function socketOf(userId: string): typeof WebSocket {
	return class extends ws.WebSocket {
		constructor(address: string | URL) {
			super(address, { headers: { 'x-user': userId } });
			this.on('error', () => undefined);
		}
	} as unknown as typeof WebSocket;
}

export async function startTestServer(doc: Y.Doc): Promise<TestServer> {
	const http = createServer((request, response) => {
		server.asked.push(request.url ?? '');
		if (request.url === '/healthz') {
			response.writeHead(server.isDatabaseAway ? 503 : 200, { 'content-type': 'application/json' });
			response.end(JSON.stringify(server.isDatabaseAway ? { error: { code: 'database.away', message: '' } } : { status: 'ok' }));
			return;
		}
		const isSession = request.url === '/api/session';
		const seenStatus = request.url?.endsWith('/forum') ? server.forumStatus : server.contextStatus;
		response.writeHead(isSession ? server.sessionStatus : seenStatus, { 'content-type': 'application/json' });
		response.end(JSON.stringify({ user: { id: request.headers['x-user'] ?? 'u1' } }));
	});
	const sockets = new ws.WebSocketServer({ noServer: true });
	const connections = new Map<NodeSocket, { confirm: () => void; tell: (message: Uint8Array) => void; place: Uint8Array | null }>();
	let held = false;
	let refuse: number | null = null;
	let opened = 0;

	http.on('upgrade', (request, socket, head) => {
		if (!server.accepts) return socket.destroy();
		sockets.handleUpgrade(request, socket, head, (connection) => serve(connection, String(request.headers['x-user'])));
	});

	function serve(connection: NodeSocket, userId: string): void {
		const number = ++opened;
		let frames = 0;
		const confirm = (): void => {
			if (!held && frames > 0) connection.send(encodeConfirmed({ frames }));
		};
		let messages = 0;
		const tell = (message: Uint8Array): void => connection.send(numbered(message, ++messages));
		const own = { confirm, tell, place: null as Uint8Array | null };
		connections.set(connection, own);
		connection.on('close', () => connections.delete(connection));
		connection.on('error', () => undefined);
		tell(encodeHello({ ...server.hello, user: { id: userId, nama: `Nama ${userId}`, color: '#0f766e' } }));
		connection.send(syncFrame((encoder) => writeSyncStep1(encoder, server.doc)));
		for (const { place } of connections.values()) if (place) connection.send(place);
		let over = false;
		connection.on('message', (data: Buffer) => {
			if (over) return;
			const frame = new Uint8Array(data);
			if (frame[0] === messageAwareness) {
				own.place = frame;
				for (const clientId of clientIds(frame)) server.awarenessFrom.push({ socket: number, clientId });
				for (const other of connections.keys()) if (other !== connection) other.send(frame);
				return;
			}
			const isContent = isContentFrame(frame);
			if (isContent && server.deaf) return;
			if (isContent) server.contentFrames.push(frame);
			const code = isContent && frame.length > 8 ? (refuse ?? judged(frame, userId)) : null;
			if (code !== null) {
				refuse = null;
				over = true;
				server.refusals += 1;
				connection.close(code);
				return;
			}
			const decoder = decoding.createDecoder(frame);
			decoding.readVarUint(decoder);
			const answer = encoding.createEncoder();
			encoding.writeVarUint(answer, 0);
			readSyncMessage(decoder, answer, server.doc, connection);
			if (server.doc.store.pendingStructs) throw new Error('An update was sent before what it builds on.');
			if (encoding.length(answer) > 1) connection.send(reaching(encoding.toUint8Array(answer)));
			if (isContent) {
				frames += 1;
				confirm();
			}
		});
	}

	function judged(frame: Uint8Array, userId: string): number | null {
		const decoder = decoding.createDecoder(frame);
		decoding.readVarUint(decoder);
		decoding.readVarUint(decoder);
		const would = new Y.Doc();
		const now = Y.encodeStateAsUpdate(server.doc);
		Y.applyUpdate(would, now);
		Y.applyUpdate(would, decoding.readVarUint8Array(decoder));
		const hasNews = !sameBytes(now, Y.encodeStateAsUpdate(would));
		return hasNews ? server.judge(readRenja(would), userId) : null;
	}

	function broadcast(update: Uint8Array, origin: unknown): void {
		const frame = reaching(syncFrame((encoder) => writeUpdate(encoder, update)));
		for (const connection of connections.keys()) if (connection !== origin) connection.send(frame);
	}

	await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
	doc.on('update', broadcast);
	const server: TestServer = {
		url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
		doc,
		contentFrames: [],
		awarenessFrom: [],
		hello: {
			protocolVersion,
			generation: 'g1',
			user: { id: '', nama: '', color: '' },
			stage: 'rancangan',
			frozen: false,
			lockedUnits: [],
			mayWrite: true
		},
		sessionStatus: 200,
		isDatabaseAway: false,
		contextStatus: 200,
		forumStatus: 200,
		asked: [],
		accepts: true,
		deaf: false,
		refusals: 0,
		judge: () => null,
		hold(now) {
			held = now;
			for (const { confirm } of connections.values()) confirm();
		},
		refuseNext: (code) => void (refuse = code),
		notice(notice) {
			for (const { tell } of connections.values()) tell(encodeNotice(notice));
		},
		replace(fresh, generation) {
			server.doc.off('update', broadcast);
			server.doc = fresh;
			fresh.on('update', broadcast);
			server.hello.generation = generation;
			server.cut();
		},
		cut() {
			for (const connection of connections.keys()) connection.terminate();
		},
		async stop() {
			server.cut();
			http.closeAllConnections();
			await new Promise((resolve) => http.close(resolve));
		}
	};
	return server;
}

function syncFrame(write: (encoder: encoding.Encoder) => void): Uint8Array {
	return encoding.encode((encoder) => {
		encoding.writeVarUint(encoder, 0);
		write(encoder);
	});
}

/** Nothing goes astray here: every frame says that none had to come before it. */
function reaching(frame: Uint8Array): Uint8Array {
	return encoding.encode((encoder) => {
		encoding.writeUint8Array(encoder, frame);
		writeReach(encoder, { after: 0, upTo: 0 });
	});
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
	return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

function clientIds(frame: Uint8Array): number[] {
	const outer = decoding.createDecoder(frame);
	decoding.readVarUint(outer);
	const decoder = decoding.createDecoder(decoding.readVarUint8Array(outer));
	return Array.from({ length: decoding.readVarUint(decoder) }, () => {
		const clientId = decoding.readVarUint(decoder);
		decoding.readVarUint(decoder);
		decoding.readVarString(decoder);
		return clientId;
	});
}
