/** Starts clients in a process of their own and watches what a server pays for them. */
import type { LoadOrder, LoadResult } from './clients.ts';
import { startHelper } from './helper-process.ts';
import { clockTicks, cpuTicks, descendants, memoryMiB } from './processes.ts';

/** Processes whose cost is counted. */
export interface Watched {
	node: number;
	/** The postmaster; null: there is none. */
	postgres: number | null;
}

export interface Cost {
	cpuSecondsNode: number;
	cpuSecondsPostgres: number;
	/** Before the clients began, and the most while they were there. */
	rssMiBNodeBefore: number;
	rssMaxMiBNode: number;
	rssMaxMiBPostgres: number;
	/** CPU of Node, in ms, for 1,000 edits that reached one other client each. */
	cpuMsPer1000Deliveries: number;
}

/** Connects all clients, then measures while they work; during: what else happens meanwhile. */
export async function runCrowd(order: LoadOrder, watched: Watched, during?: () => Promise<void>): Promise<LoadResult & Cost> {
	const clients = startHelper('clients.ts', order);
	await clients.answer();
	const meter = startMeter(watched);
	clients.tell('go');
	const [result] = await Promise.all([clients.answer<LoadResult>(), during?.()]);
	return { ...result, ...meter.stop(result.deliveries) };
}

function startMeter({ node, postgres }: Watched): { stop(deliveries: number): Cost } {
	const ofPostgres = (): number[] => (postgres === null ? [] : [postgres, ...descendants(postgres)]);
	const before = { node: cpuTicks([node]), postgres: cpuTicks(ofPostgres()) };
	const rssMiBNodeBefore = memoryMiB([node]);
	let rssMaxMiBNode = rssMiBNodeBefore;
	let rssMaxMiBPostgres = 0;
	const sampling = setInterval(() => {
		rssMaxMiBNode = Math.max(rssMaxMiBNode, memoryMiB([node]));
		rssMaxMiBPostgres = Math.max(rssMaxMiBPostgres, memoryMiB(ofPostgres()));
	}, 200);
	return {
		stop(deliveries) {
			clearInterval(sampling);
			const cpuSecondsNode = (cpuTicks([node]) - before.node) / clockTicks;
			return {
				cpuSecondsNode,
				cpuSecondsPostgres: (cpuTicks(ofPostgres()) - before.postgres) / clockTicks,
				rssMiBNodeBefore,
				rssMaxMiBNode,
				rssMaxMiBPostgres,
				cpuMsPer1000Deliveries: deliveries === 0 ? 0 : Math.round((cpuSecondsNode * 1e8) / deliveries) / 100
			};
		}
	};
}
