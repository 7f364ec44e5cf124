/**
 * The rooms of two server processes without the rest of the server: real sockets, real gate, real Postgres; who is signed in with which grants
 * is told from outside. They are not told of each other's commits: what the other one wrote is found within a second, or when a commit is in
 * its way. Killing the first drops everything of it that is not in Postgres, in the middle of whatever it does.
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { maySee, type Actor, type Grant } from '@rembug/shared/access/access.ts';
import { mayOpenForum } from '@rembug/shared/access/forum-rights.ts';
import type { NewUsulan } from '@rembug/shared/forum/forum-types.ts';
import { samplePlan } from '@rembug/shared/renja/sample-plan.ts';
import { connect, type Sql } from '@rembug/server/database/connect.ts';
import { createScreens } from '@rembug/server/forum/screens.ts';
import { createLog } from '@rembug/server/log.ts';
import { insertAccount, insertPerangkatDaerah, insertUnit } from '@rembug/server/people/people-queries.ts';
import type { Sessions } from '@rembug/server/people/sessions.ts';
import { createRenja } from '@rembug/server/renja/create-renja.ts';
import { createRooms } from '@rembug/server/sync/rooms.ts';
import type { Rooms } from '@rembug/server/sync/rooms-types.ts';
import { attachSyncSocket } from '@rembug/server/sync/socket.ts';

export const unitNames = ['koperasi', 'umkm', 'sekretariat'] as const;
/** The last three are guests of a forum. */
export const personNames = ['perencana', 'koperasi', 'umkm', 'kepala', 'ketua', 'wakil', 'delegasi'] as const;
export type PersonName = (typeof personNames)[number];

export interface RightsOffice {
	/** Id of the perangkat daerah. */
	id: string;
	/** Where the processes are found, also after they were killed. */
	doors: readonly [Door, Door];
	/** Of the first process, as it runs now. */
	readonly sql: Sql;
	/** The same; but both pause, and both hear of other rights, which nothing else tells them. */
	readonly rooms: Rooms;
	accountOf(name: PersonName): string;
	unitOf(name: (typeof unitNames)[number]): string;
	/** What each account may; changed by whoever holds it. */
	grants: Map<string, Grant[]>;
	/** With these people's grants as they usually are. */
	usualGrants(): Map<string, Grant[]>;
	/** The same, and the guests of the forum of this Renja: ketua leads all its sessions, wakil the session `s1`. */
	forumGrants(renjaId: string): Map<string, Grant[]>;
	actorOf(accountId: string): Actor;
	seesPlans(accountId: string): boolean;
	opensForum(accountId: string, renjaId: string): boolean;
	/** A new Renja; returns the id of its plan. */
	newRenja(id: string, usulan?: NewUsulan[]): Promise<string>;
	/** The first process; the second goes on. */
	kill(): Promise<void>;
	close(): Promise<void>;
}

/** A way into the office. */
export interface Door {
	url: string;
	wsUrl: string;
	readonly isUp: boolean;
}

interface Running {
	sql: Sql;
	rooms: Rooms;
	http: Server;
	lines: Set<Duplex>;
}

const log = createLog('silent');
const rowsPerPlan = 18;

