/**
 * The connection to Postgres breaks, or the server is killed, at every point of a commit: before the statement is there, in its middle, when
 * it is carried out and the answer is on its way. Nobody knows then whether it is written; no edit may come twice or be lost.
 */
import { afterEach, expect, it } from 'vitest';
import { createDatabaseRelay, type DatabaseRelay, type Look } from '../support/database-relay.ts';
import { createDemoDatabase } from '../support/demo-database.ts';
import { addLimit, hasLimit, limitsOf, timesInHistory } from '../support/limit-edits.ts';
import { makePlanners, signIn, type SignedIn } from '../support/people.ts';
import { openSyncClient, type SyncClient } from '../support/sync-client.ts';
import { seed } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

let state = seed;
/** A whole number below `end`. */
function below(end: number): number {
	state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
	return (state >> 8) % end;
}

const endings: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
	for (const end of endings.splice(0).reverse()) await end();
});

interface Scene {
	server: TestServer;
	relay: DatabaseRelay;
	writer: SyncClient;
	other: SyncClient;
	who: SignedIn;
}

async function openScene(): Promise<Scene> {
	const database = await createDemoDatabase();
	endings.push(() => database.drop());
	const relay = await createDatabaseRelay(database.url);
	endings.push(() => relay.close());
	const server = await startServer({ databaseUrl: relay.url });
	endings.push(() => server.stop());
	await makePlanners(server, ['koperasi', 'umkm']);
	const who = await signIn(server, 'koperasi');
	const writer = await openSyncClient(server, who);
	const other = await openSyncClient(server, await signIn(server, 'umkm'));
	endings.push(
		() => writer.close(),
		() => other.close()
	);
	await addLimit(writer, 'sebelum');
	return { server, relay, writer, other, who };
}

/** Breaks in the statement that brings this edit, after so many of its bytes. Resolves when that happened. */
function cutStatement(relay: DatabaseRelay, key: string): Promise<void> {
	return once(relay, (happened) => ({ direction, bytes }) => {
		if (direction !== 'toPostgres' || !bytes.includes(key)) return bytes;
		happened();
		return bytes.subarray(0, below(bytes.length));
	});
}

/** Lets the statement through and breaks in its answer. */
function cutAnswer(relay: DatabaseRelay, key: string): Promise<void> {
	let statementLine = -1;
	return once(relay, (happened) => ({ direction, line, bytes }) => {
		if (direction === 'toPostgres' && bytes.includes(key)) statementLine = line;
		if (direction !== 'toServer' || line !== statementLine) return bytes;
		happened();
		return bytes.subarray(0, below(bytes.length));
	});
}

/** Kills the server while its statement is on the way, which then arrives or does not. */
function killAt(server: TestServer, relay: DatabaseRelay, key: string, arrives: boolean): Promise<void> {
	return once(relay, (happened) => ({ direction, bytes }) => {
		if (direction !== 'toPostgres' || !bytes.includes(key)) return bytes;
		process.kill(server.pid, 'SIGKILL');
		happened();
		return arrives ? bytes : bytes.subarray(0, 0);
	});
}

/** Keeps only the first time that `look` says so. */
function once(relay: DatabaseRelay, look: (happened: () => void) => Look): Promise<void> {
	return new Promise((resolve) =>
		relay.watch(
			look(() => {
				relay.watch(null);
				resolve();
			})
		)
	);
}

/** Everybody has the edit, the history names it once, and somebody who comes later reads the same. */
async function isThereOnce({ server, writer, other, who }: Scene, key: string): Promise<void> {
	await waitFor(() => writer.isSynced() && other.isSynced() && hasLimit(other.doc, key), {
		timeoutMs: 20_000,
		what: `${key} is shown (seed ${seed})`
	});
	expect([seed, key, await timesInHistory(who, key)]).toEqual([seed, key, 1]);
	const fresh = await openSyncClient(server, who);
	expect(limitsOf(fresh.doc)?.toJSON()).toEqual(limitsOf(writer.doc)?.toJSON());
	expect(limitsOf(other.doc)?.toJSON()).toEqual(limitsOf(writer.doc)?.toJSON());
	fresh.close();
}

it(`brings an edit once when the line to Postgres breaks in the middle of its commit (seed ${seed})`, { timeout: 120_000 }, async () => {
	const scene = await openScene();
	const { relay, writer, other } = scene;
	for (let round = 0; round < 16; round++) {
		const key = `putus-${round}-`;
		const cut = round % 2 === 0 ? cutStatement(relay, key) : cutAnswer(relay, key);
		void addLimit(writer, key);
		await cut;
		// Somebody else goes on meanwhile.
		void addLimit(other, `rekan-${round}-`);
		await isThereOnce(scene, key);
		await waitFor(() => hasLimit(writer.doc, `rekan-${round}-`), { what: 'the edit of the other one is shown as well' });
	}
});

it(`brings an edit once when the server is killed in the middle of its commit (seed ${seed})`, { timeout: 120_000 }, async () => {
	const scene = await openScene();
	const { server, relay, writer } = scene;
	for (let round = 0; round < 4; round++) {
		const key = `bunuh-${round}-`;
		const killed = killAt(server, relay, key, round % 2 === 0);
		void addLimit(writer, key);
		await killed;
		await server.kill9();
		await server.restart();
		await isThereOnce(scene, key);
	}
});

it('brings an edit once when Postgres carries out its statement long after it was given up', { timeout: 120_000 }, async () => {
	const scene = await openScene();
	const { relay, writer } = scene;
	let deliver = (): void => undefined;
	const later = new Promise<void>((resolve) => (deliver = resolve));
	let isWaiting = false;
	relay.watch(async ({ direction, bytes }) => {
		if (!isWaiting && direction === 'toPostgres' && bytes.includes('telat-')) {
			isWaiting = true;
			await later;
		}
		return bytes;
	});
	void addLimit(writer, 'telat-');
	await waitFor(() => isWaiting, { what: 'the statement is on its way' });
	expect(hasLimit(scene.other.doc, 'telat-')).toBe(false);
	// The room is given up, and the edit comes again over another connection.
	await isThereOnce(scene, 'telat-');
	deliver();
	await addLimit(writer, 'sesudah-');
	await isThereOnce(scene, 'telat-');
	await isThereOnce(scene, 'sesudah-');
});
