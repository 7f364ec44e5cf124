/** A Postgres that this machine has installed (Debian's folders), started on loopback in a throwaway folder: for trying versions other than the embedded one. */
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@rembug/server/database/connect.ts';
import { chooseOsUser } from '@rembug/server/database/postgres-os-user.ts';
import { freePort } from './free-port.ts';
import { waitFor } from './wait-for.ts';

const folder = '/usr/lib/postgresql';

/** Major versions between 15 and 18 that are installed. */
export function installedVersions(): number[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder)
		.map(Number)
		.filter((major) => major >= 15 && major <= 18 && existsSync(join(folder, String(major), 'bin', 'postgres')));
}

/** Starts it with an empty cluster; stop() ends it and removes the folder. */
export async function startInstalled(major: number): Promise<{ url: string; stop(): Promise<void> }> {
	const bin = join(folder, String(major), 'bin');
	const dir = await mkdtemp(join(tmpdir(), `rembug-postgres-${major}-`));
	await chmod(dir, 0o700);
	const user = chooseOsUser('/', join(bin, 'postgres'));
	if (!user) throw new Error(`no user may run ${bin}/postgres`);
	if (user.uid !== null) chownSync(dir, user.uid, user.gid);
	const [initdb, initArgs] = user.command(join(bin, 'initdb'), [
		'-D',
		join(dir, 'data'),
		'-U',
		'rembug',
		'-A',
		'trust',
		'-E',
		'UTF8',
		'--locale=C'
	]);
	const made = spawnSync(initdb, initArgs, { ...user.spawnOptions, cwd: '/' });
	if (made.status !== 0) throw new Error(made.stderr.toString());
	const port = await freePort();
	const [postgres, args] = user.command(join(bin, 'postgres'), [
		...['-D', join(dir, 'data'), '-p', String(port)],
		...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=']
	]);
	const child = spawn(postgres, args, { ...user.spawnOptions, cwd: '/', stdio: 'ignore' });
	const ended = new Promise((resolve) => child.once('exit', resolve));
	const url = `postgres://rembug@127.0.0.1:${port}/postgres`;
	const sql = connect(url, { max: 1 });
	await waitFor(() => sql`select 1`, { timeoutMs: 20_000, what: `PostgreSQL ${major} answers` });
	await sql.end({ timeout: 1 });
	return {
		url,
		async stop() {
			child.kill('SIGINT');
			await ended;
			await rm(dir, { recursive: true, force: true });
		}
	};
}
