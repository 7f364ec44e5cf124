/** Postgres hangs, dies, restarts or is slow: nothing is shown or confirmed that it does not hold, nobody is signed out, and all comes back by itself. */
import { descendants, memoryMiB } from '../load/processes.ts';
import { closeCodes } from '@rembug/shared/sync/close-codes.ts';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { createDatabaseRelay, type DatabaseRelay } from '../support/database-relay.ts';
import { createDemoDatabase } from '../support/demo-database.ts';
import { addLimit, hasLimit, limitsOf, timesInHistory } from '../support/limit-edits.ts';
import { DEMO_RENJA, makePlanners, signIn, type SignedIn } from '../support/people.ts';
import { openSyncClient, type SyncClient } from '../support/sync-client.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

const endings: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
	for (const end of endings.splice(0).reverse()) await end();
});

interface Scene {
	server: TestServer;
	koperasi: SyncClient;
	umkm: SyncClient;
	reader: SignedIn;
}

async function openScene(server: TestServer): Promise<Scene> {
	await makePlanners(server, ['koperasi', 'umkm']);
	const [first, second, reader] = await Promise.all(['koperasi', 'umkm', 'perencana'].map((name) => signIn(server, name)));
	const koperasi = await openSyncClient(server, first as SignedIn);
	const umkm = await openSyncClient(server, second as SignedIn);
	endings.push(
		() => koperasi.close(),
		() => umkm.close()
	);
	await addLimit(koperasi, 'sebelum');
	await waitFor(() => hasLimit(umkm.doc, 'sebelum'), { what: 'edits travel before the trouble' });
	return { server, koperasi, umkm, reader: reader as SignedIn };
}

async function onEmbedded(): Promise<Scene> {
	const server = await startServer();
	endings.push(() => server.stop());
	return openScene(server);
}

async function onRelay(): Promise<Scene & { relay: DatabaseRelay }> {
	const database = await createDemoDatabase();
	endings.push(() => database.drop());
	const relay = await createDatabaseRelay(database.url);
	endings.push(() => relay.close());
	const server = await startServer({ databaseUrl: relay.url });
	endings.push(() => server.stop());
	return { ...(await openScene(server)), relay };
}

/** A call, and how long its answer took. */
async function timed(who: SignedIn, path: string): Promise<{ status: number; code: string | undefined; ms: number }> {
	const start = performance.now();
	const answer = await who.call('GET', path);
	const body = (await answer.json()) as { error?: { code: string } };
	return { status: answer.status, code: body.error?.code, ms: performance.now() - start };
}

/** While nothing can be committed: edits are made, and neither confirmed nor shown; everybody is told to come back; REST says 503. */
async function everythingWaits({ server, koperasi, umkm, reader }: Scene): Promise<{ confirmed: () => boolean }> {
	let isConfirmed = false;
	void addLimit(koperasi, 'selama-a').then(() => (isConfirmed = true));
	const calls = ['/api/session', '/api/renja', `/api/renja/${DEMO_RENJA}`, `/api/renja/${DEMO_RENJA}/snapshots`];
	const answers = await Promise.all(calls.map((path) => timed(reader, path)));
	for (const answer of answers) {
		expect(answer).toMatchObject({ status: 503, code: expect.stringMatching(/^(database\.away|document\.unavailable)$/) });
		expect(answer.ms).toBeLessThan(8000);
	}
	await waitFor(() => koperasi.closeCode() === closeCodes.unavailable && umkm.closeCode() === closeCodes.unavailable, {
		what: 'both are told to come back'
	});
	// Known to be away: nobody waits, and a crowd that tries again and again leaves nothing behind.
	const before = memoryMiB([server.pid]);
	for (let round = 0; round < 10; round++) {
		const crowd = await Promise.all(Array.from({ length: 100 }, () => timed(reader, `/api/renja/${DEMO_RENJA}`)));
		expect(new Set(crowd.map((answer) => answer.status))).toEqual(new Set([503]));
	}
	expect(memoryMiB([server.pid]) - before).toBeLessThan(60);
	expect((await fetch(`${server.url}/healthz`)).status).toBe(503);
	void addLimit(koperasi, 'selama-b').then(() => (isConfirmed = true));
	void addLimit(umkm, 'selama-c');
	expect(koperasi.isSynced() || umkm.isSynced()).toBe(false);
	expect(hasLimit(umkm.doc, 'selama-a')).toBe(false);
	expect(isConfirmed).toBe(false);
	return { confirmed: () => isConfirmed };
}

/** Postgres is there again: by themselves, with the same sessions, and each edit once. */
async function everythingIsBack({ server, koperasi, umkm, reader }: Scene): Promise<void> {
	const made = ['selama-a', 'selama-b', 'selama-c'];
	await waitFor(() => [koperasi, umkm].every((client) => client.isSynced() && made.every((key) => hasLimit(client.doc, key))), {
		timeoutMs: 30_000,
		what: 'both have everything'
	});
	expect((await reader.call('GET', '/api/session')).status).toBe(200);
	expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
	await addLimit(koperasi, 'sesudah');
	await waitFor(() => hasLimit(umkm.doc, 'sesudah'), { what: 'edits travel again' });
	expect(limitsOf(umkm.doc)?.toJSON()).toEqual(limitsOf(koperasi.doc)?.toJSON());
	for (const key of ['sebelum', ...made, 'sesudah']) expect([key, await timesInHistory(reader, key)]).toEqual([key, 1]);
	await server.restart();
	const fresh = await openSyncClient(server, await signIn(server, 'perencana'));
	endings.push(() => fresh.close());
	expect(limitsOf(fresh.doc)?.toJSON()).toEqual(limitsOf(koperasi.doc)?.toJSON());
}

