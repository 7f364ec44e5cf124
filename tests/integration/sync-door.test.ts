/** Who may connect, and what becomes of connections that send what nobody sends. */
import { randomBytes } from 'node:crypto';
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import { closeCodes } from '@rembug/shared/sync/close-codes.ts';
import { messageAwareness, messageSync, numbered, syncStep2, syncUpdate, updateStructsMax } from '@rembug/shared/sync/messages.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as encoding from 'lib0/encoding';
import WebSocket from 'ws';
import * as Y from 'yjs';
import { splitUpdate } from '../../web/src/lib/sync/split-update.ts';
import { signIn, type SignedIn } from '../support/people.ts';
import { openSyncClient, type SyncClient } from '../support/sync-client.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

let server: TestServer;
let umkm: SignedIn;
beforeAll(async () => {
	server = await startServer();
	umkm = await signIn(server, 'umkm');
});
afterAll(() => server?.stop());

/** Status of the upgrade: 101, or what it was refused with. */
async function upgrade(path: string, headers: Record<string, string>): Promise<number> {
	const socket = new WebSocket(`${server.wsUrl}${path}`, { headers });
	socket.on('error', () => undefined);
	try {
		return await new Promise((resolve) => {
			socket.once('open', () => resolve(101));
			socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
		});
	} finally {
		socket.terminate();
	}
}

const plan = '/sync/demo-renja-2024/plan';

describe('the door', () => {
	it('lets in who is signed in and may see the Renja', async () => {
		expect(await upgrade(plan, { cookie: umkm.cookie })).toBe(101);
		expect(await upgrade(plan, { cookie: umkm.cookie, origin: server.url })).toBe(101);
	});

	it('answers 401 without a session, or with one that is not known', async () => {
		expect(await upgrade(plan, {})).toBe(401);
		expect(await upgrade(plan, { cookie: 'rembug_session=tidakadatidakadatidakadatidakada' })).toBe(401);
	});

	it('answers 403 to a foreign origin, whoever asks', async () => {
		expect(await upgrade(plan, { cookie: umkm.cookie, origin: 'https://lain.example' })).toBe(403);
		expect(await upgrade(plan, { cookie: umkm.cookie, origin: 'null' })).toBe(403);
	});

	it('answers 404 without a grant, and for what is not there', async () => {
		const admin = await signIn(server, 'admin');
		expect(await upgrade(plan, { cookie: admin.cookie })).toBe(404);
		for (const path of [
			'/sync/tiada/plan',
			'/sync/demo-renja-2024/lain',
			'/sync/demo-renja-2024',
			'/sync/%00/plan',
			'/sync/%E0%A4%A/plan',
			'/lain'
		]) {
			expect(await upgrade(path, { cookie: umkm.cookie }), path).toBe(404);
		}
	});

	it('closes the connections of a session that is ended, and lets it in no more', async () => {
		const person = await signIn(server, 'koperasi');
		const client = await openSyncClient(server, person);
		expect((await person.call('DELETE', '/api/session')).status).toBe(204);
		await waitFor(() => client.closeCode() === closeCodes.session, { what: 'its connection is closed with 4401' });
		expect(await upgrade(plan, { cookie: person.cookie })).toBe(401);
		client.close();
	});
});

function syncFrame(kind: number, body: Uint8Array): Uint8Array {
	return encoding.encode((encoder) => {
		encoding.writeVarUint(encoder, messageSync);
		encoding.writeVarUint(encoder, kind);
		encoding.writeVarUint8Array(encoder, body);
	});
}

function bigUpdate(): Uint8Array {
	const doc = new Y.Doc();
	doc.getMap('info').set('judul', 'x'.repeat(600_000));
	return Y.encodeStateAsUpdate(doc);
}

function manyStructs(doc: Y.Doc): Uint8Array {
	const copy = new Y.Doc();
	Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
	const before = Y.encodeStateVector(copy);
	const subs = readRenja(copy).nodes.filter(({ level }) => level === 'subkegiatan');
	for (let value = 0; value <= updateStructsMax; value++)
		applyEdit(copy, { edit: 'setAmount', args: { id: (subs[value % subs.length] as { id: string }).id, field: 'pagu', value } });
	return Y.encodeStateAsUpdate(copy, before);
}

function goodUpdate(doc: Y.Doc): Uint8Array {
	const copy = new Y.Doc();
	Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
	const before = Y.encodeStateVector(copy);
	copy.getMap('info').set('judul', 'Diubah');
	return Y.encodeStateAsUpdate(copy, before);
}

