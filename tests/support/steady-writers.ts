/** People who write without a pause and others who watch them, and what nobody may take away from them again: whatever was confirmed to its writer, or seen by anybody else. */
import { addLimit, limitsOf } from './limit-edits.ts';
import type { SignedIn } from './people.ts';
import { createSyncClient, openSyncClient, type SyncClient } from './sync-client.ts';
import { waitFor } from './wait-for.ts';
import type * as Y from 'yjs';

export interface Writing {
	clients: SyncClient[];
	/** Keys of all edits that were made. */
	made: Set<string>;
	/** Those of them that were confirmed or seen. */
	promised: Set<string>;
	counts: { confirmed: number; seen: number };
	/** Everybody leaves and writes no more. */
	pause(): void;
	/** Everybody comes back. */
	resume(): void;
	/** Nobody writes any more; everybody stays, so that what is not confirmed yet comes to be. */
	finish(): void;
	stop(): void;
}

export interface WriteOptions {
	writers: number;
	/** Those who only watch. */
	readers?: number;
	/** Between two edits of one writer, ms. */
	everyMs?: number;
}

/** Each writer adds an amount of a new name every few milliseconds while connected. */
export async function writeSteadily(
	server: { wsUrl: string },
	who: readonly SignedIn[],
	{ writers, readers = 0, everyMs = 20 }: WriteOptions
): Promise<Writing> {
	const made = new Set<string>();
	const promised = new Set<string>();
	const counts = { confirmed: 0, seen: 0 };
	const clients = await Promise.all(
		Array.from({ length: writers + readers }, (_, index) => openSyncClient(server, who[index % who.length] as SignedIn))
	);
	const timers: NodeJS.Timeout[] = [];
	let isPaused = false;
	for (const [index, client] of clients.entries()) {
		const own = `k${index}-`;
		limitsOf(client.doc)?.observe((event) => {
			for (const key of event.keysChanged) {
				if (key === null || key.startsWith(own)) continue;
				counts.seen += 1;
				promised.add(key);
			}
		});
		if (index >= writers) continue;
		let number = 0;
		const write = (): void => {
			if (isPaused || !client.isSynced()) return;
			const key = `${own}${number++}`;
			made.add(key);
			void addLimit(client, key, number).then(() => {
				counts.confirmed += 1;
				promised.add(key);
			});
		};
		// Not all at the same time.
		timers.push(setInterval(write, everyMs + index));
	}
	return {
		clients,
		made,
		promised,
		counts,
		pause() {
			isPaused = true;
			for (const client of clients) client.pause();
		},
		resume() {
			isPaused = false;
			for (const client of clients) client.connect();
		},
		finish() {
			for (const timer of timers) clearInterval(timer);
		},
		stop() {
			for (const timer of timers) clearInterval(timer);
			for (const client of clients) client.close();
		}
	};
}

/** What a client reads that knows nothing: nobody else may be there who could bring a lost edit back. */
export async function readFresh(server: { wsUrl: string }, who: SignedIn): Promise<Y.Doc> {
	const client = createSyncClient(server.wsUrl, { cookie: who.cookie });
	await waitFor(() => client.isSynced(), { timeoutMs: 30_000, what: 'a fresh client is synced' });
	client.pause();
	return client.doc;
}

/** Those of the promised edits that the document does not hold. */
export function lostIn(doc: Y.Doc, promised: ReadonlySet<string>): string[] {
	const kept = limitsOf(doc);
	return [...promised].filter((key) => !kept?.has(key));
}
