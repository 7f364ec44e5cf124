/**
 * Personal data and files of usulan lie beside the document, so a crash between two writes, or the removal of a usulan, leaves them behind
 * where nobody sees them. They do not stay: what never came into the document, or was withdrawn by whoever entered it, goes after a day;
 * what was removed by somebody else after thirty, until when a removal can be taken back with all that belongs to it.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Deps } from '../deps.ts';
import { deleteLeftOvers, findLeftOvers, type KeptUntil, type LeftOver } from './left-over-queries.ts';
import { usulanIn } from './usulan-in.ts';

const hourMs = 3_600_000;
const freshMs = 24 * hourMs;
const removedMs = 30 * 24 * hourMs;
const everyMs = 6 * hourMs;

/** One round; several processes may do it at once. Returns how many rows went. */
export async function sweepLeftOvers(
	{ sql, rooms }: Pick<Deps, 'sql' | 'rooms'>,
	now = new Date()
): Promise<{ persons: number; files: number }> {
	const until: KeptUntil = { fresh: new Date(now.getTime() - freshMs), removed: new Date(now.getTime() - removedMs) };
	const total = { persons: 0, files: 0 };
	for (const [renjaId, found] of Map.groupBy(await findLeftOvers(sql, until), (one) => one.renjaId)) {
		const { forumId } = found[0] as LeftOver;
		const gone = await rooms.read(forumId, (doc) =>
			found.filter(({ usulanId, isRemoved }) => {
				const usulan = usulanIn(doc, usulanId);
				return usulan === undefined || (usulan.removed && isRemoved);
			})
		);
		const ids = gone.map(({ usulanId }) => usulanId);
		const { persons, files } = await sql.begin((tx) => deleteLeftOvers(tx, renjaId, ids, until));
		total.persons += persons;
		total.files += files;
	}
	return total;
}

/** A round at once, and then every six hours. */
export function startSweeping(deps: Pick<Deps, 'sql' | 'rooms' | 'log'>): { stop(): Promise<void> } {
	const ended = new AbortController();
	const rounds = async (): Promise<void> => {
		while (!ended.signal.aborted) {
			try {
				const { persons, files } = await sweepLeftOvers(deps);
				if (persons + files > 0) deps.log.info({ persons, files }, 'personal data and files without usulan deleted');
			} catch (error) {
				deps.log.warn({ err: error }, 'personal data without usulan were not looked for; next round in six hours');
			}
			await wait(everyMs, undefined, { ref: false, signal: ended.signal }).catch(() => undefined);
		}
	};
	const running = rounds();
	return {
		stop: async () => {
			ended.abort();
			await running;
		}
	};
}
