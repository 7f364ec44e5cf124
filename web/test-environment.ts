import type { Environment } from 'vitest/runtime';

/** Node's own globals, but modules are compiled as for a browser: Svelte's server output has no effects to test. */
export default {
	name: 'runes',
	viteEnvironment: 'client',
	setup: () => ({ teardown: () => undefined })
} satisfies Environment;
