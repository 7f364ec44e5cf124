import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import type { Edit } from '@rembug/shared/renja/edit-types.ts';
import { sameJson } from '@rembug/shared/edits/same-json.ts';
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import { samplePlan } from '@rembug/shared/renja/sample-plan.ts';
import { closeCodes } from '@rembug/shared/sync/close-codes.ts';
import { messageConfirmed, messageSync, numbered, readConfirmed, syncStep2, syncUpdate } from '@rembug/shared/sync/messages.ts';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts';
import { createSyncClient, openSyncClient, type SyncClient } from '../../../tests/support/sync-client.ts';
import { waitFor } from '../../../tests/support/wait-for.ts';
import { createScreens } from '../forum/screens.ts';
import { createLog } from '../log.ts';
import { insertAccount, insertGrant, insertPerangkatDaerah } from '../people/people-queries.ts';
import type { Sessions } from '../people/sessions.ts';
import { createRenja } from '../renja/create-renja.ts';
import { renjaOf } from '../renja/renja-queries.ts';
import { createNeighbours, type Neighbours } from './neighbours.ts';
import { createRooms, type RoomsOptions } from './rooms.ts';
import type { Rooms } from './rooms-types.ts';
import { attachSyncSocket } from './socket.ts';
import { openConflicts, replaceByState, storedBytes, type LogRow } from './sync-queries.ts';
import * as fixture from './rooms-fixture-queries.ts';

const plan = samplePlan(20);
const subs = plan.nodes.filter((node) => node.level === 'subkegiatan').map((node) => node.id);
const sub = subs[0] as string;
const log = createLog('silent');
const grants = [{ role: 'perencana' as const, perangkatDaerahId: 'pd', unitId: null }];

interface Process {
	rooms: Rooms;
	neighbours: Neighbours | null;
	http: Server;
	wsUrl: string;
}

let database: TestDatabase;
let processes: Process[];
let clients: SyncClient[];
/** What the next looks at a cookie find; nothing left: a session with its grants. */
let signedIn: ('as usual' | 'nobody' | 'without grants')[];

/** What one server process is, as far as sync is concerned. Whoever names himself in the cookie is signed in. */
async function startProcess({
	isDeaf = false,
	...options
}: { isDeaf?: boolean } & Pick<RoomsOptions, 'patienceMs' | 'mergedAfterRows'> = {}): Promise<Process> {
	const { sql, url: databaseUrl } = database;
	const neighbours = isDeaf ? null : createNeighbours({ databaseUrl, sql, log });
	const standing = async (ids: readonly string[]) => new Map(ids.map((id) => [id, grants]));
	const rooms = createRooms({ sql, log, neighbours, standing, ...options });
	const http = createServer();
	const sessions = {
		authenticate: async (header: (name: string) => string | undefined) => {
			const id = header('cookie') ?? '';
			const now = signedIn.shift();
			if (now === 'nobody') return null;
			const held = now === 'without grants' ? [] : grants;
			return { sessionId: `s-${id}`, actor: { id, nama: id, grants: held }, username: id, color: '#000', demo: false };
		}
	} as unknown as Sessions;
	const config = { publicUrl: null } as Parameters<typeof attachSyncSocket>[1]['config'];
	attachSyncSocket(http, { config, sql: database.sql, log, sessions, screens: createScreens(database.sql), rooms });
	await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
	const started = { rooms, neighbours, http, wsUrl: `ws://127.0.0.1:${(http.address() as AddressInfo).port}` };
	processes.push(started);
	return started;
}

async function open(process: Process, id: string, renjaId = 'r', reconnect = true): Promise<SyncClient> {
	const client = await openSyncClient(process, { cookie: id, username: id }, { renjaId, reconnect });
	clients.push(client);
	return client;
}

beforeEach(async () => {
	database = await createTestDatabase();
	processes = [];
	clients = [];
	signedIn = [];
	const { sql } = database;
	await insertPerangkatDaerah(sql, { id: 'pd', nama: 'Dinas Contoh', daerah: 'Kabupaten Contoh' });
	for (const id of ['ani', 'budi', 'cici']) {
		await insertAccount(sql, { id, username: id, nama: id, passwordHash: 'x' });
		for (const grant of grants) await insertGrant(sql, id, grant);
	}
	for (const [id, tahun] of [
		['r', 2026],
		['q', 2027]
	] as const) {
		await sql.begin((tx) => createRenja(tx, { id, perangkatDaerahId: 'pd', tahun, jenis: 'murni', judul: id, stage: 'rancangan' }, plan));
	}
});
afterEach(async () => {
	for (const client of clients) client.close();
	for (const { rooms, neighbours, http } of processes) {
		await rooms.close();
		await neighbours?.close();
		http.closeAllConnections();
		http.close();
	}
	await database.drop();
});

const setPagu =
	(value: number, id = sub) =>
	(doc: Y.Doc) => {
		expect(applyEdit(doc, { edit: 'setAmount', args: { id, field: 'pagu', value } })).toMatchObject({ ok: true });
	};
const pagu = (doc: Y.Doc, id = sub): unknown => readRenja(doc).nodes.find((node) => node.id === id)?.pagu;

const seqs = async (): Promise<[number, string | null][]> =>
	(await fixture.logRows(database.sql, 'r-plan')).map(({ seq, accountId }) => [seq, accountId]);

