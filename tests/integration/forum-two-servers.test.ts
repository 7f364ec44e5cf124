/** Two chairs on two servers of one database decide the same usulan in the same moment: one decision stands, whole, and everybody sees that one. */
import { forumEntity } from '@rembug/shared/forum/forum-document.ts';
import { applyForumEdit } from '@rembug/shared/forum/forum-edits.ts';
import type { ForumEdit, UsulanValue } from '@rembug/shared/forum/forum-types.ts';
import { readForum } from '@rembug/shared/forum/forum-value.ts';
import { closeCodes } from '@rembug/shared/sync/close-codes.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type * as Y from 'yjs';
import { changesOf } from '../fuzz/fuzz-queries.ts';
import { DEMO_RENJA, signIn, type SignedIn } from '../support/people.ts';
import { startServerPair, type ServerPair } from '../support/server-pair.ts';
import { openSyncClient, type SyncClient } from '../support/sync-client.ts';
import type { TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

let pair: ServerPair;
const clients: SyncClient[] = [];
beforeAll(async () => {
	pair = await startServerPair();
});
afterAll(async () => {
	for (const client of clients) client.close();
	await pair?.stop();
});

async function open(server: TestServer, who: SignedIn): Promise<SyncClient> {
	const client = await openSyncClient(server, who, { part: 'forum' });
	clients.push(client);
	return client;
}

const make = (edit: ForumEdit) => (doc: Y.Doc) => expect(applyForumEdit(doc, edit)).toMatchObject({ ok: true });
const statusIn = (client: SyncClient, id: string): unknown => forumEntity(client.doc, 'usulan', id)?.get('status');

it('keeps exactly one of two decisions that were made at once through two servers', { timeout: 120_000 }, async () => {
	const [ketua, kepala] = [await signIn(pair.one, 'ketua-forum'), await signIn(pair.two, 'kepala-dinas')];
	let chairs = [await open(pair.one, ketua), await open(pair.two, kepala)] as [SyncClient, SyncClient];
	const onlookers = [
		await open(pair.one, await signIn(pair.one, 'delegasi-gempol')),
		await open(pair.two, await signIn(pair.two, 'verifikator'))
	];
	await chairs[0].edit(make({ edit: 'addSession', args: { id: 's1', judul: 'Forum PD', tanggal: '2023-02-20' } }));
	await chairs[0].edit(make({ edit: 'setSession', args: { id: 's1', field: 'status', value: 'berlangsung' } }));
	const ids = readForum(chairs[0].doc)
		.usulan.map(({ id }) => id)
		.slice(0, 12);
	for (const id of ids) {
		await waitFor(() => forumEntity(chairs[1].doc, 'sessions', 's1')?.get('status') === 'berlangsung', {
			what: 'both see the open session'
		});
		const decide = (account: string, status: 'diterima' | 'ditolak'): ForumEdit => ({
			edit: 'decideUsulan',
			args: { ids: [id], status, alasan: `${account} berkata ${status}`, decidedBy: account, session: 's1' }
		});
		void chairs[0].edit(make(decide('demo-ketua-forum', 'diterima')));
		void chairs[1].edit(make(decide('demo-kepala-dinas', 'ditolak')));
		const refused = (): number[] => chairs.flatMap(({ closeCode }, at) => (closeCode() === closeCodes.forbidden ? [at] : []));
		await waitFor(() => refused().length > 0, { timeoutMs: 15_000, what: `one of the two decisions on ${id} is refused` });
		await waitFor(() => onlookers.every((each) => !['baru', undefined].includes(statusIn(each, id) as string)), {
			what: `${id} is decided`
		});
		const [loser] = refused() as [number];
		expect(refused()).toEqual([loser]);
		const stands = loser === 0 ? decide('demo-kepala-dinas', 'ditolak') : decide('demo-ketua-forum', 'diterima');
		const { status, alasan, decidedBy } = (stands as Extract<ForumEdit, { edit: 'decideUsulan' }>).args;
		for (const client of [...onlookers, chairs[1 - loser] as SyncClient])
			expect(readForum(client.doc).usulan.find((one) => one.id === id)).toMatchObject({
				status,
				alasan,
				decidedBy
			} satisfies Partial<UsulanValue>);
		chairs = [loser === 0 ? await open(pair.one, ketua) : chairs[0], loser === 1 ? await open(pair.two, kepala) : chairs[1]];
		expect(statusIn(chairs[loser] as SyncClient, id)).toBe(status);
	}
	const history = (await changesOf(pair.sql, `${DEMO_RENJA}-forum`)).filter(({ root, field }) => root === 'usulan' && field === 'status');
	// Written once each, and never in another's name.
	expect(history.filter(({ entity, after }) => ids.includes(entity) && after !== 'baru').map(({ entity }) => entity)).toEqual(ids);
});

it('keeps one voice of an account that votes on two devices through two servers at once', { timeout: 120_000 }, async () => {
	const delegate = 'delegasi-gempol';
	const cookies = [await signIn(pair.one, delegate), await signIn(pair.two, delegate)] as const;
	const onlookers = [await open(pair.one, await signIn(pair.one, 'perencana')), await open(pair.two, await signIn(pair.two, 'perencana'))];
	const devices = async (): Promise<[SyncClient, SyncClient]> => [await open(pair.one, cookies[0]), await open(pair.two, cookies[1])];
	const ids = readForum((onlookers[0] as SyncClient).doc)
		.usulan.map(({ id }) => id)
		.slice(20, 28);
	const voices = ({ doc }: SyncClient, of: string) => readForum(doc).votes.filter(({ usulan }) => usulan === of);
	let [phone, laptop] = await devices();
	for (const usulan of ids) {
		const give = (prioritas: number): ForumEdit => ({ edit: 'setVote', args: { usulan, account: `demo-${delegate}`, prioritas } });
		void phone.edit(make(give(1)));
		void laptop.edit(make(give(5)));
		const refused = (): boolean[] => [phone, laptop].map((device) => device.closeCode() === closeCodes.schema);
		await waitFor(() => refused().some(Boolean), { timeoutMs: 15_000, what: `one of the two voices on ${usulan} is refused` });
		const stands = refused()[0] ? 5 : 1;
		await waitFor(() => onlookers.every((each) => voices(each, usulan).length > 0), { what: 'both servers show a voice' });
		expect(refused()).not.toEqual([true, true]);
		for (const each of onlookers) expect(voices(each, usulan).map(({ prioritas }) => prioritas)).toEqual([stands]);
		[phone, laptop].forEach((device) => device.close());
		[phone, laptop] = await devices();
		for (const device of [phone, laptop]) expect(voices(device, usulan).map(({ prioritas }) => prioritas)).toEqual([stands]);
	}
	const history = (await changesOf(pair.sql, `${DEMO_RENJA}-forum`)).filter(({ root, field }) => root === 'votes' && field === 'prioritas');
	expect(history).toHaveLength(ids.length);
});

it(
	'sends a delegate away within two seconds when the session is closed, or his grant is taken back, through the other server',
	{ timeout: 60_000 },
	async () => {
		const [chair, planner] = [await signIn(pair.one, 'ketua-forum'), await signIn(pair.one, 'perencana')];
		const guest = await signIn(pair.two, 'kecamatan-gempol');
		const lead = await open(pair.one, chair);
		const status = (value: string): ForumEdit => ({ edit: 'setSession', args: { id: 's2', field: 'status', value } });
		await lead.edit(make({ edit: 'addSession', args: { id: 's2', judul: 'Forum PD', tanggal: '2023-02-21' } }));
		await lead.edit(make(status('berlangsung')));
		const guests = `/api/renja/${DEMO_RENJA}/forum/s2/guests`;
		const invite = { username: 'kecamatan-gempol', role: 'delegasi', kecamatan: 'Gempol' };
		expect((await planner.call('POST', guests, invite)).status).toBe(201);

		/** How long he may still read after it, in ms. */
		async function sentAwayAfter(act: () => Promise<unknown>): Promise<number> {
			const delegate = await open(pair.two, guest);
			await act();
			const start = performance.now();
			await waitFor(() => delegate.closeCode() === closeCodes.unavailable, { what: 'the delegate is sent away' });
			const took = performance.now() - start;
			delegate.close();
			expect((await guest.call('GET', `/api/renja/${DEMO_RENJA}/forum`)).status).toBe(404);
			return took;
		}

		const closed = await sentAwayAfter(() => lead.edit(make(status('ditutup'))));
		await lead.edit(make(status('berlangsung')));
		await waitFor(async () => (await guest.call('GET', `/api/renja/${DEMO_RENJA}/forum`)).status === 200, { what: 'it is open again' });
		const { guests: listed } = (await (await planner.call('GET', guests)).json()) as { guests: { id: number; username: string }[] };
		const id = listed.find(({ username }) => username === 'kecamatan-gempol')?.id;
		const takenBack = await sentAwayAfter(async () => expect((await planner.call('DELETE', `${guests}/${id}`)).status).toBe(204));
		console.log(`a delegate on the other server: closed ${Math.round(closed)} ms, grant taken back ${Math.round(takenBack)} ms`);
		// Each process looks every second by itself, whatever it was told.
		expect(Math.max(closed, takenBack)).toBeLessThan(2000);
	}
);