it('holds back everything while Postgres hangs, and goes on by itself', { timeout: 120_000 }, async () => {
	const scene = await onEmbedded();
	const postmaster = await scene.server.postgresPid();
	const all = [postmaster, ...descendants(postmaster)];
	// Not one after the other in any order: a postmaster that still runs would start helpers anew.
	for (const pid of all) process.kill(pid, 'SIGSTOP');
	const goOn = (): void => {
		for (const pid of all) process.kill(pid, 'SIGCONT');
	};
	endings.push(goOn);
	await everythingWaits(scene);
	endings.pop();
	goOn();
	await everythingIsBack(scene);
});

it.each([
	['a network that swallows everything', (relay: DatabaseRelay) => relay.hold(), (relay: DatabaseRelay) => relay.resume()],
	['a network that is cut', (relay: DatabaseRelay) => relay.cut(), (relay: DatabaseRelay) => relay.mend()]
])('holds back everything behind %s, and goes on by itself', { timeout: 120_000 }, async (_what, begin, end) => {
	const scene = await onRelay();
	begin(scene.relay);
	await everythingWaits(scene);
	end(scene.relay);
	await everythingIsBack(scene);
});

/** How long the outage lasts in which somebody goes on typing, one edit a second; by default only as long as twenty edits take. */
const awaySeconds = Number(process.env.AWAY_SECONDS ?? 0);

it(
	`brings back each of many edits once after a long outage (AWAY_SECONDS=${awaySeconds})`,
	{ timeout: 120_000 + awaySeconds * 1000 },
	async () => {
		const scene = await onRelay();
		scene.relay.hold();
		await everythingWaits(scene);
		const keys = Array.from({ length: Math.max(20, awaySeconds) }, (_, index) => `lama-${index}`);
		for (const key of keys) {
			void addLimit(scene.koperasi, key);
			if (awaySeconds > 0) await delay(1000);
		}
		expect((await fetch(`${scene.server.url}/healthz`)).status).toBe(503);
		scene.relay.resume();
		const start = performance.now();
		const arrived = (): boolean => keys.every((key) => hasLimit(scene.umkm.doc, key));
		await waitFor(arrived, { timeoutMs: 60_000, what: 'all is shown to the other one' });
		console.log(`${keys.length} edits of an outage are with the other one ${Math.round(performance.now() - start)} ms after its end`);
		await everythingIsBack(scene);
		for (const key of keys) expect([key, await timesInHistory(scene.reader, key)]).toEqual([key, 1]);
	}
);

it('starts its own Postgres again, however it ended, and keeps the sockets waiting only that long', { timeout: 120_000 }, async () => {
	const scene = await onEmbedded();
	const { server, koperasi, umkm, reader } = scene;
	for (const [round, signal] of (['SIGINT', 'SIGTERM', 'SIGKILL'] as const).entries()) {
		const pid = await server.postgresPid();
		// SIGTERM would wait for our own connections to leave; SIGINT ends them.
		process.kill(pid, signal === 'SIGTERM' ? 'SIGQUIT' : signal);
		void addLimit(koperasi, `putaran-${round}`);
		await waitFor(async () => (await server.postgresPid()) !== pid && koperasi.isSynced() && hasLimit(umkm.doc, `putaran-${round}`), {
			timeoutMs: 30_000,
			what: `the edit of round ${round} arrives`
		});
		const statuses = new Set<number>();
		await waitFor(
			async () => {
				const { status } = await reader.call('GET', '/api/session');
				statuses.add(status);
				return status === 200;
			},
			{ what: 'sessions are answered for' }
		);
		expect(statuses).not.toContain(401);
		expect(await timesInHistory(reader, `putaran-${round}`)).toBe(1);
	}
});

it('stays usable on a slow line to Postgres, and shows nothing before it is kept', { timeout: 120_000 }, async () => {
	const { relay, koperasi, umkm, reader } = await onRelay();
	relay.delay(400);
	const confirmed: string[] = [];
	const sent = Array.from({ length: 20 }, (_, index) => `lambat-${index}`);
	const all = Promise.all(sent.map((key) => addLimit(koperasi, key).then(() => confirmed.push(key))));
	expect(sent.some((key) => hasLimit(umkm.doc, key))).toBe(false);
	await all;
	await waitFor(() => sent.every((key) => hasLimit(umkm.doc, key)), { what: 'all are shown' });
	expect(confirmed).toEqual(sent);
	expect([koperasi.closeCode(), umkm.closeCode()]).toEqual([null, null]);
	expect((await reader.call('GET', `/api/renja/${DEMO_RENJA}`)).status).toBe(200);
});
