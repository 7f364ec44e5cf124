/** `npm run check`: format, lint and types. Seconds, no database. `npm run check -- --fix` mends what can be mended. */
import { mkdirSync } from 'node:fs';
import { bootstrap } from './bootstrap.mjs';
import { PROJECT, at, say } from './lib/project.mjs';
import { runQuietly } from './lib/run.mjs';

const fix = process.argv.includes('--fix');
const node = await bootstrap();
const cache = at('node_modules', '.cache', 'rembug');
mkdirSync(cache, { recursive: true });

const TSC = at('node_modules', 'typescript', 'bin', 'tsc');
const ESLINT = at('node_modules', 'eslint', 'bin', 'eslint.js');
const PRETTIER = at('node_modules', 'prettier', 'bin', 'prettier.cjs');
const SVELTE_CHECK = at('node_modules', 'svelte-check', 'bin', 'svelte-check');
const KIT = at('web', 'node_modules', '@sveltejs', 'kit', 'svelte-kit.js');

const checks = {
	bentuk: [[PRETTIER, fix ? '--write' : '--check', '--log-level=warn', '--cache', `--cache-location=${cache}/prettier`, '.']],
	lint: [[ESLINT, ...(fix ? ['--fix'] : []), '--max-warnings=0', '--cache', `--cache-location=${cache}/eslint`, '.']],
	'tipe shared': [[TSC, '-p', 'shared']],
	'tipe server dan tests': [[TSC, '-p', '.']],
	'tipe web': [
		[KIT, 'sync'],
		[SVELTE_CHECK, '--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human']
	]
};

const results = await Promise.all(
	Object.entries(checks).map(([name, steps]) => check(name, steps, name === 'tipe web' ? at('web') : PROJECT))
);
process.exitCode = results.every(Boolean) ? 0 : 1;

async function check(name, steps, cwd) {
	const began = Date.now();
	for (const args of steps) {
		const { code, output } = await runQuietly(node, args, { cwd });
		if (code !== 0) {
			console.log(output.trimEnd());
			say(`✗ ${name}${fix ? '' : ' (sebagian dapat diperbaiki dengan: npm run check -- --fix)'}`);
			return false;
		}
	}
	say(`✓ ${name} (${((Date.now() - began) / 1000).toFixed(1)} dtk)`);
	return true;
}
