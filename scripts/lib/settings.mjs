/** The settings that a person keeps in .env; what the environment says goes first. */
import { existsSync } from 'node:fs';
import { at, fail } from './project.mjs';

/** Adds .env of the project to the environment, for this process and those it starts. */
export function loadSettings() {
	if (!existsSync(at('.env'))) return;
	if (!process.loadEnvFile)
		fail(`Node.js ${process.versions.node} tidak dapat membaca .env. Pasang Node.js 20.12 atau yang lebih baru, lalu ulangi.`);
	process.loadEnvFile(at('.env'));
}
