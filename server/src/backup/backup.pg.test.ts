import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts';
import { documentId, openOffice, renjaId, type Office } from '../approval/approval-fixture.ts';
import { catchUp, nothingStored } from '../approval/stored-document.ts';
import { changeStage } from '../approval/submit-renja.ts';
import { verifyAll } from '../approval/verify-snapshots.ts';
import { connect, type AnySql } from '../database/connect.ts';
import { excludeServers } from '../database/lock-queries.ts';
import { listMigrations, migrate } from '../database/migrate.ts';
import { announceServer } from '../database/server-presence.ts';
import { findRenja, type Renja } from '../renja/renja-queries.ts';
import { appendRows } from '../sync/sync-queries.ts';
import { backupFileName, checkBackupFile, checkSeal, endLine, headerLine, tableLine, writeBackupFile } from './backup-file.ts';
import { columnsOf, rowLines } from './backup-queries.ts';
import { backedUpTables, functions, leftOutTables } from './backup-tables.ts';
import { restoreBackup } from './restore-backup.ts';
import { keepNewest, writeBackup } from './write-backup.ts';

let source: TestDatabase;
let target: TestDatabase;
let office: Office;
let folder: string;
const silent = (): void => undefined;
const takenAt = new Date('2026-11-22T10:00:00.000Z');

beforeEach(async () => {
	[source, target, folder] = await Promise.all([
		createTestDatabase(),
		createTestDatabase({ empty: true }),
		mkdtemp(join(tmpdir(), 'rembug-backup-'))
	]);
	office = await openOffice(source.sql);
});
afterEach(async () => {
	await Promise.all([source.drop(), target.drop(), rm(folder, { recursive: true, force: true })]);
});

const backUp = async (): Promise<string> => (await writeBackup(source.sql, { folder, takenAt, say: silent })).path;
const restore = (path: string, replace = false) => restoreBackup(target.sql, path, { replace, say: silent });

/** Everything that is to come back, as text. */
async function everything(sql: AnySql): Promise<Record<string, string[]>> {
	const tables: Record<string, string[]> = {};
	for (const table of backedUpTables) {
		const rows = await sql<{ row: string }[]>`select t::text as row from ${sql(table)} t order by t::text`;
		tables[table] = rows.map(({ row }) => row);
	}
	return tables;
}

async function generations(sql: AnySql): Promise<string[]> {
	return (await sql<{ generation: string }[]>`select generation from document order by id`).map(({ generation }) => generation);
}

async function planIn(sql: AnySql): Promise<unknown> {
	const stored = nothingStored();
	await catchUp(sql, documentId, stored);
	return readRenja(stored.doc);
}

async function headIn(sql: AnySql): Promise<{ headSeq: number; newest: number; rows: number }> {
	const [row] = await sql<{ headSeq: number; newest: number; rows: number }[]>`
		select d.head_seq as "headSeq",
			greatest(coalesce((select max(seq) from update_log where document_id = d.id), 0), coalesce((select seq from document_state where document_id = d.id), 0)) as newest,
			(select count(*)::int from update_log where document_id = d.id) as rows
		from document d where d.id = ${documentId}`;
	return row as { headSeq: number; newest: number; rows: number };
}

/** History, a snapshot, values that text formats like to spoil. */
async function fillOffice(): Promise<void> {
	await office.appendEdit(777);
	const { sql } = source;
	await sql`
		insert into field_change (document_id, seq, account_id, root, entity, field, before, after) values
			(${documentId}, 2, 'perencana', 'nodes', 'n1', 'pagu', null, 'null'::jsonb),
			(${documentId}, 2, 'perencana', 'nodes', 'n1', 'uraian', ${sql.json('a\tb\nc\\N"\u2028é😀')}, '{"x": 12345678901234567890.10}'::jsonb),
			(${documentId}, 2, 'perencana', 'nodes', 'n1', 'judul', '""'::jsonb, ${sql.json('{},NULL')})`;
	await sql`insert into account_session (id, user_id, expires_at) values ('s1', 'perencana', now() + interval '1 day')`;
	const renja = (await findRenja(sql, renjaId)) as Renja;
	await changeStage(office.deps, office.perencana, renja, 'diajukan', '');
}

