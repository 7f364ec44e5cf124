/** What `npm run load` can measure. Each scenario starts servers of its own and returns one flat object of figures. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { freePort } from '../support/free-port.ts';
import { DEMO_RENJA, makePlanners } from '../support/people.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';
import type { LoadOrder, LoadResult } from './clients.ts';
import { runCrowd, type Cost, type Watched } from './crowd.ts';
import type { FloodOrder, FloodResult } from './flood-client.ts';
import type { ForumOrder, ForumResult } from './forum-followers.ts';
import { startHelper } from './helper-process.ts';
import { addEdits, addRenja, connectTo } from './history.ts';
import { unmergedRows } from './history-queries.ts';
import { runKills } from './kills.ts';
import type { JoinOrder, JoinResult } from './joiners.ts';
import { machineFacts } from './machine.ts';
import { memoryMiB } from './processes.ts';
import { measureRefusals } from './refusals.ts';
import type { StallOrder, StallResult } from './stalled-readers.ts';

export interface Settings {
	clients: number;
	rate: number;
	seconds: number;
	/** Edits that the flooding client sends. */
	floodEdits: number;
	/** Kills of the server, and as many of Postgres. */
	kills: number;
	/** Of the order and the moments of the kills. */
	seed: number;
	/** A folder for the server's CPU profile; null: none. */
	profile: string | null;
}

type Figures = object;

/** Rows of the log that a server lets stand beside the merged state of an open document (mergedAfterRows in rooms.ts). */
const longestTail = 12_000;

const quiet = { followers: 0, moves: 0 };

