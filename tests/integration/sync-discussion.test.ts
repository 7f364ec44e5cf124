/** Comments through the real server: everybody may talk, nobody in another's name, and nothing forbidden reaches anybody. */
import { commentMap, commentsMap } from '@rembug/shared/discussion/discussion-document.ts';
import { applyDiscussionEdit } from '@rembug/shared/discussion/discussion-edits.ts';
import type { CommentValue, DiscussionEdit } from '@rembug/shared/discussion/discussion-types.ts';
import { readComments } from '@rembug/shared/discussion/discussion-value.ts';
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import { closeCodes } from '@rembug/shared/sync/close-codes.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { connectClient } from '../support/clients.ts';
import { DEMO_RENJA, signIn, type SignedIn } from '../support/people.ts';
import { openSyncClient, type SyncClient } from '../support/sync-client.ts';
import { startServerPair } from '../support/server-pair.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

type Name = 'perencana' | 'koperasi' | 'umkm' | 'verifikator';
let server: TestServer;
const people = {} as Record<Name, SignedIn>;
const ids = {} as Record<Name, string>;
beforeAll(async () => {
	server = await startServer();
	for (const name of ['perencana', 'koperasi', 'umkm', 'verifikator'] as const) {
		people[name] = await signIn(server, name);
		ids[name] = ((await (await people[name].call('GET', '/api/session')).json()) as { user: { id: string } }).user.id;
	}
});
afterAll(() => server?.stop());

const join = (name: Name): Promise<SyncClient> => openSyncClient(server, people[name], { part: 'discussion' });
const make = (edit: DiscussionEdit) => (doc: Y.Doc) => expect(applyDiscussionEdit(doc, edit)).toMatchObject({ ok: true });
const all = (client: { doc: Y.Doc }): CommentValue[] => readComments(client.doc).sort((a, b) => (a.id < b.id ? -1 : 1));
/** A row of koperasi. */
const row = 'n-2.17.02.2.01.01';
const comment = (id: string, author: string, node: string | null = row): DiscussionEdit => ({
	edit: 'addComment',
	args: { id, author, kind: 'komentar', node, field: 'pagu', text: 'Mengapa naik?' }
});

