/** The REST routes on a test database with the demo in it, for tests: no port, no rooms; documents are read straight from the log. */
import * as Y from 'yjs';
import { createApp } from './app.ts';
import { storedRows } from './approval/snapshot-queries.ts';
import { readConfig, type Config } from './config.ts';
import type { Sql } from './database/connect.ts';
import { createPrinter } from './exports/print.ts';
import { seedDemo } from './demo/seed-demo.ts';
import type { Deps } from './deps.ts';
import { createScreens } from './forum/screens.ts';
import { createLog } from './log.ts';
import { createSessions } from './people/sessions.ts';
import { createSignInLimit } from './people/sign-in-limit.ts';
import type { Rooms } from './sync/rooms-types.ts';

export interface AppFixture {
	deps: Deps;
	/** Session ids whose sockets were closed. */
	ended: string[];
	/** Accounts whose sockets were sent to ask for their rights again. */
	changed: string[];
	request(
		method: string,
		path: string,
		options?: { body?: unknown; headers?: Record<string, string>; address?: string }
	): Promise<Response>;
	/** The same with bytes that are no JSON. */
	send(method: string, path: string, options: { bytes: Uint8Array; headers: Record<string, string> }): Promise<Response>;
	/** Signs in and returns the Cookie header. */
	signIn(username: string, password?: string): Promise<string>;
}

export async function openApp(sql: Sql, settings: Record<string, string> = {}): Promise<AppFixture> {
	const read = readConfig(settings, '/');
	if (!read.ok) throw new Error(read.problems.join(' '));
	const { config } = read;
	await seedDemo(sql, { host: '127.0.0.1', publicUrl: null, databaseUrl: null });
	const ended: string[] = [];
	const changed: string[] = [];
	const { signInFailuresPerAccount: perAccount, signInFailuresPerAddress: perAddress } = config.limits;
	const deps: Deps = {
		config,
		sql,
		database: 'embedded',
		log: createLog('silent'),
		sessions: createSessions(sql, config),
		screens: createScreens(sql),
		signInLimit: createSignInLimit({ perAccount, perAddress }),
		print: createPrinter(),
		rooms: {
			read: (id, fn) => readStored(sql, id, fn),
			endSession: (id) => void ended.push(id),
			rightsChanged: (id) => void changed.push(id),
			pause: async () => () => undefined,
			stageChanged: async () => undefined,
			isAvailable: () => true
		} as Pick<Rooms, 'read' | 'endSession' | 'rightsChanged' | 'pause' | 'stageChanged' | 'isAvailable'> as Rooms
	};
	const app = createApp(deps);

	const request: AppFixture['request'] = async (method, path, { body, headers = {}, address = '127.0.0.1' } = {}) =>
		app.request(
			path,
			{
				method,
				headers: { host: hostOf(config), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
				...(body === undefined ? {} : { body: JSON.stringify(body) })
			},
			{ incoming: { socket: { remoteAddress: address } } }
		);

	return {
		deps,
		ended,
		changed,
		request,
		send: async (method, path, { bytes, headers }) =>
			app.request(
				path,
				{ method, headers: { host: hostOf(config), ...headers }, body: new Uint8Array(bytes) },
				{ incoming: { socket: { remoteAddress: '127.0.0.1' } } }
			),
		async signIn(username, password = 'rembug-demo') {
			const answer = await request('POST', '/api/session', { body: { username, password } });
			if (answer.status !== 204) throw new Error(`${answer.status} ${await answer.text()}`);
			return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
		}
	};
}

function hostOf(config: Config): string {
	return config.publicUrl ? new URL(config.publicUrl).host : `localhost:${config.port}`;
}

async function readStored<T>(sql: Sql, documentId: string, fn: (doc: Y.Doc, head: { seq: number; generation: string }) => T): Promise<T> {
	const doc = new Y.Doc();
	const rows = await storedRows(sql, documentId, 0);
	for (const row of rows) Y.applyUpdate(doc, row.bytes);
	return fn(doc, { seq: rows.at(-1)?.seq ?? 0, generation: '' });
}