test('every table, function and type that the migrations make is named', async () => {
	const names = async (sql: AnySql, query: string): Promise<string[]> =>
		(await sql.unsafe<{ name: string }[]>(query)).map(({ name }) => name).sort();
	const mine = 'current_schema()::regnamespace';
	expect(
		await names(source.sql, `select relname as name from pg_class where relnamespace = ${mine} and relkind in ('r', 'p', 'f')`)
	).toEqual([...backedUpTables, ...Object.keys(leftOutTables)].sort());
	expect(await names(source.sql, `select oid::regprocedure::text as name from pg_proc where pronamespace = ${mine}`)).toEqual(
		[...functions].sort()
	);
	// A view, a sequence of its own or a type would have to be dropped by name.
	expect(await names(source.sql, `select relname as name from pg_class where relnamespace = ${mine} and relkind in ('v', 'm')`)).toEqual(
		[]
	);
	expect(
		await names(
			source.sql,
			`select relname as name from pg_class c where relnamespace = ${mine} and relkind = 'S' and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'i')`
		)
	).toEqual([]);
	expect(
		await names(source.sql, `select typname as name from pg_type where typnamespace = ${mine} and typrelid = 0 and typelem = 0`)
	).toEqual([]);
});

test('a table stands after those that it refers to', async () => {
	const references = await source.sql<{ from: string; to: string }[]>`
		select conrelid::regclass::text as from, confrelid::regclass::text as to from pg_constraint where contype = 'f' and conrelid <> confrelid`;
	const order = (name: string): number => (backedUpTables as readonly string[]).indexOf(name);
	for (const { from, to } of references) if (order(from) >= 0) expect(order(to), `${to} before ${from}`).toBeLessThan(order(from));
	expect(references.length).toBeGreaterThan(10);
});