describe('durable before visible', () => {
	it('neither confirms nor shows nor reads what Postgres does not hold yet; other rooms go on', async () => {
		const server = await startProcess();
		const [ani, budi, other] = [await open(server, 'ani'), await open(server, 'budi'), await open(server, 'cici', 'q')];
		const unlock = await fixture.lockDocument(database.url, 'r-plan');
		let isConfirmed = false;
		const edit = ani.edit(setPagu(77)).then(() => (isConfirmed = true));
		// Each of these is a whole round trip and commit, so the locked edit has arrived and was tried several times, before and after the read.
		for (let value = 101; value <= 110; value++) await other.edit(setPagu(value));
		let read: unknown;
		const reading = server.rooms.read('r-plan', (doc) => (read = pagu(doc)));
		for (let value = 1; value <= 5; value++) await other.edit(setPagu(value));
		expect([isConfirmed, pagu(budi.doc) === 77, read]).toEqual([false, false, undefined]);
		await unlock();
		await Promise.all([edit, reading]);
		expect(read).toBe(77);
		await waitFor(() => pagu(budi.doc) === 77, { what: 'the other sees it' });
	});

	it('does not let a joiner be in step before what it is shown is committed', async () => {
		const server = await startProcess();
		const [ani, other] = [await open(server, 'ani'), await open(server, 'cici', 'q')];
		const unlock = await fixture.lockDocument(database.url, 'r-plan');
		const edit = ani.edit(setPagu(78));
		await other.edit(setPagu(1));
		let isIn = false;
		const joining = open(server, 'budi').then((budi) => {
			isIn = true;
			return budi;
		});
		await waitFor(() => server.rooms.stats().sockets === 3, { what: 'the joiner has come' });
		for (let value = 2; value <= 5; value++) await other.edit(setPagu(value));
		expect(isIn).toBe(false);
		await unlock();
		await edit;
		expect(pagu((await joining).doc)).toBe(78);
	});
});

describe('what lists show of a document', () => {
	it('is its title as of the last commit of it, and of no other', async () => {
		const server = await startProcess();
		const ani = await open(server, 'ani');
		const setTitle = (value: string | null) => (doc: Y.Doc) =>
			void expect(applyEdit(doc, { edit: 'setInfo', args: { field: 'judul', value } })).toMatchObject({ ok: true });
		const titles = async () => (await renjaOf(database.sql, ['pd'])).map(({ id, judul }) => [id, judul]).toSorted();
		await ani.edit(setPagu(1));
		expect(await titles()).toEqual([
			['q', 'q'],
			['r', 'r']
		]);
		await Promise.all(['Satu', 'Dua', '"Tiga"'].map((text) => ani.edit(setTitle(text))));
		expect(await titles()).toEqual([
			['q', 'q'],
			['r', '"Tiga"']
		]);
		await ani.edit(setTitle(null));
		expect(await titles()).toEqual([
			['q', 'q'],
			['r', '']
		]);
	});
});

describe('frames that go astray', () => {
	const frameOf = (client: SyncClient, value: number, number: number): Uint8Array => {
		const copy = new Y.Doc();
		Y.applyUpdate(copy, Y.encodeStateAsUpdate(client.doc));
		// Of two values set side by side that of the higher id stands.
		copy.clientID = value;
		const before = Y.encodeStateVector(copy);
		setPagu(value)(copy);
		return numbered(Uint8Array.of(messageSync, syncUpdate, ...lengthPrefixed(Y.encodeStateAsUpdate(copy, before))), number);
	};
	const lengthPrefixed = (bytes: Uint8Array): Uint8Array => encoding.encode((encoder) => encoding.writeVarUint8Array(encoder, bytes));

	it('a numbered frame that comes twice is taken and counted once', async () => {
		const server = await startProcess();
		const ani = await open(server, 'ani');
		await waitFor(() => ani.frames().confirmed === 1, { what: 'the step 2 is confirmed' });
		const frame = frameOf(ani, 41, 2);
		ani.sendRaw(frame);
		ani.sendRaw(frame);
		ani.sendRaw(frameOf(ani, 42, 3));
		await waitFor(() => ani.frames().confirmed === 3, { what: 'both edits are confirmed' });
		expect((await fixture.changeRows(database.sql, 'r-plan')).length).toBe(2);
		expect([ani.frames().confirmed, ani.closeCode()]).toEqual([3, null]);
	});

	it('nothing is taken after one that is missing: the connection is closed with 4509', async () => {
		const server = await startProcess();
		const ani = await open(server, 'ani', 'r', false);
		await waitFor(() => ani.frames().confirmed === 1, { what: 'the step 2 is confirmed' });
		ani.sendRaw(frameOf(ani, 41, 3));
		await waitFor(() => ani.closeCode() === closeCodes.outOfStep, { what: 'closed with 4509' });
		expect(await fixture.changeRows(database.sql, 'r-plan')).toEqual([]);
	});

	it('everybody is told how far he has been sent the log, when there is no news for a moment', async () => {
		const server = await startProcess();
		const [ani, budi] = [await open(server, 'ani'), await open(server, 'budi')];
		const [row] = await fixture.logRows(database.sql, 'r-plan');
		await ani.edit(setPagu(51));
		await budi.edit(setPagu(52));
		const joiner = await open(server, 'cici');
		for (const client of [ani, budi, joiner]) {
			await waitFor(() => client.told() === (row?.seq ?? 0) + 2, { what: 'it is told' });
			expect(client.reached()).toBe(client.told());
		}
	});
});

