/** Several people in one plan: what each may do, what each sees, and what is kept of it. */
import type { FieldChangeRow } from '@rembug/shared/api/api-types.ts';
import type { NodeValue } from '@rembug/shared/renja/renja-types.ts';
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import { closeCodes } from '@rembug/shared/sync/close-codes.ts';
import { messageAwareness, protocolVersion } from '@rembug/shared/sync/messages.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { connectClient } from '../support/clients.ts';
import { makePlanners, signIn, type SignedIn } from '../support/people.ts';
import { openSyncClient } from '../support/sync-client.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

let server: TestServer;
let people: Record<'perencana' | 'koperasi' | 'umkm' | 'verifikator', SignedIn>;
let subs: string[];
beforeAll(async () => {
	server = await startServer();
	await makePlanners(server, ['koperasi', 'umkm']);
	const [perencana, koperasi, umkm, verifikator] = await Promise.all(
		['perencana', 'koperasi', 'umkm', 'verifikator'].map((name) => signIn(server, name))
	);
	people = { perencana, koperasi, umkm, verifikator } as typeof people;
	const plain = (await (await people.umkm.call('GET', '/api/renja/demo-renja-2024')).json()) as { nodes: NodeValue[] };
	subs = plain.nodes.filter((node) => node.level === 'subkegiatan').map((node) => node.id);
});
afterAll(() => server?.stop());

const setPagu = (id: string, value: number) => (doc: Y.Doc) => {
	expect(applyEdit(doc, { edit: 'setAmount', args: { id, field: 'pagu', value } })).toMatchObject({ ok: true });
};
const pagu = (doc: Y.Doc, id: string): unknown => readRenja(doc).nodes.find((node) => node.id === id)?.pagu;
const sub = (index: number): string => subs[index] as string;

describe('an edit', () => {
	it('is confirmed, shown to others, written under its author, and read by REST', async () => {
		const a = await openSyncClient(server, people.koperasi);
		const b = await openSyncClient(server, people.umkm);
		const before = pagu(a.doc, sub(0));
		await a.edit(setPagu(sub(0), 123_456));
		await waitFor(() => pagu(b.doc, sub(0)) === 123_456, { what: 'the other screen shows it' });
		const plain = (await (await people.umkm.call('GET', '/api/renja/demo-renja-2024')).json()) as { nodes: NodeValue[] };
		expect(plain.nodes.find((node) => node.id === sub(0))?.pagu).toBe(123_456);
		const history = await people.umkm.call('GET', `/api/renja/demo-renja-2024/history?root=nodes&entity=${sub(0)}&field=pagu`);
		const [row] = (await history.json()) as FieldChangeRow[];
		const session = (await (await people.koperasi.call('GET', '/api/session')).json()) as { user: { nama: string } };
		expect(row).toMatchObject({ before, after: 123_456, nama: session.user.nama });
		a.close();
		b.close();
	});

	it('comes from a first message that names user, generation and right to write', async () => {
		const client = await openSyncClient(server, people.verifikator);
		expect(client.hello()).toMatchObject({ protocolVersion, stage: 'rancangan', frozen: false, mayWrite: false });
		expect(client.hello()?.user.id).toBeTypeOf('string');
		client.close();
	});

	it('of somebody who may only read closes his connection with 4403 and changes nothing', async () => {
		const reader = await openSyncClient(server, people.verifikator);
		await waitFor(() => reader.frames().confirmed === reader.frames().sent, { what: 'the empty step 2 of a reader is settled' });
		void reader.edit(setPagu(sub(1), 1));
		await waitFor(() => reader.closeCode() !== null, { what: 'closed' });
		expect(reader.closeCode()).toBe(closeCodes.forbidden);
		const fresh = await openSyncClient(server, people.umkm);
		expect(pagu(fresh.doc, sub(1))).not.toBe(1);
		reader.close();
		fresh.close();
	});

	it('that does not fit the schema closes its connection with 4409', async () => {
		const client = await openSyncClient(server, people.umkm);
		void client.edit((doc) => (doc.getMap('nodes').get(sub(1)) as Y.Map<unknown>).set('pagu', 'banyak'));
		await waitFor(() => client.closeCode() === closeCodes.schema, { what: 'closed' });
		client.close();
	});

	it('under the client id of somebody else closes its connection with 4410', async () => {
		const owner = await openSyncClient(server, people.koperasi);
		await owner.edit(setPagu(sub(2), 5));
		const doc = new Y.Doc();
		const thief = await openSyncClient(server, people.umkm, { doc });
		await waitFor(() => pagu(doc, sub(2)) === 5, { what: 'in step' });
		doc.clientID = owner.doc.clientID;
		void thief.edit(setPagu(sub(2), 6));
		await waitFor(() => thief.closeCode() === closeCodes.clientId, { what: 'closed' });
		expect(pagu(owner.doc, sub(2))).toBe(5);
		owner.close();
		thief.close();
	});

	it('typed between opening and answering the first question of the server is not lost', async () => {
		const client = await connectClient(server, people.umkm);
		const closed: unknown[] = [];
		client.provider.on('closed', (event) => closed.push(event));
		client.provider.disconnect();
		// The server does not have this one when the next arrives: it comes with the step 2.
		setPagu(sub(3), 41)(client.doc);
		client.provider.once('status', () => client.provider.once('status', () => setPagu(sub(3), 42)(client.doc)));
		client.provider.connect();
		await waitFor(() => client.provider.synced, { what: 'in step again' });
		const fresh = await openSyncClient(server, people.umkm);
		await waitFor(() => pagu(fresh.doc, sub(3)) === 42, { what: 'both edits arrived' });
		expect(closed).toEqual([]);
		client.close();
		fresh.close();
	});
});

