/** Builds the page when what it is made of changed. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireProjectWritable } from './access.mjs';
import { PROJECT, at, fail, say, sayWhileWaiting } from './project.mjs';
import { runQuietly } from './run.mjs';

const SOURCES = ['web', 'shared/src', 'pnpm-lock.yaml'];
const NOT_BUILT = new Set(['node_modules', '.svelte-kit', 'build', 'vitest.config.ts', 'test-environment.ts']);

/** Brings web/build up to date with the given Node. */
export async function buildWeb(node) {
	const stamp = at('web', 'build', '.sources');
	const sources = hashSources();
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources && existsSync(at('web', 'build', 'handler.js'))) return;
	requireProjectWritable();
	say('membangun halaman…');
	const began = Date.now();
	const quiet = sayWhileWaiting('masih membangun halaman…');
	const { code, output } = await runQuietly(node, [at('web', 'node_modules', 'vite', 'bin', 'vite.js'), 'build'], {
		cwd: at('web'),
		env: { NODE_ENV: 'production' }
	});
	quiet();
	if (code !== 0) {
		console.error(output.split('\n').slice(-30).join('\n'));
		fail('Halaman tidak dapat dibangun; sebabnya tertulis di atas. Perbaiki sumbernya lalu ulangi.');
	}
	writeFileSync(stamp, sources);
	say(`halaman selesai dibangun (${Math.round((Date.now() - began) / 1000)} dtk).`);
}

/** Writes the settings of the page's compiler, which its tests need too; a build does it by itself. */
export async function prepareWeb(node) {
	if (existsSync(at('web', '.svelte-kit'))) return;
	requireProjectWritable();
	const { code, output } = await runQuietly(node, [at('web', 'node_modules', '@sveltejs', 'kit', 'svelte-kit.js'), 'sync'], {
		cwd: at('web')
	});
	if (code !== 0) fail(output.trimEnd());
}

function hashSources() {
	const hash = createHash('sha256');
	for (const source of SOURCES) addTo(hash, source);
	return hash.digest('hex');
}

function addTo(hash, path) {
	let entries;
	try {
		entries = readdirSync(join(PROJECT, path), { withFileTypes: true });
	} catch (error) {
		if (error.code !== 'ENOTDIR') throw error;
		hash
			.update(`${path}\0`)
			.update(readFileSync(join(PROJECT, path)))
			.update('\0');
		return;
	}
	entries.sort((a, b) => (a.name < b.name ? -1 : 1));
	for (const { name } of entries) {
		if (!NOT_BUILT.has(name) && !/\.(test|bench)\.ts$/.test(name)) addTo(hash, `${path}/${name}`);
	}
}