describe('when Postgres does not answer', () => {
	it('rooms close with 4503, and what was under way then is kept once, whenever it is written', async () => {
		const server = await startProcess({ patienceMs: 300 });
		const ani = await open(server, 'ani');
		const unlock = await fixture.lockLog(database.url);
		void ani.edit(setPagu(31));
		await waitFor(() => ani.closeCode() === closeCodes.unavailable, { what: 'closed with 4503' });
		await unlock();
		await waitFor(() => ani.isSynced() && ani.frames().confirmed === ani.frames().sent, { what: 'in step again, and settled' });
		await waitFor(async () => (await fixture.changeRows(database.sql, 'r-plan')).length === 1, { what: 'the change is noted' });
		const fresh = await open(await startProcess(), 'budi');
		expect(pagu(fresh.doc)).toBe(31);
		const rows = await fixture.logRows(database.sql, 'r-plan');
		expect(rows.map((row) => row.seq)).toEqual([1, 2]);
	});
});

describe('a flood of edits by one person', () => {
	it('is taken whole, and edits in the same room and in another one pass it by', async () => {
		const server = await startProcess();
		const [ani, budi, cici] = [await open(server, 'ani'), await open(server, 'budi'), await open(server, 'cici', 'q')];
		const flood = 6000;
		await waitFor(() => ani.frames().confirmed === 1, { what: 'the step 2 is confirmed' });
		let last = Promise.resolve();
		for (let value = 1; value <= flood; value++) last = ani.edit(setPagu(value));
		// Those of the others are sent behind it.
		for (let value = 1; value <= 5; value++) await Promise.all([cici.edit(setPagu(value)), budi.edit(setPagu(value, subs[1]))]);
		expect(ani.frames().confirmed).toBeLessThan(flood);
		await last;
		await waitFor(() => pagu(budi.doc) === flood, { what: 'the other has all of it' });
		expect((await seqs()).filter(([, account]) => account === 'ani')).toHaveLength(flood);
	});
});

describe('a reader that does not read', () => {
	it('is cut off with 4508 instead of filling the memory, and the others go on', async () => {
		const server = await startProcess();
		const ani = await open(server, 'ani');
		const slow = new WebSocket(`${server.wsUrl}/sync/r/plan`, { headers: { cookie: 'budi' } });
		let code = 0;
		slow.on('close', (closed) => (code = closed));
		slow.on('error', () => undefined);
		await new Promise((resolve) => slow.once('message', resolve));
		// Sync step 1 with an empty state vector: from now on it is sent everything.
		slow.send(new Uint8Array([0, 0, 1, 0]));
		await new Promise((resolve) => slow.once('message', resolve));
		slow.pause();
		let round = 0;
		await waitFor(
			async () => {
				const text = `${round++}`.padEnd(20_000, 'x');
				await ani.edit((doc) =>
					expect(applyEdit(doc, { edit: 'setNodeText', args: { id: sub, field: 'uraian', value: text } }).ok).toBe(true)
				);
				return server.rooms.stats().sockets === 1;
			},
			{ timeoutMs: 20_000, everyMs: 0, what: 'the slow one is cut off' }
		);
		slow.resume();
		await waitFor(() => code !== 0, { what: 'it learns why' });
		expect([closeCodes.tooSlow, 1006]).toContain(code);
		slow.terminate();
	});
});

describe('the log', () => {
	it('counts without a gap, names the author of each row, and every change once', async () => {
		const server = await startProcess();
		const [ani, budi] = [await open(server, 'ani'), await open(server, 'budi')];
		await Promise.all(
			Array.from({ length: 40 }, (_, index) => (index % 2 ? ani : budi).edit(setPagu(1000 + index, subs[index % 4] as string)))
		);
		const rows = await fixture.logRows(database.sql, 'r-plan');
		expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: 41 }, (_, index) => index + 1));
		expect(new Set(rows.slice(1).map((row) => row.accountId))).toEqual(new Set(['ani', 'budi']));
		const changes = await fixture.changeRows(database.sql, 'r-plan');
		expect(changes).toHaveLength(40);
		const authors = new Map(rows.map((row) => [row.seq, row.accountId]));
		for (const change of changes) expect(change.accountId).toBe(authors.get(change.seq));
		// Each change starts where the one before it in the same field ended.
		const last = new Map<string, unknown>();
		for (const { entity, before, after } of changes) {
			if (last.has(entity)) expect(before).toBe(last.get(entity));
			last.set(entity, after);
		}
	});

	it('is merged when it grows long, and nothing of plan or history is lost', async () => {
		const server = await startProcess({ mergedAfterRows: 1000 });
		const ani = await open(server, 'ani');
		await Promise.all(Array.from({ length: 1150 }, (_, index) => ani.edit(setPagu(5000 + index))));
		await waitFor(async () => (await fixture.mergedUpTo(database.sql, 'r-plan')) > 900, { what: 'the log is merged' });
		await ani.edit(setPagu(1));
		const again = await startProcess();
		const fresh = await open(again, 'budi');
		expect(readRenja(fresh.doc)).toEqual(readRenja(ani.doc));
		expect(await fixture.changeRows(database.sql, 'r-plan')).toHaveLength(1151);
		// What other processes may not have read yet is left for a minute.
		expect(await seqs()).toHaveLength(1152);
		await fixture.makeLogOlder(database.sql, 'r-plan');
		const [state] = await storedBytes(database.sql, 'r-plan');
		await database.sql.begin((tx) => replaceByState(tx, 'r-plan', state?.seq ?? 0, state?.bytes ?? new Uint8Array()));
		expect((await seqs()).length).toBeLessThan(300);
		expect(await (await startProcess()).rooms.read('r-plan', readRenja)).toEqual(readRenja(ani.doc));
	});

	it('notes a value once when the same is written again', async () => {
		const server = await startProcess();
		const ani = await open(server, 'ani');
		await ani.edit(setPagu(9));
		await ani.edit((doc) => (doc.getMap('nodes').get(sub) as Y.Map<unknown>).set('pagu', 9));
		expect(await fixture.changeRows(database.sql, 'r-plan')).toHaveLength(1);
	});
});

