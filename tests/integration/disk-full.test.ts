/** The disk under Postgres is full: nothing is confirmed or shown that is not kept, everybody is told, and all goes on when there is room again. Needs the right to mount a small disk. */
import { spawnSync } from 'node:child_process';
import { closeSync, fsyncSync, openSync, statfsSync, writeSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectTo } from '../load/history.ts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addLimit, hasLimit, limitsOf, timesInHistory } from '../support/limit-edits.ts';
import { makePlanners, signIn, type SignedIn } from '../support/people.ts';
import { openSyncClient, type SyncClient } from '../support/sync-client.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

const diskMiB = 160;
const mayMount = process.platform === 'linux' && process.getuid?.() === 0 && (await canMount());
const endings: (() => Promise<unknown> | void)[] = [];
let disk: string;
let server: TestServer;
let who: SignedIn;
let writer: SyncClient;
let other: SyncClient;

async function canMount(): Promise<boolean> {
	const folder = await mkdtemp(join(tmpdir(), 'rembug-mount-'));
	const mounted = mount(folder, 1);
	if (mounted) spawnSync('umount', [folder]);
	await rm(folder, { recursive: true, force: true });
	return mounted;
}

function mount(folder: string, sizeMiB: number): boolean {
	return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMiB}m`, 'tmpfs', folder]).status === 0;
}

beforeEach(async () => {
	if (!mayMount) return;
	disk = await mkdtemp(join(tmpdir(), 'rembug-disk-'));
	mount(disk, diskMiB);
	await chmod(disk, 0o755);
	endings.push(async () => {
		spawnSync('umount', ['-l', disk]);
		await rm(disk, { recursive: true, force: true });
	});
	server = await startServer({ dataDir: disk });
	endings.push(() => server.stop());
	await makePlanners(server, ['koperasi', 'umkm']);
	who = await signIn(server, 'koperasi');
	writer = await openSyncClient(server, who);
	other = await openSyncClient(server, await signIn(server, 'umkm'));
	endings.push(
		() => writer.close(),
		() => other.close()
	);
});
afterEach(async () => {
	for (const end of endings.splice(0).reverse()) await end();
});

/** Takes all the room there is; the returned function gives it back. */
function fillDisk(): () => Promise<void> {
	const file = join(disk, 'ballast');
	const descriptor = openSync(file, 'a');
	for (const size of [1024 * 1024, 4096, 1]) {
		const block = Buffer.alloc(size, 1);
		try {
			for (;;) if (writeSync(descriptor, block) < size) break;
		} catch {
			// Full for blocks of this size.
		}
	}
	fsyncSync(descriptor);
	closeSync(descriptor);
	return () => rm(file);
}

const freeBytes = (): number => {
	const { bavail, bsize } = statfsSync(disk);
	return bavail * bsize;
};

const healthz = async (): Promise<number> => (await fetch(`${server.url}/healthz`)).status;

/** Writes until Postgres can keep no more; returns the keys of all that was tried, and those that were confirmed meanwhile. */
async function writeUntilFull(name: string): Promise<{ tried: string[]; confirmed: Set<string> }> {
	const tried: string[] = [];
	const confirmed = new Set<string>();
	await waitFor(
		async () => {
			if (writer.isSynced()) {
				// Long names take room soon.
				const key = `${name}-${tried.length}-${'x'.repeat(150)}`;
				tried.push(key);
				void addLimit(writer, key).then(() => confirmed.add(key));
			}
			return (await healthz()) === 503;
		},
		{ timeoutMs: 60_000, everyMs: 1, what: 'the server says that it cannot commit' }
	);
	return { tried, confirmed };
}

async function everythingArrives(tried: readonly string[]): Promise<void> {
	await waitFor(async () => (await healthz()) === 200, { timeoutMs: 60_000, what: 'commits work again' });
	await waitFor(() => writer.isSynced() && other.isSynced() && tried.every((key) => hasLimit(other.doc, key)), {
		timeoutMs: 60_000,
		what: 'all edits arrive'
	});
	const last = tried.at(-1) as string;
	expect(await timesInHistory(who, last)).toBe(1);
	await server.restart();
	const fresh = await openSyncClient(server, who);
	expect(limitsOf(fresh.doc)?.toJSON()).toEqual(limitsOf(writer.doc)?.toJSON());
	fresh.close();
}

it.skipIf(!mayMount)(
	'keeps and shows nothing that does not fit, says why, and goes on when there is room',
	{ timeout: 180_000 },
	async () => {
		const giveBack = fillDisk();
		expect(freeBytes()).toBe(0);
		const { tried, confirmed } = await writeUntilFull('penuh');
		expect(server.output()).toContain('No space left on device');
		// What was confirmed or shown until then is in Postgres, which can still be read.
		const sql = connectTo(disk);
		const kept = new Set(
			(await sql<{ field: string }[]>`select field from field_change where field like 'penuh-%'`).map((row) => row.field)
		);
		await sql.end();
		expect(tried.filter((key) => (confirmed.has(key) || hasLimit(other.doc, key)) && !kept.has(key))).toEqual([]);
		expect((await who.call('GET', '/api/session')).status).not.toBe(401);
		await giveBack();
		await everythingArrives(tried);
	}
);

it.skipIf(!mayMount)('survives that Postgres itself ends for want of room', { timeout: 180_000 }, async () => {
	const giveBack = fillDisk();
	const sql = connectTo(disk);
	const ended = await waitFor(
		async () => {
			try {
				// Each takes another file of the log of Postgres.
				await sql`select pg_switch_wal()`;
				await sql`select pg_logical_emit_message(true, 'uji', repeat('x', 1000000))`;
				return false;
			} catch (error) {
				return String(error);
			}
		},
		{ timeoutMs: 60_000, everyMs: 1, what: 'Postgres runs out of room for its own log' }
	);
	expect(ended).toBeTruthy();
	await sql.end({ timeout: 0 });
	void addLimit(writer, 'tanpa-ruang');
	await waitFor(async () => (await healthz()) === 503, { what: 'the server says so' });
	expect(hasLimit(other.doc, 'tanpa-ruang')).toBe(false);
	await giveBack();
	await everythingArrives(['tanpa-ruang']);
});
