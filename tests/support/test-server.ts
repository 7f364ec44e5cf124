/** The real server, as a process of its own. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { waitFor } from './wait-for.ts';

const PROJECT = join(import.meta.dirname, '../..');
const START_MS = 30_000;
const STOP_MS = 15_000;
/** Settings of whoever runs the tests must not reach the server under test. */
const OWN_SETTINGS = ['PORT', 'HOST', 'DATA_DIR', 'DATABASE_URL', 'PUBLIC_URL', 'TRUST_PROXY', 'LOG_LEVEL', 'NODE_ENV', 'NODE_OPTIONS'];

export interface TestServerOptions {
	/** Folder of the embedded Postgres; one that exists is kept on stop. Default: a throwaway one, filled with the demo. */
	dataDir?: string;
	/** Instead of the embedded Postgres. */
	databaseUrl?: string;
	/** Default: any free one; the same after a restart. */
	port?: number;
	env?: Record<string, string>;
}

export interface TestServer {
	url: string;
	/** ws://… without a path. */
	wsUrl: string;
	port: number;
	dataDir: string;
	/** Of the process that runs now. */
	readonly pid: number;
	/** Everything the server wrote so far, over all restarts. */
	output(): string;
	/** Process id of the embedded Postgres. */
	postgresPid(): Promise<number>;
	kill9(): Promise<void>;
	/** Sends SIGTERM, waits for the end and returns the exit code (null: ended by a signal). The data stays. */
	terminate(): Promise<number | null>;
	/** Starts again on the same port and data; ends a running process with SIGTERM first. */
	restart(): Promise<void>;
	/** Ends server and Postgres and removes a throwaway folder. */
	stop(): Promise<void>;
}

/** Starts server/src/main.ts and waits until /healthz says that it can commit. */
export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
	const port = options.port ?? (await freePort());
	const dataDir = options.dataDir ?? (await throwawayFolder());
	const url = `http://127.0.0.1:${port}`;
	let output = '';
	let child: ChildProcess | undefined;
	// A run that is told to end early stops no server.
	const endAtOnce = (): void => {
		if (child && !hasEnded(child)) child.kill('SIGTERM');
	};
	process.once('exit', endAtOnce);

	async function start(): Promise<void> {
		const env: Record<string, string | undefined> = { ...process.env };
		for (const name of OWN_SETTINGS) delete env[name];
		const started = spawn(process.execPath, ['server/src/main.ts'], {
			cwd: PROJECT,
			env: {
				...env,
				PORT: String(port),
				DATA_DIR: dataDir,
				LOG_LEVEL: 'warn',
				...(options.databaseUrl === undefined ? {} : { DATABASE_URL: options.databaseUrl }),
				...options.env
			},
			stdio: ['ignore', 'pipe', 'pipe']
		});
		child = started;
		for (const stream of [started.stdout, started.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
		await waitFor(
			async () => {
				if (hasEnded(started)) return 'ended';
				return (await fetch(`${url}/healthz`)).status === 200 && 'healthy';
			},
			{ timeoutMs: START_MS, what: `server at ${url} is healthy; it wrote:\n${output}` }
		);
		if (hasEnded(started)) throw new Error(`The server ended with code ${started.exitCode}; it wrote:\n${output}`);
	}

	async function end(signal: NodeJS.Signals): Promise<number | null> {
		const ending = child;
		if (!ending || hasEnded(ending)) return ending?.exitCode ?? null;
		const ended = once(ending, 'exit');
		const late = setTimeout(() => {
			output += `\n(did not end within ${STOP_MS} ms after ${signal})\n`;
			ending.kill('SIGKILL');
		}, STOP_MS);
		ending.kill(signal);
		await ended;
		clearTimeout(late);
		return ending.exitCode;
	}

	await start();
	return {
		url,
		wsUrl: `ws://127.0.0.1:${port}`,
		port,
		dataDir,
		get pid() {
			return child!.pid!;
		},
		output: () => output,
		postgresPid: async () => {
			const pid = await readPostgresPid(dataDir);
			if (pid === null) throw new Error(`No Postgres runs in ${dataDir}`);
			return pid;
		},
		kill9: async () => {
			await end('SIGKILL');
		},
		terminate: () => end('SIGTERM'),
		restart: async () => {
			await end('SIGTERM');
			await start();
		},
		stop: async () => {
			process.off('exit', endAtOnce);
			await end('SIGTERM');
			await endLeftPostgres(dataDir);
			if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
		}
	};
}

async function throwawayFolder(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'rembug-server-'));
	// Under root Postgres runs as another user, who must be able to enter.
	await chmod(folder, 0o755);
	return folder;
}

/** A server that was killed leaves its Postgres behind, meant for the next start. */
async function endLeftPostgres(dataDir: string): Promise<void> {
	const pid = await readPostgresPid(dataDir);
	if (pid === null || !isRunning(pid)) return;
	process.kill(pid, 'SIGINT');
	await waitFor(() => !isRunning(pid), { timeoutMs: STOP_MS, what: `Postgres ${pid} ends` });
}

async function readPostgresPid(dataDir: string): Promise<number | null> {
	const file = join(dataDir, 'postgres', 'postmaster.pid');
	const [line] = (await readFile(file, 'utf8').catch(() => '')).split('\n');
	return line ? Number(line) : null;
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

function hasEnded(child: ChildProcess): boolean {
	return child.exitCode !== null || child.signalCode !== null;
}
