/** What a perencana locks for a unit stays as it is, whatever client its staf use; the plan itself stays open. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RenjaContextAnswer } from '@rembug/shared/api/api-types.ts';
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import { closeCodes } from '@rembug/shared/sync/close-codes.ts';
import { DEMO_RENJA, signIn, type SignedIn } from '../support/people.ts';
import { openSyncClient, type SyncClient } from '../support/sync-client.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

const SUB = 'n-2.17.07.2.01.04';

let server: TestServer;
let perencana: SignedIn;
const clients: SyncClient[] = [];

beforeAll(async () => {
	server = await startServer();
	perencana = await signIn(server, 'perencana');
});

afterAll(async () => {
	for (const client of clients) client.close();
	await server?.stop();
});

async function open(username: string): Promise<SyncClient> {
	const client = await openSyncClient(server, await signIn(server, username));
	clients.push(client);
	return client;
}

function setPagu(client: SyncClient, value: number): Promise<void> {
	return client.edit((doc) => void applyEdit(doc, { edit: 'setAmount', args: { id: SUB, field: 'pagu', value } }));
}

const pagu = ({ doc }: SyncClient): unknown => readRenja(doc).nodes.find(({ id }) => id === SUB)?.pagu;
const lock = (who: SignedIn, locked: boolean, unit = 'umkm') => who.call('PUT', `/api/renja/${DEMO_RENJA}/locks/${unit}`, { locked });
const context = async (): Promise<RenjaContextAnswer> =>
	(await (await perencana.call('GET', `/api/renja/${DEMO_RENJA}/context`)).json()) as RenjaContextAnswer;

it('refuses the staf of a locked unit, tells everybody, and lets perencana go on; opened again it takes edits', async () => {
	const [staf, planner] = [await open('umkm'), await open('perencana')];
	await setPagu(staf, 1_000);
	expect((await lock(perencana, true)).status).toBe(204);
	await waitFor(() => staf.notices.at(-1)?.lockedUnits.join() === 'umkm', { what: 'a notice of the lock' });
	expect((await context()).lockedUnits).toEqual(['umkm']);

	void setPagu(staf, 2_000);
	await waitFor(() => staf.closeCode() === closeCodes.forbidden, { what: 'closed with 4403' });
	await setPagu(planner, 3_000);
	expect(pagu(planner)).toBe(3_000);

	expect((await lock(perencana, false)).status).toBe(204);
	await waitFor(() => planner.notices.at(-1)?.lockedUnits.length === 0, { what: 'a notice of the opening' });
	const again = await open('umkm');
	await setPagu(again, 4_000);
	await waitFor(() => pagu(planner) === 4_000, { what: 'the edit after the opening' });
	const history = (await (await perencana.call('GET', `/api/renja/${DEMO_RENJA}/history?root=nodes&entity=${SUB}&field=pagu`)).json()) as {
		after: unknown;
	}[];
	expect(history.map(({ after }) => after).slice(0, 3)).toEqual([4_000, 3_000, 1_000]);
});

it('is for perencana and sekretaris, and for units of the office only', async () => {
	expect((await lock(await signIn(server, 'umkm'), true)).status).toBe(403);
	expect((await lock(await signIn(server, 'kepala-dinas'), true)).status).toBe(403);
	expect((await lock(perencana, true, 'dinas-lain')).status).toBe(404);
	expect((await context()).lockedUnits).toEqual([]);
});