describe('a discussion', () => {
	it('shows a comment of the verifikator to the others once it is kept, and the answer to him', async () => {
		const [verifikator, staf] = [await join('verifikator'), await join('koperasi')];
		expect(verifikator.hello()).toMatchObject({ mayWrite: true, frozen: false });
		await verifikator.edit(make(comment('c1', ids.verifikator)));
		await waitFor(() => commentMap(staf.doc, 'c1') !== undefined, { what: 'the comment is on the other screen' });
		await staf.edit(make({ edit: 'replyComment', args: { id: 'c2', author: ids.koperasi, thread: 'c1', text: 'Harga satuan.' } }));
		await staf.edit(make({ edit: 'settleThread', args: { id: 'c1' } }));
		await waitFor(() => commentMap(verifikator.doc, 'c1')?.get('settled') === true, { what: 'settled on the other screen' });
		expect(all(verifikator).map(({ id, author }) => [id, author])).toEqual([
			['c1', ids.verifikator],
			['c2', ids.koperasi]
		]);
		verifikator.close();
		staf.close();
	});

	it('is kept over a restart', async () => {
		const before = await join('perencana');
		await before.edit(make(comment('kept', ids.perencana)));
		before.close();
		await server.restart();
		const after = await join('umkm');
		expect(commentMap(after.doc, 'kept')?.get('author')).toBe(ids.perencana);
		after.close();
	});

	const forbidden: [string, Name, (doc: Y.Doc) => void][] = [
		['writes in the name of another', 'umkm', (doc) => void applyDiscussionEdit(doc, comment('x', ids.koperasi))],
		[
			'writes a note of the verifikator',
			'koperasi',
			(doc) =>
				void commentsMap(doc).set(
					'x',
					new Y.Map(Object.entries({ author: ids.koperasi, kind: 'verifikator', node: null, text: 'Catatan' }))
				)
		],
		["changes another's text", 'perencana', (doc) => commentMap(doc, 'held')?.set('text', 'Setuju.')],
		["settles another's thread without editing plans", 'verifikator', (doc) => commentMap(doc, 'held')?.set('settled', true)],
		["settles another's thread on a row of another unit", 'umkm', (doc) => commentMap(doc, 'held')?.set('settled', true)],
		[
			"settles another's thread there together with a comment of his own",
			'umkm',
			(doc) => {
				applyDiscussionEdit(doc, comment('own', ids.umkm));
				commentMap(doc, 'held')?.set('settled', true);
			}
		],
		["settles another's thread about the Renja as a whole", 'koperasi', (doc) => commentMap(doc, 'whole')?.set('settled', true)],
		["removes another's comment", 'umkm', (doc) => commentMap(doc, 'held')?.set('removed', true)]
	];
	it.each(forbidden)('closes a raw client that %s, and nobody ever sees it', async (_name, who, change) => {
		const witness = await join('koperasi');
		if (!commentMap(witness.doc, 'held')) {
			await witness.edit(make(comment('held', ids.koperasi)));
			const planner = await join('perencana');
			await planner.edit(make(comment('whole', ids.perencana, null)));
			planner.close();
			await waitFor(() => commentMap(witness.doc, 'whole') !== undefined, { what: 'both threads are there' });
		}
		const before = all(witness);
		const intruder = await connectClient(server, people[who], { part: 'discussion' });
		let code = 0;
		intruder.provider.on('connection-close', (event) => (code = (event as { code: number } | null)?.code ?? 0));
		intruder.doc.transact(() => change(intruder.doc));
		await waitFor(() => code !== 0, { what: 'closed' });
		expect(code).toBe(closeCodes.forbidden);
		intruder.close();
		// What is admitted now comes after it.
		await witness.edit(make({ edit: 'setCommentText', args: { id: 'held', text: `Mengapa? ${crypto.randomUUID()}` } }));
		const fresh = await join('perencana');
		expect(all(fresh)).toEqual(all(witness));
		const textless = (comments: typeof before) => comments.map((one) => ({ ...one, text: '' }));
		expect(textless(all(witness))).toEqual(textless(before));
		witness.close();
		fresh.close();
	});

	it('is frozen with nothing: a thread is settled by the staf of its row while the unit is locked', async () => {
		const lock = (locked: boolean) => people.perencana.call('PUT', `/api/renja/${DEMO_RENJA}/locks/koperasi`, { locked });
		expect((await lock(true)).status).toBe(204);
		const [verifikator, staf] = [await join('verifikator'), await join('koperasi')];
		await verifikator.edit(make(comment('locked', ids.verifikator)));
		await waitFor(() => commentMap(staf.doc, 'locked') !== undefined, { what: 'the comment is on the other screen' });
		await staf.edit(make({ edit: 'settleThread', args: { id: 'locked' } }));
		expect((await lock(false)).status).toBe(204);
		verifikator.close();
		staf.close();
	});

	it('goes on while the plan is frozen', async () => {
		const answer = await people.perencana.call('POST', `/api/renja/${DEMO_RENJA}/stage`, { to: 'diajukan', reason: 'Siap' });
		expect(answer.status).toBeLessThan(300);
		const staf = await join('umkm');
		expect(staf.hello()).toMatchObject({ stage: 'diajukan', frozen: false, mayWrite: true });
		await staf.edit(make(comment('late', ids.umkm)));
		staf.close();
	});
});

it('knows at once whose row a thread is about, when it was given to another unit through another server', { timeout: 60_000 }, async () => {
	const pair = await startServerPair();
	const clients: SyncClient[] = [];
	const open = async (at: TestServer, name: Name, part: 'plan' | 'discussion'): Promise<SyncClient> => {
		const client = await openSyncClient(at, await signIn(at, name), { part });
		clients.push(client);
		return client;
	};
	try {
		const planner = await open(pair.one, 'perencana', 'plan');
		const writer = await open(pair.two, 'perencana', 'discussion');
		for (let round = 0; round < 6; round++) {
			const [now, before] = round % 2 === 0 ? (['umkm', 'koperasi'] as const) : (['koperasi', 'umkm'] as const);
			const id = `round-${round}`;
			await writer.edit(make(comment(id, ids.perencana)));
			const [may, mayNot] = [await open(pair.two, now, 'discussion'), await open(pair.two, before, 'discussion')];
			// From here on the other server holds the plan open itself, and hears of the change; before, it reads it anew.
			if (round === 3) await open(pair.two, 'verifikator', 'plan');
			await planner.edit((doc) => void applyEdit(doc, { edit: 'setBidang', args: { id: row, bidang: now } }));
			mayNot.doc.transact(() => commentMap(mayNot.doc, id)?.set('settled', true));
			await waitFor(() => mayNot.closeCode() !== null, { what: `${before} is closed in round ${round}` });
			expect(mayNot.closeCode()).toBe(closeCodes.forbidden);
			expect(commentMap(writer.doc, id)?.get('settled')).toBeUndefined();
			await may.edit(make({ edit: 'settleThread', args: { id } }));
			await waitFor(() => commentMap(writer.doc, id)?.get('settled') === true, { what: `settled in round ${round}` });
		}
	} finally {
		for (const client of clients) client.close();
		await pair.stop();
	}
});
