/** Two server processes on one database are one server to those who use them; a message that is lost between them costs time, never data. */
import { setTimeout as pause } from 'node:timers/promises';
import type { AdminAccount, StageAnswer, SnapshotDetail } from '@rembug/shared/api/api-types.ts';
import { canonicalJson } from '@rembug/shared/snapshot/canonical-json.ts';
import { closeCodes } from '@rembug/shared/sync/close-codes.ts';
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { connectClient, type StockClient } from '../support/clients.ts';
import { addLimit, hasLimit, limitsOf } from '../support/limit-edits.ts';
import { DEMO_PASSWORD, DEMO_RENJA, signIn, type SignedIn } from '../support/people.ts';
import { deafen, headOf, overhear, seqsOf, startServerPair, type ServerPair } from '../support/server-pair.ts';
import { createSyncClient, openSyncClient, type SyncClient } from '../support/sync-client.ts';
import type { TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

const documentId = `${DEMO_RENJA}-plan`;
const renja = `/api/renja/${DEMO_RENJA}`;
/** How often 1,000 edits are raced against a freeze; many more times by hand. */
const races = Number(process.env.FREEZE_RACES ?? 5);

let pair: ServerPair;
let perencana: Record<'one' | 'two', SignedIn>;
let opened: { close(): void }[] = [];

beforeAll(async () => {
	pair = await startServerPair();
	perencana = { one: await signIn(pair.one, 'perencana'), two: await signIn(pair.two, 'perencana') };
});
afterEach(() => {
	for (const client of opened) client.close();
	opened = [];
});
afterAll(() => pair.stop());

async function lean(server: TestServer, who: SignedIn): Promise<SyncClient> {
	const client = await openSyncClient(server, who);
	opened.push(client);
	return client;
}

async function stock(server: TestServer, who: SignedIn): Promise<StockClient> {
	const client = await connectClient(server, who);
	opened.push(client);
	return client;
}

async function expectGaplessLog(): Promise<void> {
	const seqs = await seqsOf(pair.sql, documentId);
	const { headSeq } = await headOf(pair.sql, documentId);
	// Its beginning may have been merged.
	expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] as number) + index));
	expect(seqs.at(-1)).toBe(headSeq);
}

async function expectSame(docs: Parameters<typeof readRenja>[0][]): Promise<void> {
	const values = (): string[] => docs.map((doc) => canonicalJson(readRenja(doc)));
	await waitFor(() => new Set(values()).size === 1, { timeoutMs: 15_000, what: 'all hold the same' });
	for (const [server, who] of [
		[pair.one, perencana.one],
		[pair.two, perencana.two]
	] as const) {
		const read = canonicalJson(await (await who.call('GET', renja)).json());
		expect(read, `what ${server.url} answers`).toBe(values()[0]);
	}
}

it('stock and own clients that write through both end with the same plan, and the log has no gap', async () => {
	const [a, b] = [await lean(pair.one, perencana.one), await lean(pair.two, perencana.two)];
	const [c, d] = [await stock(pair.one, perencana.one), await stock(pair.two, perencana.two)];
	const confirmed: Promise<void>[] = [];
	for (let number = 0; number < 60; number++) {
		for (const [index, client] of [a, b].entries()) confirmed.push(addLimit(client, `own-${index}-${number}`));
		for (const [index, { doc }] of [c, d].entries())
			applyEdit(doc, { edit: 'setPaguLimit', args: { of: 'sumberDana', key: `stock-${index}-${number}`, value: number } });
		await pause(5);
	}
	await Promise.all(confirmed);
	await waitFor(
		() => [a, b, c, d].every(({ doc }) => [...(limitsOf(doc)?.keys() ?? [])].filter((key) => /^(own|stock)-/.test(key)).length === 240),
		{
			timeoutMs: 15_000,
			what: 'everybody has everything'
		}
	);
	await expectSame([a, b, c, d].map(({ doc }) => doc));
	expect([a.closeCode(), b.closeCode()]).toEqual([null, null]);
	await expectGaplessLog();
});

