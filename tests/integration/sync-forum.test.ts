/** The forum through the real server: guests open it and nothing else, each change of its own people only, and one voice an account. */
import { forumEntity, forumMap, voteKey } from '@rembug/shared/forum/forum-document.ts';
import { applyForumEdit } from '@rembug/shared/forum/forum-edits.ts';
import type { ForumEdit } from '@rembug/shared/forum/forum-types.ts';
import { readForum } from '@rembug/shared/forum/forum-value.ts';
import { closeCodes } from '@rembug/shared/sync/close-codes.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import * as Y from 'yjs';
import { connectClient } from '../support/clients.ts';
import { DEMO_RENJA, signIn, type SignedIn } from '../support/people.ts';
import { openSyncClient, type SyncClient } from '../support/sync-client.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

const names = ['perencana', 'koperasi', 'ketua-forum', 'delegasi-gempol', 'verifikator', 'kecamatan-gempol', 'admin'] as const;
type Name = (typeof names)[number];
let server: TestServer;
const people = {} as Record<Name, SignedIn>;
const idOf = (name: Name): string => `demo-${name}`;
beforeAll(async () => {
	server = await startServer();
	for (const name of names) people[name] = await signIn(server, name);
});
afterAll(() => server?.stop());

const join = (name: Name): Promise<SyncClient> => openSyncClient(server, people[name], { part: 'forum' });
const make = (edit: ForumEdit) => (doc: Y.Doc) => expect(applyForumEdit(doc, edit)).toMatchObject({ ok: true });
const vote = (account: string): ForumEdit => ({ edit: 'setVote', args: { usulan: 'u-01', account, prioritas: 5 } });
const decide = (account: string): ForumEdit => ({
	edit: 'decideUsulan',
	args: { ids: ['u-01'], status: 'ditangguhkan', alasan: 'Pagu belum cukup', decidedBy: account, session: 's1' }
});

function statusOfUpgrade(name: Name, part: string): Promise<number> {
	return new Promise((resolve, reject) => {
		const socket = new WebSocket(`${server.wsUrl}/sync/${DEMO_RENJA}/${part}`, { headers: { cookie: people[name].cookie } });
		socket.on('open', () => (socket.close(), resolve(101)));
		socket.on('unexpected-response', (_request, response) => (socket.terminate(), resolve(response.statusCode ?? 0)));
		socket.on('error', (error) => reject(error));
	});
}