describe('a round trip', () => {
	test('brings back every value of every table, and the snapshots hold', async () => {
		await fillOffice();
		const path = await backUp();
		const before = await everything(source.sql);
		expect(before.audit?.at(-1)).toContain('backup.begun');
		const plan = await planIn(source.sql);
		await restore(path);

		await target.sql`update document set generation = (${(await generations(source.sql))[0] ?? ''})`;
		const after = await everything(target.sql);
		expect(after.audit?.pop()).toContain('backup.restored');
		expect(after).toEqual(before);
		expect(await planIn(target.sql)).toEqual(plan);
		const lines: string[] = [];
		expect(await verifyAll(target.sql, (line) => lines.push(line))).toBe(0);
		expect(lines[0]).toContain('UTUH');
	});

	test('renews the generation, ends the sessions and guards what is written once', async () => {
		await fillOffice();
		await restore(await backUp());
		expect(await generations(target.sql)).not.toEqual(await generations(source.sql));
		expect(await target.sql`select from account_session`).toHaveLength(0);
		await expect(target.sql`delete from snapshot`).rejects.toThrow('never changed');
		await expect(target.sql`truncate field_change`).rejects.toThrow('never changed');
	});

	test('edits go on: the next seq follows, and so does the next number of the history', async () => {
		await fillOffice();
		await restore(await backUp());
		await target.sql`update document set frozen = false`;
		const { headSeq } = await headIn(target.sql);
		const change = { root: 'nodes', entity: 'n1', field: 'pagu', before: null, after: '5' };
		const row = {
			seq: headSeq + 1,
			accountId: 'perencana',
			bytes: new Uint8Array([0, 0]),
			changes: [change],
			conflicts: [],
			newClients: [7]
		};
		expect((await appendRows(target.sql, [{ documentId, expectedSeq: headSeq, rules: 0, rows: [row] }], null)).size).toBe(1);
		expect(await headIn(target.sql)).toMatchObject({ headSeq: headSeq + 1, newest: headSeq + 1 });
		const ids = await target.sql<{ id: number }[]>`select id from field_change order by id`;
		expect(ids.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
	});

	test('a backup that was taken while edits run is of one moment', async () => {
		let isOver = false;
		let landed = 0;
		const writing = (async () => {
			while (!isOver) {
				await office.appendEdit(1000 + landed);
				landed += 1;
			}
		})();
		try {
			for (let round = 0; round < 4; round++) {
				const seen = landed;
				while (landed === seen) await new Promise((resolve) => setImmediate(resolve));
				const { path } = await writeBackup(source.sql, { folder, takenAt: new Date(takenAt.getTime() + round), say: silent });
				await restore(path, true);
				const { headSeq, newest, rows } = await headIn(target.sql);
				expect(headSeq).toBe(newest);
				expect(rows).toBe(headSeq - 1);
			}
		} finally {
			isOver = true;
			await writing;
		}
		expect(landed).toBeGreaterThan(4);
	});

	test('a backup of an older Rembug gets the tables of this one', async () => {
		const old = await createTestDatabase({ empty: true });
		try {
			await migrate(old.sql, 1);
			await old.sql`insert into account (id, username, nama, password_hash) values ('a', 'a', 'A', 'x')`;
			const { path } = await writeBackup(old.sql, { folder, takenAt, say: silent });
			await restore(path);
			expect(await target.sql`select id, must_change_password from account`).toEqual([{ id: 'a', must_change_password: false }]);
			expect(await migrate(target.sql)).toEqual([]);
			expect(await target.sql`select from heartbeat`).toHaveLength(1);
		} finally {
			await old.drop();
		}
	});
});

describe('the file', () => {
	test('is read by gunzip, belongs to its owner only, and holds no session', async () => {
		await fillOffice();
		const path = await backUp();
		expect((await stat(path)).mode & 0o777).toBe(0o600);
		const lines = gunzipSync(await readFile(path))
			.toString()
			.trim()
			.split('\n');
		expect(JSON.parse(lines[0] ?? '')).toMatchObject({ rembug: 'cadangan', version: 1, takenAt: takenAt.toISOString() });
		expect(lines.some((line) => line.includes('"account_session"'))).toBe(false);
		const body = (await readFile(path)).subarray(0, -23 - `{"sha256":"${'0'.repeat(64)}"}\n`.length);
		expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ sha256: createHash('sha256').update(body).digest('hex') });
		expect(await readdir(folder)).toEqual([backupFileName(takenAt)]);
	});

	test('is refused when any byte changed, is missing or was added', async () => {
		const path = await backUp();
		const bytes = await readFile(path);
		const other = join(folder, 'other');
		const refused = async (changed: Uint8Array): Promise<void> => {
			await writeFile(other, changed);
			await expect(checkSeal(other)).rejects.toThrow(/tidak ada yang diubah/i);
		};
		await writeFile(other, bytes);
		await checkSeal(other);
		await fc.assert(
			fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, bits) => {
				const changed = Buffer.from(bytes);
				changed[at] = (changed[at] ?? 0) ^ bits;
				await refused(changed);
			}),
			{ numRuns: 300 }
		);
		await fc.assert(
			fc.asyncProperty(fc.nat(bytes.length - 1), (length) => refused(bytes.subarray(0, length))),
			{ numRuns: 200 }
		);
		await fc.assert(
			fc.asyncProperty(fc.nat(bytes.length), fc.uint8Array({ minLength: 1, maxLength: 20 }), (at, added) =>
				refused(Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at)]))
			),
			{ numRuns: 100 }
		);
		// Header, padding of the last block, checksums and seal: where gzip itself would not notice a change.
		for (const at of [...Array(16).keys(), ...Array.from({ length: 130 }, (_, index) => bytes.length - 1 - index)]) {
			for (let bit = 0; bit < 8; bit++) {
				const changed = Buffer.from(bytes);
				changed[at] = (changed[at] ?? 0) ^ (1 << bit);
				await refused(changed);
			}
		}
	});

	test('is refused, and nothing changed, when it is damaged, of another version or does not add up', async () => {
		await fillOffice();
		const good = await backUp();
		await restore(good);
		const before = await everything(target.sql);
		const migrations = await listMigrations();
		const header = { takenAt: takenAt.toISOString(), migrations: migrations.map(({ number, name }) => ({ number, name })) };
		const newer = { ...header, migrations: [...header.migrations, { number: migrations.length + 1, name: '9999-later.sql' }] };
		const write = async (name: string, lines: string[]): Promise<string> => {
			const path = join(folder, name);
			await writeBackupFile(
				path,
				(async function* () {
					yield* lines;
				})()
			);
			return path;
		};
		const cut = join(folder, 'cut');
		await writeFile(cut, (await readFile(good)).subarray(0, 3000));
		const account = tableLine('account', ['id']);
		const cases: [string, RegExp][] = [
			[join(folder, 'none'), /tidak dapat dibaca/],
			[folder, /bukan berkas/],
			[cut, /terpotong atau berubah/],
			[await write('version', [headerLine(header).replace('"version":1', '"version":2'), endLine({})]), /bentuk cadangan 2/],
			[await write('newer', [headerLine(newer), endLine({})]), /lebih baru \(9999-later.sql\)/],
			[await write('no-end', [headerLine(header), account, '["a"]']), /tidak dapat dibaca/],
			[await write('count', [headerLine(header), account, '["a"]', endLine({ account: 2 })]), /tidak dapat dibaca/],
			[await write('width', [headerLine(header), account, '["a","b"]', endLine({ account: 1 })]), /tidak dapat dibaca/],
			[await write('columns', [headerLine(header), account, '["a"]', endLine({ account: 1 })]), /account .*tidak cocok/],
			[await write('strange', [headerLine(header), tableLine('pg_authid', ['x']), '["a"]', endLine({ pg_authid: 1 })]), /tidak cocok/],
			[
				await write('reference', [
					headerLine(header),
					tableLine('unit', ['id', 'perangkat_daerah_id', 'nama', 'singkatan', 'jenis', 'urutan']),
					'["u","tidak-ada","n","s","bidang","0"]',
					endLine({ unit: 1 })
				]),
				/tidak dapat dipulihkan/
			]
		];
		for (const [path, message] of cases) await expect(restore(path, true), path).rejects.toThrow(message);
		expect(await everything(target.sql)).toEqual(before);
	});

	test('that cannot be finished leaves nothing behind', async () => {
		const broken = async function* (): AsyncGenerator<string> {
			yield 'a';
			throw new Error('gone');
		};
		await expect(writeBackupFile(join(folder, 'x'), broken())).rejects.toThrow('gone');
		expect(await readdir(folder)).toEqual([]);
	});
});

