/** Backup and restore as an office does them: by command, with the embedded Postgres, beside a running server and without one. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RenjaContextAnswer, SnapshotVerification, StageAnswer } from '@rembug/shared/api/api-types.ts';
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import type { NodeValue, RenjaValue } from '@rembug/shared/renja/renja-types.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEMO_PASSWORD, DEMO_RENJA, signIn, type SignedIn } from '../support/people.ts';
import { openSyncClient, type SyncClient } from '../support/sync-client.ts';
import { startServer, type TestServer } from '../support/test-server.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const renja = `/api/renja/${DEMO_RENJA}`;
let server: TestServer;

beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.stop());

async function command(script: string, ...args: string[]): Promise<{ code: number | null; output: string }> {
	const child = spawn(process.execPath, [join('scripts', script), ...args], {
		cwd: PROJECT,
		env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: server.dataDir, INIT_CWD: server.dataDir },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
	const [code] = (await once(child, 'close')) as [number | null];
	return { code, output };
}

async function get<T>(who: SignedIn, path: string): Promise<T> {
	const answer = await who.call('GET', path);
	expect(answer.status, path).toBe(200);
	return (await answer.json()) as T;
}

const setPagu = (client: SyncClient, id: string, value: number): Promise<void> =>
	client.edit((doc) => void applyEdit(doc, { edit: 'setAmount', args: { id, field: 'pagu', value } }));

test('what a backup holds comes back after the data folder is gone, and work goes on', async () => {
	let perencana = await signIn(server, 'perencana');
	const kepala = await signIn(server, 'kepala-dinas');
	const sub = (await get<RenjaValue>(perencana, renja)).nodes.find((node) => node.level === 'subkegiatan') as NodeValue;
	const historyPath = `${renja}/history?root=nodes&entity=${sub.id}&field=pagu`;

	const client = await openSyncClient(server, perencana);
	await setPagu(client, sub.id, 111);
	const submitted = await perencana.call('POST', `${renja}/stage`, { to: 'diajukan', reason: '' });
	const snapshot = ((await submitted.json()) as StageAnswer).snapshot?.id ?? '';
	const back = { decision: 'return', note: 'Lengkapi', password: DEMO_PASSWORD };
	expect((await kepala.call('POST', `/api/snapshots/${snapshot}/decision`, back)).status).toBe(200);
	await setPagu(client, sub.id, 222);

	const plan = await get<RenjaValue>(perencana, renja);
	const history = await get<unknown>(perencana, historyPath);
	const { generation } = await get<RenjaContextAnswer>(perencana, `${renja}/context`);
	const written = await command('backup.mjs', '--folder=simpanan', '--simpan=3');
	expect(written).toMatchObject({ code: 0 });
	expect(written.output).toMatch(/Cadangan selesai: .*simpanan.*hash/s);
	const [file = ''] = await readdir(join(server.dataDir, 'simpanan'));

	// The server did not notice, and what is written now is not in the backup.
	await setPagu(client, sub.id, 333);
	expect(client.closeCode()).toBeNull();
	const refused = await command('restore.mjs', join('simpanan', file), '--ganti');
	expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('Server Rembug sedang berjalan') });
	await setPagu(client, sub.id, 444);
	client.close();

	await server.terminate();
	const occupied = await command('restore.mjs', join('simpanan', file));
	expect(occupied).toMatchObject({ code: 1, output: expect.stringContaining('tambahkan --ganti') });
	await rename(join(server.dataDir, 'postgres'), join(server.dataDir, 'postgres-lama'));
	const restored = await command('restore.mjs', join('simpanan', file));
	expect(restored, restored.output).toMatchObject({ code: 0, output: expect.stringMatching(/UTUH .*1 snapshot diperiksa, 0 rusak/s) });

	await server.restart();
	expect((await perencana.call('GET', '/api/session')).status).toBe(401);
	perencana = await signIn(server, 'perencana');
	expect(await get(perencana, renja)).toEqual(plan);
	expect(await get(perencana, historyPath)).toEqual(history);
	expect((await get<SnapshotVerification>(perencana, `/api/snapshots/${snapshot}/verify`)).ok).toBe(true);
	const after = await openSyncClient(server, perencana);
	expect(after.hello()?.generation).not.toBe(generation);
	await setPagu(after, sub.id, 555);
	expect((await get<RenjaValue>(perencana, renja)).nodes.find(({ id }) => id === sub.id)?.pagu).toBe(555);
	after.close();
});

test('a wrong call or file is told in one line', async () => {
	const lines = async (...args: [string, ...string[]]): Promise<string[]> => {
		const { code, output } = await command(...args);
		expect(code).toBe(1);
		return output.trim().split('\n');
	};
	expect(await lines('backup.mjs', '--simpan=banyak')).toEqual([expect.stringContaining('Cara pakai')]);
	expect(await lines('restore.mjs')).toEqual([expect.stringContaining('Cara pakai')]);
	expect(await lines('restore.mjs', 'tidak-ada.gz')).toEqual([expect.stringMatching(/tidak-ada\.gz tidak dapat dibaca/)]);
	expect(await lines('restore.mjs', 'postgres-password')).toEqual([expect.stringContaining('bukan berkas cadangan')]);
});
