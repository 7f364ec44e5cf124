/** A backup of everything, of one moment, beside a running server: nobody waits for it and it sees no half commit. */
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnySql, Sql, TransactionSql } from '../database/connect.ts';
import { listMigrations } from '../database/migrate.ts';
import { BackupError } from './backup-error.ts';
import { endLine, headerLine, isBackupFileName, isTemporaryFileName, pathIn, tableLine, writeBackupFile } from './backup-file.ts';
import { appliedMigrations, columnsOf, recordBackup, rowLines, tableNames, usePlainText } from './backup-queries.ts';
import { backedUpTables, leftOutTables } from './backup-tables.ts';

export interface WrittenBackup {
	path: string;
	bytes: number;
	/** Rows of each table. */
	rows: Record<string, number>;
}

export interface BackupOptions {
	/** Made when it is not there. */
	folder: string;
	takenAt: Date;
	/** A line about the progress, in Indonesian. */
	say: (line: string) => void;
}

/** Writes one file. Throws a BackupError when this database is none of this Rembug. */
export async function writeBackup(sql: Sql, { folder, takenAt, say }: BackupOptions): Promise<WrittenBackup> {
	await mkdir(folder, { recursive: true, mode: 0o700 });
	const path = pathIn(folder, takenAt);
	const rows: Record<string, number> = {};
	// Nobody takes everything with him unseen; recorded first, so that the backup itself holds it.
	await knownMigrations(sql);
	await recordBackup(sql);
	const bytes = await sql.begin('isolation level repeatable read read only', async (tx) => {
		await usePlainText(tx);
		const migrations = await knownMigrations(tx);
		await warnOfStrangers(tx, say);
		return writeBackupFile(path, content(tx, { takenAt: takenAt.toISOString(), migrations }, rows, say));
	});
	return { path, bytes, rows };
}

async function* content(
	tx: TransactionSql,
	header: Parameters<typeof headerLine>[0],
	counted: Record<string, number>,
	say: BackupOptions['say']
): AsyncGenerator<string> {
	yield headerLine(header);
	const present = new Set(await tableNames(tx));
	for (const table of backedUpTables) {
		if (!present.has(table)) continue;
		const columns = await columnsOf(tx, table);
		yield tableLine(
			table,
			columns.map(({ name }) => name)
		);
		let count = 0;
		for await (const line of rowLines(tx, table, columns)) {
			count += 1;
			yield line;
		}
		counted[table] = count;
		say(`  ${table}: ${count.toLocaleString('id-ID')} baris`);
	}
	yield endLine(counted);
}

async function knownMigrations(tx: AnySql): Promise<{ number: number; name: string }[]> {
	const applied = await appliedMigrations(tx);
	if (!applied || applied.length === 0) throw new BackupError('Basis data ini belum berisi data Rembug; tidak ada yang dicadangkan.');
	const known = await listMigrations();
	const stranger = applied.find(({ number, name }) => known[number - 1]?.name !== name);
	if (stranger) {
		throw new BackupError(
			`Basis data ini sudah dipakai Rembug yang lebih baru (${stranger.name}). Perbarui Rembug di komputer ini, lalu buat cadangan lagi.`
		);
	}
	return applied;
}

async function warnOfStrangers(tx: TransactionSql, say: BackupOptions['say']): Promise<void> {
	const ours = new Set<string>([...backedUpTables, ...Object.keys(leftOutTables)]);
	const strangers = (await tableNames(tx)).filter((name) => !ours.has(name));
	if (strangers.length > 0) say(`Tabel berikut bukan milik Rembug dan tidak ikut dicadangkan: ${strangers.join(', ')}.`);
}

const leftOverMs = 24 * 3600 * 1000;

/** Removes all but the newest backups of a folder, and what interrupted runs left there long ago; returns the names of the backups removed. */
export async function keepNewest(folder: string, keep: number, now: Date): Promise<string[]> {
	const names = (await readdir(folder)).sort();
	for (const name of names.filter(isTemporaryFileName)) {
		const path = join(folder, name);
		if (now.getTime() - (await stat(path)).mtimeMs > leftOverMs) await rm(path, { force: true });
	}
	const backups = names.filter(isBackupFileName);
	const old = backups.slice(0, Math.max(0, backups.length - keep));
	for (const name of old) await rm(join(folder, name), { force: true });
	return old;
}
