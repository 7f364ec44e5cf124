/** A network between the server and its Postgres that a test can make slow, mute or broken, also in the middle of a message. */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export type Direction = 'toPostgres' | 'toServer';

export interface DatabaseRelay {
	/** Use in place of the address of Postgres. */
	url: string;
	/** Each piece arrives so many ms later. */
	delay(ms: number): void;
	/** Swallows everything without a word, and lets it go on with `resume`. New connections are taken and hear nothing. */
	hold(): void;
	resume(): void;
	/** Breaks every connection; new ones are refused until `mend`. */
	cut(): void;
	mend(): void;
	/**
	 * Looks at each piece before it goes on. What it returns goes on, and when that is less than all, the connection is broken right after
	 * it: at that byte.
	 */
	watch(look: ((direction: Direction, piece: Buffer) => Buffer) | null): void;
	close(): Promise<void>;
}

export async function createDatabaseRelay(databaseUrl: string): Promise<DatabaseRelay> {
	const target = new URL(databaseUrl);
	const sockets = new Set<Socket>();
	let isWhole = true;
	let held: (() => void)[] | null = null;
	let delayMs = 0;
	let look: ((direction: Direction, piece: Buffer) => Buffer) | null = null;

	function carry(from: Socket, to: Socket, direction: Direction): void {
		sockets.add(from);
		const pass = (act: () => void): void => {
			if (held) held.push(act);
			else act();
		};
		const later = (act: () => void): void => {
			if (delayMs > 0) setTimeout(() => pass(act), delayMs);
			else pass(act);
		};
		from.on('data', (piece: Buffer) =>
			later(() => {
				const seen = look ? look(direction, piece) : piece;
				if (seen.length > 0) to.write(seen);
				if (seen.length < piece.length) {
					to.end();
					from.destroy();
				}
			})
		);
		from.on('end', () => later(() => to.end()));
		from.on('error', () => to.destroy());
		from.on('close', () => {
			sockets.delete(from);
			later(() => to.end());
		});
	}

	const relay = createServer({ allowHalfOpen: true }, (near) => {
		if (!isWhole) {
			near.resetAndDestroy();
			return;
		}
		const far = connect({ port: Number(target.port), host: target.hostname, allowHalfOpen: true });
		carry(near, far, 'toPostgres');
		carry(far, near, 'toServer');
	});
	relay.listen(0, '127.0.0.1');
	await once(relay, 'listening');
	const url = new URL(databaseUrl);
	url.host = `127.0.0.1:${(relay.address() as AddressInfo).port}`;

	function resume(): void {
		const waiting = held ?? [];
		held = null;
		for (const act of waiting) act();
	}

	function cut(): void {
		isWhole = false;
		held &&= [];
		for (const socket of sockets) socket.resetAndDestroy();
	}

	return {
		url: url.href,
		delay(ms) {
			delayMs = ms;
		},
		hold() {
			held ??= [];
		},
		resume,
		cut,
		mend() {
			isWhole = true;
		},
		watch(next) {
			look = next;
		},
		async close() {
			resume();
			cut();
			relay.close();
			await once(relay, 'close');
		}
	};
}
