/**
 * Many clients on one Renja: how long an edit takes to the other screens and to its confirmation, and what it costs. The server is a
 * process of its own with a data folder of its own, the clients another one. Prints one line of JSON.
 *
 * Settings (environment): LOAD_CLIENTS (50), LOAD_RATE (edits a second of each, 5), LOAD_SECONDS (30), LOAD_PROFILE (a folder for the
 * server's CPU profile).
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startServer } from '../support/test-server.ts';
import { fsyncP99 } from './disk.ts';
import type { LoadOrder, LoadResult } from './clients.ts';
import { clockTicks, cpuTicks, descendants, memoryMiB } from './processes.ts';

const number = (name: string, fallback: number): number => Number(process.env[name] ?? fallback);
const order: Omit<LoadOrder, 'url' | 'wsUrl'> = {
	clients: number('LOAD_CLIENTS', 50),
	rate: number('LOAD_RATE', 5),
	seconds: number('LOAD_SECONDS', 30)
};

const profile = process.env.LOAD_PROFILE;
const server = await startServer(profile ? { env: { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profile}` } } : {});
try {
	const postgres = await server.postgresPid();
	const watched = () => ({ node: [server.pid], postgres: [postgres, ...descendants(postgres)] });
	const rss = { node: 0, postgres: 0 };
	const cpuBefore = cpuOf(watched());
	const sampling = setInterval(() => {
		const { node, postgres: own } = watched();
		rss.node = Math.max(rss.node, memoryMiB(node));
		rss.postgres = Math.max(rss.postgres, memoryMiB(own));
	}, 500);

	const child = fork(fileURLToPath(new URL('clients.ts', import.meta.url)), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
	child.send({ ...order, url: server.url, wsUrl: server.wsUrl } satisfies LoadOrder);
	const [result] = (await Promise.race([
		once(child, 'message'),
		once(child, 'exit').then(([code]) => Promise.reject(new Error(`The clients ended with ${String(code)}`)))
	])) as [LoadResult];
	clearInterval(sampling);
	const cpuAfter = cpuOf(watched());
	child.disconnect();

	const line = {
		...order,
		...result,
		cpuSecondsNode: round(cpuAfter.node - cpuBefore.node),
		cpuSecondsPostgres: round(cpuAfter.postgres - cpuBefore.postgres),
		rssMaxMiBNode: rss.node,
		rssMaxMiBPostgres: rss.postgres,
		fsyncP99Ms: fsyncP99(server.dataDir)
	};
	console.log(JSON.stringify(line));
	if (result.errors > 0 || !result.converged) process.exitCode = 1;
} finally {
	await server.stop();
}

function cpuOf({ node, postgres }: { node: number[]; postgres: number[] }): { node: number; postgres: number } {
	return { node: cpuTicks(node) / clockTicks, postgres: cpuTicks(postgres) / clockTicks };
}

function round(seconds: number): number {
	return Math.round(seconds * 100) / 100;
}