describe('a restore keeps away from', () => {
	test('data that nobody said to replace', async () => {
		await fillOffice();
		const path = await backUp();
		await migrate(target.sql);
		await restore(path);
		const before = await everything(target.sql);
		await expect(restore(path)).rejects.toThrow('--ganti');
		expect(await everything(target.sql)).toEqual(before);
		await restore(path, true);
		expect(await planIn(target.sql)).toEqual(await planIn(source.sql));
	});

	test('a database on which a server works, and a server from one that is being restored', async () => {
		const path = await backUp();
		const presence = await announceServer(target.url, silent);
		const second = await announceServer(target.url, silent);
		await presence.leave();
		await expect(restore(path)).rejects.toThrow('sedang berjalan');
		await second.leave();
		await target.sql.begin(async (tx) => {
			expect(await excludeServers(tx)).toBe(true);
			await expect(announceServer(target.url, silent)).rejects.toThrow('sedang dipulihkan');
		});
		await restore(path);
	});

	describe('a server that lost its connection for a moment', () => {
		let displaced = 0;
		const announce = () => {
			displaced = 0;
			return announceServer(target.url, () => displaced++);
		};
		const cut = () => target.sql`
			select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'rembug-server' and datname = current_database()`;
		const holder = async (): Promise<number | undefined> => {
			const [row] = await target.sql<{ pid: number }[]>`
				select l.pid from pg_locks l join pg_database d on d.oid = l.database where l.locktype = 'advisory' and d.datname = current_database()`;
			return row?.pid;
		};

		test('and is there again', async () => {
			const path = await backUp();
			const presence = await announce();
			const before = await holder();
			await cut();
			await expect.poll(async () => ![before, undefined].includes(await holder()), { timeout: 8000 }).toBe(true);
			await expect(restore(path)).rejects.toThrow('sedang berjalan');
			expect(displaced).toBe(0);
			await presence.leave();
		});

		test('unless the restore was quicker: then the server ends', async () => {
			const path = await backUp();
			await restore(path);
			const presence = await announce();
			const attempt = async (): Promise<boolean> => {
				await cut();
				return restore(path, true).then(
					() => true,
					() => false
				);
			};
			await expect.poll(attempt, { timeout: 10_000 }).toBe(true);
			await expect.poll(() => displaced, { timeout: 8000 }).toBe(1);
			await presence.leave();
		});
	});

	test('tables of another program', async () => {
		const path = await backUp();
		await target.sql`create table document (title text)`;
		await target.sql`insert into document values ('theirs')`;
		await expect(restore(path, true)).rejects.toThrow('program lain');
		expect(await target.sql`select title from document`).toEqual([{ title: 'theirs' }]);
		await target.sql`alter table document rename to letters`;
		await restore(path);
		await restore(path, true);
		expect(await target.sql`select title from letters`).toEqual([{ title: 'theirs' }]);
	});

	test('tables that somebody reads for long', async () => {
		const path = await backUp();
		await restore(path);
		const reader = connect(target.url, { max: 1 });
		try {
			await reader.begin(async (tx) => {
				await tx`select from account`;
				await expect(restoreBackup(target.sql, path, { replace: true, say: silent, patienceSeconds: 1 })).rejects.toThrow('sedang dipakai');
			});
		} finally {
			await reader.end({ timeout: 1 });
		}
	});
});

