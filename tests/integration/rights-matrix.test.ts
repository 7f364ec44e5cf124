/**
 * Role x field x stage: every cell that is forbidden is tried with a raw client, which knows nothing of our edit functions, against a real
 * server; nothing of it may be found in the plan, in the log or on another screen. What is allowed is tried too, so that a server that
 * refuses everything does not pass. What is expected is written here by hand and not asked of the code under test.
 */
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import type { StageAnswer } from '@rembug/shared/api/api-types.ts';
import { registerNames } from '@rembug/shared/renja/renja-schema.ts';
import { readNarrative } from '@rembug/shared/renja/prose.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import { isPlanFrozen, stages, type Stage } from '@rembug/shared/renja/stages.ts';
import { closeCodes } from '@rembug/shared/sync/close-codes.ts';
import { messageConfirmed, messageSync, syncUpdate } from '@rembug/shared/sync/messages.ts';
import { hashPassword } from '@rembug/server/people/passwords.ts';
import { insertAccount, insertGrant } from '@rembug/server/people/people-queries.ts';
import { logRows } from '@rembug/server/sync/rooms-fixture-queries.ts';
import * as encoding from 'lib0/encoding';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDemoDatabase } from '../support/demo-database.ts';
import { DEMO_PASSWORD, DEMO_RENJA, signIn, type SignedIn } from '../support/people.ts';
import type { TestDatabase } from '../support/postgres.ts';
import { openSyncClient, type SyncClient } from '../support/sync-client.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

const planners = ['perencana', 'sekretaris'];
/** koperasi stands for the staf of a unit. */
const everybody = [...planners, 'koperasi', 'verifikator', 'kepala-dinas'];
const together = 8;

let database: TestDatabase;
let server: TestServer;
let people: Record<string, SignedIn>;
let watching: SyncClient;

beforeAll(async () => {
	database = await createDemoDatabase();
	const passwordHash = await hashPassword(DEMO_PASSWORD);
	await insertAccount(database.sql, { id: 'sekretaris', username: 'sekretaris', nama: 'Sekretaris', passwordHash });
	await insertGrant(database.sql, 'sekretaris', { role: 'sekretaris', perangkatDaerahId: 'demo-diskop-pasuruan', unitId: null });
	server = await startServer({ databaseUrl: database.url });
	people = Object.fromEntries(await Promise.all(everybody.map(async (name) => [name, await signIn(server, name)] as const)));
	watching = await openSyncClient(server, await signIn(server, 'verifikator'));
});
afterAll(async () => {
	watching?.close();
	await server?.stop();
	await database?.drop();
});

// What there is to change --------------------------------------------------------------------------

type Owner = 'own' | 'other' | 'none';
interface Cell {
	name: string;
	change(doc: Y.Doc): unknown;
	/** Whether the staf of koperasi may, before the plan is frozen. */
	staf: boolean;
	/** Nobody may: it was given when the Renja was made. */
	fixed?: boolean;
}

const fixedInfo: readonly string[] = ['daerah', 'perangkatDaerah', 'tahun', 'jenis'];

const subOf: Record<Exclude<Owner, 'none'>, string> = { own: 'n-2.17.02.2.01.01', other: 'n-2.17.07.2.01.01' };
const rowOf: Record<Owner, Record<string, string>> = {
	own: { subkegiatan: subOf.own, kegiatan: 'n-2.17.03.2.01', program: 'n-2.17.03' },
	other: { subkegiatan: subOf.other, kegiatan: 'n-2.17.07.2.01', program: 'n-2.17.07' },
	none: { bidang_urusan: 'n-2.17' }
};

const row = (doc: Y.Doc, id: string): Y.Map<unknown> => doc.getMap('nodes').get(id) as Y.Map<unknown>;
let fresh = 0;
/** Differs from call to call, so that what is allowed changes something. */
const text = (): string => `Isian ${++fresh}`;
const fieldValue: Record<string, () => unknown> = {
	tahun: () => 2031,
	jenis: () => 'perubahan',
	layout: () => 'standar',
	bidang: () => 'koperasi',
	order: () => `b${++fresh}`,
	removed: () => true
};
const amounts = ['pagu', 'paguMaju', 'belanjaPegawai', 'belanjaBarangJasa', 'belanjaModal', 'paguLimit', 'jumlah', 'rp'];
const valueOf = (field: string): unknown => (amounts.includes(field) ? ++fresh : (fieldValue[field] ?? text)());
const entryValue: Record<string, () => unknown> = { jenis: () => 'hasil', accumulation: () => 'last', direction: () => 'down' };

