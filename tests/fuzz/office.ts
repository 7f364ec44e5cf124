/** One server and one Postgres for all days of the fuzz, and the people who work on them. Both may be killed and come back. */
import { mkdtemp, rm, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Grant } from '@rembug/shared/access/access.ts';
import { samplePlan } from '@rembug/shared/renja/sample-plan.ts';
import { connect, type Sql } from '@rembug/server/database/connect.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@rembug/server/database/embedded-postgres.ts';
import { createLog } from '@rembug/server/log.ts';
import { hashPassword } from '@rembug/server/people/passwords.ts';
import { insertAccount, insertGrant, insertPerangkatDaerah, insertUnit } from '@rembug/server/people/people-queries.ts';
import { createRenja } from '@rembug/server/renja/create-renja.ts';
import { signIn, type SignedIn } from '../support/people.ts';
import { startServer, type TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

export const password = 'sandi-untuk-uji';

export interface Person {
	id: string;
	grant: Grant;
}

/** A perangkat daerah with its people. Days in different offices know nothing of each other. */
export interface Office {
	id: string;
	perencana: Person;
	koperasi: Person;
	umkm: Person;
	sekretaris: Person;
	kepala: Person;
	admin: SignedIn;
}

export interface Building {
	server: TestServer;
	sql: Sql;
	office(id: string): Promise<Office>;
	/** Signed in anew. */
	signIn(person: Person): Promise<SignedIn>;
	newRenja(office: Office, id: string): Promise<void>;
	/** Kills the server; what is done meanwhile sees none; then it comes back. */
	killServer(meanwhile?: () => Promise<void>): Promise<void>;
	/** Kills Postgres, which comes back by itself; resolves when the server can commit again. */
	killPostgres(): Promise<void>;
	close(): Promise<void>;
}

export async function openBuilding(): Promise<Building> {
	const dataDir = await mkdtemp(join(tmpdir(), 'rembug-fuzz-'));
	// Under root Postgres runs as another user, who must be able to enter.
	await chmod(dataDir, 0o755);
	const postgres: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir, log: createLog('silent') });
	const server = await startServer({ databaseUrl: postgres.url, env: { SIGN_IN_FAILURES_PER_ADDRESS: '100000' } });
	const sql = connect(postgres.url, { max: 4, name: 'rembug-fuzz' });
	const passwordHash = await hashPassword(password);
	/** Kills come one after the other: two at once are one. */
	let killing: Promise<unknown> = Promise.resolve();

	async function person(id: string, nama: string, grant: Grant): Promise<Person> {
		await insertAccount(sql, { id, username: id, nama, passwordHash });
		await insertGrant(sql, id, grant);
		return { id, grant };
	}

	function kill(work: () => Promise<void>): Promise<void> {
		const done = killing.then(work);
		killing = done.catch(() => undefined);
		return done;
	}

	return {
		server,
		sql,
		async office(id) {
			const within = (role: Grant['role'], unit: string | null = null): Grant => ({
				role,
				perangkatDaerahId: id,
				unitId: unit && `${unit}-${id}`
			});
			await insertPerangkatDaerah(sql, { id, nama: `Dinas ${id}`, daerah: 'Kabupaten Contoh' });
			for (const [order, unit] of ['sekretariat', 'koperasi', 'umkm'].entries())
				await insertUnit(sql, id, { id: `${unit}-${id}`, nama: unit, singkatan: unit, jenis: 'bidang' }, order);
			const admin = await person(`admin-${id}`, 'Admin', { role: 'admin', perangkatDaerahId: null, unitId: null });
			return {
				id,
				perencana: await person(`perencana-${id}`, 'Perencana', within('perencana')),
				koperasi: await person(`koperasi-${id}`, 'Staf Koperasi', within('staf', 'koperasi')),
				umkm: await person(`umkm-${id}`, 'Staf Usaha Mikro', within('staf', 'umkm')),
				sekretaris: await person(`sekretaris-${id}`, 'Sekretaris', within('sekretaris')),
				kepala: await person(`kepala-${id}`, 'Kepala Dinas', within('kepala_dinas')),
				admin: await signIn(server, admin.id, password)
			};
		},
		signIn: ({ id }) => waitFor(() => signIn(server, id, password), { timeoutMs: 30_000, everyMs: 200, what: `${id} signs in` }),
		async newRenja(office, id) {
			const { info, nodes } = samplePlan(36);
			const units = ['sekretariat', 'koperasi', 'umkm'].map((unit) => `${unit}-${office.id}`);
			const owned = nodes.map((node, index) => ({ ...node, bidang: node.level === 'kegiatan' ? units[index % units.length] : undefined }));
			const tahun = info.tahun ?? 2026;
			const renja = { id, perangkatDaerahId: office.id, tahun, jenis: 'murni', judul: id, stage: 'rancangan' } as const;
			await waitFor(
				async () => {
					await sql.begin((tx) => createRenja(tx, renja, { info, nodes: owned }));
					return true;
				},
				{ timeoutMs: 30_000, everyMs: 200, what: `${id} is made` }
			);
		},
		killServer: (meanwhile) =>
			kill(async () => {
				await server.kill9();
				await meanwhile?.();
				await server.restart();
			}),
		killPostgres: () =>
			kill(async () => {
				const { pid } = postgres;
				process.kill(pid, 'SIGKILL');
				// Not until the server says 503: it may be up again before anybody asks.
				await waitFor(() => postgres.pid !== pid, { timeoutMs: 30_000, what: 'Postgres is started again' });
				await waitFor(async () => (await fetch(`${server.url}/healthz`)).ok, { timeoutMs: 60_000, what: 'Postgres is back' });
			}),
		async close() {
			await killing;
			await server.stop();
			await sql.end({ timeout: 1 });
			await postgres.stop();
			await rm(dataDir, { recursive: true, force: true });
		}
	};
}
