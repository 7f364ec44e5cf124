/** A network between the server and its Postgres that a test can make slow, mute or broken, also in the middle of a message. */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export interface Piece {
	direction: 'toPostgres' | 'toServer';
	/** The same number for everything on one connection. */
	line: number;
	bytes: Buffer;
}

/**
 * Sees each piece before it goes on. What it returns goes on, sooner or later; when that is less than all, the connection is broken right
 * behind it: at that byte.
 */
export type Look = (piece: Piece) => Buffer | Promise<Buffer>;

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
	isCut(): boolean;
	watch(look: Look | null): void;
	close(): Promise<void>;
}

export async function createDatabaseRelay(databaseUrl: string): Promise<DatabaseRelay> {
	const target = new URL(databaseUrl);
	const sockets = new Set<Socket>();
	let isWhole = true;
	let held: Promise<void> = Promise.resolve();
	let letGo = (): void => undefined;
	let delayMs = 0;
	let look: Look | null = null;
	let lines = 0;

	function carry(from: Socket, to: Socket, piece: Pick<Piece, 'direction' | 'line'>): void {
		let before = Promise.resolve();
		const inOrder = (act: () => void | Promise<void>): void => {
			const due = performance.now() + delayMs;
			before = before.then(async () => {
				const early = due - performance.now();
				if (early > 0) await wait(early);
				await held;
				await act();
			});
		};
		sockets.add(from);
		from.on('data', (bytes: Buffer) =>
			inOrder(async () => {
				const seen = look ? await look({ ...piece, bytes }) : bytes;
				if (!to.destroyed) to.write(seen);
				if (seen.length === bytes.length) return;
				to.end();
				from.destroy();
			})
		);
		from.on('end', () => inOrder(() => void to.end()));
		from.on('error', () => to.destroy());
		from.on('close', () => {
			sockets.delete(from);
			inOrder(() => void to.end());
		});
	}

	const relay = createServer({ allowHalfOpen: true }, (near) => {
		if (!isWhole) {
			near.resetAndDestroy();
			return;
		}
		const far = connect({ port: Number(target.port), host: target.hostname, allowHalfOpen: true });
		const line = lines++;
		carry(near, far, { direction: 'toPostgres', line });
		carry(far, near, { direction: 'toServer', line });
	});
	relay.listen(0, '127.0.0.1');
	await once(relay, 'listening');
	const url = new URL(databaseUrl);
	url.host = `127.0.0.1:${(relay.address() as AddressInfo).port}`;

	function cut(): void {
		isWhole = false;
		for (const socket of sockets) socket.resetAndDestroy();
	}

	return {
		url: url.href,
		delay(ms) {
			delayMs = ms;
		},
		hold() {
			held = new Promise((resolve) => (letGo = resolve));
		},
		resume: () => letGo(),
		cut,
		mend() {
			isWhole = true;
		},
		isCut: () => !isWhole,
		watch(next) {
			look = next;
		},
		async close() {
			letGo();
			cut();
			relay.close();
			await once(relay, 'close');
		}
	};
}
