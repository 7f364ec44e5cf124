/** An import of usulan comes in whole and once, whoever is killed in the middle, however often it is sent, and by whichever server. */
import { setTimeout as after } from 'node:timers/promises';
import type { ImportedUsulan } from '@rembug/shared/api/usulan-types.ts';
import type { UsulanAnswer } from '@rembug/shared/api/forum-api-types.ts';
import { afterEach, expect, it } from 'vitest';
import { DEMO_RENJA, signIn, type SignedIn } from '../support/people.ts';
import { createRandom } from '../support/random.ts';
import { seed } from '../support/seed.ts';
import { startServerPair, type ServerPair } from '../support/server-pair.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

const rounds = Number(process.env.INTAKE_KILLS ?? 2);
/** Three updates of the document. */
const count = 600;
const base = `/api/renja/${DEMO_RENJA}/usulan`;
let server: TestServer | undefined;
let pair: ServerPair | undefined;

afterEach(async () => {
	await server?.stop();
	await pair?.stop();
	server = pair = undefined;
});

const body = (id: string, size = count): object => ({
	id,
	keepPersons: true,
	usulan: Array.from({ length: size }, (_, index) => ({ asal: 'pokir', usulan: `${id} nomor ${index}`, person: { nama: 'Siti' } }))
});
const send = (who: SignedIn, id: string): Promise<Response> => who.call('POST', `${base}/import`, body(id));

/** Its usulan in the document, in their order. */
async function heldOf(who: SignedIn, id: string): Promise<string[]> {
	const all = (await (await who.call('GET', base)).json()) as UsulanAnswer;
	return all.flatMap(({ id: each, usulan }) => (each.startsWith(`${id}-`) ? [usulan] : []));
}

const whole = (id: string): string[] => Array.from({ length: count }, (_, index) => `${id} nomor ${index}`);

async function importThroughCrashes(running: TestServer, crash: (delayMs: number) => Promise<void>): Promise<void> {
	const random = createRandom(seed);
	const who = await signIn(running, 'perencana');
	await heldOf(who, 'x');
	// How long one takes here says where the middle of it is.
	const started = performance.now();
	expect((await send(who, 'pertama')).status).toBe(201);
	const took = performance.now() - started;
	for (let round = 1; round <= rounds; round++) {
		const id = `impor-${round}`;
		const answer = send(who, id).then(
			({ status }) => status,
			() => 0
		);
		await crash(random.next() * took);
		await answer;
		await waitFor(async () => (await fetch(`${running.url}/healthz`)).status === 200, { timeoutMs: 30_000, what: 'the server is back' });
		const held = await heldOf(who, id);
		expect([0, count], `round ${round}, seed ${seed}`).toContain(held.length);
		let entered: Response | undefined;
		await waitFor(async () => (entered = await send(who, id)).status === 201, { timeoutMs: 30_000, what: 'a second try' });
		expect(new Set(((await entered?.json()) as ImportedUsulan).entered.map(({ code }) => code)).size).toBe(count);
		expect(await heldOf(who, id)).toEqual(whole(id));
	}
}

it('is whole or not there when the server is killed, and complete after a second try', { timeout: 120_000 }, async () => {
	const running = (server = await startServer());
	await importThroughCrashes(running, async (delayMs) => {
		await after(delayMs);
		await running.kill9();
		await running.restart();
	});
});

it('is whole or not there when Postgres is killed, and complete after a second try', { timeout: 120_000 }, async () => {
	const running = (server = await startServer());
	await importThroughCrashes(running, async (delayMs) => {
		await after(delayMs);
		const pid = await running.postgresPid();
		process.kill(pid, 'SIGKILL');
		await waitFor(async () => (await running.postgresPid()) !== pid, { timeoutMs: 30_000, what: 'another Postgres is there' });
	});
});

it('comes in once when it is sent to two servers at once, twice to each', { timeout: 120_000 }, async () => {
	const { one, two, sql } = (pair = await startServerPair());
	const people = await Promise.all([one, two].map((each) => signIn(each, 'perencana')));
	for (let round = 1; round <= rounds; round++) {
		const id = `impor-${round}`;
		const answers = await Promise.all([...people, ...people].map((who) => send(who, id)));
		expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
		const entered = await Promise.all(answers.map(async (answer) => ((await answer.json()) as ImportedUsulan).entered));
		expect(new Set(entered.map((each) => JSON.stringify(each))).size).toBe(1);
		for (const who of people) expect(await heldOf(who, id)).toEqual(whole(id));
		const [persons] = await sql<{ kept: number }[]>`select count(*)::int as kept from usulan_person where usulan_id like ${`${id}-%`}`;
		expect(persons?.kept).toBe(count);
	}
});