function write(doc: Y.Doc, section: string): void {
	const paragraph = new Y.XmlElement('paragraph');
	paragraph.insert(0, [new Y.XmlText(text())]);
	(doc.getMap('narrative').get(section) as Y.XmlFragment).push([paragraph]);
}

/** By the perencana, before anybody tries: sections to write in, two of them given to a unit. */
function giveSections(doc: Y.Doc): void {
	const units = doc.getMap('info').get('bidangBab') as Y.Map<unknown>;
	units.set('2.1', 'koperasi');
	units.set('2.2', 'umkm');
	for (const section of ['2.1', '2.2', '5']) doc.getMap('narrative').set(section, new Y.XmlFragment());
}

function infoCells(): Cell[] {
	const info = (doc: Y.Doc): Y.Map<unknown> => doc.getMap('info');
	return [
		...registerNames.info.map((field): Cell => ({
			name: `info/${field}`,
			staf: false,
			fixed: fixedInfo.includes(field),
			change: (doc) => info(doc).set(field, valueOf(field))
		})),
		...['paguLimitBidang', 'paguLimitSumberDana'].map((map): Cell => ({
			name: `info/${map}`,
			staf: false,
			change: (doc) => (info(doc).get(map) as Y.Map<unknown>).set('koperasi', ++fresh)
		})),
		{ name: 'info/bidangBab', staf: false, change: (doc) => (info(doc).get('bidangBab') as Y.Map<unknown>).set('1.1', text()) },
		{ name: 'a new section', staf: false, change: (doc) => doc.getMap('narrative').set(`bab${++fresh}`, new Y.XmlFragment()) },
		{ name: 'the section of the own unit', staf: true, change: (doc) => write(doc, '2.1') },
		{ name: 'the section of another unit', staf: false, change: (doc) => write(doc, '2.2') },
		{ name: 'a section of no unit', staf: false, change: (doc) => write(doc, '5') }
	];
}

function rowCells(owner: Exclude<Owner, 'none'>): Cell[] {
	const sub = subOf[owner];
	const isOwn = owner === 'own';
	const elsewhere = isOwn ? 'n-2.17.03.2.01' : 'n-2.17.06.2.01';
	const fields = registerNames.node.filter((field) => !['level', 'parent'].includes(field));
	const registers = fields.map((field): Cell => ({
		name: `${sub}/${field}`,
		staf: isOwn && field !== 'bidang',
		change: (doc) => row(doc, sub).set(field, valueOf(field))
	}));
	const emptied = ['uraian', 'pagu'].map((field): Cell => ({
		name: `${sub}/${field} emptied`,
		staf: isOwn,
		change: (doc) => row(doc, sub).delete(field)
	}));
	const entries = (['indikator', 'sumberDana', 'triwulan'] as const).flatMap((collection) =>
		registerNames[collection].map((field): Cell => ({
			name: `${sub}/${collection}/${field}`,
			staf: isOwn,
			change(doc) {
				const map = row(doc, sub).get(collection) as Y.Map<Y.Map<unknown>>;
				const entry = map.get([...map.keys()].sort()[0] as string) as Y.Map<unknown>;
				entry.set(field, (entryValue[field] ?? ((): unknown => valueOf(field)))());
			}
		}))
	);
	const added = (['indikator', 'sumberDana'] as const).map((collection): Cell => ({
		name: `${sub}/${collection} added`,
		staf: isOwn,
		change: (doc) => (row(doc, sub).get(collection) as Y.Map<unknown>).set(`e${++fresh}`, new Y.Map([['order', 'a0']]))
	}));
	const rows = (['program', 'kegiatan', 'subkegiatan'] as const).flatMap((level): Cell[] => {
		const parent = { program: 'n-2.17', kegiatan: rowOf[owner].program, subkegiatan: rowOf[owner].kegiatan }[level];
		const id = rowOf[owner][level] as string;
		return [
			{
				name: `a ${level} under ${parent}`,
				staf: isOwn && level !== 'program',
				change: (doc) => doc.getMap('nodes').set(`x${++fresh}`, new Y.Map(Object.entries({ level, parent, order: 'a0' })))
			},
			{ name: `${id} removed`, staf: isOwn && level !== 'program', change: (doc) => row(doc, id).set('removed', true) },
			{ name: `${id}/uraian`, staf: isOwn, change: (doc) => row(doc, id).set('uraian', text()) },
			{ name: `${id}/order`, staf: isOwn && level !== 'program', change: (doc) => row(doc, id).set('order', valueOf('order')) }
		];
	});
	return [
		...[...emptied, ...registers, ...entries, ...added, ...rows],
		{ name: `${sub} moved to koperasi`, staf: isOwn, change: (doc) => row(doc, sub).set('parent', elsewhere) },
		{ name: `${sub} moved to umkm`, staf: false, change: (doc) => row(doc, sub).set('parent', 'n-2.17.07.2.01') },
		{
			name: `${sub} taken and edited`,
			staf: false,
			change(doc) {
				row(doc, sub).set('bidang', 'koperasi');
				row(doc, sub).set('pagu', ++fresh);
			}
		}
	];
}