describe('a forum', () => {
	it('is opened by guests, who open no other part', async () => {
		const table = await Promise.all(
			names.map(async (name) => [name, ...(await Promise.all(['forum', 'plan', 'discussion'].map((part) => statusOfUpgrade(name, part))))])
		);
		expect(table).toEqual([
			['perencana', 101, 101, 101],
			['koperasi', 101, 101, 101],
			['ketua-forum', 101, 404, 404],
			['delegasi-gempol', 101, 404, 404],
			['verifikator', 101, 101, 101],
			['kecamatan-gempol', 404, 404, 404],
			['admin', 404, 404, 404]
		]);
	});

	it('shows a decision of the chair to the delegate, and says when and by whom it was made', async () => {
		const [chair, delegate] = [await join('ketua-forum'), await join('delegasi-gempol')];
		await chair.edit(make({ edit: 'addSession', args: { id: 's1', judul: 'Forum PD', tanggal: '2023-02-20' } }));
		await chair.edit(make({ edit: 'setSession', args: { id: 's1', field: 'status', value: 'berlangsung' } }));
		await chair.edit(make(decide(idOf('ketua-forum'))));
		await waitFor(() => forumEntity(delegate.doc, 'usulan', 'u-01')?.get('status') === 'ditangguhkan', { what: 'the delegate sees it' });
		await delegate.edit(make(vote(idOf('delegasi-gempol'))));
		expect(readForum(chair.doc).votes).toEqual([{ usulan: 'u-01', account: idOf('delegasi-gempol'), prioritas: 5 }]);
		chair.close();
		delegate.close();
	});

	const forbidden: [string, Name, (doc: Y.Doc) => void][] = [
		['decides as a delegate', 'delegasi-gempol', (doc) => void applyForumEdit(doc, decide(idOf('delegasi-gempol')))],
		['decides as a bidang', 'koperasi', (doc) => void applyForumEdit(doc, decide(idOf('koperasi')))],
		['decides in the name of the chair', 'delegasi-gempol', (doc) => void applyForumEdit(doc, decide(idOf('ketua-forum')))],
		['votes for another', 'delegasi-gempol', (doc) => void applyForumEdit(doc, vote(idOf('koperasi')))],
		[
			'votes a second time under another key',
			'delegasi-gempol',
			(doc) =>
				void forumMap(doc, 'votes').set(
					voteKey('u-01', 'second'),
					new Y.Map(Object.entries({ usulan: 'u-01', account: 'second', prioritas: 5 }))
				)
		],
		["changes another's voice", 'koperasi', (doc) => forumEntity(doc, 'votes', 'u-01/demo-delegasi-gempol')?.set('prioritas', 1)],
		[
			'puts an usulan on the table as a delegate',
			'delegasi-gempol',
			(doc) => void applyForumEdit(doc, { edit: 'setSession', args: { id: 's1', field: 'meja', value: 'u-01' } })
		],
		['writes as a verifikator', 'verifikator', (doc) => void applyForumEdit(doc, vote(idOf('verifikator')))]
	];
	it.each(forbidden)('closes a raw client that %s, and nobody ever sees it', async (_name, who, change) => {
		const witness = await join('perencana');
		const before = readForum(witness.doc);
		const intruder = await connectClient(server, people[who], { part: 'forum' });
		let code = 0;
		intruder.provider.on('connection-close', (event) => (code = (event as { code: number } | null)?.code ?? 0));
		intruder.doc.transact(() => change(intruder.doc));
		await waitFor(() => code !== 0, { what: 'closed' });
		expect(code).toBe(closeCodes.forbidden);
		intruder.close();
		// What is admitted now comes after it.
		await witness.edit(make({ edit: 'setUsulan', args: { changes: [{ id: 'u-02', field: 'catatan', value: crypto.randomUUID() }] } }));
		const without = ({ usulan, ...rest }: typeof before) => ({ ...rest, usulan: usulan.map((one) => ({ ...one, catatan: '' })) });
		expect(without(readForum(witness.doc))).toEqual(without(before));
		witness.close();
	});

	it('keeps one voice of an account that votes on two devices at once: the first one, and the second device may change it afterwards', async () => {
		const [phone, laptop] = [await join('delegasi-gempol'), await join('delegasi-gempol')];
		const give = (prioritas: number): ForumEdit => ({
			edit: 'setVote',
			args: { usulan: 'u-04', account: idOf('delegasi-gempol'), prioritas }
		});
		const voices = ({ doc }: SyncClient) => readForum(doc).votes.filter(({ usulan }) => usulan === 'u-04');
		laptop.pause();
		void laptop.edit(make(give(1)));
		await phone.edit(make(give(5)));
		laptop.connect();
		// It would take the place of the voice that is there; our page then fetches the document anew and shows what stands.
		await waitFor(() => laptop.closeCode() === closeCodes.schema, { what: 'the second device is closed' });
		laptop.close();
		const again = await join('delegasi-gempol');
		expect(voices(again).map(({ prioritas }) => prioritas)).toEqual([5]);
		await again.edit(make(give(2)));
		await waitFor(() => voices(phone)[0]?.prioritas === 2, { what: 'the other device sees it' });
		expect(voices(phone)).toHaveLength(1);
		phone.close();
		again.close();
	});

	it('knows a unit as soon as there is one, no other, and keeps it while an usulan is given to it', async () => {
		const planner = await join('perencana');
		const give = (unit: string) => make({ edit: 'setUsulan', args: { changes: [{ id: 'u-03', field: 'unit', value: unit }] } });
		const made = await people.admin.call('POST', '/api/admin/perangkat-daerah/demo-diskop-pasuruan/units', {
			...{ nama: 'UPT Pasar', singkatan: 'UPT', jenis: 'upt' }
		});
		expect(made.status).toBe(201);
		const { id } = (await made.json()) as { id: string };
		await planner.edit(give(id));
		const removed = await people.admin.call('DELETE', `/api/admin/units/${id}`);
		expect([removed.status, ((await removed.json()) as { error: { code: string } }).error.code]).toEqual([409, 'unit.inUse']);
		void planner.edit(give('bidang-yang-tidak-ada'));
		await waitFor(() => planner.closeCode() === closeCodes.forbidden, { what: 'closed with 4403' });
		planner.close();
	});

	it('keeps what was decided over a restart', async () => {
		await server.restart();
		const after = await join('delegasi-gempol');
		expect(forumEntity(after.doc, 'usulan', 'u-01')?.toJSON()).toMatchObject({ status: 'ditangguhkan', alasan: 'Pagu belum cukup' });
		after.close();
	});
});