describe('presence', () => {
	it('shows the others under the name the server knows, and nobody speaks for somebody else', async () => {
		const a = await connectClient(server, people.koperasi);
		const b = await connectClient(server, people.umkm);
		a.provider.awareness.setLocalState({ user: { nama: 'Orang Lain' }, cell: 'x' });
		const seen = () => b.provider.awareness.getStates().get(a.doc.clientID) as { user?: { nama?: string }; cell?: string } | undefined;
		await waitFor(() => seen()?.cell === 'x', { what: 'the other is seen' });
		const { user } = (await (await people.koperasi.call('GET', '/api/session')).json()) as { user: { nama: string } };
		expect(seen()?.user?.nama).toBe(user.nama);
		const liar = await openSyncClient(server, people.perencana);
		const body = encoding.encode((encoder) => {
			encoding.writeVarUint(encoder, 1);
			encoding.writeVarUint(encoder, a.doc.clientID);
			encoding.writeVarUint(encoder, 4_000_000_000_000);
			encoding.writeVarString(encoder, JSON.stringify({ cell: 'palsu' }));
		});
		liar.sendRaw(
			encoding.encode((encoder) => {
				encoding.writeVarUint(encoder, messageAwareness);
				encoding.writeVarUint8Array(encoder, body);
			})
		);
		a.provider.awareness.setLocalStateField('cell', 'y');
		await waitFor(() => seen()?.cell === 'y', { what: 'what the other himself says arrives' });
		a.close();
		await waitFor(() => seen() === undefined, { what: 'who has gone is not shown' });
		b.close();
		liar.close();
	});

	it('is back at once after a dropped network', async () => {
		const a = await connectClient(server, people.koperasi);
		const b = await connectClient(server, people.umkm);
		a.provider.awareness.setLocalStateField('cell', 'x');
		const isSeen = () => b.provider.awareness.getStates().has(a.doc.clientID);
		await waitFor(isSeen, { what: 'seen' });
		a.drop();
		await waitFor(() => !isSeen(), { what: 'gone' });
		await waitFor(isSeen, { timeoutMs: 5000, what: 'seen again, without waiting for its renewal' });
		a.close();
		b.close();
	});
});

describe('a joiner', () => {
	it('gets everything in the middle of heavy traffic', async () => {
		const writers = await Promise.all([people.koperasi, people.umkm, people.perencana].map((who) => openSyncClient(server, who)));
		let value = 0;
		const timer = setInterval(() => {
			for (const [index, writer] of writers.entries()) void writer.edit(setPagu(sub(4 + index), ++value));
		}, 3);
		const joiners = [];
		for (let index = 0; index < 8; index++) joiners.push(await openSyncClient(server, people.verifikator));
		clearInterval(timer);
		await waitFor(() => writers.every((writer) => writer.frames().confirmed === writer.frames().sent), { what: 'all is confirmed' });
		const fresh = await openSyncClient(server, people.umkm);
		const truth = readRenja(fresh.doc);
		for (const client of [...writers, ...joiners])
			await waitFor(() => JSON.stringify(readRenja(client.doc)) === JSON.stringify(truth), { what: 'in step' });
		for (const client of [...writers, ...joiners, fresh]) client.close();
	});
});

