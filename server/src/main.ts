/** Starts the server: settings, port, database, rooms, page; and ends it in the reverse order. Everything is put together here. */
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { createApp } from './app.ts';
import { readConfig, type Config } from './config.ts';
import { isDatabaseAway } from './database/connect.ts';
import { migrate } from './database/migrate.ts';
import { openDatabase, SetupError } from './database/open-database.ts';
import { announceServer } from './database/server-presence.ts';
import { demoAccountList, demoPassword } from './demo/demo-accounts.ts';
import { seedDemo } from './demo/seed-demo.ts';
import type { Deps } from './deps.ts';
import { listen } from './http-server.ts';
import { createLog } from './log.ts';
import { loadPage, noPage } from './page.ts';
import { isDemoPlace } from './people/demo-gate.ts';
import { demoAccounts } from './people/people-queries.ts';
import { createSessions } from './people/sessions.ts';
import { createSignInLimit } from './people/sign-in-limit.ts';
import { createNeighbours } from './sync/neighbours.ts';
import { createPrinter } from './exports/print.ts';
import { createScreens } from './forum/screens.ts';
import { createRooms } from './sync/rooms.ts';
import { attachSyncSocket } from './sync/socket.ts';
import { startSweeping } from './usulan/sweep-left-overs.ts';

const projectDir = fileURLToPath(new URL('../../', import.meta.url));
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** What to undo when the server ends, newest first. */
const endings: (() => Promise<void>)[] = [];
let ending = false;
let firstSignalAt = 0;
/** A signal to the whole process group also comes once more from the command that started this server: not yet impatience. */
const repeatMs = 1000;

async function start(): Promise<void> {
	const read = readConfig(process.env, projectDir);
	if (!read.ok) throw new SetupError(`Pengaturan tidak dapat dipakai:\n  ${read.problems.join('\n  ')}`);
	const { config } = read;
	const log = createLog(config.logLevel);

	const http = await listenOrSay(config);
	endings.push(() => http.close());

	const database = await openDatabase(config, log, { watched: true });
	endings.push(() => database.close());
	const { sql } = database;
	const presence = await announceServer(database.url, () => {
		process.stderr.write('Basis data ini dipulihkan dari cadangan; server berhenti. Jalankan lagi setelah pemulihan selesai.\n');
		void end(1);
	});
	endings.push(() => presence.leave());
	for (const name of await migrate(sql)) log.debug({ name }, 'migration applied');
	await seedDemo(sql, config);

	const sessions = createSessions(sql, config);
	await sessions.sweep();
	const { signInFailuresPerAccount: perAccount, signInFailuresPerAddress: perAddress } = config.limits;
	const neighbours = createNeighbours({ databaseUrl: database.url, sql, log });
	endings.push(() => neighbours.close());
	const screens = createScreens(sql);
	const standing: typeof sessions.standing = async (ids) => new Map([...(await sessions.standing(ids)), ...(await screens.standing(ids))]);
	const rooms = createRooms({ sql, log, neighbours, standing });
	endings.push(() => rooms.close());
	const sweeping = startSweeping({ sql, rooms, log });
	endings.push(() => sweeping.stop());
	const deps: Deps = {
		config,
		sql,
		database: database.kind,
		log,
		sessions,
		screens,
		signInLimit: createSignInLimit({ perAccount, perAddress }),
		rooms,
		print: createPrinter()
	};

	attachSyncSocket(http.server, deps);
	const page = await loadPage();
	const isDemo = isDemoPlace(config) && (await demoAccounts(sql)).length > 0;
	// From here on people are served: nothing below may wait for Postgres and take them along when it fails.
	http.open(getRequestListener(createApp(deps).fetch), page ?? noPage);

	say(`Rembug siap di ${addressOf(config, http.port)}`);
	say(
		database.kind === 'embedded'
			? `Basis data: PostgreSQL bawaan di ${config.dataDir}/postgres`
			: 'Basis data: PostgreSQL dari DATABASE_URL'
	);
	if (isDemo) {
		say(`Data contoh. Akun: ${demoAccountList.map((account) => account.username).join(', ')}; kata sandi semuanya: ${demoPassword}`);
	}
	if (!page) say('Halaman belum dibangun; hanya /api dan /sync yang menjawab.');
}

async function listenOrSay(config: Config) {
	try {
		return await listen(config.port, config.host);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === 'EADDRINUSE')
			throw new SetupError(
				`Port ${config.port} sudah dipakai program lain. Hentikan program itu, atau pilih port lain: PORT=3001 npm start`
			);
		if (code === 'EACCES')
			throw new SetupError(`Port ${config.port} tidak boleh dipakai oleh pengguna ini. Pilih port di atas 1024, misalnya PORT=3000.`);
		throw new SetupError(`Alamat HOST="${config.host}" tidak dapat dipakai di komputer ini (${code ?? String(error)}).`);
	}
}

function addressOf(config: Config, port: number): string {
	if (config.publicUrl) return config.publicUrl;
	const host = config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host;
	return `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;
}

/** Ends what was started, newest first; a second signal does not wait. */
async function end(exitCode: number): Promise<void> {
	if (ending) process.exit(exitCode || 130);
	ending = true;
	// What takes longer is given up: everything confirmed is in Postgres, the rest is still with its writers.
	setTimeout(() => process.exit(exitCode || 1), 30_000).unref();
	for (const step of endings.reverse()) {
		try {
			await step();
		} catch (error) {
			process.stderr.write(`${(error as Error).message}\n`);
		}
	}
	process.exit(exitCode);
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
	process.on(signal, () => {
		if (ending && performance.now() - firstSignalAt < repeatMs) return;
		if (!ending) {
			firstSignalAt = performance.now();
			say('Rembug berhenti; menyimpan yang masih berjalan…');
		}
		void end(0);
	});
}

// A promise that nobody waited for and that failed with Postgres is no reason to leave everybody; anything else is a fault of ours.
process.on('uncaughtException', (error) => {
	process.stderr.write(`${error.stack ?? String(error)}\n`);
	if (!isDatabaseAway(error)) void end(1);
});

try {
	await start();
} catch (error) {
	process.stderr.write(`${whyNoStart(error)}\n`);
	await end(1);
}

function whyNoStart(error: unknown): string {
	if (error instanceof SetupError) return error.message;
	if (isDatabaseAway(error)) return 'PostgreSQL terputus ketika Rembug sedang disiapkan. Tidak ada data yang hilang; jalankan lagi.';
	return `Rembug tidak dapat dijalankan: ${(error as Error).stack ?? String(error)}`;
}
