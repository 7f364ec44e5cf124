import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import type { NodeValue } from '@rembug/shared/renja/renja-types.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as Y from 'yjs';
import { connectClient } from '../support/clients.ts';
import { signIn, type SignedIn } from '../support/people.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

let server: TestServer;
let koperasi: SignedIn;
let umkm: SignedIn;
beforeAll(async () => {
	server = await startServer();
	koperasi = await signIn(server, 'koperasi');
	umkm = await signIn(server, 'umkm');
});
afterAll(() => server?.stop());

const subkegiatan = (doc: Y.Doc): NodeValue[] => readRenja(doc).nodes.filter((node) => node.level === 'subkegiatan');
const pagu = (doc: Y.Doc, id: string): unknown => readRenja(doc).nodes.find((node) => node.id === id)?.pagu;

describe('two people in one plan', () => {
	it('shows an edit on the other screen, and after a restart', async () => {
		const a = await connectClient(server, koperasi);
		const b = await connectClient(server, umkm);
		const id = subkegiatan(a.doc)[0]!.id;
		expect(applyEdit(a.doc, { edit: 'setAmount', args: { id, field: 'pagu', value: 123_456 } })).toMatchObject({ ok: true });
		await waitFor(() => pagu(b.doc, id) === 123_456, { what: 'the other screen shows it' });
		const plain = (await (await umkm.call('GET', '/api/renja/demo-renja-2024')).json()) as { nodes: NodeValue[] };
		expect(plain.nodes.find((node) => node.id === id)?.pagu).toBe(123_456);
		await server.restart();
		const c = await connectClient(server, umkm);
		expect(pagu(c.doc, id)).toBe(123_456);
		await waitFor(() => a.provider.synced && b.provider.synced, { what: 'both come back by themselves' });
		expect(readRenja(a.doc)).toEqual(readRenja(c.doc));
		for (const client of [a, b, c]) client.close();
	});
});
