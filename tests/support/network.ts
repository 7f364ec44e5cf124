/** A network between a browser and the server that a test can cut: a relay on its own port. The page is opened through it, so its origin is the relay's. */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface Network {
	/** Use in place of the server's address. */
	url: string;
	/** Breaks every connection; new ones are refused until `mend`. */
	cut(): void;
	mend(): void;
	close(): Promise<void>;
}

export async function createNetwork(server: { port: number }): Promise<Network> {
	const sockets = new Set<Socket>();
	let whole = true;
	const relay = createServer((near) => {
		if (!whole) {
			near.destroy();
			return;
		}
		const far = connect(server.port, '127.0.0.1');
		for (const [one, other] of [
			[near, far],
			[far, near]
		] as const) {
			sockets.add(one);
			one.on('error', () => other.destroy());
			one.on('close', () => {
				sockets.delete(one);
				other.destroy();
			});
			one.pipe(other);
		}
	});
	relay.listen(0, '127.0.0.1');
	await once(relay, 'listening');
	return {
		url: `http://127.0.0.1:${(relay.address() as AddressInfo).port}`,
		cut() {
			whole = false;
			for (const socket of sockets) socket.destroy();
		},
		mend() {
			whole = true;
		},
		async close() {
			for (const socket of sockets) socket.destroy();
			relay.close();
			await once(relay, 'close');
		}
	};
}
