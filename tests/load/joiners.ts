/** Clients that join a document together and only count what they are sent, in a process of their own. */
import { once } from 'node:events';
import WebSocket from 'ws';
import * as Y from 'yjs';
import { messageSync, syncStep1, syncStep2 } from '@rembug/shared/sync/messages.ts';
import { signIn } from '../support/people.ts';
import { waitFor } from '../support/wait-for.ts';
import { syncFrame } from './load-client.ts';
import { quantile } from './quantile.ts';

export interface JoinOrder {
	url: string;
	address: string;
	clients: number;
}

export interface JoinResult {
	/** From the start of the connection to the end of the step 2, ms. */
	joinedP50Ms: number;
	joinedMaxMs: number;
	/** Received by each until its step 2 was complete. */
	bytesEach: number;
}

async function join({ url, address, clients }: JoinOrder): Promise<JoinResult> {
	const { cookie } = await signIn({ url }, 'perencana');
	const times: number[] = [];
	let bytes = 0;
	const sockets = Array.from({ length: clients }, () => {
		const start = performance.now();
		const socket = new WebSocket(address, { headers: { cookie } });
		let isIn = false;
		socket.on('open', () => socket.send(syncFrame(syncStep1, Y.encodeStateVector(new Y.Doc()))));
		socket.on('message', (data: Buffer) => {
			if (isIn) return;
			bytes += data.length;
			isIn = data[0] === messageSync && data[1] === syncStep2;
			if (isIn) times.push(performance.now() - start);
		});
		return socket;
	});
	await waitFor(() => times.length === clients, { timeoutMs: 60_000, everyMs: 5, what: 'all have joined' });
	for (const socket of sockets) socket.terminate();
	await Promise.all(sockets.map((socket) => once(socket, 'close')));
	return {
		joinedP50Ms: quantile(times, 0.5),
		joinedMaxMs: quantile(times, 1),
		bytesEach: Math.round(bytes / clients)
	};
}

process.once('message', (order: JoinOrder) => {
	void join(order).then(
		(result) => process.send?.(result, undefined, undefined, () => process.disconnect()),
		(error: unknown) => {
			console.error(error);
			process.exit(1);
		}
	);
});