describe('several processes', () => {
	it.each([
		['tell each other', false],
		['tell each other nothing', true]
	])('keep one log, and nobody is sent away, when they %s', async (_what, isDeaf) => {
		const [one, two] = [await startProcess({ isDeaf }), await startProcess({ isDeaf })];
		const [ani, budi, cici] = [await open(one, 'ani'), await open(two, 'budi'), await open(two, 'cici')];
		const own = new Map([ani, budi, cici].map((client, index) => [client, subs[index] as string]));
		for (let round = 1; round <= 4; round++) {
			const edits = [...own].flatMap(([client, id], index) =>
				Array.from({ length: 20 }, (_, number) => client.edit(setPagu(round * 1000 + index * 100 + number, id)))
			);
			await Promise.all(edits);
			await waitFor(() => [ani, budi].every(({ doc }) => sameJson(readRenja(doc), readRenja(cici.doc))), {
				what: `all see round ${round}`
			});
		}
		expect([ani, budi, cici].map((client) => client.closeCode())).toEqual([null, null, null]);
		const rows = await fixture.logRows(database.sql, 'r-plan');
		expect(rows.map((row) => row.seq)).toEqual(rows.map((_, index) => index + 1));
		await expectSoundHistory();
		const fresh = await open(await startProcess(), 'ani');
		expect(readRenja(fresh.doc)).toEqual(readRenja(cici.doc));
	});

	/** A row by budi that sets the amount, as a process would write it that has all that is committed. */
	async function rowOfBudi(value: number, clientId = 77): Promise<Omit<LogRow, 'seq'>> {
		const doc = new Y.Doc();
		for (const { bytes } of await storedBytes(database.sql, 'r-plan')) Y.applyUpdate(doc, bytes);
		doc.clientID = clientId;
		const vector = Y.encodeStateVector(doc);
		const before = JSON.stringify(pagu(doc) ?? null);
		doc.transact(() => setPagu(value)(doc));
		return {
			accountId: 'budi',
			bytes: Y.encodeStateAsUpdate(doc, vector),
			changes: [{ root: 'nodes', entity: sub, field: 'pagu', before, after: JSON.stringify(value) }],
			newClients: [clientId],
			conflicts: []
		};
	}

	/** Everything sent to this server before has been judged, and its commit tried, when edits of another document have come and gone. */
	async function untilJudged(server: Process): Promise<void> {
		const other = await open(server, 'cici', 'q');
		for (let value = 1; value <= 3; value++) await other.edit(setPagu(value));
	}

	it('what another process wrote first is shown to all, also to one whose answer waits; then what waited is committed', async () => {
		const server = await startProcess();
		const [ani, follower] = [await open(server, 'ani'), await open(server, 'cici')];
		const write = await fixture.lockForRow(database.url, 'r-plan');
		const edits = [1, 2, 3].map((value) => ani.edit(setPagu(value, subs[1])));
		await untilJudged(server);
		// It has a part already, so that its answer is encoded from the document, which is ahead of the log.
		const doc = new Y.Doc();
		Y.applyUpdate(doc, Y.encodeStateAsUpdate(follower.doc));
		const joining = openSyncClient(server, { cookie: 'cici', username: 'cici' }, { renjaId: 'r', doc });
		await untilJudged(server);
		await write(await rowOfBudi(200));
		await Promise.all(edits);
		const joiner = await joining;
		clients.push(joiner);
		for (const { doc } of [ani, follower, joiner])
			await waitFor(() => pagu(doc) === 200 && pagu(doc, subs[1]) === 3, { what: 'both are shown' });
		expect([ani, follower, joiner].map((client) => client.closeCode())).toEqual([null, null, null]);
		const [, ...rows] = await seqs();
		expect(rows).toEqual([
			[2, 'budi'],
			[3, 'ani'],
			[4, 'ani'],
			[5, 'ani']
		]);
	});

	it('a field that another process set first is marked, and the history goes on from its value', async () => {
		const server = await startProcess();
		const ani = await open(server, 'ani');
		ani.doc.clientID = 78;
		const write = await fixture.lockForRow(database.url, 'r-plan');
		const edits = [ani.edit(setPagu(5, subs[1])), ani.edit(setPagu(100)), ani.edit(setPagu(6, subs[1]))];
		await untilJudged(server);
		await write(await rowOfBudi(200));
		await Promise.all(edits);
		await waitFor(() => ani.conflicts().length === 1, { what: 'the conflict is told' });
		expect(ani.conflicts()[0]).toMatchObject({ kept: { value: 100, accountId: 'ani' }, other: { value: 200, accountId: 'budi' } });
		expect(ani.closeCode()).toBeNull();
		await expectSoundHistory();
		expect((await seqs()).map(([seq]) => seq)).toEqual([1, 2, 3, 4, 5]);
		expect(await server.rooms.read('r-plan', (doc) => [pagu(doc), pagu(doc, subs[1])])).toEqual([100, 6]);
	});

	it('people who write the same fields through two processes end with the same plan, history and marks', async () => {
		const [one, two] = [await startProcess(), await startProcess()];
		const people = [await open(one, 'ani'), await open(two, 'budi'), await open(one, 'cici')];
		for (let round = 1; round <= 15; round++) {
			const edits = people.flatMap((client, index) =>
				[0, 1].map((step) => client.edit(setPagu(round * 10 + index + step * 1000, subs[(round + index * step) % 3] as string)))
			);
			await Promise.all(edits);
		}
		await waitFor(() => people.every(({ doc }) => sameJson(readRenja(doc), readRenja((people[0] as SyncClient).doc))), {
			what: 'all hold the same'
		});
		expect(people.map((client) => client.closeCode())).toEqual([null, null, null]);
		expect((await seqs()).map(([seq]) => seq)).toEqual((await seqs()).map((_, index) => index + 1));
		await expectSoundHistory();
		expect((await openConflicts(database.sql, 'r-plan')).length).toBeGreaterThan(0);
		const marks = (client: SyncClient): string =>
			JSON.stringify(
				client
					.conflicts()
					.map(({ id }) => id)
					.sort()
			);
		const stored = async (): Promise<string> => JSON.stringify((await openConflicts(database.sql, 'r-plan')).map(({ id }) => id).sort());
		await waitFor(async () => new Set([...people.map(marks), await stored()]).size === 1, {
			what: 'all are shown the marks that are stored'
		});
		for (const { field, entity, kept } of people[0]?.conflicts() ?? [])
			expect(kept.value, `${entity} ${field}`).toBe(pagu((people[0] as SyncClient).doc, entity));
	});

	it('an edit that came through another process as well is kept once, and settled', async () => {
		const server = await startProcess();
		const [ani, follower] = [await open(server, 'ani'), await open(server, 'budi')];
		const vector = Y.encodeStateVector(ani.doc);
		const write = await fixture.lockForRow(database.url, 'r-plan');
		const edits = [ani.edit(setPagu(100)), ani.edit(setPagu(5, subs[1]))];
		const bytes = Y.encodeStateAsUpdate(ani.doc, vector);
		edits.push(ani.edit(setPagu(6, subs[2])));
		await untilJudged(server);
		await write({ accountId: 'ani', bytes, changes: [], newClients: [ani.doc.clientID], conflicts: [] });
		await Promise.all(edits);
		await waitFor(() => pagu(follower.doc, subs[2]) === 6 && pagu(follower.doc) === 100, { what: 'all is shown' });
		const [, ...rows] = await seqs();
		expect(rows).toEqual([
			[2, 'ani'],
			[3, 'ani']
		]);
		expect(ani.closeCode()).toBeNull();
	});

	it('a client id that another process gave to somebody else: its writer is sent away, the others only come back', async () => {
		const server = await startProcess();
		const [ani, cici] = [await open(server, 'ani'), await open(server, 'cici')];
		ani.doc.clientID = 77;
		const write = await fixture.lockForRow(database.url, 'r-plan');
		for (const value of [100, 101]) void ani.edit(setPagu(value, subs[1]));
		void cici.edit(setPagu(7, subs[2]));
		await untilJudged(server);
		await write(await rowOfBudi(200));
		await waitFor(() => ani.closeCode() === closeCodes.clientId, { what: 'closed with 4410 in the end' });
		await waitFor(() => cici.isSynced() && cici.frames().sent === cici.frames().confirmed, { what: 'the other is back, and settled' });
		expect(await server.rooms.read('r-plan', (doc) => [pagu(doc), pagu(doc, subs[2])])).toEqual([200, 7]);
	});

	/** Each change starts where the one before it in the same field ended, and the last one is what stands. */
	async function expectSoundHistory(): Promise<void> {
		const last = new Map<string, unknown>();
		for (const { entity, before, after } of await fixture.changeRows(database.sql, 'r-plan')) {
			if (last.has(entity)) expect(before).toBe(last.get(entity));
			last.set(entity, after);
		}
		const stored = await processes[0]?.rooms.read('r-plan', readRenja);
		for (const [entity, after] of last) expect(stored?.nodes.find(({ id }) => id === entity)?.pagu).toBe(after);
	}

	it('nobody is refused because his process has not heard yet of what he saw through another one', async () => {
		const [one, two] = [await startProcess({ isDeaf: true }), await startProcess({ isDeaf: true })];
		const [ani, budi] = [await open(one, 'ani'), await open(two, 'budi')];
		const program = plan.nodes.find(({ level }) => level === 'program')?.id as string;
		const add = (id: string, level: 'kegiatan' | 'subkegiatan', parent: string) => (doc: Y.Doc) =>
			expect(applyEdit(doc, { edit: 'addNode', args: { id, level, parent, order: 'z0', kode: '9' } })).toMatchObject({ ok: true });
		await ani.edit(add('kegiatan-baru', 'kegiatan', program));
		const seen = new Y.Doc();
		Y.applyUpdate(seen, Y.encodeStateAsUpdate(ani.doc));
		const before = Y.encodeStateVector(seen);
		add('sub-baru', 'subkegiatan', 'kegiatan-baru')(seen);
		await budi.edit((doc) => Y.applyUpdate(doc, Y.encodeStateAsUpdate(seen, before)));
		expect(budi.closeCode()).toBeNull();
		await waitFor(() => ani.doc.getMap('nodes').has('sub-baru'), { what: 'the other process shows it' });
		// Below a row that is nowhere it is still refused.
		void budi.edit((doc) => Y.applyUpdate(doc, orphan()));
		await waitFor(() => budi.closeCode() === closeCodes.schema, { what: 'closed with 4409' });

		function orphan(): Uint8Array {
			add('kegiatan-khayal', 'kegiatan', program)(seen);
			const known = Y.encodeStateVector(seen);
			// Not behind what the room never gets.
			seen.clientID += 1;
			add('yatim', 'subkegiatan', 'kegiatan-khayal')(seen);
			return Y.encodeStateAsUpdate(seen, known);
		}
	});

	it('a freeze that nobody told the room of still holds: the commit refuses, then the gate', async () => {
		const server = await startProcess();
		const ani = await open(server, 'ani');
		await fixture.freeze(database.sql, 'r-plan');
		void ani.edit(setPagu(13));
		await waitFor(() => ani.closeCode() === closeCodes.frozen, { what: 'it is closed with 4423 in the end' });
		expect(await server.rooms.read('r-plan', (doc) => pagu(doc))).not.toBe(13);
		expect(await fixture.logRows(database.sql, 'r-plan')).toHaveLength(1);
	});
});