const unownedCells = (): Cell[] =>
	['uraian', 'catatan', 'bidang', 'order'].map((field) => ({
		name: `n-2.17/${field}`,
		staf: false,
		change: (doc: Y.Doc) => row(doc, 'n-2.17').set(field, valueOf(field))
	}));

const cells = [...infoCells(), ...rowCells('own'), ...rowCells('other'), ...unownedCells()];

const mayChange = (who: string, cell: Cell, stage: Stage): boolean =>
	!isPlanFrozen(stage) && !cell.fixed && (planners.includes(who) || (who === 'koperasi' && cell.staf));

/** The bytes of the update that makes this change in a plan like this one. */
function updateOf(cell: Cell, state: Uint8Array): Uint8Array {
	const doc = new Y.Doc();
	for (const root of ['info', 'nodes', 'narrative']) doc.getMap(root);
	Y.applyUpdate(doc, state);
	const before = Y.encodeStateVector(doc);
	doc.transact(() => cell.change(doc));
	return Y.encodeStateAsUpdate(doc, before);
}

/** Sends one update over a connection of its own; resolves with the close code, or null when it was confirmed. */
function attempt(who: SignedIn, bytes: Uint8Array): Promise<number | null> {
	const socket = new WebSocket(`${server.wsUrl}/sync/${DEMO_RENJA}/plan`, { headers: { cookie: who.cookie } });
	return new Promise((resolve, reject) => {
		socket.on('open', () =>
			socket.send(
				encoding.encode((encoder) => {
					encoding.writeVarUint(encoder, messageSync);
					encoding.writeVarUint(encoder, syncUpdate);
					encoding.writeVarUint8Array(encoder, bytes);
				})
			)
		);
		socket.on('message', (data: Buffer) => {
			if (data[0] !== messageConfirmed) return;
			resolve(null);
			socket.terminate();
		});
		socket.on('close', (code) => resolve(code));
		socket.on('error', reject);
	});
}

async function moveTo(stage: Stage): Promise<void> {
	const renja = `/api/renja/${DEMO_RENJA}`;
	const { stage: now } = (await (await people.perencana?.call('GET', `${renja}/context`))?.json()) as { stage: Stage };
	if (now === stage) return;
	if (stage === 'disetujui') {
		const [snapshot] = (await (await people.perencana?.call('GET', `${renja}/snapshots`))?.json()) as { id: string }[];
		const decision = { decision: 'approve', note: '', password: DEMO_PASSWORD };
		expect((await people['kepala-dinas']?.call('POST', `/api/snapshots/${snapshot?.id}/decision`, decision))?.status).toBe(200);
		return;
	}
	const perkada = stage === 'ditetapkan' ? { perkada: { nomor: '1 Tahun 2024', tanggal: '2024-01-02' } } : {};
	const answer = await people.perencana?.call('POST', `${renja}/stage`, { to: stage, reason: 'Perlu dilengkapi', ...perkada });
	expect(answer?.status).toBe(200);
	expect(((await answer?.json()) as StageAnswer).stage).toBe(stage);
}

const plain = async (): Promise<unknown> => (await people.perencana?.call('GET', `/api/renja/${DEMO_RENJA}`))?.json();
const logLength = async (): Promise<number> => (await logRows(database.sql, `${DEMO_RENJA}-plan`)).length;

