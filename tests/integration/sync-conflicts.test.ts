/** Two people set the same field, one of them offline: both values are kept until somebody decides. */
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import type { RenjaValue } from '@rembug/shared/renja/renja-types.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import type { ConflictRow } from '@rembug/shared/sync/conflict-types.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type * as Y from 'yjs';
import { connectClient } from '../support/clients.ts';
import { DEMO_RENJA, signIn, type SignedIn } from '../support/people.ts';
import { openSyncClient } from '../support/sync-client.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

let server: TestServer;
let people: Record<'koperasi' | 'umkm' | 'perencana' | 'verifikator', SignedIn>;
let sub: string;

beforeAll(async () => {
	server = await startServer();
	const [koperasi, umkm, perencana, verifikator] = await Promise.all(
		['koperasi', 'umkm', 'perencana', 'verifikator'].map((name) => signIn(server, name))
	);
	people = { koperasi, umkm, perencana, verifikator } as typeof people;
	const plain = (await (await people.umkm.call('GET', `/api/renja/${DEMO_RENJA}`)).json()) as RenjaValue;
	sub = plain.nodes.find((node) => node.level === 'subkegiatan' && node.id.startsWith('n-2.17.07'))?.id as string;
});
afterAll(() => server?.stop());

const setPagu = (doc: Y.Doc, value: number): void => {
	expect(applyEdit(doc, { edit: 'setAmount', args: { id: sub, field: 'pagu', value } })).toMatchObject({ ok: true });
};
const pagu = (doc: Y.Doc): unknown => readRenja(doc).nodes.find((node) => node.id === sub)?.pagu;
const open = async (who: SignedIn): Promise<ConflictRow[]> =>
	(await (await who.call('GET', `/api/renja/${DEMO_RENJA}/conflicts`)).json()) as ConflictRow[];

it('both values stand beside each other with names, survive a kill, and one word of somebody who may edit settles it', async () => {
	const online = await connectClient(server, people.perencana);
	const offline = await connectClient(server, people.umkm);
	const watching = await openSyncClient(server, people.verifikator);
	offline.provider.disconnect();
	setPagu(offline.doc, 2_000_000);
	setPagu(online.doc, 1_000_000);
	await waitFor(() => pagu(watching.doc) === 1_000_000, { what: 'the first value is shown' });
	offline.provider.connect();
	await waitFor(() => watching.conflicts().length === 1, { what: 'the conflict is told to whoever looks on' });

	const [row] = await open(people.verifikator);
	expect(watching.conflicts()).toEqual([row]);
	expect(row).toMatchObject({ root: 'nodes', entity: sub, field: 'pagu' });
	expect([row?.kept.value, row?.other.value].sort()).toEqual([1_000_000, 2_000_000]);
	await waitFor(() => pagu(online.doc) === row?.kept.value && pagu(offline.doc) === row?.kept.value, { what: 'the same value stands' });
	const names = new Map([row?.kept, row?.other].map((side) => [side?.value, side?.nama]));
	for (const [value, who] of [
		[1_000_000, people.perencana],
		[2_000_000, people.umkm]
	] as const) {
		const session = (await (await who.call('GET', '/api/session')).json()) as { user: { nama: string } };
		expect(names.get(value)).toBe(session.user.nama);
	}

	await server.kill9();
	await server.restart();
	expect(await open(people.umkm)).toEqual([row]);
	await waitFor(() => watching.isSynced() && watching.conflicts().length === 1, {
		what: 'told again after the restart',
		timeoutMs: 15_000
	});

	const settle = `/api/renja/${DEMO_RENJA}/conflicts/${row?.id}/settle`;
	const seen = { kept: row?.kept.value, other: row?.other.value };
	for (const other of [people.verifikator, people.koperasi]) expect((await other.call('POST', settle, seen)).status).toBe(403);
	expect((await people.umkm.call('POST', settle.replace(row?.id ?? '', 'lain'), seen)).status).toBe(404);
	expect((await people.umkm.call('POST', settle, { ...seen, kept: 1 })).status).toBe(409);
	expect((await people.umkm.call('POST', settle, {})).status).toBe(400);
	expect(await open(people.umkm)).toHaveLength(1);
	expect((await people.perencana.call('POST', settle, seen)).status).toBe(204);
	expect((await people.umkm.call('POST', settle, seen)).status).toBe(204);
	await waitFor(() => watching.conflicts().length === 0, { what: 'the mark goes on every screen' });
	expect(await open(people.umkm)).toEqual([]);
	for (const client of [online, offline, watching]) client.close();
});
