/** What the two commands have in common. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig, type Config } from '../config.ts';
import { SetupError } from '../database/open-database.ts';
import { BackupError } from './backup-error.ts';

export function say(line: string): void {
	process.stdout.write(`${line}\n`);
}

/** A path as the person typed it: npm runs commands in the folder of the project, whatever folder they were typed in. */
export function fromHere(path: string): string {
	return resolve(process.env.INIT_CWD ?? process.cwd(), path);
}

export function readSettings(): Config {
	const read = readConfig(process.env, fileURLToPath(new URL('../../../', import.meta.url)));
	if (!read.ok) throw new SetupError(`Pengaturan tidak dapat dipakai:\n  ${read.problems.join('\n  ')}`);
	return read.config;
}

/** Runs it; a failure is one line and exit code 1. */
export async function runCommand(work: () => Promise<void>): Promise<void> {
	try {
		await work();
	} catch (error) {
		process.stderr.write(`${error instanceof SetupError || error instanceof BackupError ? error.message : failure(error)}\n`);
		process.exitCode = 1;
	}
}

function failure(error: unknown): string {
	const { code, message, path } = error as NodeJS.ErrnoException;
	if (code === 'ENOSPC') return 'Disk penuh. Cadangan tidak dibuat; cadangan lama masih ada.';
	if (path !== undefined) return `${path} tidak dapat dibaca atau ditulis (${code}).`;
	return `Gagal: ${message}`;
}