/** Tries all of it and looks whether anything is different. Returns how many it were. */
async function tryForbidden(stage: Stage): Promise<number> {
	const state = Y.encodeStateAsUpdate(watching.doc);
	const tries = cells.flatMap((cell) => {
		const forbidden = everybody.filter((who) => !mayChange(who, cell, stage));
		// The same bytes may come from anybody: a client id belongs to nobody before something of it was taken.
		const bytes = forbidden.length > 0 ? updateOf(cell, state) : new Uint8Array();
		return forbidden.map((who) => ({ who, name: cell.name, bytes }));
	});
	const [before, prose, rows] = [await plain(), readNarrative(watching.doc), await logLength()];
	const wanted = isPlanFrozen(stage) ? closeCodes.frozen : closeCodes.forbidden;
	const others: string[] = [];
	const worker = async (): Promise<void> => {
		for (let next = queue.pop(); next; next = queue.pop()) {
			const code = await attempt(people[next.who] as SignedIn, next.bytes);
			if (code !== wanted) others.push(`${stage}: ${next.who} ${next.name}: ${code ?? 'taken'}`);
		}
	};
	const queue = [...tries];
	await Promise.all(Array.from({ length: together }, worker));
	expect(others).toEqual([]);
	expect(await plain()).toEqual(before);
	expect(await logLength()).toBe(rows);
	expect(readRenja(watching.doc)).toEqual(before);
	expect(readNarrative(watching.doc)).toEqual(prose);
	return tries.length;
}

it('refuses every forbidden cell of every role in every stage, and takes every other one', { timeout: 240_000 }, async () => {
	const counts: Record<string, number> = {};
	const given = updateOf({ name: 'sections', staf: false, change: giveSections }, Y.encodeStateAsUpdate(watching.doc));
	expect(await attempt(people.perencana as SignedIn, given)).toBeNull();
	await waitFor(() => holds(watching.doc, given), { what: 'the sections are there' });
	for (const stage of stages) {
		await moveTo(stage);
		counts[stage] = await tryForbidden(stage);
		if (stage !== 'rancangan_akhir') continue;
		const rows = await logLength();
		let taken = 0;
		for (const who of everybody) {
			for (const cell of cells.filter((one) => mayChange(who, one, stage))) {
				const bytes = updateOf(cell, Y.encodeStateAsUpdate(watching.doc));
				expect([who, cell.name, await attempt(people[who] as SignedIn, bytes)]).toEqual([who, cell.name, null]);
				await waitFor(() => holds(watching.doc, bytes), { what: `${cell.name} of ${who} is shown` });
				await putBack();
				taken += 1;
			}
		}
		expect(taken).toBeGreaterThan(100);
		expect(await logLength()).toBeGreaterThanOrEqual(rows + taken);
	}
	expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(2_000);
});

const holds = (doc: Y.Doc, bytes: Uint8Array): boolean =>
	[...Y.decodeStateVector(Y.encodeStateVectorFromUpdate(bytes))].every(([client, clock]) => Y.getState(doc.store, client) >= clock);

/** Rows that were moved, given away or removed stand where they stood, so that the next one is asked about the same plan. */
async function putBack(): Promise<void> {
	const places: [string, string, unknown][] = [
		[subOf.own, 'parent', 'n-2.17.02.2.01'],
		[subOf.other, 'parent', 'n-2.17.07.2.01'],
		[subOf.own, 'bidang', undefined],
		[subOf.other, 'bidang', undefined],
		['n-2.17', 'bidang', undefined]
	];
	const wrong = places.filter(([id, field, value]) => row(watching.doc, id).get(field) !== value);
	if (wrong.length === 0) return;
	const back: Cell = {
		name: 'back',
		staf: false,
		change: (doc) =>
			wrong.forEach(([id, field, value]) => (value === undefined ? row(doc, id).delete(field) : row(doc, id).set(field, value)))
	};
	const bytes = updateOf(back, Y.encodeStateAsUpdate(watching.doc));
	expect(await attempt(people.perencana as SignedIn, bytes)).toBeNull();
	await waitFor(() => wrong.every(([id, field, value]) => row(watching.doc, id).get(field) === value), { what: 'it is as it was' });
}