it('who was on a server that is killed goes on at the other, and nothing confirmed or seen is lost', async () => {
	const { one, two } = pair;
	const [a, b] = [await lean(one, perencana.one), await lean(two, perencana.two)];
	const promised = new Set<string>();
	for (let number = 0; number < 40; number++) {
		for (const [index, client] of [a, b].entries()) {
			const key = `kill-${index}-${number}`;
			void addLimit(client, key).then(() => promised.add(key));
		}
		await pause(3);
	}
	await one.kill9();
	await waitFor(() => a.closeCode() !== null, { what: 'the connection to the killed one ended' });
	a.pause();
	const moved = createSyncClient(two.wsUrl, { cookie: perencana.two.cookie, doc: a.doc });
	opened.push(moved);
	await waitFor(() => moved.isSynced() && moved.frames().confirmed === moved.frames().sent, { what: 'in step with the other' });
	for (const key of promised) expect(hasLimit(b.doc, key), key).toBe(true);
	await one.restart();
	const fresh = await lean(one, perencana.one);
	await waitFor(() => canonicalJson(readRenja(fresh.doc)) === canonicalJson(readRenja(moved.doc)), { what: 'the new one holds the same' });
	await expectSame([moved, b, fresh].map(({ doc }) => doc));
	await expectGaplessLog();
});

it('messages that are lost cost time, never data; afterwards they come again', async () => {
	const [a, b] = [await lean(pair.one, perencana.one), await lean(pair.two, perencana.two)];
	const confirmed: Promise<void>[] = [];
	let ended = 0;
	for (let number = 0; number < 60; number++) {
		for (const [index, client] of [a, b].entries()) confirmed.push(addLimit(client, `deaf-${index}-${number}`));
		if (number % 5 === 0) ended += await deafen(pair.sql);
		await pause(5);
	}
	expect(ended).toBeGreaterThan(4);
	await Promise.all(confirmed);
	await expectSame([a.doc, b.doc]);
	expect([a.closeCode(), b.closeCode()]).toEqual([null, null]);
	await expectGaplessLog();
	await waitFor(async () => (await listening()) === 2, { what: 'both hear again' });
});

async function listening(): Promise<number> {
	const rows = await pair.sql`
		select from pg_stat_activity where datname = current_database() and application_name = 'rembug-listen' and query like 'listen%'`;
	return rows.length;
}

it('people on one server see who is on the other, whoever came first, and when he goes', async () => {
	const a = await stock(pair.one, perencana.one);
	a.provider.awareness.setLocalState({ place: 'a' });
	const b = await stock(pair.two, await signIn(pair.two, 'koperasi'));
	b.provider.awareness.setLocalState({ place: 'b' });
	const stateOf = (at: StockClient, of: StockClient) => at.provider.awareness.getStates().get(of.doc.clientID);
	await waitFor(() => stateOf(a, b)?.place === 'b' && stateOf(b, a)?.place === 'a', { what: 'both see each other' });
	expect((stateOf(a, b) as { user?: { nama?: string } }).user?.nama).toBeTruthy();
	const c = await stock(pair.two, perencana.two);
	await waitFor(() => stateOf(c, a)?.place === 'a', { what: 'who comes later sees him as well' });
	b.provider.awareness.setLocalState({ place: 'elsewhere' });
	await waitFor(() => stateOf(a, b)?.place === 'elsewhere', { what: 'a move is seen' });
	b.close();
	await waitFor(() => stateOf(a, b) === undefined, { what: 'he is gone' });
	a.close();
	await waitFor(() => stateOf(c, a) === undefined, { what: 'and the last one, too' });
});

it('what the servers tell each other of an edit is small, however large the plan is', async () => {
	const [a, b] = [await lean(pair.one, perencana.one), await lean(pair.two, perencana.two)];
	const { messages, stop } = await overhear(pair.databaseUrl);
	const { headSeq } = await headOf(pair.sql, documentId);
	for (let number = 0; number < 20; number++) await addLimit(number % 2 ? a : b, `small-${number}`);
	await waitFor(() => hasLimit(a.doc, 'small-18') && hasLimit(b.doc, 'small-19'), { what: 'both have all' });
	const rows = messages.filter((message) => message.includes('"rows"'));
	await stop();
	expect(rows.length).toBeGreaterThan(0);
	expect(rows.length).toBeLessThanOrEqual((await headOf(pair.sql, documentId)).headSeq - headSeq);
	expect(Math.max(...rows.map((message) => message.length))).toBeLessThan(200);
});

