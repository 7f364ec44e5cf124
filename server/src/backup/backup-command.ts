/** Command: writes a backup, beside a running server or without one. `--folder=<folder>` instead of DATA_DIR/cadangan; `--simpan=<n>` keeps the n newest. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Config } from '../config.ts';
import { openDatabase } from '../database/open-database.ts';
import { createLog } from '../log.ts';
import { BackupError } from './backup-error.ts';
import { fromHere, readSettings, runCommand, say } from './command.ts';
import { keepNewest, writeBackup } from './write-backup.ts';

const usage = 'Cara pakai: npm run backup -- [--folder=FOLDER] [--simpan=JUMLAH]';

function readArguments(config: Config): { folder: string; keep: number | null } {
	try {
		const { values } = parseArgs({ options: { folder: { type: 'string' }, simpan: { type: 'string' } } });
		if (values.simpan !== undefined && !/^[1-9]\d{0,5}$/.test(values.simpan)) throw new Error('simpan');
		return {
			folder: values.folder === undefined ? join(config.dataDir, 'cadangan') : fromHere(values.folder),
			keep: values.simpan === undefined ? null : Number(values.simpan)
		};
	} catch {
		throw new BackupError(usage);
	}
}

await runCommand(async () => {
	const config = readSettings();
	const { folder, keep } = readArguments(config);
	if (config.databaseUrl === null && !existsSync(join(config.dataDir, 'postgres')))
		throw new BackupError(`Belum ada data di ${config.dataDir}. Periksa DATA_DIR atau DATABASE_URL.`);
	const database = await openDatabase(config, createLog('error'), { leaveRunning: true });
	try {
		const takenAt = new Date();
		say('Membuat cadangan…');
		const { path, bytes } = await writeBackup(database.sql, { folder, takenAt, say });
		say(`Cadangan selesai: ${path} (${(bytes / 1_000_000).toLocaleString('id-ID', { maximumFractionDigits: 1 })} MB)`);
		say('Berkas ini memuat seluruh isi Rembug termasuk sandi akun dalam bentuk hash. Simpan di tempat yang hanya dapat dibaca pengelola.');
		if (keep !== null) for (const name of await keepNewest(folder, keep, takenAt)) say(`Cadangan lama dihapus: ${name}`);
	} finally {
		await database.close();
	}
});
