/** Where things are, and how the commands speak. Runs on whatever Node the user has: built-in modules only. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROJECT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A path inside the project. */
export function at(...parts) {
	return join(PROJECT, ...parts);
}

/** One line of progress. */
export function say(line) {
	console.log(`rembug: ${line}`);
}

/** Ends the command with one line that says what is wrong and what to do. */
export function fail(line) {
	console.error(`rembug: GAGAL. ${line}`);
	process.exit(1);
}

/** Says every ten seconds that a long step still goes on; returns the function that ends it. */
export function sayWhileWaiting(line) {
	const began = Date.now();
	const timer = setInterval(() => say(`${line} (${Math.round((Date.now() - began) / 1000)} dtk)`), 10_000);
	return () => clearInterval(timer);
}