it('a session that ends, a role that is taken and an account that is disabled through one server are felt in the other', async () => {
	const { one, two } = pair;
	const admin = await signIn(one, 'admin');
	const accounts = (await (await admin.call('GET', '/api/admin/accounts')).json()) as AdminAccount[];
	const idOf = (username: string): string => accounts.find((account) => account.username === username)?.id ?? '';

	const umkm = await signIn(two, 'umkm');
	const client = await lean(two, umkm);
	expect((await admin.call('DELETE', `/api/admin/accounts/${idOf('umkm')}/sessions`)).status).toBe(200);
	await waitFor(() => client.closeCode() === closeCodes.session, { what: 'the ended session is closed' });

	const koperasi = await lean(two, await signIn(two, 'koperasi'));
	const { grants } = accounts.find((account) => account.username === 'koperasi') as AdminAccount;
	for (const { id } of grants)
		expect((await admin.call('DELETE', `/api/admin/accounts/${idOf('koperasi')}/grants/${id}`)).status).toBe(204);
	await waitFor(() => koperasi.closeCode() === closeCodes.unavailable, { what: 'sent back for its rights' });
	await waitFor(() => !koperasi.isSynced(), { what: 'and not let in again' });

	const sekretariat = await lean(two, await signIn(two, 'sekretariat'));
	await admin.call('PUT', `/api/admin/accounts/${idOf('sekretariat')}/disabled`, { disabled: true });
	await waitFor(() => sekretariat.closeCode() === closeCodes.session, { what: 'the disabled account is closed' });
});

it('a session that is gone without anybody telling the servers is found', async () => {
	const client = await lean(pair.two, await signIn(pair.two, 'verifikator'));
	await pair.sql`delete from account_session where user_id = (select id from account where username = 'verifikator')`;
	await waitFor(() => client.closeCode() === closeCodes.session, { what: 'closed' });
});

it(
	`a snapshot taken amid 1,000 edits through both is the plan afterwards, and no row follows it, ${races} times`,
	{ timeout: 600_000 },
	async () => {
		const kepala = await signIn(pair.one, 'kepala-dinas');
		const servers = [pair.one, pair.two];
		const who = [perencana.one, perencana.two];
		let cut = 0;
		for (let round = 1; round <= races; round++) {
			const writers = await Promise.all([0, 1, 2, 3].map((index) => lean(servers[index % 2] as TestServer, who[index % 2] as SignedIn)));
			const watchers = await Promise.all([0, 1].map((index) => lean(servers[index] as TestServer, who[index] as SignedIn)));
			const confirmed = writers.map(() => 0);
			const submitAt = 20 + Math.floor(Math.random() * 200);
			let submitting: Promise<Response> | undefined;
			const isFrozen = (): boolean => writers.every((writer) => writer.closeCode() === closeCodes.frozen);
			for (let number = 1; number <= 250 || (!isFrozen() && number < 10_000); number++) {
				const value = round * 100_000 + number;
				for (const [index, writer] of writers.entries())
					void addLimit(writer, `race-${index}`, value).then(() => (confirmed[index] = value));
				if (number === submitAt) submitting = (who[round % 2] as SignedIn).call('POST', `${renja}/stage`, { to: 'diajukan', reason: '' });
				await pause(1);
			}
			const answer = (await submitting) as Response;
			expect(answer.status, `round ${round}`).toBe(200);
			const { snapshot } = (await answer.json()) as StageAnswer;
			const detail = (await (await perencana.one.call('GET', `/api/snapshots/${snapshot?.id}`)).json()) as SnapshotDetail;
			expect(writers.map((writer) => writer.closeCode())).toEqual(writers.map(() => closeCodes.frozen));

			const plan = canonicalJson(detail.content.plan);
			await waitFor(() => watchers.every(({ doc }) => canonicalJson(readRenja(doc)) === plan), {
				what: `all see the snapshot of round ${round}`
			});
			for (const each of who) expect(canonicalJson(await (await each.call('GET', renja)).json())).toBe(plan);
			const fresh = await lean(servers[round % 2] as TestServer, who[round % 2] as SignedIn);
			expect(canonicalJson(readRenja(fresh.doc))).toBe(plan);
			expect(await headOf(pair.sql, documentId)).toEqual({ headSeq: detail.seq, frozen: true });
			expect((await seqsOf(pair.sql, documentId)).at(-1)).toBe(detail.seq);
			for (const [index, value] of confirmed.entries()) {
				const kept = limitsOf(fresh.doc)?.get(`race-${index}`) as number;
				expect(kept, `writer ${index} of round ${round}`).toBeGreaterThanOrEqual(value);
				cut += (limitsOf((writers[index] as SyncClient).doc)?.get(`race-${index}`) as number) - kept;
			}
			for (const client of opened.splice(0)) client.close();
			const returned = await kepala.call('POST', `/api/snapshots/${snapshot?.id}/decision`, {
				decision: 'return',
				note: 'Sekali lagi',
				password: DEMO_PASSWORD
			});
			expect(returned.status).toBe(200);
		}
		// Otherwise nothing was raced.
		expect(cut).toBeGreaterThan(races);
		await expectGaplessLog();
	}
);
