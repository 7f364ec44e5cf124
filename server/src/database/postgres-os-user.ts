/** As which user of the operating system does the embedded Postgres run? Postgres refuses root, which containers often are. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface OsUser {
	/** Owner that its files must get; null: whoever we are. */
	uid: number | null;
	gid: number;
	spawnOptions: { uid?: number; gid?: number };
	/** How a binary is called as this user. */
	command(binary: string, args: string[]): [string, string[]];
}

const ourselves: OsUser = { uid: null, gid: 0, spawnOptions: {}, command: (binary, args) => [binary, args] };

/** The first user that can read both the data folder and the binary: ourselves unless root, `postgres`, `nobody`, root under another name; null when none can. */
export function chooseOsUser(dataDir: string, binary: string): OsUser | null {
	if (process.getuid?.() !== 0) return ourselves;
	const named = ['postgres', 'nobody'].flatMap((name) => {
		const ids = idsOf(name);
		return ids ? [{ uid: ids.uid, gid: ids.gid, spawnOptions: ids, command: ourselves.command }] : [];
	});
	return [...named, unshared].find((user) => canReach(user, dataDir, binary)) ?? null;
}

/** Root of this machine, seen by Postgres as user 1000: for folders that only root can read. */
const unshared: OsUser = {
	uid: 0,
	gid: 0,
	spawnOptions: {},
	command: (binary, args) => ['unshare', ['-U', '--map-user=1000', '--map-group=1000', '--', binary, ...args]]
};

function canReach(user: OsUser, dataDir: string, binary: string): boolean {
	const [command, args] = user.command('/bin/sh', ['-c', 'cd -- "$1" && exec "$2" --version', 'sh', dataDir, binary]);
	return spawnSync(command, args, { ...user.spawnOptions, stdio: 'ignore' }).status === 0;
}

function idsOf(name: string): { uid: number; gid: number } | null {
	try {
		const line = readFileSync('/etc/passwd', 'utf8')
			.split('\n')
			.find((entry) => entry.startsWith(`${name}:`));
		const [, , uid, gid] = line?.split(':') ?? [];
		return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null;
	} catch {
		return null;
	}
}
