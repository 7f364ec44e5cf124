/** An usulan goes into the plan whole, and once: mark and pagu are one edit, whoever is killed in the middle. */
import type { UsulanAnswer } from '@rembug/shared/api/forum-api-types.ts';
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import { nodeMap } from '@rembug/shared/renja/renja-document.ts';
import { readNode } from '@rembug/shared/renja/renja-value.ts';
import { afterEach, expect, it } from 'vitest';
import { DEMO_RENJA, signIn } from '../support/people.ts';
import { createRandom } from '../support/random.ts';
import { seed } from '../support/seed.ts';
import { openSyncClient } from '../support/sync-client.ts';
import { readFresh } from '../support/steady-writers.ts';
import { startServer, type TestServer } from '../support/test-server.ts';

const rounds = 6;
const usulanPerRound = 8;
const amount = 1_000_000;
let server: TestServer | undefined;

afterEach(() => server?.stop());

it('holds of each usulan the mark and the amount, or neither, when server and writer are killed while they are taken over', async () => {
	const running = (server = await startServer());
	const random = createRandom(seed);
	const umkm = await signIn(running, 'umkm');
	const usulan = (await (await umkm.call('GET', `/api/renja/${DEMO_RENJA}/usulan`)).json()) as UsulanAnswer;
	// A row of Bidang Usaha Mikro.
	const row = usulan.find(({ id }) => id === 'u-02')?.subkegiatan ?? '';
	const start = readNode(await readFresh(running, umkm), row)?.pagu ?? 0;

	const wanted = Array.from({ length: rounds * usulanPerRound }, (_, index) => `u-uji-${index}`);
	for (let round = 0; ; round++) {
		const client = await openSyncClient(running, umkm, { reconnect: false });
		const held = readNode(client.doc, row);
		const taken = (held?.usulan ?? []).filter((id) => wanted.includes(id));
		expect(held?.pagu ?? 0, `round ${round}, seed ${seed}`).toBe(start + taken.length * amount);
		const left = wanted.filter((id) => !taken.includes(id)).slice(0, usulanPerRound);
		if (left.length === 0) break;
		const sent = left.map((usulan) =>
			client.edit((doc) => {
				const pagu = ((nodeMap(doc, row)?.get('pagu') as number | undefined) ?? 0) + amount;
				expect(applyEdit(doc, { edit: 'takeOver', args: { id: row, usulan, taken: true, pagu } })).toMatchObject({ ok: true });
			})
		);
		if (round < rounds) {
			// Somewhere between none of them and all.
			await sent[random.below(usulanPerRound)];
			await running.kill9();
			client.close();
			await running.restart();
		} else {
			await Promise.all(sent);
			client.close();
		}
	}
});
