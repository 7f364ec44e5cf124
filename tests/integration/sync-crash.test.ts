/** P1 and P2: whatever was confirmed to its writer, or seen by anybody else, is there after a crash. */
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import { afterEach, expect, it } from 'vitest';
import type * as Y from 'yjs';
import { makePlanners, signIn, type SignedIn } from '../support/people.ts';
import { createSyncClient, openSyncClient, type SyncClient } from '../support/sync-client.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

const writers = 10;
const kills = Number(process.env.CRASHES ?? 20);
let server: TestServer | undefined;
let stopped: (() => void)[] = [];

afterEach(async () => {
	for (const stop of stopped) stop();
	stopped = [];
	await server?.stop();
});

const limits = (doc: Y.Doc): Y.Map<unknown> | undefined => doc.getMap('info').get('paguLimitSumberDana') as Y.Map<unknown> | undefined;

interface Writing {
	clients: SyncClient[];
	/** Edits by key that no crash may take away. */
	promised: Set<string>;
	counts: { confirmed: number; seen: number };
	resume(): void;
	pause(): void;
}

/** Ten people, each of whom adds an amount of a new name every few milliseconds. */
async function writeSteadily(running: TestServer, who: SignedIn[]): Promise<Writing> {
	const promised = new Set<string>();
	const counts = { confirmed: 0, seen: 0 };
	const clients = await Promise.all(
		Array.from({ length: writers }, (_, index) => openSyncClient(running, who[index % who.length] as SignedIn))
	);
	let isPaused = false;
	for (const [index, client] of clients.entries()) {
		const own = `k${index}-`;
		limits(client.doc)?.observe((event) => {
			for (const key of event.keysChanged) {
				if (key === null || key.startsWith(own)) continue;
				counts.seen += 1;
				promised.add(key);
			}
		});
		let number = 0;
		const timer = setInterval(() => {
			if (isPaused || !client.isSynced()) return;
			const key = `${own}${number++}`;
			void client
				.edit((doc) => expect(applyEdit(doc, { edit: 'setPaguLimit', args: { of: 'sumberDana', key, value: number } }).ok).toBe(true))
				.then(() => {
					counts.confirmed += 1;
					promised.add(key);
				});
		}, 20 + index);
		stopped.push(() => {
			clearInterval(timer);
			client.close();
		});
	}
	return {
		clients,
		promised,
		counts,
		pause() {
			isPaused = true;
			for (const client of clients) client.pause();
		},
		resume() {
			isPaused = false;
			for (const client of clients) client.connect();
		}
	};
}

/** What a client reads that knows nothing: nobody else is there who could bring a lost edit back. */
async function readFresh(running: TestServer, who: SignedIn): Promise<Y.Doc> {
	const client = createSyncClient(running.wsUrl, { cookie: who.cookie });
	await waitFor(() => client.isSynced(), { timeoutMs: 30_000, what: 'a fresh client is synced' });
	client.pause();
	return client.doc;
}

/** crash is to call pause as soon as the connections cannot hold any more: nobody may bring back what was lost before it was looked for. */
async function crashAndLook(what: string, crash: (pause: () => void) => Promise<void>): Promise<void> {
	const running = server as TestServer;
	await makePlanners(running, ['koperasi', 'umkm', 'sekretariat']);
	const who = await Promise.all(['koperasi', 'umkm', 'sekretariat', 'perencana'].map((name) => signIn(running, name)));
	const writing = await writeSteadily(running, who);
	for (let round = 1; round <= kills; round++) {
		const before = { ...writing.counts };
		await waitFor(() => writing.counts.confirmed > before.confirmed + 40 && writing.counts.seen > before.seen + 40, {
			timeoutMs: 30_000,
			what: `edits travel in round ${round}`
		});
		await crash(writing.pause);
		const doc = await readFresh(running, who[0] as SignedIn);
		const kept = limits(doc);
		const lost = [...writing.promised].filter((key) => !kept?.has(key));
		expect(lost, `${what}, round ${round}`).toEqual([]);
		writing.resume();
	}
	expect(writing.counts.confirmed).toBeGreaterThan(kills * 40);
}

it(`loses nothing confirmed or seen when the server is killed ${kills} times in the middle of edits`, { timeout: 240_000 }, async () => {
	server = await startServer();
	await crashAndLook('kill -9 of the server', async (pause) => {
		const killed = server?.kill9();
		pause();
		await killed;
		await server?.restart();
	});
	const history = await (
		await signIn(server, 'koperasi')
	).call('GET', '/api/renja/demo-renja-2024/history?root=info&entity=paguLimitSumberDana');
	expect(((await history.json()) as unknown[]).length).toBe(200);
});

it(`loses nothing confirmed or seen when Postgres is killed ${kills} times in the middle of edits`, { timeout: 240_000 }, async () => {
	server = await startServer();
	await crashAndLook('kill -9 of Postgres', async (pause) => {
		const pid = await (server as TestServer).postgresPid();
		process.kill(pid, 'SIGKILL');
		await waitFor(
			async () => (await fetch(`${server?.url}/healthz`)).status === 503 || (await (server as TestServer).postgresPid()) !== pid,
			{
				everyMs: 2,
				what: 'the server notices'
			}
		);
		pause();
		await waitFor(async () => (await fetch(`${server?.url}/healthz`)).status === 200, { timeoutMs: 30_000, what: 'Postgres is back' });
	});
	expect(readRenja(await readFresh(server, await signIn(server, 'umkm'))).nodes.length).toBeGreaterThan(0);
});
