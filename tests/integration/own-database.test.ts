/** With DATABASE_URL the same server runs on a Postgres of one's own: the one of this test run, and every version from 15 to 18 that is installed here. */
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import type { RenjaValue } from '@rembug/shared/renja/renja-types.ts';
import { afterEach, expect, test } from 'vitest';
import { connectClient } from '../support/clients.ts';
import { fillWithDemo } from '../support/demo-database.ts';
import { installedVersions, startInstalled } from '../support/installed-postgres.ts';
import { DEMO_RENJA, signIn } from '../support/people.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { startServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

const endings: (() => Promise<unknown> | void)[] = [];
const sub = 'n-2.17.01.2.01.01';

afterEach(async () => {
	for (const end of endings.splice(0).reverse()) await end();
});

async function editsSubmitsAndRestarts(databaseUrl: string): Promise<void> {
	await fillWithDemo(databaseUrl);
	const server = await startServer({ databaseUrl });
	endings.push(() => server.stop());
	expect(await (await fetch(`${server.url}/healthz`)).json()).toMatchObject({ database: 'external' });

	const perencana = await signIn(server, 'perencana');
	const staf = await connectClient(server, await signIn(server, 'sekretariat'));
	const follower = await connectClient(server, perencana);
	endings.push(
		() => staf.close(),
		() => follower.close()
	);
	expect(applyEdit(staf.doc, { edit: 'setAmount', args: { id: sub, field: 'pagu', value: 70_000_000 } })).toMatchObject({ ok: true });
	const value = async (): Promise<RenjaValue> => (await (await perencana.call('GET', `/api/renja/${DEMO_RENJA}`)).json()) as RenjaValue;
	await waitFor(async () => (await value()).totals.nodes[sub]?.pagu === 70_000_000, { what: 'the edit is in the plain value' });
	const history = await perencana.call('GET', `/api/renja/${DEMO_RENJA}/history?root=nodes&entity=${sub}&field=pagu`);
	expect(((await history.json()) as unknown[])[0]).toMatchObject({ before: 72_822_365, after: 70_000_000 });

	const submitted = await perencana.call('POST', `/api/renja/${DEMO_RENJA}/stage`, { to: 'diajukan', reason: '' });
	expect(submitted.status).toBe(200);
	const before = await value();
	await server.restart();
	expect(await value()).toEqual(before);
}

test('works on the Postgres that DATABASE_URL names', async () => {
	const database = await createTestDatabase({ empty: true });
	endings.push(() => database.drop());
	await editsSubmitsAndRestarts(database.url);
});

const versions = installedVersions();
test.skipIf(versions.length === 0)(
	`works on the installed PostgreSQL (${versions.join(', ') || 'none of 15 to 18 here, skipped'})`,
	async () => {
		for (const major of versions) {
			const postgres = await startInstalled(major);
			endings.push(() => postgres.stop());
			await editsSubmitsAndRestarts(postgres.url);
		}
	}
);
