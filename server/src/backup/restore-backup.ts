/**
 * A backup back into a database. The file is read and checked to its end first; then everything happens in one transaction, which makes
 * the tables anew: their triggers let nobody empty them, and a file of an older Rembug first needs the tables of its time.
 */
import { recordAudit } from '../audit/audit-queries.ts';
import { isDatabaseAway, type Sql, type TransactionSql } from '../database/connect.ts';
import { excludeServers } from '../database/lock-queries.ts';
import { applyInside, listMigrations, lockMigrations, type Migration } from '../database/migrate.ts';
import { BackupError } from './backup-error.ts';
import { checkBackupFile, readRows, type BackupContents } from './backup-file.ts';
import * as queries from './backup-queries.ts';
import { backedUpTables } from './backup-tables.ts';

export interface RestoreOptions {
	/** Whether data in the database may be replaced. */
	replace: boolean;
	/** A line about the progress, in Indonesian. */
	say: (line: string) => void;
	/** How long others who use the tables are waited for. */
	patienceSeconds?: number;
}

/** Restores the file at path; all sessions are over and every document has a new generation. Throws a BackupError, and nothing is changed. */
export async function restoreBackup(
	sql: Sql,
	path: string,
	{ replace, say, patienceSeconds = 10 }: RestoreOptions
): Promise<BackupContents> {
	say('Memeriksa berkas cadangan…');
	const contents = await checkBackupFile(path);
	const migrations = await migrationsFor(contents);
	const total = Object.values(contents.rows).reduce((sum, count) => sum + count, 0);
	say(`Berkas utuh: dibuat ${contents.takenAt}, ${total.toLocaleString('id-ID')} baris.`);
	try {
		await sql.begin(async (tx) => {
			await queries.usePlainText(tx);
			await queries.waitForTablesAtMost(tx, patienceSeconds);
			await makeRoom(tx, replace);
			for (const migration of migrations.before) await applyInside(tx, migration);
			await queries.emptyTables(tx);
			await fill(tx, path, contents, say);
			await queries.continueNumbers(tx);
			for (const migration of migrations.after) await applyInside(tx, migration);
			await queries.renewGenerations(tx);
			await recordAudit(tx, { action: 'backup.restored', accountId: null, detail: { takenAt: contents.takenAt } });
		});
	} catch (error) {
		throw error instanceof BackupError ? error : new BackupError(whyNot(error));
	}
	return contents;
}

/** The files that made the tables of the backup, and those that came later. */
async function migrationsFor(contents: BackupContents): Promise<{ before: Migration[]; after: Migration[] }> {
	const known = await listMigrations();
	for (const [index, { number, name }] of contents.migrations.entries()) {
		if (number !== index + 1 || known[index]?.name !== name) {
			throw new BackupError(
				`Cadangan ini dibuat oleh Rembug yang lebih baru (${name}). Perbarui Rembug di komputer ini, lalu ulangi. Tidak ada yang diubah.`
			);
		}
	}
	const newest = contents.migrations.length;
	return { before: known.slice(0, newest), after: known.slice(newest) };
}

async function makeRoom(tx: TransactionSql, replace: boolean): Promise<void> {
	if (!(await excludeServers(tx)))
		throw new BackupError('Server Rembug sedang berjalan pada basis data ini. Hentikan dahulu, lalu ulangi. Tidak ada yang diubah.');
	await lockMigrations(tx);
	const applied = await queries.appliedMigrations(tx);
	if (applied === null) return;
	const known = await listMigrations();
	const stranger = applied.find(({ number, name }) => known[number - 1]?.name !== name);
	if (stranger) {
		throw new BackupError(
			`Basis data ini sudah dipakai Rembug yang lebih baru (${stranger.name}). Perbarui Rembug di komputer ini. Tidak ada yang diubah.`
		);
	}
	if (!replace && (await queries.holdsData(tx))) {
		throw new BackupError(
			'Basis data ini sudah berisi data. Untuk mengganti SEMUA isinya dengan cadangan ini tambahkan --ganti. Tidak ada yang diubah.'
		);
	}
	await queries.dropTables(tx);
}

async function fill(tx: TransactionSql, path: string, contents: BackupContents, say: RestoreOptions['say']): Promise<void> {
	const known = new Set<string>(backedUpTables);
	let table = '';
	let columns: queries.Column[] = [];
	for await (const batch of readRows(path)) {
		if (batch.table !== table) {
			table = batch.table;
			columns = known.has(table) ? await queries.columnsOf(tx, table) : [];
			const isSame = columns.length === batch.columns.length && columns.every(({ name }, index) => name === batch.columns[index]);
			if (!isSame) throw new BackupError(`Tabel ${table} dalam cadangan tidak cocok dengan Rembug ini. Tidak ada yang diubah.`);
			say(`  ${table}: ${(contents.rows[table] ?? 0).toLocaleString('id-ID')} baris`);
		}
		await queries.insertRows(tx, table, columns, batch.rows);
	}
}

function whyNot(error: unknown): string {
	const { code, message } = error as { code?: string; message?: string };
	if (code === '55P03')
		return 'Tabel Rembug sedang dipakai program lain (misalnya pembuatan cadangan). Tunggu sampai selesai, lalu ulangi. Tidak ada yang diubah.';
	if (code === '42P07' || code === '42723')
		return 'Basis data ini berisi tabel program lain dengan nama yang sama. Pakai basis data yang kosong. Tidak ada yang diubah.';
	if (isDatabaseAway(error))
		return `PostgreSQL terputus di tengah pemulihan (${code ?? ''}). Periksa apakah PostgreSQL berjalan dan disk tidak penuh, lalu ulangi dengan --ganti.`;
	return `Cadangan ini tidak dapat dipulihkan: ${message ?? String(error)}. Tidak ada yang diubah.`;
}