describe('rules that changed', () => {
	it('what was judged by older ones is not appended; its writer comes back and is judged anew', async () => {
		const server = await startProcess({ isDeaf: true });
		const ani = await open(server, 'ani');
		await fixture.raiseRules(database.sql, 'r-plan');
		void ani.edit(setPagu(14));
		await waitFor(() => ani.closeCode() === closeCodes.unavailable, { what: 'sent away with 4503' });
		await waitFor(() => ani.isSynced() && ani.frames().sent === ani.frames().confirmed, { what: 'back, and settled' });
		expect(await server.rooms.read('r-plan', (doc) => pagu(doc))).toBe(14);
		expect(await fixture.logRows(database.sql, 'r-plan')).toHaveLength(2);
	});
});

/** As our own client sends it. */
function contentFrame(kind: number, update: Uint8Array, number: number): Uint8Array {
	const frame = encoding.encode((encoder) => {
		encoding.writeVarUint(encoder, messageSync);
		encoding.writeVarUint(encoder, kind);
		encoding.writeVarUint8Array(encoder, update);
	});
	return numbered(frame, number);
}

describe('a connection that was let in', () => {
	it.each([
		['nobody', closeCodes.session],
		['without grants', closeCodes.unavailable]
	] as const)('is closed when the cookie stands for %s a moment later', async (then, code) => {
		const server = await startProcess();
		signedIn = ['as usual', then];
		const client = createSyncClient(server.wsUrl, { cookie: 'ani', renjaId: 'r', reconnect: false });
		clients.push(client);
		await waitFor(() => client.closeCode() === code, { what: `closed with ${code}` });
	});

	it('is not listened to from then on, whatever it still sends', async () => {
		const server = await startProcess();
		const doc = new Y.Doc();
		Y.applyUpdate(doc, Y.encodeStateAsUpdate((await open(server, 'cici')).doc));
		const known = Y.encodeStateVector(doc);
		setPagu(99)(doc);
		const update = Y.encodeStateAsUpdate(doc, known);
		signedIn = ['as usual', 'without grants'];
		const socket = new WebSocket(`${server.wsUrl}/sync/r/plan`, { headers: { cookie: 'ani' } });
		// Before it hears that it is sent away.
		socket.once('message', () => socket.send(contentFrame(syncStep2, update, 1)));
		const code = await new Promise((resolve) => socket.once('close', resolve));
		expect(code).toBe(closeCodes.unavailable);
		expect(await server.rooms.read('r-plan', (now) => pagu(now))).not.toBe(99);
		expect(await fixture.logRows(database.sql, 'r-plan')).toHaveLength(1);
		doc.destroy();
	});

	it('has what it sent too early settled with its answer to the server, which carries it', async () => {
		const server = await startProcess();
		const doc = new Y.Doc();
		const ani = await open(server, 'ani');
		Y.applyUpdate(doc, Y.encodeStateAsUpdate(ani.doc));
		ani.close();
		const known = Y.encodeStateVector(doc);
		setPagu(61)(doc);
		const first = Y.encodeStateVector(doc);
		setPagu(62)(doc);
		const socket = new WebSocket(`${server.wsUrl}/sync/r/plan`, { headers: { cookie: 'ani' } });
		const confirmed: number[] = [];
		let code: number | null = null;
		socket.on('close', (closed) => (code = closed));
		socket.on('message', (data: Buffer) => {
			const decoder = decoding.createDecoder(new Uint8Array(data));
			if (decoding.readVarUint(decoder) === messageConfirmed) confirmed.push(readConfirmed(decoder).frames);
		});
		await new Promise((resolve) => socket.once('open', resolve));
		// It builds on the first change, which the server does not have yet.
		socket.send(contentFrame(syncUpdate, Y.encodeStateAsUpdate(doc, first), 1));
		socket.send(contentFrame(syncStep2, Y.encodeStateAsUpdate(doc, known), 2));
		await waitFor(() => confirmed.at(-1) === 2, { what: `both are settled (closed with ${code})` });
		// Not one of them alone: the first had brought nothing that could be kept.
		expect(confirmed).not.toContain(1);
		expect((await fixture.changeRows(database.sql, 'r-plan')).length).toBe(1);
		socket.terminate();
		doc.destroy();
	});
});

