/** A session of the forum through the real server, with raw clients: who leads it, two chairs at once, and a chair who comes back. */
import { forumEntity } from '@rembug/shared/forum/forum-document.ts';
import { applyForumEdit } from '@rembug/shared/forum/forum-edits.ts';
import type { ForumEdit, SessionField, UsulanStatus } from '@rembug/shared/forum/forum-types.ts';
import { readForum } from '@rembug/shared/forum/forum-value.ts';
import { openSessionOf } from '@rembug/shared/forum/meeting.ts';
import { closeCodes } from '@rembug/shared/sync/close-codes.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type * as Y from 'yjs';
import { signIn, type SignedIn } from '../support/people.ts';
import { openSyncClient, type SyncClient } from '../support/sync-client.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

// Of a forum two may be chair at once: who was named, and the head of the office.
const names = ['ketua-forum', 'kepala-dinas', 'perencana', 'koperasi', 'delegasi-gempol'] as const;
type Name = (typeof names)[number];
let server: TestServer;
const people = {} as Record<Name, SignedIn>;
const open: SyncClient[] = [];

beforeAll(async () => {
	server = await startServer();
	for (const name of names) people[name] = await signIn(server, name);
	const chair = await join('ketua-forum');
	await chair.edit(make({ edit: 'addSession', args: { id: 's1', judul: 'Forum PD', tanggal: '2023-02-20' } }));
	await chair.edit(make(set('status', 'berlangsung')));
	chair.close();
});
afterEach(() => {
	for (const client of open.splice(0)) client.close();
});
afterAll(() => server?.stop());

async function join(name: Name): Promise<SyncClient> {
	const client = await openSyncClient(server, people[name], { part: 'forum' });
	open.push(client);
	return client;
}

const make = (edit: ForumEdit) => (doc: Y.Doc) => expect(applyForumEdit(doc, edit)).toMatchObject({ ok: true });
const set = (field: SessionField, value: string | number): ForumEdit => ({ edit: 'setSession', args: { id: 's1', field, value } });
const decide = (by: Name, ids: string[], status: UsulanStatus, alasan: string): ForumEdit => ({
	edit: 'decideUsulan',
	args: { ids, status, alasan, decidedBy: `demo-${by}`, session: 's1' }
});
const mejaOf = ({ doc }: SyncClient): string | undefined => openSessionOf(readForum(doc).sessions)?.meja;
const decisionOf = ({ doc }: SyncClient, id: string): unknown[] =>
	['status', 'alasan', 'decidedBy'].map((field) => forumEntity(doc, 'usulan', id)?.get(field));

describe('a session being led', () => {
	it.each<[string, Name, ForumEdit]>([
		['a delegate decides', 'delegasi-gempol', decide('delegasi-gempol', ['u-10'], 'diterima', 'Perlu')],
		['a bidang decides in the name of the chair', 'koperasi', decide('ketua-forum', ['u-10'], 'diterima', 'Perlu')],
		['a delegate puts an usulan on the table', 'delegasi-gempol', set('meja', 'u-10')],
		['a planner puts an usulan on the table', 'perencana', set('meja', 'u-10')],
		['a bidang closes the session', 'koperasi', set('status', 'ditutup')],
		['a delegate starts the clock', 'delegasi-gempol', set('timerStartedAt', 1)]
	])('goes on as it was when %s', async (_name, who, edit) => {
		const witness = await join('ketua-forum');
		const before = readForum(witness.doc);
		const intruder = await join(who);
		void intruder.edit(make(edit));
		await waitFor(() => intruder.closeCode() !== null, { what: 'closed' });
		expect(intruder.closeCode()).toBe(closeCodes.forbidden);
		// What is admitted now comes after it.
		const timerSeconds = before.sessions[0]?.timerSeconds === 300 ? 120 : 300;
		await witness.edit(make(set('timerSeconds', timerSeconds)));
		expect(readForum(witness.doc)).toEqual({ ...before, sessions: before.sessions.map((one) => ({ ...one, timerSeconds })) });
	});

	it('has one decision when two chairs decide at once: that of the first, and the second is told', async () => {
		const [first, second, delegate] = [await join('ketua-forum'), await join('kepala-dinas'), await join('delegasi-gempol')];
		second.pause();
		void second.edit(make(decide('kepala-dinas', ['u-03', 'u-04'], 'ditolak', 'Tidak memenuhi kriteria')));
		await first.edit(make(decide('ketua-forum', ['u-03'], 'diterima', 'Sesuai prioritas')));
		second.connect();
		await waitFor(() => second.closeCode() === closeCodes.forbidden, { what: 'the second chair is refused' });
		const decided = ['diterima', 'Sesuai prioritas', 'demo-ketua-forum'];
		await waitFor(() => decisionOf(delegate, 'u-03')[0] === 'diterima', { what: 'the delegate sees the decision' });
		// Of the group that was decided at once with it nothing is left either.
		const later = await join('kepala-dinas');
		expect([decisionOf(later, 'u-03'), decisionOf(delegate, 'u-03')]).toEqual([decided, decided]);
		expect(decisionOf(later, 'u-04')).toEqual(['baru', undefined, undefined]);
	});

	it('is opened again for an item only with a reason of its own', async () => {
		const chair = await join('ketua-forum');
		await chair.edit(make(decide('ketua-forum', ['u-05'], 'ditolak', 'Bukan kewenangan')));
		await chair.edit(make(decide('ketua-forum', ['u-05'], 'diskusi', 'Bidang membawa data baru')));
		expect(decisionOf(chair, 'u-05')).toEqual(['diskusi', 'Bidang membawa data baru', 'demo-ketua-forum']);
		expect(applyForumEdit(chair.doc, decide('ketua-forum', ['u-06'], 'ditolak', '  '))).toMatchObject({
			ok: false,
			problem: 'usulan.alasan'
		});
	});

	it('has the same usulan on the table for a chair who comes back, also after the server was away', async () => {
		const [chair, other, delegate] = [await join('ketua-forum'), await join('kepala-dinas'), await join('delegasi-gempol')];
		await chair.edit(make(set('meja', 'u-07')));
		await waitFor(() => mejaOf(other) === 'u-07', { what: 'the other chair sees it' });
		chair.pause();
		await other.edit(make(set('meja', 'u-08')));
		await server.restart();
		chair.connect();
		await waitFor(() => [chair, other, delegate].every((client) => client.isSynced() && mejaOf(client) === 'u-08'), {
			timeoutMs: 15_000,
			what: 'everybody is at the same item'
		});
		await chair.edit(make(decide('ketua-forum', ['u-08'], 'dirujuk', 'Kewenangan provinsi')));
		await waitFor(() => decisionOf(delegate, 'u-08')[0] === 'dirujuk', { what: 'the delegate sees what was decided' });
	});
});
