/** Who is in a forum is told what is left of the pagu, whatever server the plan is edited on, and nothing else of the plan. */
import { applyForumEdit } from '@rembug/shared/forum/forum-edits.ts';
import type { ForumPagu } from '@rembug/shared/forum/forum-pagu.ts';
import type { ForumEdit } from '@rembug/shared/forum/forum-types.ts';
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import type { Edit } from '@rembug/shared/renja/edit-types.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type * as Y from 'yjs';
import { signIn } from '../support/people.ts';
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

async function open(server: TestServer, username: string, part: 'plan' | 'forum'): Promise<SyncClient> {
	const client = await openSyncClient(server, await signIn(server, username), { part });
	clients.push(client);
	return client;
}

const inPlan = (edit: Edit) => (doc: Y.Doc) => expect(applyEdit(doc, edit)).toMatchObject({ ok: true });
const inForum = (edit: ForumEdit) => (doc: Y.Doc) => expect(applyForumEdit(doc, edit)).toMatchObject({ ok: true });
const told = (client: SyncClient, is: (pagu: ForumPagu) => boolean, what: string): Promise<unknown> =>
	waitFor(
		() => {
			const pagu = client.pagu();
			return pagu !== null && is(pagu);
		},
		{ what, timeoutMs: 10_000 }
	);

it('sums move with the plan and with what the forum accepts', { timeout: 60_000 }, async () => {
	const planner = await open(pair.one, 'perencana', 'plan');
	const { nodes, totals, info } = readRenja(planner.doc);
	const row = nodes.find(({ id }) => id === 'n-2.17.05.2.01.01');
	const other = nodes.find(({ id }) => id === 'n-2.17.07.2.01.04');
	if (!row || !other) throw new Error('the demo plan has no rows of these units');
	const delegates = [await open(pair.one, 'delegasi-gempol', 'forum'), await open(pair.two, 'delegasi-gempol', 'forum')];
	for (const delegate of delegates) {
		await told(delegate, ({ total }) => total.pagu === totals.pagu, 'the sum on joining');
		expect(delegate.pagu()?.total).toEqual({ pagu: totals.pagu, limit: info.paguLimit ?? null, waiting: 0 });
		expect(delegate.pagu()?.units['koperasi']?.pagu).toBe(totals.bidang['koperasi']?.pagu);
	}

	// Edited on one server, with nobody in the plan on the other.
	await planner.edit(inPlan({ edit: 'setAmount', args: { id: row.id, field: 'pagu', value: (row.pagu ?? 0) + 1234 } }));
	await planner.edit(inPlan({ edit: 'setPaguLimit', args: { of: 'bidang', key: 'koperasi', value: 10_000_000_000 } }));
	for (const delegate of delegates) {
		await told(delegate, ({ units }) => units['koperasi']?.limit === 10_000_000_000, 'the new limit');
		await told(delegate, ({ total }) => total.pagu === totals.pagu + 1234, 'the new sum');
	}

	const chair = await open(pair.two, 'ketua-forum', 'forum');
	const planners = await open(pair.one, 'perencana', 'forum');
	await planners.edit(inForum({ edit: 'setUsulan', args: { changes: [{ id: 'u-01', field: 'subkegiatan', value: other.id }] } }));
	await chair.edit(inForum({ edit: 'addSession', args: { id: 's1', judul: 'Forum', tanggal: '2024-02-20' } }));
	await chair.edit(inForum({ edit: 'setSession', args: { id: 's1', field: 'status', value: 'berlangsung' } }));
	await chair.edit(inForum({ edit: 'setAgenda', args: { id: 's1', entries: [{ usulan: 'u-01', order: 'a0' }] } }));
	await chair.edit(inForum({ edit: 'setSession', args: { id: 's1', field: 'meja', value: 'u-01' } }));
	for (const delegate of delegates) {
		await told(delegate, ({ table }) => table !== null, 'what is on the table');
		expect(delegate.pagu()?.table).toEqual({ subkegiatan: other.id, unit: 'umkm' });
	}
	await chair.edit(
		inForum({
			edit: 'decideUsulan',
			args: { ids: ['u-01'], status: 'diterima', alasan: 'Prioritas', decidedBy: 'demo-ketua-forum', session: 's1' }
		})
	);
	await chair.edit(inForum({ edit: 'setUsulan', args: { changes: [{ id: 'u-01', field: 'usulPagu', value: 77 }] } }));
	for (const delegate of delegates) await told(delegate, ({ units }) => units['umkm']?.waiting === 77, 'what waits to be taken over');

	await planner.edit(inPlan({ edit: 'takeOver', args: { id: other.id, usulan: 'u-01', taken: true, pagu: (other.pagu ?? 0) + 77 } }));
	for (const delegate of delegates) {
		await told(delegate, ({ total }) => total.pagu === totals.pagu + 1234 + 77, 'what was taken over');
		expect(delegate.pagu()?.units['umkm']).toEqual({ pagu: (totals.bidang['umkm']?.pagu ?? 0) + 77, limit: null, waiting: 0 });
		const said = JSON.stringify(delegate.pagu());
		for (const { id, uraian } of nodes)
			expect(id !== other.id && said.includes(`"${id}"`) ? id : said.includes(uraian ?? '\0')).toBe(false);
	}
	expect(planner.pagu()).toBeNull();
});
