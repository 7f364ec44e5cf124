/**
 * A line between websocket clients and the server on which single frames go astray: dropped, doubled, overtaken, late; or the whole
 * connection breaks. Worse than any network, which loses no frame of a connection that lives: what survives this survives a faulty proxy
 * and our own mistakes. Plain HTTP does not pass.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import WebSocket, { WebSocketServer, type RawData } from 'ws';
import type { Random } from './random.ts';

/** Probabilities per frame, in either direction. */
export interface Faults {
	drop: number;
	double: number;
	/** The next frame goes first. */
	overtake: number;
	/** It and all after it wait for some milliseconds. */
	delay: number;
	/** The connection breaks instead. */
	cut: number;
	/** A frame of the client with content is not passed on; its connection is closed with this code, as the server does that refuses. */
	refuse: number;
	refuseWith: number;
}

export interface FrameRelay {
	/** http://… ; stands for the server's address. */
	url: string;
	/** Null: everything passes as it is. */
	faults: Faults | null;
	/** Breaks every connection. */
	cut(): void;
	/** False: breaks every connection, and new ones are refused. */
	whole: boolean;
	close(): Promise<void>;
}

const delayMaxMs = 40;
/** A frame that waits to be overtaken goes on after this time anyway. */
const overtakenMs = 30;
/** A content frame that brings anything is longer. */
const emptyContentBytes = 10;

export async function createFrameRelay(server: { wsUrl: string }, random: Random): Promise<FrameRelay> {
	const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
	const lines = new Set<() => void>();
	let whole = true;
	const http = createServer((_request, response) => response.writeHead(404).end());

	http.on('upgrade', (request, socket, head) => {
		socket.on('error', () => socket.destroy());
		if (!whole) {
			socket.destroy();
			return;
		}
		const { cookie, origin } = request.headers;
		const far = new WebSocket(`${server.wsUrl}${request.url}`, { headers: { ...(cookie && { cookie }), ...(origin && { origin }) } });
		const early: RawData[] = [];
		const keep = (data: RawData): void => void early.push(data);
		far.on('error', () => socket.destroy());
		far.on('message', keep);
		far.on('unexpected-response', (_request, answer) => refuse(socket, answer));
		far.on('open', () => {
			if (!whole || socket.destroyed) {
				far.terminate();
				socket.destroy();
				return;
			}
			sockets.handleUpgrade(request, socket, head, (near) => {
				far.off('message', keep);
				join(near, far, early);
			});
		});
	});

	function join(near: WebSocket, far: WebSocket, early: readonly RawData[]): void {
		const end = (): void => {
			lines.delete(end);
			near.terminate();
			far.terminate();
		};
		lines.add(end);
		const toServer = direction(far, end, (frame) => {
			const { faults } = relay;
			const isContent = frame[0] === 0 && frame[1] !== 0 && frame.length > emptyContentBytes;
			if (!faults || !isContent || !random.happens(faults.refuse)) return false;
			near.close(faults.refuseWith);
			far.terminate();
			lines.delete(end);
			return true;
		});
		const toClient = direction(near, end, () => false);
		near.on('message', toServer);
		for (const data of early) toClient(data);
		far.on('message', toClient);
		near.on('error', end);
		far.on('error', end);
		near.on('close', end);
		far.on('close', (code, reason) => {
			lines.delete(end);
			if (code >= 4000) near.close(code, reason);
			else near.terminate();
		});
	}

	/** What passes frames on to one side, in their order as far as the faults let it. */
	function direction(to: WebSocket, end: () => void, takes: (frame: Buffer) => boolean): (data: RawData) => void {
		let free = Promise.resolve();
		let overtaken: Buffer | null = null;
		const send = (frame: Buffer): void => {
			if (to.readyState === WebSocket.OPEN) to.send(frame);
		};
		const letOvertakenGo = (): void => {
			if (overtaken) send(overtaken);
			overtaken = null;
		};
		return (data) => {
			const frame = data as Buffer;
			const { faults } = relay;
			if (takes(frame)) return;
			if (faults && random.happens(faults.cut)) return end();
			if (faults && random.happens(faults.drop)) return;
			const isDelayed = faults !== null && random.happens(faults.delay);
			const ms = isDelayed ? 1 + random.below(delayMaxMs) : 0;
			const isDoubled = faults !== null && random.happens(faults.double);
			const isOvertaken = faults !== null && random.happens(faults.overtake);
			free = free.then(async () => {
				if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
				if (isOvertaken && !overtaken) {
					overtaken = frame;
					setTimeout(letOvertakenGo, overtakenMs);
					return;
				}
				send(frame);
				if (isDoubled) send(frame);
				letOvertakenGo();
			});
		};
	}

	http.listen(0, '127.0.0.1');
	await once(http, 'listening');
	const relay: FrameRelay = {
		url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
		faults: null,
		cut() {
			for (const end of [...lines]) end();
		},
		get whole() {
			return whole;
		},
		set whole(now) {
			whole = now;
			if (!now) relay.cut();
		},
		async close() {
			relay.cut();
			http.closeAllConnections();
			http.close();
			await once(http, 'close');
		}
	};
	return relay;
}

function refuse(socket: Duplex, { statusCode, statusMessage }: IncomingMessage): void {
	socket.end(`HTTP/1.1 ${statusCode} ${statusMessage}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