describe('stock clients', () => {
	it('with random disconnects end with the same plan, equal to what a fresh one reads after a restart', { timeout: 90_000 }, async () => {
		const clients = await Promise.all([people.koperasi, people.umkm, people.perencana].map((who) => connectClient(server, who)));
		const seconds = Number(process.env.RECONNECT_SECONDS ?? 10);
		const until = performance.now() + seconds * 1000;
		let value = 1000;
		let seed = 4711;
		const random = (below: number): number => {
			seed = (seed * 1103515245 + 12345) % 2147483648;
			return Math.floor((seed / 2147483648) * below);
		};
		await waitFor(
			() => {
				for (const client of clients) {
					if (random(4) === 0)
						applyEdit(client.doc, { edit: 'setAmount', args: { id: sub(random(subs.length)), field: 'pagu', value: value++ } });
					if (random(40) === 0)
						applyEdit(client.doc, {
							edit: 'addIndikator',
							args: { nodeId: sub(random(subs.length)), id: `i-${value++}`, jenis: 'hasil', order: 'a1' }
						});
					if (random(60) === 0) client.drop();
				}
				return performance.now() > until;
			},
			{ timeoutMs: seconds * 2000, what: 'the time is over' }
		);
		await waitFor(() => clients.every((client) => client.provider.synced), { what: 'everybody is back' });
		const values = () => clients.map((client) => JSON.stringify(readRenja(client.doc)));
		await waitFor(() => new Set(values()).size === 1, { what: 'all hold the same plan' });
		await server.restart();
		const fresh = await connectClient(server, people.umkm);
		expect(readRenja(fresh.doc)).toEqual(readRenja(clients[0]!.doc));
		await waitFor(() => clients.every((client) => client.provider.synced), { what: 'they come back by themselves after the restart' });
		for (const client of [...clients, fresh]) client.close();
	});
});

describe('SIGTERM', () => {
	it('closes every connection with 4501 after everything admitted is kept', async () => {
		const client = await openSyncClient(server, people.umkm, { reconnect: false });
		const edits = Array.from({ length: 50 }, (_, index) => client.edit(setPagu(sub(8), 9000 + index)));
		await edits[0];
		expect(await server.terminate()).toBe(0);
		await waitFor(() => client.closeCode() === closeCodes.goingDown, { what: 'closed with 4501' });
		const { confirmed } = client.frames();
		await server.restart();
		const fresh = await openSyncClient(server, people.umkm);
		// The first frame of a connection is its step 2.
		expect(pagu(fresh.doc, sub(8))).toBeGreaterThanOrEqual(9000 + confirmed - 2);
		client.close();
		fresh.close();
	});
});

describe('a frozen plan', () => {
	it('tells everybody at once and takes no edit any more, however it races', async () => {
		const clients = await Promise.all([people.koperasi, people.umkm].map((who) => openSyncClient(server, who)));
		let value = 50_000;
		const timer = setInterval(() => {
			for (const client of clients) if (client.isSynced()) void client.edit(setPagu(sub(9), ++value));
		}, 2);
		await waitFor(() => value > 50_050, { what: 'edits travel' });
		const answer = await people.perencana.call('POST', '/api/renja/demo-renja-2024/stage', { to: 'diajukan', reason: '' });
		expect(answer.status).toBe(200);
		const { snapshot } = (await answer.json()) as { snapshot: { id: string } };
		await waitFor(() => clients.every((client) => client.closeCode() === closeCodes.frozen), {
			what: 'who goes on writing is closed with 4423'
		});
		clearInterval(timer);
		expect(clients.some((client) => client.notices.some((notice) => notice.frozen && !notice.mayWrite))).toBe(true);
		const fresh = await openSyncClient(server, people.umkm);
		expect(fresh.hello()).toMatchObject({ frozen: true, stage: 'diajukan', mayWrite: false });
		const detail = (await (await people.perencana.call('GET', `/api/snapshots/${snapshot.id}`)).json()) as {
			content: { plan?: unknown; nodes?: NodeValue[] };
		};
		expect(JSON.stringify(detail.content)).toContain(`"pagu":${String(pagu(fresh.doc, sub(9)))}`);
		for (const client of [...clients, fresh]) client.close();
	});
});
