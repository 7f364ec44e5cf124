/** Guests of one session of the forum through the real server, with raw clients: what the grant opens, and when it ends. */
import { applyForumEdit } from '@rembug/shared/forum/forum-edits.ts';
import type { ForumEdit } from '@rembug/shared/forum/forum-types.ts';
import { readForum } from '@rembug/shared/forum/forum-value.ts';
import { closeCodes } from '@rembug/shared/sync/close-codes.ts';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type * as Y from 'yjs';
import { DEMO_RENJA, signIn, type SignedIn } from '../support/people.ts';
import { createSyncClient, openSyncClient, type SyncClient } from '../support/sync-client.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

let server: TestServer;
let planner: SignedIn;
let chair: SignedIn;
let guest: SignedIn;
const open: SyncClient[] = [];
const guests = `/api/renja/${DEMO_RENJA}/forum/s1/guests`;

beforeAll(async () => {
	server = await startServer();
	[planner, chair, guest] = await Promise.all([
		signIn(server, 'perencana'),
		signIn(server, 'ketua-forum'),
		// Of a kecamatan: it enters usulan by form and opens nothing.
		signIn(server, 'kecamatan-gempol')
	]);
	const first = await join(chair);
	await first.edit(make({ edit: 'addSession', args: { id: 's1', judul: 'Forum PD', tanggal: '2023-02-20' } }));
	await first.edit(make(status('berlangsung')));
});
afterEach(() => {
	for (const client of open.splice(0)) client.close();
});
afterAll(() => server?.stop());

async function join(who: SignedIn): Promise<SyncClient> {
	const client = await openSyncClient(server, who, { part: 'forum' });
	open.push(client);
	return client;
}

const make = (edit: ForumEdit) => (doc: Y.Doc) => expect(applyForumEdit(doc, edit)).toMatchObject({ ok: true });
const status = (value: string): ForumEdit => ({ edit: 'setSession', args: { id: 's1', field: 'status', value } });
const forumStatus = async (): Promise<number> => (await guest.call('GET', `/api/renja/${DEMO_RENJA}/forum`)).status;

/** Whether an upgrade goes through. */
async function opens(part: string): Promise<boolean> {
	const client = createSyncClient(server.wsUrl, { cookie: guest.cookie, part, reconnect: false });
	try {
		await waitFor(() => client.hello() !== null, { timeoutMs: 700, what: 'hello' });
		return true;
	} catch {
		return false;
	} finally {
		client.close();
	}
}

it('opens the forum to a delegate while the session is not closed, within a second both ways, and nothing else ever', async () => {
	expect([await forumStatus(), await opens('forum')]).toEqual([404, false]);
	const invited = await planner.call('POST', guests, { username: 'kecamatan-gempol', role: 'delegasi', kecamatan: 'Gempol' });
	expect([invited.status, await forumStatus(), await opens('plan'), await opens('discussion')]).toEqual([201, 200, false, false]);

	const [lead, delegate] = [await join(chair), await join(guest)];
	await delegate.edit(make({ edit: 'setVote', args: { usulan: 'u-01', account: 'demo-kecamatan-gempol', prioritas: 5 } }));
	await lead.edit(make(status('ditutup')));
	await waitFor(() => delegate.closeCode() === closeCodes.unavailable, { timeoutMs: 1000, what: 'the delegate is sent away' });
	expect([await forumStatus(), await opens('forum')]).toEqual([404, false]);
	// The chair keeps his right, or nobody could open it again.
	expect(lead.closeCode()).toBe(null);
	const late = await planner.call('POST', guests, { username: 'delegasi-gempol', role: 'ketua_forum' });
	expect(((await late.json()) as { error: { code: string } }).error.code).toBe('forumSession.over');

	await lead.edit(make(status('berlangsung')));
	await waitFor(() => delegate.isSynced(), { timeoutMs: 3000, what: 'the delegate comes back by himself' });
	expect(await forumStatus()).toBe(200);

	const { guests: listed } = (await (await planner.call('GET', guests)).json()) as { guests: { id: number; username: string }[] };
	const id = listed.find(({ username }) => username === 'kecamatan-gempol')?.id;
	delegate.close();
	const last = await join(guest);
	expect((await planner.call('DELETE', `${guests}/${id}`)).status).toBe(204);
	await waitFor(() => last.closeCode() === closeCodes.unavailable, { timeoutMs: 1000, what: 'the right is taken back' });
	expect([await forumStatus(), await opens('forum')]).toEqual([404, false]);
});

it('keeps the names of who was there from everybody but planners and the chair: guests get numbers', async () => {
	const attendance = `/api/renja/${DEMO_RENJA}/forum/s1/attendance`;
	const person = (id: string, name: string, institution = 'Kecamatan Beji') => ({
		id,
		name,
		institution,
		position: 'Kasi',
		element: 'Kecamatan'
	});
	const first = [person('p1', 'Rahasia Satu'), person('p2', 'Rahasia Dua'), person('p3', 'Rahasia Tiga', 'Kecamatan Gempol')];
	// Twice, as after an answer that got lost; and two at once.
	for (const people of [first, first]) expect((await planner.call('POST', attendance, { people })).status).toBe(204);
	const more = [planner, chair].map((who, n) => who.call('POST', attendance, { people: [person(`q${n}`, 'Rahasia Lain')] }));
	expect((await Promise.all(more)).map(({ status }) => status)).toEqual([204, 204]);
	expect((await chair.call('DELETE', `${attendance}/p3`)).status).toBe(204);

	const delegate = await signIn(server, 'delegasi-gempol');
	const seen = await join(delegate);
	const counted = readForum(seen.doc).attendance.filter(({ removed }) => !removed);
	expect(counted).toMatchObject([{ session: 's1', unsur: 'Kecamatan', lembaga: 'Kecamatan Beji', jumlah: 4 }]);
	expect(counted).toHaveLength(1);
	expect(JSON.stringify(seen.doc.toJSON())).not.toContain('Rahasia');

	const koperasi = await signIn(server, 'koperasi');
	for (const who of [delegate, koperasi, guest, await signIn(server, 'verifikator'), await signIn(server, 'admin')])
		for (const [method, path, body] of [
			['GET', attendance, undefined],
			['POST', attendance, { people: [person('x', 'Rahasia')] }],
			['DELETE', `${attendance}/p1`, undefined]
		] as const)
			expect([who.username, method, (await who.call(method, path, body)).status]).toEqual([who.username, method, 404]);
	const listed = (await (await chair.call('GET', attendance)).json()) as { people: { id: string }[] };
	expect(listed.people.map(({ id }) => id).sort()).toEqual(['p1', 'p2', 'q0', 'q1']);

	const audit = await (await planner.call('GET', '/api/audit')).text();
	expect(audit).toContain('attendance.added');
	expect(audit).not.toContain('Rahasia');
	expect((await planner.call('POST', attendance, { people: [{ ...person('y', 'A'), institution: ' ' }] })).status).toBe(400);
});
