import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineProject } from 'vitest/config';

// Svelte has two builds. Only the one for browsers runs $effect, and both this condition and the test environment choose it.
export default defineProject({
	plugins: [svelte({ configFile: false })],
	resolve: {
		conditions: ['browser', 'module', 'import', 'default']
	},
	test: {
		name: 'web',
		environment: './test-environment.ts',
		include: ['src/**/*.test.ts'],
		setupFiles: ['../tests/support/seed-setup.ts'],
		// A real server of the sync protocol and IndexedDB; on a busy machine five seconds are little.
		testTimeout: 20_000,
		server: { deps: { inline: [/svelte/] } },
		sequence: { groupOrder: 0 }
	}
});
