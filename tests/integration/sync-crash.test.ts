/** P1 and P2: whatever was confirmed to its writer, or seen by anybody else, is there after a crash. `npm run load -- kills` does the same at length. */
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import { afterEach, expect, it } from 'vitest';
import { limitsOf } from '../support/limit-edits.ts';
import { DEMO_RENJA, makePlanners, signIn, type SignedIn } from '../support/people.ts';
import { lostIn, readFresh, writeSteadily, type Writing } from '../support/steady-writers.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

const kills = Number(process.env.CRASHES ?? 12);
/** The history answers with so many rows at most. */
const historyRowsMax = 200;
let server: TestServer | undefined;
let writing: Writing | undefined;

afterEach(async () => {
	writing?.stop();
	await server?.stop();
});

/** crash is to call pause as soon as the connections cannot hold any more: nobody may bring back what was lost before it was looked for. */
async function crashAndLook(what: string, crash: (pause: () => void) => Promise<void>): Promise<void> {
	const running = server as TestServer;
	await makePlanners(running, ['koperasi', 'umkm', 'sekretariat']);
	const who = await Promise.all(['koperasi', 'umkm', 'sekretariat', 'perencana'].map((name) => signIn(running, name)));
	const people = (writing = await writeSteadily(running, who, { writers: 10 }));
	for (let round = 1; round <= kills; round++) {
		const before = { ...people.counts };
		await waitFor(() => people.counts.confirmed > before.confirmed + 40 && people.counts.seen > before.seen + 40, {
			timeoutMs: 30_000,
			what: `edits travel in round ${round}`
		});
		await crash(people.pause);
		const doc = await readFresh(running, who[0] as SignedIn);
		expect(lostIn(doc, people.promised), `${what}, round ${round}`).toEqual([]);
		people.resume();
	}
	people.pause();
	expect(people.counts.confirmed).toBeGreaterThan(kills * 40);
}

it(`loses nothing confirmed or seen when the server is killed ${kills} times in the middle of edits`, { timeout: 240_000 }, async () => {
	const running = (server = await startServer());
	await crashAndLook('kill -9 of the server', async (pause) => {
		const killed = running.kill9();
		pause();
		await killed;
		await running.restart();
	});
	const koperasi = await signIn(running, 'koperasi');
	const edits = limitsOf(await readFresh(running, koperasi))?.size ?? 0;
	const history = await koperasi.call('GET', `/api/renja/${DEMO_RENJA}/history?root=info&entity=paguLimitSumberDana`);
	expect((await history.json()) as unknown[]).toHaveLength(Math.min(edits, historyRowsMax));
});

it(`loses nothing confirmed or seen when Postgres is killed ${kills} times in the middle of edits`, { timeout: 240_000 }, async () => {
	const running = (server = await startServer());
	await crashAndLook('kill -9 of Postgres', async (pause) => {
		const pid = await running.postgresPid();
		process.kill(pid, 'SIGKILL');
		await waitFor(async () => (await fetch(`${running.url}/healthz`)).status === 503 || (await running.postgresPid()) !== pid, {
			everyMs: 2,
			what: 'the server notices'
		});
		pause();
		await waitFor(async () => (await fetch(`${running.url}/healthz`)).status === 200, { timeoutMs: 30_000, what: 'Postgres is back' });
	});
	expect(readRenja(await readFresh(running, await signIn(running, 'umkm'))).nodes.length).toBeGreaterThan(0);
});
