/** Command: puts a backup into an empty database, or with --ganti in place of what is there, and checks the snapshots after it. */
import { parseArgs } from 'node:util';
import { verifyAll } from '../approval/verify-snapshots.ts';
import { openDatabase } from '../database/open-database.ts';
import { createLog } from '../log.ts';
import { BackupError } from './backup-error.ts';
import { checkBackupFile } from './backup-file.ts';
import { fromHere, readSettings, runCommand, say } from './command.ts';
import { restoreBackup } from './restore-backup.ts';

const usage = 'Cara pakai: npm run restore -- BERKAS [--ganti]';

function readArguments(): { path: string; replace: boolean } {
	try {
		const { values, positionals } = parseArgs({ options: { ganti: { type: 'boolean' } }, allowPositionals: true });
		const [file, ...more] = positionals;
		if (file === undefined || more.length > 0) throw new Error('file');
		return { path: fromHere(file), replace: values.ganti === true };
	} catch {
		throw new BackupError(usage);
	}
}

await runCommand(async () => {
	const { path, replace } = readArguments();
	const config = readSettings();
	// A wrong file is told before any database is made for it.
	await checkBackupFile(path);
	const database = await openDatabase(config, createLog('error'), { leaveRunning: true });
	try {
		await restoreBackup(database.sql, path, { replace, say });
		say('Data sudah dipulihkan. Semua orang harus masuk lagi. Memeriksa cuplikan…');
		const broken = await verifyAll(database.sql, say);
		if (broken > 0) {
			say('Data dipulihkan seperti dalam cadangan, tetapi cuplikan bertanda RUSAK tidak lagi seperti saat disegel. Coba cadangan lain.');
			process.exitCode = 1;
		}
	} finally {
		await database.close();
	}
});
