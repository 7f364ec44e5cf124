import 'fake-indexeddb/auto';
import { forumEntity } from '@rembug/shared/forum/forum-document.ts';
import { applyForumEdit } from '@rembug/shared/forum/forum-edits.ts';
import type { ForumEdit } from '@rembug/shared/forum/forum-types.ts';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { openForumSession, type ForumSession } from './forum-session.svelte.ts';
import { socketOf, startTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
let session: ForumSession;

beforeEach(async () => {
	globalThis.indexedDB = new IDBFactory();
	const doc = new Y.Doc();
	applyForumEdit(doc, { edit: 'addUsulan', args: { usulan: [{ id: 'u1', asal: 'pokir', usulan: 'Pelatihan' }] } });
	server = await startTestServer(doc);
	// As it is for a guest: the chair or a delegate.
	server.contextStatus = 404;
	session = openForumSession({
		...{ renjaId: 'r1', userId: 'gempol', generation: 'g1', baseUrl: server.url, WebSocketPolyfill: socketOf('gempol') },
		fetch: (input, init) => fetch(input, { ...init, headers: { 'x-user': 'gempol' } })
	});
	await until(() => session.save.kind === 'saved');
});
afterEach(async () => {
	await session.destroy();
	await server.stop();
});

function until(holds: () => boolean): Promise<void> {
	return vi.waitFor(() => expect(holds(), holds.toString()).toBe(true), { timeout: 5_000, interval: 5 });
}

const vote: ForumEdit = { edit: 'setVote', args: { usulan: 'u1', account: 'gempol', prioritas: 4 } };

/** The page has asked whether the forum may still be seen. */
async function goOffline(): Promise<void> {
	const asked = server.asked.length;
	server.accepts = false;
	server.cut();
	await until(() => !session.online && server.asked.slice(asked).some((path) => path.endsWith('/forum')));
}

it('goes on for a guest when the line comes back, although he sees nothing else of the Renja', async () => {
	await goOffline();
	expect(await session.edit(vote)).toMatchObject({ ok: true });
	expect(session.failure).toBeNull();
	server.accepts = true;
	await until(() => session.save.kind === 'saved' && forumEntity(server.doc, 'votes', 'u1/gempol')?.get('prioritas') === 4);
	expect(session.refused).toEqual([]);
});

it('ends, and keeps what was not sent, when the forum is not open to him any more', async () => {
	server.forumStatus = 404;
	server.accepts = false;
	server.cut();
	await until(() => session.failure === 'notFound');
});
