/** The clock of the server is set, forward and back: nobody is signed out, nothing stands still, nothing is forgiven, and order stays order. */
import type { FieldChangeRow } from '@rembug/shared/api/api-types.ts';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import { DEMO_RENJA, signIn } from '../support/people.ts';
import { openSyncClient } from '../support/sync-client.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

const sub = 'n-2.17.01.2.01.01';
const hour = 3_600_000;
const day = 24 * hour;
let folder: string;
let server: TestServer;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'rembug-clock-'));
	writeFileSync(join(folder, 'clock'), '0');
	const preload = pathToFileURL(join(import.meta.dirname, '../support/settable-clock.mjs')).href;
	server = await startServer({
		env: { NODE_OPTIONS: `--import=${preload}`, CLOCK_FILE: join(folder, 'clock'), SIGN_IN_FAILURES_PER_ACCOUNT: '3' }
	});
});
afterAll(async () => {
	await server?.stop();
	await rm(folder, { recursive: true, force: true });
});

/** Sets the clock of the server so far from the right time. */
async function setClock(shift: number): Promise<void> {
	const before = server.output().length;
	writeFileSync(join(folder, 'clock'), String(shift));
	process.kill(server.pid, 'SIGUSR2');
	await waitFor(() => server.output().slice(before).includes(`clock: ${shift}\n`), { what: `the server's clock is off by ${shift} ms` });
}

it('keeps sessions, commits, order and the count of wrong passwords', { timeout: 90_000 }, async () => {
	const perencana = await signIn(server, 'perencana');
	const writer = await openSyncClient(server, perencana);
	const other = await openSyncClient(server, await signIn(server, 'sekretariat'));
	const values: number[] = [];
	const edit = async (value: number): Promise<void> => {
		values.push(value);
		await writer.edit((doc) => {
			expect(applyEdit(doc, { edit: 'setAmount', args: { id: sub, field: 'pagu', value } })).toMatchObject({ ok: true });
		});
	};
	const wrongPassword = async (): Promise<number> => {
		const answer = await fetch(`${server.url}/api/session`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', origin: server.url },
			body: JSON.stringify({ username: 'umkm', password: 'bukan-ini' })
		});
		return answer.status;
	};
	for (let index = 0; index < 3; index++) expect(await wrongPassword()).toBe(401);
	expect(await wrongPassword()).toBe(429);

	// Forward beyond half of a session's life it is renewed; back again it must not look as if it came from the future.
	for (const [step, shift] of [hour, -2 * day, 10 * day, 0, -300 * day, 20 * 60_000].entries()) {
		await setClock(shift);
		expect([shift, (await perencana.call('GET', '/api/session')).status]).toEqual([shift, 200]);
		await edit(1_000_000 + step);
		expect([shift, await wrongPassword()]).toEqual([shift, 429]);
		const fresh = await signIn(server, 'verifikator');
		expect([shift, (await fresh.call('GET', '/api/session')).status]).toEqual([shift, 200]);
	}
	expect([writer.closeCode(), other.closeCode()]).toEqual([null, null]);
	await setClock(0);
	const answer = await perencana.call('GET', `/api/renja/${DEMO_RENJA}/history?root=nodes&entity=${sub}&field=pagu`);
	const rows = (await answer.json()) as FieldChangeRow[];
	expect(rows.slice(0, values.length).map((row) => row.after)).toEqual(values.toReversed());
	// Stored times are those of Postgres.
	for (const row of rows.slice(0, values.length)) expect(Math.abs(Date.parse(row.at) - Date.now())).toBeLessThan(hour);
	await server.restart();
	expect((await perencana.call('GET', '/api/session')).status).toBe(200);
	writer.close();
	other.close();
});
