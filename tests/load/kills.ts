/** The server and its Postgres are killed again and again while people write: what was confirmed to somebody, or seen by anybody, must be there afterwards. */
import { DEMO_RENJA, signIn, type SignedIn } from '../support/people.ts';
import { lostIn, readFresh, writeSteadily, type Writing } from '../support/steady-writers.ts';
import type { TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';
import { connectTo } from './history.ts';
import { editCounts } from './history-queries.ts';
import { descendants } from './processes.ts';
import { quantile } from './quantile.ts';

export interface KillsOrder {
	/** Of the server, and as many of Postgres. */
	kills: number;
	writers: number;
	readers: number;
	/** The same seed kills the same in the same order; when exactly it hits, the machine decides. */
	seed: number;
}

export interface KillsResult {
	killsOfServer: number;
	killsOfPostgres: number;
	edits: number;
	confirmed: number;
	seen: number;
	/** Edits that were confirmed or seen and were gone after a kill. */
	lost: number;
	/** Edits, confirmed or not, that were not there in the end. */
	missing: number;
	/** Edits that the history names more than once, or not at all. */
	miscounted: number;
	/** From the kill until somebody who came then had the whole plan, ms. */
	backP50Ms: number;
	backMaxMs: number;
	/** All of what must not be. */
	errors: number;
	seed: number;
}

/** After how many ms of writing at most it happens. */
const momentMaxMs = 400;

export async function runKills(server: TestServer, order: KillsOrder): Promise<KillsResult> {
	const random = mulberry32(order.seed);
	const who = await Promise.all(['koperasi', 'umkm', 'sekretariat', 'perencana'].map((name) => signIn(server, name)));
	const reader = who[3] as SignedIn;
	const writing = await writeSteadily(server, who, { writers: order.writers, readers: order.readers, everyMs: 30 });
	const lost = new Set<string>();
	const back: number[] = [];
	const plan = shuffled([...Array<'server'>(order.kills).fill('server'), ...Array<'postgres'>(order.kills).fill('postgres')], random);
	try {
		for (const [round, target] of plan.entries()) {
			await editsTravel(writing, round);
			await new Promise((resolve) => setTimeout(resolve, random() * momentMaxMs));
			const start = performance.now();
			if (target === 'server') await killServer(server, writing);
			else await killPostgres(server, writing, random() < 0.5);
			const doc = await readFresh(server, reader);
			back.push(performance.now() - start);
			for (const key of lostIn(doc, writing.promised)) lost.add(key);
			doc.destroy();
			writing.resume();
			if (round % 10 === 9) console.error(`${round + 1} of ${plan.length} kills, ${writing.promised.size} edits, ${lost.size} lost`);
		}
		await editsTravel(writing, plan.length);
		writing.finish();
		await waitFor(() => writing.clients.every((client) => client.isSynced() && client.frames().confirmed === client.frames().sent), {
			timeoutMs: 30_000,
			what: 'all are back and everything is confirmed'
		});
		writing.pause();
		const last = await readFresh(server, reader);
		const missing = lostIn(last, writing.made);
		const sql = connectTo(server.dataDir);
		const counts = await editCounts(sql, `${DEMO_RENJA}-plan`, 'paguLimitSumberDana');
		await sql.end();
		const miscounted = [...writing.made].filter((key) => counts.get(key) !== 1).length;
		return {
			killsOfServer: order.kills,
			killsOfPostgres: order.kills,
			edits: writing.made.size,
			confirmed: writing.counts.confirmed,
			seen: writing.counts.seen,
			lost: lost.size,
			missing: missing.length,
			miscounted,
			backP50Ms: Math.round(quantile(back, 0.5)),
			backMaxMs: Math.round(Math.max(...back)),
			errors: lost.size + missing.length + miscounted,
			seed: order.seed
		};
	} catch (error) {
		throw new Error(`${(error as Error).message} (seed ${order.seed}); the server wrote last:\n${server.output().slice(-4000)}`, {
			cause: error
		});
	} finally {
		writing.stop();
	}
}

async function editsTravel({ counts }: Writing, round: number): Promise<void> {
	const before = { ...counts };
	await waitFor(() => counts.confirmed > before.confirmed && counts.seen > before.seen, {
		timeoutMs: 60_000,
		what: `edits travel before kill ${round + 1}`
	});
}

async function killServer(server: TestServer, writing: Writing): Promise<void> {
	const killed = server.kill9();
	writing.pause();
	await killed;
	await server.restart();
}

/** withHelpers: the processes that carry out the statements die at the same moment; else they notice a little later that they are alone. */
async function killPostgres(server: TestServer, writing: Writing, withHelpers: boolean): Promise<void> {
	const postmaster = await server.postgresPid();
	for (const pid of [postmaster, ...(withHelpers ? descendants(postmaster) : [])]) {
		try {
			process.kill(pid, 'SIGKILL');
		} catch {
			// It ended by itself.
		}
	}
	const healthz = async (): Promise<number> => (await fetch(`${server.url}/healthz`)).status;
	await waitFor(async () => (await healthz()) === 503 || (await server.postgresPid()) !== postmaster, {
		everyMs: 2,
		what: 'the server notices'
	});
	writing.pause();
	await waitFor(async () => (await healthz()) === 200, { timeoutMs: 30_000, what: 'Postgres is back' });
}

function mulberry32(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

function shuffled<T>(from: T[], random: () => number): T[] {
	for (let last = from.length - 1; last > 0; last--) {
		const other = Math.floor(random() * (last + 1));
		[from[last], from[other]] = [from[other] as T, from[last] as T];
	}
	return from;
}
