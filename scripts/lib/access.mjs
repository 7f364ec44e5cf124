/** May this user write where the commands need to? */
import { accessSync, constants, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { PROJECT, at, fail } from './project.mjs';

/** Installing and building write into these folders of the project. */
export function requireProjectWritable() {
	for (const folder of [PROJECT, at('node_modules'), at('web'), at('web', 'build')]) {
		if (statSync(folder, { throwIfNoEntry: false }) && !writable(folder)) {
			fail(`Folder ${folder} tidak dapat ditulisi oleh pengguna ini. Ubah pemiliknya (chown) atau salin proyek ke folder milik Anda.`);
		}
	}
}

/** DATA_DIR, or the nearest folder above it that exists, when the database is the one that Rembug brings along. */
export function requireDataDirWritable() {
	if (process.env.DATABASE_URL) return;
	const dataDir = resolve(PROJECT, process.env.DATA_DIR?.trim() || 'data');
	let folder = dataDir;
	let found = stat(folder);
	while (!found && dirname(folder) !== folder) {
		folder = dirname(folder);
		found = stat(folder);
	}
	if (!found?.isDirectory()) fail(`DATA_DIR (${dataDir}) tidak dapat dipakai: ${folder} bukan folder. Isi DATA_DIR dengan folder lain.`);
	if (!writable(folder)) {
		fail(
			`DATA_DIR (${dataDir}) tidak dapat ditulisi oleh pengguna ini. Ubah pemilik ${folder} (chown) atau isi DATA_DIR dengan folder lain.`
		);
	}
}

function stat(path) {
	try {
		return statSync(path, { throwIfNoEntry: false });
	} catch (error) {
		// ENOTDIR: something above is a file; going up finds it.
		if (error.code === 'ENOTDIR' || error.code === 'EACCES') return undefined;
		throw error;
	}
}

function writable(folder) {
	try {
		accessSync(folder, constants.W_OK | constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
