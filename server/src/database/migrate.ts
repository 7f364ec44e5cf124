/**
 * Brings the tables to the state of the numbered files in `migrations/`. Each file is one transaction under one advisory lock, so several
 * processes may start at once and a stopped run goes on where it was.
 */
import { readdir, readFile } from 'node:fs/promises';
import type { Sql, TransactionSql } from './connect.ts';
import { lockUntilCommit } from './lock-queries.ts';

const folder = new URL('./migrations/', import.meta.url);

export interface Migration {
	number: number;
	name: string;
	file: URL;
}

/** The files, in order. Throws when two have the same number or one is missing in between. */
export async function listMigrations(): Promise<Migration[]> {
	const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
	return names.map((name, index) => {
		const number = Number(/^(\d{4})-/.exec(name)?.[1]);
		if (number !== index + 1) throw new Error(`migrations/${name}: nomor seharusnya ${String(index + 1).padStart(4, '0')}`);
		return { number, name, file: new URL(name, folder) };
	});
}

/** Applies what is missing, up to and including number `upTo`; returns the names applied now. Throws when the database is newer than this program. */
export async function migrate(sql: Sql, upTo = Number.POSITIVE_INFINITY): Promise<string[]> {
	const migrations = await listMigrations();
	const applied: string[] = [];
	for (const migration of migrations) {
		if (migration.number > upTo) break;
		if (await apply(sql, migration)) applied.push(migration.name);
	}
	const [newest] = await sql<{ number: number; name: string }[]>`select number, name from migration order by number desc limit 1`;
	if (newest && newest.number > migrations.length) {
		throw new Error(
			`Basis data ini sudah dipakai Rembug yang lebih baru (${newest.name}). Perbarui Rembug di komputer ini; data tidak diubah.`
		);
	}
	return applied;
}

async function apply(sql: Sql, migration: Migration): Promise<boolean> {
	return sql.begin(async (tx) => {
		await lockMigrations(tx);
		return applyInside(tx, migration);
	});
}

/** Keeps others from migrating until the transaction ends. */
export function lockMigrations(tx: TransactionSql): Promise<void> {
	return lockUntilCommit(tx, 'migrate');
}

/** Applies one file in a transaction that holds the lock; false: it was applied before. */
export async function applyInside(tx: TransactionSql, migration: Migration): Promise<boolean> {
	await tx`create table if not exists migration (number int primary key, name text not null, at timestamptz not null default now())`;
	const done = await tx`select from migration where number = ${migration.number}`;
	if (done.length > 0) return false;
	await tx.unsafe(await readFile(migration.file, 'utf8'));
	await tx`insert into migration (number, name) values (${migration.number}, ${migration.name})`;
	return true;
}
