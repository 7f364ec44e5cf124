/** Tells commands that a server is at work on a database: a lock in Postgres that lives as long as the server, whatever machine it is on. */
import { setTimeout as wait } from 'node:timers/promises';
import { connect } from './connect.ts';
import { shareServerLock, whereabouts } from './lock-queries.ts';
import { SetupError } from './open-database.ts';

export interface ServerPresence {
	leave(): Promise<void>;
}

const lookMs = 1000;

/**
 * Takes the lock on a connection of its own, and takes it again when that connection was lost. Throws a SetupError when the database is
 * being restored; calls `displaced` when that is found only later, or when it happened while the connection was lost.
 */
export async function announceServer(databaseUrl: string, displaced: () => void): Promise<ServerPresence> {
	const sql = connect(databaseUrl, { max: 1, name: 'rembug-server', lasting: true });
	const ended = new AbortController();
	let held = await whereabouts(sql);
	if (!(await shareServerLock(sql))) {
		await sql.end({ timeout: 1 });
		throw new SetupError('Basis data ini sedang dipulihkan dari cadangan. Tunggu sampai selesai, lalu jalankan lagi.');
	}

	const watch = async (): Promise<void> => {
		for (;;) {
			await wait(lookMs, undefined, { ref: false, signal: ended.signal });
			try {
				let now = await whereabouts(sql);
				if (now.connection !== held.connection) {
					if (!(await shareServerLock(sql))) return displaced();
					now = await whereabouts(sql);
					if (held.tables !== null && now.tables !== held.tables) return displaced();
				}
				held = now;
			} catch {
				// Postgres is away; the rooms say so, and here it is asked again.
			}
		}
	};
	const watching = watch().catch((error: unknown) => {
		if (!ended.signal.aborted) throw error;
	});

	return {
		async leave() {
			ended.abort();
			await sql.end({ timeout: 1 });
			await watching;
		}
	};
}