export const scenarios: Record<string, (settings: Settings) => Promise<Figures>> = {
	/** Everybody edits the same Renja. */
	crowd: ({ clients, rate, seconds, profile }) =>
		onServer(profile, async (server, watched) => ({
			...(await runCrowdWarm(orderOf(server, { ...quiet, editors: clients, rate, seconds }), watched)),
			...(await machineFacts(server))
		})),

	/** The same against the y-websocket server that keeps everything in memory only. */
	rival: async ({ clients, rate, seconds }) => {
		const rival = await startRival();
		try {
			const order = { url: null, addresses: [`${rival.wsUrl}/beban`], ...quiet, editors: clients, rate, seconds };
			return await runCrowdWarm(order, { node: rival.pid, postgres: null });
		} finally {
			rival.stop();
		}
	},

	/** Few write, many watch. */
	followers: ({ seconds }) =>
		onServer(null, (server, watched) => runCrowd(orderOf(server, { moves: 0, editors: 5, followers: 195, rate: 2, seconds }), watched)),

	/** Many small offices at the same time. */
	documents: ({ seconds }) =>
		onServer(null, async (server, watched) => {
			const sql = connectTo(server.dataDir);
			const ids: string[] = [];
			for (let number = 0; number < 40; number++) ids.push(await addRenja(sql, number));
			await sql.end();
			const addresses = ids.map((id) => addressOf(server, id));
			return {
				documents: ids.length,
				...(await runCrowd({ url: server.url, addresses, ...quiet, editors: 5, rate: 1, seconds }, watched))
			};
		}),

	/** Everybody moves from cell to cell, and edits now and then. */
	presence: ({ clients, seconds }) =>
		onServer(null, (server, watched) =>
			runCrowd(orderOf(server, { editors: clients, followers: 0, rate: 0.5, moves: 3, seconds }), watched)
		),

	/** 100,000 and 500,000 edits behind a Renja: opening it, and fifty who join it while five edit it. */
	history: async ({ seconds }) => {
		const figures: Record<string, unknown> = {};
		for (const edits of [100_000, 500_000]) {
			const found = await onServer(null, async (server) => {
				let sql = connectTo(server.dataDir);
				const id = await addRenja(sql, 1);
				await addEdits(sql, id, edits);
				const address = addressOf(server, id);
				const order: JoinOrder = { url: server.url, address, clients: 1 };
				const openOnce = async (): Promise<number> => {
					const { joinedMaxMs } = await startHelper('joiners.ts', order).answer<JoinResult>();
					// The first one who leaves again has the log merged.
					await waitFor(async () => (await unmergedRows(sql, `${id}-plan`)) === 0, { timeoutMs: 240_000, what: 'the log is merged' });
					return joinedMaxMs;
				};
				await openOnce();
				await addEdits(sql, id, longestTail);
				await sql.end();
				await server.restart();
				// Its Postgres has another port now.
				sql = connectTo(server.dataDir);
				const tailRows = await unmergedRows(sql, `${id}-plan`);
				const openedWithTailMs = await openOnce();
				await sql.end();
				await server.restart();
				const watched = { node: server.pid, postgres: await server.postgresPid() };
				const cold = await startHelper('joiners.ts', order).answer<JoinResult>();
				let joined: JoinResult | undefined;
				let rssBefore = 0;
				let rssMax = 0;
				const crowd = await runCrowd(
					{ url: server.url, addresses: [address], ...quiet, editors: 5, rate: 5, seconds },
					watched,
					async () => {
						rssBefore = memoryMiB([server.pid]);
						const sampling = setInterval(() => (rssMax = Math.max(rssMax, memoryMiB([server.pid]))), 20);
						joined = await startHelper('joiners.ts', { ...order, clients: 50 } satisfies JoinOrder).answer<JoinResult>();
						clearInterval(sampling);
					}
				);
				return {
					openedMs: cold.joinedMaxMs,
					...{ openedWithTailMs, tailRows },
					bytesEach: joined?.bytesEach,
					fiftyJoinedMaxMs: joined?.joinedMaxMs,
					fiftyCostMiB: rssMax - rssBefore,
					editToScreenP99Ms: crowd.editToScreenP99Ms,
					confirmedP99Ms: crowd.confirmedP99Ms,
					errors: crowd.errors
				};
			});
			for (const [name, value] of Object.entries(found)) figures[`${name}_${edits / 1000}k`] = value;
		}
		return figures;
	},

	/** One client sends very many edits at once; ten edit in another room, and five in the same one. */
	flood: ({ seconds, floodEdits }) =>
		onServer(null, async (server, watched) => {
			const sql = connectTo(server.dataDir);
			const id = await addRenja(sql, 1);
			await sql.end();
			const elsewhere = orderOf(server, { ...quiet, editors: 10, rate: 2, seconds });
			const before = await runCrowd(elsewhere, watched);
			const order: FloodOrder = { url: server.url, address: addressOf(server, id), edits: floodEdits };
			const flood = startHelper('flood-client.ts', order).answer<FloodResult>();
			const [there, here] = await Promise.all([
				runCrowd(elsewhere, watched),
				runCrowd({ url: server.url, addresses: [addressOf(server, id)], ...quiet, editors: 5, rate: 2, seconds }, watched)
			]);
			return {
				...(await flood),
				quietP99Ms: before.editToScreenP99Ms,
				otherRoomP99Ms: there.editToScreenP99Ms,
				otherRoomConfirmedP99Ms: there.confirmedP99Ms,
				sameRoomP99Ms: here.editToScreenP99Ms,
				sameRoomConfirmedP99Ms: here.confirmedP99Ms,
				rssMaxMiBNode: there.rssMaxMiBNode
			};
		}),

	/** Five of those who watch stop reading. */
	stalled: ({ seconds }) =>
		onServer(null, async (server, watched) => {
			const order = orderOf(server, { ...quiet, editors: 20, rate: 5, seconds });
			// The first run makes the memory grow to its usual size.
			await runCrowd(order, watched);
			const before = await runCrowd(order, watched);
			let cutOffAfterMs = 0;
			let codes: (number | null)[] = [];
			const after = await runCrowd(order, watched, async () => {
				const stall: StallOrder = { url: server.url, address: addressOf(server, DEMO_RENJA), clients: 5 };
				const readers = startHelper('stalled-readers.ts', stall);
				await readers.answer();
				const start = performance.now();
				await waitFor(() => server.output().split('reader cut off').length > 5, { timeoutMs: 30_000, what: 'all are cut off' });
				cutOffAfterMs = Math.round(performance.now() - start);
				readers.tell('read');
				codes = (await readers.answer<StallResult>()).stalledCodes;
			});
			// Before and after: the machine is not the same from minute to minute.
			const again = await runCrowd(order, watched);
			const quietP99Ms = (before.editToScreenP99Ms + again.editToScreenP99Ms) / 2;
			return {
				cutOffAfterMs,
				codes: codes.join(' '),
				// A server that is edited grows anyway.
				costMiBEach: rounded(Math.max(0, after.rssMaxMiBNode - (before.rssMaxMiBNode + again.rssMaxMiBNode) / 2) / 5),
				quietP99Ms: rounded(quietP99Ms),
				editToScreenP99Ms: after.editToScreenP99Ms,
				p99Ratio: rounded(after.editToScreenP99Ms / quietP99Ms)
			};
		}),

	/** A session of the forum: 200 follow, ten of all act, the chair puts another usulan on the table twice a second. */
	forum: ({ seconds }) =>
		onServer(null, (server) => {
			const order: ForumOrder = {
				url: server.url,
				address: `${server.wsUrl}/sync/${DEMO_RENJA}/forum`,
				followers: 200,
				voters: 9,
				seconds
			};
			return startHelper('forum-followers.ts', order).answer<ForumResult>();
		}),

	/** An edit is refused: until all three tabs of its author show the truth again; alone, and with forty others after an afternoon offline. */
	refusal: () => measureRefusals(20),

	/** Server and Postgres are killed in the middle of edits: is anything lost, and how long until people work again. */
	kills: ({ kills, seed }) => onServer(null, (server) => runKills(server, { kills, seed, writers: 12, readers: 4 }))
};

