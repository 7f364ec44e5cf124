import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { waitFor } from '../support/wait-for.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'rembug-commands-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Starts a command of scripts/ as a person would, with nothing of this run's settings. */
function command(script: string, env: Record<string, string>, options: { detached?: boolean } = {}) {
	const child = spawn(process.execPath, [join('scripts', script)], {
		cwd: PROJECT,
		env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: join(folder, 'data'), ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
		...options
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
	const ended = once(child, 'close').then(([code]) => code as number | null);
	onTestFinished(async () => {
		if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
		await ended;
	});
	return { child, ended, output: () => output };
}

/** A file for NODE_OPTIONS that makes Node say it is of another version. */
async function pretendNode(version: string): Promise<string> {
	const file = join(folder, `node-${version}.cjs`);
	await writeFile(file, `Object.defineProperty(process.versions, 'node', { value: '${version}' });`);
	return `--require=${file}`;
}

describe('a command that cannot work says why in one line', () => {
	test('Node is too old', async () => {
		const { ended, output } = command('start.mjs', { NODE_OPTIONS: await pretendNode('18.19.1') });
		expect(await ended).toBe(1);
		expect(output().trim().split('\n')).toEqual([expect.stringMatching(/GAGAL.*Node\.js 18\.19\.1 terlalu lama.*Pasang Node\.js/)]);
	});

	test('DATA_DIR is a file', async () => {
		const file = join(folder, 'file');
		await writeFile(file, '');
		const { ended, output } = command('start.mjs', { DATA_DIR: join(file, 'data') });
		expect(await ended).toBe(1);
		expect(output().trim().split('\n')).toEqual([expect.stringMatching(/GAGAL.*DATA_DIR.*bukan folder/)]);
	});

	test.skipIf(process.getuid?.() === 0)('DATA_DIR may not be written', async () => {
		const locked = join(folder, 'locked');
		await mkdir(locked, { mode: 0o500 });
		const { ended, output } = command('start.mjs', { DATA_DIR: join(locked, 'data') });
		expect(await ended).toBe(1);
		expect(output().trim().split('\n')).toEqual([expect.stringMatching(/GAGAL.*DATA_DIR.*tidak dapat ditulisi/)]);
	});

	test('the port is taken', async () => {
		const other = createServer().listen(0, '127.0.0.1');
		await once(other, 'listening');
		onTestFinished(() => void other.close());
		const { port } = other.address() as AddressInfo;
		const { ended, output } = command('start.mjs', { PORT: String(port) });
		expect(await ended).not.toBe(0);
		expect(output()).toMatch(new RegExp(`${port}.*(dipakai|terpakai)`));
	});
});

describe('npm start', () => {
	test('prints the address and the demo accounts, and ends cleanly on SIGTERM', async () => {
		const port = await freePort();
		const { child, ended, output } = command('start.mjs', { PORT: String(port) });
		await waitFor(async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok, {
			timeoutMs: 30_000,
			what: `healthy; wrote ${output()}`
		});
		await waitFor(() => output().includes('rembug-demo'), { what: 'the password is printed' });
		expect(output()).toContain(`:${port}`);
		for (const username of ['admin', 'perencana', 'koperasi', 'umkm', 'kepala-dinas', 'verifikator']) expect(output()).toContain(username);
		child.kill('SIGTERM');
		expect(await ended).toBe(0);
		await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
	});

	test('ends cleanly when the whole process group gets the signal, so that the server sees it twice', async () => {
		const port = await freePort();
		const { child, ended, output } = command('start.mjs', { PORT: String(port) }, { detached: true });
		await waitFor(async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok, {
			timeoutMs: 30_000,
			what: `healthy; wrote ${output()}`
		});
		process.kill(-child.pid!, 'SIGTERM');
		expect(await ended).toBe(0);
	});

	test('ends the server when npm, which passes no signal on, is gone', async () => {
		const port = await freePort();
		// A stand-in for npm: starts the command as npm does and is then killed.
		const npm = spawn('sh', ['-c', `"${process.execPath}" scripts/start.mjs & wait`], {
			cwd: PROJECT,
			env: {
				PATH: process.env.PATH,
				HOME: process.env.HOME,
				DATA_DIR: join(folder, 'data-npm'),
				PORT: String(port),
				npm_lifecycle_event: 'start'
			},
			stdio: 'ignore'
		});
		await waitFor(async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok, { timeoutMs: 30_000, what: 'healthy' });
		npm.kill('SIGKILL');
		await waitFor(
			() =>
				fetch(`http://127.0.0.1:${port}/healthz`).then(
					() => false,
					() => true
				),
			{ what: 'the server has ended' }
		);
	});
});
