/** Can people work here right now? Asked by whoever watches the server. */
import { Hono } from 'hono';
import { beat } from './database/heartbeat-queries.ts';
import type { Deps } from './deps.ts';
import { problem } from './errors.ts';

/** A commit that takes longer counts as none. */
const patienceMs = 3000;

export function healthRoutes(deps: Pick<Deps, 'sql' | 'database'>) {
	return new Hono().get('/healthz', async (c) => {
		if (!(await commitsInTime(deps))) throw problem('database.away');
		return c.json({ status: 'ok', database: deps.database });
	});
}

async function commitsInTime(deps: Pick<Deps, 'sql'>): Promise<boolean> {
	let timer: NodeJS.Timeout | undefined;
	const tooLate = new Promise<boolean>((resolve) => (timer = setTimeout(resolve, patienceMs, false)));
	const committed = beat(deps.sql).then(
		() => true,
		() => false
	);
	try {
		return await Promise.race([committed, tooLate]);
	} finally {
		clearTimeout(timer);
	}
}
