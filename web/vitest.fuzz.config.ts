import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineProject } from 'vitest/config';

const project = new URL('../', import.meta.url);

// The browser's side is compiled as for a browser, beside clients and servers of Node: there ws must not be the browser's empty shell.
export default defineProject({
	root: fileURLToPath(project),
	plugins: [svelte({ configFile: false })],
	resolve: {
		conditions: ['browser', 'module', 'import', 'default'],
		alias: [{ find: /^ws$/, replacement: fileURLToPath(new URL('node_modules/ws/wrapper.mjs', project)) }]
	},
	test: {
		name: 'fuzz',
		environment: './web/test-environment.ts',
		include: ['tests/fuzz/**/*.test.ts'],
		// The server's code is run by Node itself, as it is outside of tests: it finds files beside its own.
		server: { deps: { inline: [/svelte/], external: [/\/server\/src\//] } },
		sequence: { groupOrder: 4 }
	}
});