describe('rooms', () => {
	it('close when nobody is left, and a reader alone opens and closes one', async () => {
		const server = await startProcess();
		const ani = await open(server, 'ani');
		expect(server.rooms.stats()).toMatchObject({ rooms: 1, sockets: 1 });
		ani.pause();
		await waitFor(() => server.rooms.stats().rooms === 0, { what: 'the room is closed' });
		expect(await server.rooms.read('r-plan', (_doc, head) => head.seq)).toBe(1);
		await waitFor(() => server.rooms.stats().rooms === 0, { what: 'the room is closed again' });
	});

	it('take nothing while they are paused, and everything afterwards', async () => {
		const server = await startProcess();
		const [ani, other] = [await open(server, 'ani'), await open(server, 'cici', 'q')];
		const resume = await server.rooms.pause('r-plan');
		const edit = ani.edit(setPagu(21));
		for (let value = 1; value <= 3; value++) await other.edit(setPagu(value));
		expect(await fixture.logRows(database.sql, 'r-plan')).toHaveLength(1);
		resume();
		await edit;
		expect(await fixture.logRows(database.sql, 'r-plan')).toHaveLength(2);
	});

	it('tell every connection when the stage changes', async () => {
		const server = await startProcess();
		const ani = await open(server, 'ani');
		await fixture.setStage(database.sql, 'r', 'forum_pd');
		await server.rooms.stageChanged('r');
		await waitFor(() => ani.notices.length === 1, { what: 'a notice' });
		expect(ani.notices[0]).toEqual({ stage: 'forum_pd', frozen: false, lockedUnits: [], mayWrite: true });
	});

	it('close what a session had open', async () => {
		const server = await startProcess();
		const [ani, budi] = [await open(server, 'ani'), await open(server, 'budi')];
		server.rooms.endSession('s-ani');
		await waitFor(() => ani.closeCode() === closeCodes.session, { what: 'closed with 4401' });
		expect(budi.closeCode()).toBeNull();
	});
});