describe('a backup', () => {
	test('of an empty or a newer database is refused', async () => {
		await expect(writeBackup(target.sql, { folder, takenAt, say: silent })).rejects.toThrow('belum berisi');
		await source.sql`insert into migration (number, name) values (9999, '9999-later.sql')`;
		await expect(backUp()).rejects.toThrow('9999-later.sql');
		expect(await readdir(folder)).toEqual([]);
	});

	test('names the tables that are none of ours', async () => {
		await source.sql`create table letters (title text)`;
		const lines: string[] = [];
		await writeBackup(source.sql, { folder, takenAt, say: (line) => lines.push(line) });
		expect(lines[0]).toContain('letters');
	});

	test('leaves the newest and whatever is not a backup of ours', async () => {
		const day = 24 * 3600 * 1000;
		const names = [0, 1, 2, 3].map((days) => backupFileName(new Date(takenAt.getTime() + days * day)));
		const others = ['catatan.txt', 'rembug-lama.cadangan.gz'];
		const leftOver = `${names[0]}.0a1b2c3d.sementara`;
		const underWay = `${names[3]}.0a1b2c3d.sementara`;
		for (const name of [...names, ...others, leftOver, underWay]) await writeFile(join(folder, name), '');
		const now = new Date();
		await utimes(join(folder, leftOver), now, new Date(now.getTime() - 2 * day));
		expect(await keepNewest(folder, 2, now)).toEqual(names.slice(0, 2));
		expect(await readdir(folder)).toEqual([...names.slice(2), ...others, underWay].sort());
	});

	test('that meets a full or closed folder says so and ends its transaction', async () => {
		const closed = join(folder, 'closed');
		await mkdir(closed);
		await chmod(closed, 0o500);
		const path = join(closed, backupFileName(takenAt));
		// Root may write everywhere: a folder under that name stands in the way of the rename.
		if (process.getuid?.() === 0) await mkdir(path);
		await expect(writeBackup(source.sql, { folder: closed, takenAt, say: silent })).rejects.toThrow();
		await chmod(closed, 0o700);
		expect((await readdir(closed)).filter((name) => name.endsWith('.sementara'))).toEqual([]);
		const [row] = await source.sql<{ open: number }[]>`
			select count(*)::int as open from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`;
		expect(row?.open).toBe(0);
	});

	test('that is given up half-way ends its transaction', async () => {
		await source.sql`
			insert into field_change (document_id, seq, root, entity, field, after)
			select ${documentId}, 1, 'nodes', 'n', 'uraian', to_jsonb(repeat('x', 5000)) from generate_series(1, 5000)`;
		const giveUp = source.sql.begin(async (tx) => {
			for await (const _ of rowLines(tx, 'field_change', await columnsOf(tx, 'field_change'))) throw new Error('disk full');
		});
		await expect(giveUp).rejects.toThrow('disk full');
		expect(await source.sql`select from pg_stat_activity where datname = current_database() and state like 'idle in %'`).toHaveLength(0);
	});

	test('of more rows than are fetched at once is whole', async () => {
		await source.sql`
			insert into update_log (document_id, seq, bytes) select ${documentId}, n, decode(repeat('ab', 100), 'hex') from generate_series(2, 2500) n`;
		await source.sql`update document set head_seq = 2500 where id = ${documentId}`;
		await source.sql`
			insert into field_change (document_id, seq, root, entity, field, after)
			select ${documentId}, n, 'nodes', 'n', 'uraian', to_jsonb(repeat('x', 5000)) from generate_series(2, 2500) n`;
		const path = await backUp();
		const contents = await checkBackupFile(path);
		expect(contents.rows).toMatchObject({ update_log: 2499, field_change: 2499 });
		await restore(path);
		expect((await everything(target.sql)).field_change).toEqual((await everything(source.sql)).field_change);
	});
});