/** id: unlike any other office of this database. */
export async function openRightsOffice(databaseUrl: string, id: string): Promise<RightsOffice> {
	const accountOf = (name: PersonName): string => `${name}-${id}`;
	const unitOf = (name: (typeof unitNames)[number]): string => `${name}-${id}`;
	const usualGrants = (): Map<string, Grant[]> => {
		const within = (role: Grant['role'], unitId: string | null = null): Grant[] => [{ role, perangkatDaerahId: id, unitId }];
		return new Map([
			[accountOf('perencana'), within('perencana')],
			[accountOf('koperasi'), within('staf', unitOf('koperasi'))],
			[accountOf('umkm'), within('staf', unitOf('umkm'))],
			[accountOf('kepala'), within('kepala_dinas')]
		]);
	};
	let grants = usualGrants();
	const actorOf = (accountId: string): Actor => ({ id: accountId, nama: accountId, grants: grants.get(accountId) ?? [] });
	const sessions = {
		authenticate: async (header: (name: string) => string | undefined) => {
			const account = header('cookie') ?? '';
			if (!grants.has(account)) return null;
			return { sessionId: account, actor: actorOf(account), username: account, color: '#000000', demo: false };
		}
	} as unknown as Sessions;

	async function start(port: number, connections: number): Promise<Running> {
		const sql = connect(databaseUrl, { max: connections, name: `rembug-fuzz-${id}` });
		const standing = async (ids: readonly string[]) => new Map(ids.map((each) => [each, grants.get(each) ?? []]));
		const rooms = createRooms({ sql, log, neighbours: null, standing });
		const http = createServer();
		const lines = new Set<Duplex>();
		http.on('connection', (line) => {
			lines.add(line);
			line.on('close', () => lines.delete(line));
		});
		const config = { publicUrl: null } as Parameters<typeof attachSyncSocket>[1]['config'];
		attachSyncSocket(http, { config, sql, log, sessions, screens: createScreens(sql), rooms });
		http.listen(port, '127.0.0.1');
		await once(http, 'listening');
		return { sql, rooms, http, lines };
	}

	async function end({ sql, http, lines }: Running): Promise<void> {
		for (const line of lines) line.destroy();
		http.close();
		// What is under way may reach Postgres or not.
		await sql.end({ timeout: 0 });
	}

	let running = await start(0, 2);
	// Postgres has not many for all offices together.
	const other = await start(0, 1);
	let isUp = true;
	const portOf = ({ http }: Running): number => (http.address() as AddressInfo).port;
	const port = portOf(running);
	const doorAt = (at: number, isOpen: () => boolean): Door => ({
		...{ url: `http://127.0.0.1:${at}`, wsUrl: `ws://127.0.0.1:${at}` },
		get isUp() {
			return isOpen();
		}
	});
	await insertPerangkatDaerah(running.sql, { id, nama: `Dinas ${id}`, daerah: 'Kabupaten Contoh' });
	for (const [order, name] of unitNames.entries())
		await insertUnit(running.sql, id, { id: unitOf(name), nama: name, singkatan: name, jenis: 'bidang' }, order);
	for (const name of personNames) {
		const account = accountOf(name);
		await insertAccount(running.sql, { id: account, username: account, nama: name, passwordHash: 'x' });
	}

	return {
		id,
		doors: [doorAt(port, () => isUp), doorAt(portOf(other), () => true)],
		get sql() {
			return running.sql;
		},
		get rooms(): Rooms {
			const { rooms } = running;
			return {
				...rooms,
				async pause(documentId) {
					const releases = await Promise.all([rooms.pause(documentId), other.rooms.pause(documentId)]);
					return () => releases.forEach((release) => release());
				},
				rightsChanged(accountId) {
					for (const each of [rooms, other.rooms]) each.rightsChanged(accountId);
				}
			};
		},
		accountOf,
		unitOf,
		get grants() {
			return grants;
		},
		set grants(now) {
			grants = now;
		},
		usualGrants,
		actorOf,
		forumGrants(renjaId) {
			const guest = { perangkatDaerahId: id, unitId: null, renjaId };
			const guests: [PersonName, Grant][] = [
				['ketua', { ...guest, role: 'ketua_forum' }],
				['wakil', { ...guest, role: 'ketua_forum', sessionId: 's1' }],
				['delegasi', { ...guest, role: 'delegasi', kecamatan: 'Gempol' }]
			];
			return new Map([...usualGrants(), ...guests.map(([name, grant]): [string, Grant[]] => [accountOf(name), [grant]])]);
		},
		seesPlans: (accountId) => maySee(actorOf(accountId), { perangkatDaerahId: id }),
		opensForum: (accountId, renjaId) => mayOpenForum(actorOf(accountId), { perangkatDaerahId: id, renjaId }),
		async newRenja(renjaId, usulan) {
			const { info, nodes } = samplePlan(rowsPerPlan);
			// One Bab each for two units; the others are for planners.
			const bidangBab = { bab1: unitOf('koperasi'), bab2: unitOf('umkm') };
			const kegiatan = nodes.filter(({ level }) => level === 'kegiatan').map((node) => node.id);
			const owned = nodes.map((node) => ({
				...node,
				bidang: node.level === 'kegiatan' ? unitOf(unitNames[kegiatan.indexOf(node.id) % unitNames.length] as 'umkm') : undefined
			}));
			const renja = { id: renjaId, perangkatDaerahId: id, tahun: 2026, jenis: 'murni', judul: renjaId, stage: 'rancangan_akhir' } as const;
			return running.sql.begin((tx) => createRenja(tx, renja, { info: { ...info, bidangBab }, nodes: owned }, usulan));
		},
		async kill() {
			isUp = false;
			const killed = running;
			await end(killed);
			running = await start(port, 2);
			isUp = true;
			void killed.rooms.close();
		},
		async close() {
			isUp = false;
			for (const each of [running, other]) {
				await end(each);
				void each.rooms.close();
			}
		}
	};
}