const rounded = (value: number): number => Math.round(value * 100) / 100;

/** Twice: a server compiles what it runs often, and its memory grows to its usual size, in the first half minute of its life. */
async function runCrowdWarm(order: LoadOrder, watched: Watched): Promise<LoadResult & Cost & { coldCpuMsPer1000Deliveries: number }> {
	const cold = await runCrowd(order, watched);
	return { ...(await runCrowd(order, watched)), coldCpuMsPer1000Deliveries: cold.cpuMsPer1000Deliveries };
}

async function onServer(profile: string | null, measure: (server: TestServer, watched: Watched) => Promise<Figures>): Promise<Figures> {
	const server = await startServer({
		env: { LOG_LEVEL: 'info', ...(profile === null ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profile}` }) }
	});
	try {
		// Everybody edits everywhere: what is measured is the line, not who may do what.
		await makePlanners(server, ['sekretariat', 'koperasi', 'umkm']);
		return await measure(server, { node: server.pid, postgres: await server.postgresPid() });
	} finally {
		await server.stop();
	}
}

const addressOf = (server: TestServer, renjaId: string): string => `${server.wsUrl}/sync/${renjaId}/plan`;

function orderOf(server: TestServer, order: Omit<LoadOrder, 'url' | 'addresses'>): LoadOrder {
	return { url: server.url, addresses: [addressOf(server, DEMO_RENJA)], ...order };
}

async function startRival(): Promise<{ wsUrl: string; pid: number; stop(): void }> {
	const port = await freePort();
	const file = fileURLToPath(import.meta.resolve('@y/websocket-server/package.json')).replace('package.json', 'src/server.js');
	const child = spawn(process.execPath, [file], { env: { ...process.env, HOST: '127.0.0.1', PORT: String(port) }, stdio: 'ignore' });
	await waitFor(async () => (await fetch(`http://127.0.0.1:${port}`)).ok, { timeoutMs: 10_000, what: 'the rival answers' });
	return { wsUrl: `ws://127.0.0.1:${port}`, pid: child.pid as number, stop: () => void child.kill() };
}
