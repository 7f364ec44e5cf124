/** Can people work here right now? Asked by whoever watches the server. */
import { Hono } from 'hono';
import { beat } from './database/heartbeat-queries.ts';
import type { Deps } from './deps.ts';
import { problem } from './errors.ts';

/** A commit that takes longer counts as none. */
const patienceMs = 3000;

export function healthRoutes(deps: Pick<Deps, 'sql' | 'database' | 'rooms'>) {
	/** Whoever asks meanwhile shares it: many watchers are one commit, also while none succeeds. */
	let underWay: Promise<boolean> | null = null;
	const commits = (): Promise<boolean> =>
		(underWay ??= beat(deps.sql)
			.then(
				() => true,
				() => false
			)
			.finally(() => (underWay = null)));
	return new Hono().get('/healthz', async (c) => {
		if (!deps.rooms.isAvailable() || !(await inTime(commits()))) throw problem('database.away');
		return c.json({ status: 'ok', database: deps.database });
	});
}

async function inTime(committed: Promise<boolean>): Promise<boolean> {
	let timer: NodeJS.Timeout | undefined;
	const tooLate = new Promise<boolean>((resolve) => (timer = setTimeout(resolve, patienceMs, false)));
	try {
		return await Promise.race([committed, tooLate]);
	} finally {
		clearTimeout(timer);
	}
}