describe('values set in ignorance of each other', () => {
	const set = (edit: Edit) => (doc: Y.Doc) => expect(applyEdit(doc, edit)).toMatchObject({ ok: true });

	/** ani writes 100 while budi is away and writes 200; budi's stands when his client id is the higher one. */
	async function fork(server: Process, ids: [number, number]): Promise<[SyncClient, SyncClient]> {
		const [ani, budi] = [await open(server, 'ani'), await open(server, 'budi')];
		[ani.doc.clientID, budi.doc.clientID] = ids;
		budi.pause();
		setPagu(200)(budi.doc);
		await ani.edit(setPagu(100));
		budi.connect();
		await waitFor(() => budi.isSynced() && ani.conflicts().length === 1, { what: 'the conflict is told' });
		return [ani, budi];
	}

	it.each([
		['the later one stands', [1, 2], ['budi', 200, 'ani', 100]],
		['the earlier one stands', [2, 1], ['ani', 100, 'budi', 200]]
	] as const)(
		'are written in the commit that brings the later one and told to all, with both authors: %s',
		async (_what, ids, expected) => {
			const server = await startProcess();
			const [ani, budi] = await fork(server, [...ids]);
			await waitFor(() => budi.conflicts().length === 1, { what: 'told to the other, too' });
			const [row] = ani.conflicts();
			expect(row).toMatchObject({ root: 'nodes', entity: sub, field: 'pagu' });
			expect([row?.kept, row?.other].flatMap((side) => [side?.accountId, side?.value])).toEqual(expected);
			expect(pagu(ani.doc)).toBe(expected[1]);
			for (const side of [row?.kept, row?.other]) expect(Math.abs(Date.now() - Date.parse(side?.at ?? ''))).toBeLessThan(60_000);
			const stored = await fixture.conflictRows(database.sql, 'r-plan');
			expect(stored).toMatchObject([{ seq: 3, isInCommitOfItsRow: true, settledBy: null }]);
			const cici = await open(server, 'cici');
			await waitFor(() => cici.conflicts().length === 1, { what: 'told to whoever comes' });
			expect(cici.conflicts()).toEqual(ani.conflicts());
		}
	);

	it('name whoever emptied a field, of which only the history knows', async () => {
		const server = await startProcess();
		const [ani, budi] = [await open(server, 'ani'), await open(server, 'budi')];
		[ani.doc.clientID, budi.doc.clientID] = [2, 1];
		budi.pause();
		setPagu(200)(budi.doc);
		await ani.edit(setPagu(100));
		await ani.edit(set({ edit: 'setAmount', args: { id: sub, field: 'pagu', value: null } }));
		budi.connect();
		await waitFor(() => ani.conflicts().length === 1, { what: 'the conflict is told' });
		expect(pagu(ani.doc)).toBeUndefined();
		const sides = [
			{ value: null, accountId: 'ani' },
			{ value: 200, accountId: 'budi' }
		];
		expect(ani.conflicts()[0]).toMatchObject({ kept: sides[0], other: sides[1] });
		expect(await fixture.conflictRows(database.sql, 'r-plan')).toMatchObject([{ kept: sides[0], other: sides[1] }]);
	});

	it('stay open over a restart, and are settled by an edit made in knowledge of both, with its author', async () => {
		const first = await startProcess();
		const [ani, budi] = await fork(first, [1, 2]);
		for (const client of [ani, budi]) client.pause();
		await first.rooms.close();
		const second = await startProcess();
		const cici = await open(second, 'cici');
		await waitFor(() => cici.conflicts().length === 1, { what: 'it is still open' });
		await cici.edit(setPagu(150));
		await waitFor(() => cici.conflicts().length === 0, { what: 'settled on the screen' });
		expect(await fixture.conflictRows(database.sql, 'r-plan')).toMatchObject([{ settledBy: 'cici' }]);
	});

	it('follow the value that stands while nobody has decided, also over a restart', async () => {
		const first = await startProcess();
		const [ani, budi] = await fork(first, [2, 1]);
		budi.pause();
		await ani.edit(setPagu(101));
		await waitFor(() => ani.conflicts()[0]?.kept.value === 101, { what: 'the conflict follows' });
		ani.pause();
		await first.rooms.close();
		const second = await startProcess();
		const cici = await open(second, 'cici');
		await waitFor(() => cici.conflicts().length === 1, { what: 'it is still open' });
		expect(cici.conflicts()[0]).toMatchObject({ kept: { value: 101, accountId: 'ani' }, other: { value: 200, accountId: 'budi' } });
	});
});