describe('frames that nobody sends', () => {
	let witness: SyncClient;
	let before: unknown;
	beforeAll(async () => {
		witness = await openSyncClient(server, await signIn(server, 'perencana'), { reconnect: false });
		before = readRenja(witness.doc);
	});

	async function codeAfter(frame: (doc: Y.Doc) => Uint8Array | string): Promise<number | null> {
		const client = await openSyncClient(server, umkm, { reconnect: false });
		client.sendRaw(frame(client.doc));
		await waitFor(() => client.closeCode() !== null, { what: 'the connection is closed' });
		client.close();
		return client.closeCode();
	}

	it.each<[string, (doc: Y.Doc) => Uint8Array | string, number]>([
		['text', () => 'halo', closeCodes.malformed],
		['an empty frame', () => new Uint8Array(0), closeCodes.malformed],
		['a type that nobody sends', () => new Uint8Array([77, 1, 2]), closeCodes.malformed],
		['a sync message of an unknown kind', () => syncFrame(9, new Uint8Array(2)), closeCodes.malformed],
		['an update that is none', () => syncFrame(syncUpdate, new Uint8Array([255, 255, 255])), closeCodes.malformed],
		['an update that is cut off', (doc) => syncFrame(syncUpdate, goodUpdate(doc).slice(0, -4)), closeCodes.malformed],
		['a frame that is cut off', (doc) => syncFrame(syncStep2, goodUpdate(doc)).slice(0, -3), closeCodes.malformed],
		[
			'a frame with more behind its number',
			(doc) => new Uint8Array([...syncFrame(syncUpdate, goodUpdate(doc)), 2, 1]),
			closeCodes.malformed
		],
		[
			'an update whose number says that one before it is missing',
			(doc) => numbered(syncFrame(syncUpdate, goodUpdate(doc)), 3),
			closeCodes.outOfStep
		],
		['a state vector that is none', () => syncFrame(0, new Uint8Array([200, 200, 200])), closeCodes.malformed],
		['awareness that is none', () => new Uint8Array([messageAwareness, 3, 1, 1, 1]), closeCodes.malformed],
		['an update too large', () => syncFrame(syncUpdate, bigUpdate()), closeCodes.oversize],
		['an update of too many structs', (doc) => syncFrame(syncUpdate, manyStructs(doc)), closeCodes.oversize],
		['a frame of 4 MiB', () => new Uint8Array(4 * 1024 * 1024), closeCodes.oversize],
		['a frame of 10 MiB', () => new Uint8Array(10 * 1024 * 1024), 1009]
	])('close their connection with a named code: %s', async (_what, frame, code) => {
		expect(await codeAfter(frame)).toBe(code);
	});

	it('close their connection when they are random', async () => {
		for (let index = 0; index < 30; index++) {
			// 0x7f is no type of a message, so every one of them must be refused.
			const code = await codeAfter(() => new Uint8Array([0x7f, ...randomBytes(1 + index * 7)]));
			expect(code).toBe(closeCodes.malformed);
		}
	});

	it('change nothing, and other connections do not notice', async () => {
		expect(witness.closeCode()).toBeNull();
		expect(witness.isSynced()).toBe(true);
		const fresh = await openSyncClient(server, umkm);
		expect(readRenja(fresh.doc)).toEqual(before);
		expect(readRenja(witness.doc)).toEqual(before);
		fresh.close();
		witness.close();
	});
});

describe('an update beyond the limits', () => {
	it('passes whole when it comes as our own client sends it: in parts', async () => {
		const client = await openSyncClient(server, await signIn(server, 'perencana'), { reconnect: false });
		const update = manyStructs(client.doc);
		const parts = splitUpdate(update);
		expect(parts.length).toBeGreaterThan(1);
		await waitFor(() => client.frames().confirmed === 1, { what: 'the step 2 is confirmed' });
		for (const part of parts) client.sendRaw(syncFrame(syncUpdate, part));
		await waitFor(() => client.frames().confirmed === 1 + parts.length, { what: 'every part is confirmed' });
		Y.applyUpdate(client.doc, update);
		const fresh = await openSyncClient(server, umkm);
		expect(readRenja(fresh.doc)).toEqual(readRenja(client.doc));
		fresh.close();
		client.close();
	});
});
