/** Guests of one session of the forum through the real server, with raw clients: what the grant opens, and when it ends. */
import { applyForumEdit } from '@rembug/shared/forum/forum-edits.ts';
import type { ForumEdit } from '@rembug/shared/forum/forum-types.ts';
import { readForum } from '@rembug/shared/forum/forum-value.ts';
import { closeCodes } from '@rembug/shared/sync/close-codes.ts';
import { messageAwareness } from '@rembug/shared/sync/messages.ts';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import WebSocket from 'ws';
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import { Doc } from 'yjs';
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

it('opens the forum and nothing else to a delegate, sends him away within a second of the closing, and takes him back when it is opened again', async () => {
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

it('opens a big screen by a link: the forum to read, and nothing else, until the link is taken back or the session is closed', async () => {
	const screens = `/api/renja/${DEMO_RENJA}/forum/s1/screens`;
	for (const name of ['koperasi', 'delegasi-gempol', 'verifikator', 'admin']) {
		const who = await signIn(server, name);
		expect([name, (await who.call('POST', screens)).status, (await who.call('GET', screens)).status]).toEqual([name, 404, 404]);
	}
	const makeLink = async (who: SignedIn) => (await (await who.call('POST', screens)).json()) as { id: string; token: string };
	const [mine, other] = [await makeLink(planner), await makeLink(chair)];
	const listed = await (await planner.call('GET', screens)).text();
	expect(listed).toContain(mine.id);
	expect(listed).not.toContain(mine.token);
	const authorization = `Bearer ${mine.token}`;
	const ask = (path: string, method = 'GET') => fetch(server.url + path, { method, headers: { authorization, origin: server.url } });
	expect(await (await ask('/api/layar')).json()).toMatchObject({
		forum: { renjaId: DEMO_RENJA, may: { plan: false, chair: false, vote: false } }
	});
	for (const path of ['', '/forum', '/usulan', '/context', '/history', '/forum/s1/attendance', '/forum/s1/guests', '/forum/s1/screens'])
		expect([path, (await ask(`/api/renja/${DEMO_RENJA}${path}`)).status]).toEqual([path, 401]);
	expect((await fetch(`${server.url}/api/layar`, { headers: { authorization: `Bearer ${'A'.repeat(43)}` } })).status).toBe(401);

	const screen = (token: string, part = 'forum', renjaId = DEMO_RENJA): SyncClient => {
		const options = { cookie: '', protocols: ['rembug-layar', token], part, renjaId, reconnect: false };
		const client = createSyncClient(server.wsUrl, options);
		open.push(client);
		return client;
	};
	// One after the other, so that the one which may is heard of last.
	const refused = [
		screen(mine.token, 'plan'),
		screen(mine.token, 'discussion'),
		screen(mine.token, 'forum', 'other'),
		screen('A'.repeat(43))
	];
	const [shown, second] = [screen(mine.token), screen(other.token)];
	await waitFor(() => shown.isSynced() && second.isSynced(), { what: 'both screens are in step' });
	expect(shown.hello()).toMatchObject({ mayWrite: false });
	expect(refused.map((client) => client.hello())).toEqual([null, null, null, null]);

	const lead = await join(chair);
	await lead.edit(make({ edit: 'setSession', args: { id: 's1', field: 'meja', value: 'u-20' } }));
	await waitFor(() => readForum(shown.doc).sessions[0]?.meja === 'u-20', { what: 'the screen follows' });
	const writer = screen(mine.token);
	await waitFor(() => writer.isSynced(), { what: 'in step' });
	void writer.edit(make({ edit: 'setVote', args: { usulan: 'u-02', account: 'demo-perencana', prioritas: 5 } }));
	await waitFor(() => writer.closeCode() === closeCodes.forbidden, { what: 'refused' });
	expect(readForum(lead.doc).votes.filter(({ usulan }) => usulan === 'u-02')).toEqual([]);

	expect((await planner.call('DELETE', `${screens}/${mine.id}`)).status).toBe(204);
	await waitFor(() => shown.closeCode() === closeCodes.session, { timeoutMs: 1000, what: 'taken back' });
	expect((await ask('/api/layar')).status).toBe(401);
	expect(second.closeCode()).toBe(null);
	await lead.edit(make(status('ditutup')));
	await waitFor(() => second.closeCode() === closeCodes.session, { timeoutMs: 1000, what: 'closed with its session' });
	expect((await planner.call('POST', screens)).status).toBe(409);
	await lead.edit(make(status('berlangsung')));
	expect((await fetch(`${server.url}/api/layar`, { headers: { authorization: `Bearer ${other.token}` } })).status).toBe(200);
});

it('shows nobody to a big screen and the screen to nobody', async () => {
	const { token } = (await (await chair.call('POST', `/api/renja/${DEMO_RENJA}/forum/s1/screens`)).json()) as { token: string };
	const [person, bystander] = [openPresence({ cookie: chair.cookie }), openPresence({ cookie: planner.cookie })];
	const screen = openPresence({ protocols: ['rembug-layar', token] });
	try {
		await Promise.all([person, bystander, screen].map(({ opened }) => opened));
		screen.show();
		person.show();
		await waitFor(() => bystander.seen().length > 0, { what: 'the chair is seen by a planner' });
		// Whatever the screen said came before that.
		expect([bystander.seen(), screen.seen()]).toEqual([['demo-ketua-forum'], []]);
	} finally {
		for (const each of [person, bystander, screen]) each.close();
	}
});

/** A raw socket of which only presence matters. */
function openPresence({ cookie, protocols = [] }: { cookie?: string; protocols?: string[] }) {
	const socket = new WebSocket(`${server.wsUrl}/sync/${DEMO_RENJA}/forum`, protocols, { headers: cookie ? { cookie } : {} });
	const awareness = new Awareness(new Doc());
	socket.on('message', (data: Buffer) => {
		const decoder = decoding.createDecoder(new Uint8Array(data));
		if (decoding.readVarUint(decoder) === messageAwareness) applyAwarenessUpdate(awareness, decoding.readVarUint8Array(decoder), 'server');
	});
	return {
		opened: new Promise<void>((resolve) => socket.once('message', () => resolve())),
		show() {
			awareness.setLocalState({ place: 'here' });
			const update = encodeAwarenessUpdate(awareness, [awareness.clientID]);
			socket.send(
				encoding.encode((encoder) => {
					encoding.writeVarUint(encoder, messageAwareness);
					encoding.writeVarUint8Array(encoder, update);
				})
			);
		},
		seen: () =>
			[...awareness.getStates()].flatMap(([client, state]) =>
				client === awareness.clientID ? [] : [(state as { user: { id: string } }).user.id]
			),
		close() {
			socket.terminate();
			awareness.destroy();
		}
	};
}