describe('what the server writes for somebody', () => {
	const update = (value: number, doc: Y.Doc): Uint8Array => {
		const copy = new Y.Doc();
		Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
		const before = Y.encodeStateVector(copy);
		setPagu(value)(copy);
		return Y.encodeStateAsUpdate(copy, before);
	};
	const actor = { id: 'budi', nama: 'Budi', grants };

	it('is committed under his name and shown to all; sent once more it changes nothing', async () => {
		const server = await startProcess();
		const ani = await open(server, 'ani');
		const bytes = update(77, ani.doc);
		expect(await server.rooms.append('r-plan', actor, [bytes])).toEqual({ ok: true });
		expect((await seqs()).at(-1)?.[1]).toBe('budi');
		await waitFor(() => pagu(ani.doc) === 77, { what: 'it is shown' });
		const before = await seqs();
		expect(await server.rooms.append('r-plan', actor, [bytes])).toEqual({ ok: true });
		expect(await seqs()).toEqual(before);
	});

	it('is refused as his own frame would be, and changes nothing', async () => {
		const server = await startProcess();
		const ani = await open(server, 'ani');
		const before = await seqs();
		const bytes = update(78, ani.doc);
		expect(await server.rooms.append('r-plan', { ...actor, grants: [] }, [bytes])).toMatchObject({ ok: false, reason: 'forbidden' });
		expect(await server.rooms.append('r-plan', actor, [Uint8Array.of(7, 7)])).toMatchObject({
			ok: false,
			reason: 'malformed'
		});
		await fixture.freeze(database.sql, 'r-plan');
		await server.rooms.stageChanged('r');
		expect(await server.rooms.append('r-plan', actor, [bytes])).toMatchObject({ ok: false, reason: 'frozen' });
		expect(await seqs()).toEqual(before);
	});

	it('is written whole or not at all', async () => {
		const server = await startProcess();
		const ani = await open(server, 'ani');
		const before = await seqs();
		const good = update(81, ani.doc);
		expect(await server.rooms.append('r-plan', actor, [good, Uint8Array.of(7, 7)])).toMatchObject({ ok: false, reason: 'malformed' });
		expect(await server.rooms.read('r-plan', (doc) => pagu(doc))).not.toBe(81);
		expect(await seqs()).toEqual(before);
		expect(await server.rooms.append('r-plan', actor, [good, update(82, ani.doc)])).toEqual({ ok: true });
		await waitFor(() => [81, 82].includes(pagu(ani.doc) as number), { what: 'it is shown' });
	});

	it('waits while the document is paused', async () => {
		const server = await startProcess();
		const [ani, other] = [await open(server, 'ani'), await open(server, 'cici', 'q')];
		const release = await server.rooms.pause('r-plan');
		let isDone = false;
		const writing = server.rooms.append('r-plan', actor, [update(79, ani.doc)]).then(() => (isDone = true));
		// Each is a whole round trip and commit, so the server has tried several times.
		for (let value = 1; value <= 5; value++) await other.edit(setPagu(value));
		expect(isDone).toBe(false);
		release();
		await writing;
		await waitFor(() => pagu(ani.doc) === 79, { what: 'it is shown' });
	});
});
