import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { expect, it } from 'vitest';
import WebSocket, { WebSocketServer } from 'ws';
import { wireBytes } from './wire-bytes.ts';

it('is read by a websocket client as it was meant, at every length of head, between frames that ws writes, and several in one write', async () => {
	const messages = [0, 1, 125, 126, 65_535, 65_536, 300_000].map((length) => new Uint8Array(length).map((_, index) => index % 251));
	const http = createServer();
	const server = new WebSocketServer({ noServer: true });
	http.on('upgrade', (request, line: Duplex, head) =>
		server.handleUpgrade(request, line, head, (socket) => {
			for (const message of messages) {
				line.write(wireBytes(message));
				socket.ping();
			}
			line.write(wireBytes(...(messages as [Uint8Array, ...Uint8Array[]])));
			socket.close(4501, 'goingDown');
		})
	);
	await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
	const client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
	const read: { data: Buffer; isBinary: boolean }[] = [];
	client.on('message', (data: Buffer, isBinary) => read.push({ data, isBinary }));
	const [code] = (await once(client, 'close')) as [number];
	expect(code).toBe(4501);
	expect(read.every(({ isBinary }) => isBinary)).toBe(true);
	const expected = [...messages, ...messages];
	expect(read.map(({ data }) => data.length)).toEqual(expected.map((message) => message.length));
	expect(read.every(({ data }, index) => data.equals(expected[index] as Uint8Array))).toBe(true);
	http.close();
});

it('is written out once for a message that many get', () => {
	const message = Uint8Array.of(1, 2, 3);
	expect(wireBytes(message)).toBe(wireBytes(message));
});
