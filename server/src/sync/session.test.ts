/** One connection over a real websocket; the room behind it is played here. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import WebSocket, { WebSocketServer } from 'ws';
import { closeCodes } from '@rembug/shared/sync/close-codes.ts';
import { messageAwareness, messageSync, syncUpdate } from '@rembug/shared/sync/messages.ts';
import { waitFor } from '../../../tests/support/wait-for.ts';
import type { ClientFrame } from './frames.ts';
import { createSession, type Session, type SessionHost } from './session.ts';

let http: Server;
let client: WebSocket;
/** The server's end. */
let socket: WebSocket;
let session: Session;
let host: ReturnType<typeof createHost>;
/** What the client was sent. */
let read: Buffer[];

/** isWorking: whether frames are worked on as soon as they may be. */
function createHost() {
	const taken: ClientFrame[] = [];
	const seen = { isWorking: true, mustWait: false, missedPresence: 0, left: 0, cutOff: 0 };
	const work = (of: Session): void => {
		while (seen.isWorking) if (!of.work()) break;
	};
	const rest = {
		ready: work,
		receive(of, frame) {
			if (seen.mustWait) return 'waits';
			taken.push(frame);
			return undefined;
		},
		left: () => (seen.left += 1),
		missedPresence: () => (seen.missedPresence += 1),
		cutOff: () => (seen.cutOff += 1),
		sent: () => undefined
	} satisfies SessionHost;
	return { ...rest, taken, seen, work };
}

beforeEach(async () => {
	host = createHost();
	http = createServer();
	const server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
	const joined = new Promise<void>((resolve) => {
		http.on('upgrade', (request, line: Duplex, head) =>
			server.handleUpgrade(request, line, head, (accepted) => {
				socket = accepted;
				const actor = { id: 'ani', nama: 'Ani', grants: [] };
				session = createSession(accepted, line, { actor, sessionId: 's', color: '#000' }, host);
				resolve();
			})
		);
	});
	await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
	client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
	read = [];
	client.on('message', (data: Buffer) => read.push(data));
	await Promise.all([joined, once(client, 'open')]);
});
afterEach(() => {
	client.terminate();
	http.closeAllConnections();
	http.close();
});

/** An update frame that says its number, and is of some size. */
function frameOf(number: number, bytes = 4): Uint8Array {
	const body = new Uint8Array(bytes);
	new DataView(body.buffer).setUint32(0, number);
	const length = [];
	for (let rest = bytes; rest > 0; rest >>= 7) length.push((rest & 127) | (rest > 127 ? 128 : 0));
	return Uint8Array.of(messageSync, syncUpdate, ...length, ...body);
}

const takenNumbers = (): number[] =>
	host.taken.map((frame) => (frame.kind === 'update' ? new DataView(frame.update.buffer, frame.update.byteOffset).getUint32(0) : -1));

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('what a connection sends', () => {
	it('is not read any further while too much of it waits, and all of it is taken in order afterwards', async () => {
		host.seen.isWorking = false;
		for (const number of upTo(2000)) client.send(frameOf(number, 10_000));
		await waitFor(() => socket.isPaused, { what: 'the socket is not read any more' });
		expect(host.taken).toEqual([]);
		// Far less than was sent is here: the rest waits on the other side.
		expect(client.bufferedAmount).toBeGreaterThan(5_000_000);
		host.seen.isWorking = true;
		host.work(session);
		await waitFor(() => host.taken.length === 2000, { timeoutMs: 30_000, what: 'all are taken' });
		expect(takenNumbers()).toEqual(upTo(2000));
		expect(client.readyState).toBe(WebSocket.OPEN);
	});

	it('waits when it comes faster than people and our own client send; nothing is lost and nobody is closed for it', async () => {
		const start = performance.now();
		for (const number of upTo(9500)) client.send(frameOf(number));
		await waitFor(() => host.taken.length === 9500, { what: 'all are taken' });
		// 8,000 at once, and 2,000 a second.
		expect(performance.now() - start).toBeGreaterThan(700);
		expect(takenNumbers()).toEqual(upTo(9500));
		expect(client.readyState).toBe(WebSocket.OPEN);
	});

	it('comes again in its order when a frame has to wait for an answer, also when the connection ended meanwhile', async () => {
		host.seen.mustWait = true;
		for (const number of upTo(20)) client.send(frameOf(number));
		client.close();
		await once(client, 'close');
		host.work(session);
		expect([host.taken.length, host.seen.left]).toEqual([0, 0]);
		host.seen.mustWait = false;
		host.work(session);
		expect(host.taken).toEqual([]);
		session.goOn();
		expect(takenNumbers()).toEqual(upTo(20));
		expect(host.seen.left).toBe(1);
	});

	it('is worked on although the connection ended meanwhile', async () => {
		host.seen.isWorking = false;
		for (const number of upTo(20)) client.send(frameOf(number));
		client.close();
		await once(client, 'close');
		expect(host.seen.left).toBe(0);
		host.seen.isWorking = true;
		host.work(session);
		expect(takenNumbers()).toEqual(upTo(20));
		expect(host.seen.left).toBe(1);
	});
});

describe('a reader', () => {
	it('that gives no sign after it was sent something is cut off within 10 s, with 4508', async () => {
		client.pause();
		session.send(frameOf(1));
		const now = performance.now();
		session.beat(now + 2500, 0);
		session.beat(now + 8500, 0);
		expect(host.seen.cutOff).toBe(0);
		session.beat(now + 9500, 0);
		expect([host.seen.cutOff, host.seen.left]).toEqual([1, 1]);
		const closed = once(client, 'close');
		client.resume();
		expect((await closed)[0]).toBe(closeCodes.tooSlow);
	});

	it('that reads is not cut off, nor one that was sent nothing', async () => {
		const now = performance.now();
		session.beat(now + 2500, 0);
		session.beat(now + 9500, 0);
		session.send(frameOf(1));
		const ponged = once(socket, 'pong');
		session.beat(now + 9500, 0);
		await ponged;
		session.beat(now + 25_000, 0);
		expect([host.seen.cutOff, socket.readyState]).toEqual([0, WebSocket.OPEN]);
	});

	it('is not blamed for the time in which the server itself stood still', () => {
		client.pause();
		session.send(frameOf(1));
		const now = performance.now();
		session.beat(now + 2500, 0);
		session.beat(now + 60_000, 57_000);
		expect(host.seen.cutOff).toBe(0);
	});

	it('hears something at least every 15 s', async () => {
		const now = performance.now();
		session.beat(now + 5000, 0);
		session.beat(now + 14_500, 0);
		await waitFor(() => read.length > 0, { what: 'it hears something' });
		expect(read.map((frame) => frame[0])).toEqual([messageAwareness]);
	});

	it('that falls behind is not shown presence, everything else, and presence again when it has caught up', async () => {
		const presence = Uint8Array.of(messageAwareness, 1, 0);
		client.pause();
		session.sendAnswer(new Uint8Array(24 * 1024 * 1024));
		session.sendPresence(presence);
		session.send(frameOf(7));
		session.beat(performance.now(), 0);
		expect(host.seen.missedPresence).toBe(0);
		client.resume();
		await waitFor(() => read.length === 2, { what: 'the rest is read' });
		expect(read[1]).toEqual(Buffer.from(frameOf(7)));
		await waitFor(() => socket.bufferedAmount === 0, { what: 'nothing waits any more' });
		session.beat(performance.now(), 0);
		expect([host.seen.missedPresence, host.seen.cutOff]).toEqual([1, 0]);
		session.sendPresence(presence);
		await waitFor(() => read.length === 3, { what: 'presence comes again' });
	});
});
