import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

const YJS = [
	'@tiptap/extension-collaboration',
	'@tiptap/y-tiptap',
	'yjs',
	'yjs/*',
	'y-websocket',
	'y-websocket/*',
	'y-indexeddb',
	'y-protocols',
	'y-protocols/*',
	'lib0',
	'lib0/*'
];

const TESTS = ['**/*.test.ts', '**/*.bench.ts', '**/*.svelte.test.ts'];

/** One folder's forbidden imports. `allowTypeImports` lets `import type` through: types carry no code across the border. */
function forbid(...patterns) {
	return { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] };
}

const NOT_FROM_WEB = {
	group: ['@rembug/web', '@rembug/web/*', '**/web/src/**', '$lib', '$lib/**', '$app/**', 'svelte', 'svelte/*', '@sveltejs/*'],
	message: 'Import direction is web -> shared <- server. Code that both need moves to shared/src.'
};
const NOT_FROM_SERVER = {
	group: ['@rembug/server', '@rembug/server/*', '**/server/src/**'],
	message: 'Import direction is web -> shared <- server. Code that both need moves to shared/src.'
};
const ONLY_TYPES_FROM_SERVER = {
	...NOT_FROM_SERVER,
	allowTypeImports: true,
	message: 'Only types cross from server to web (import type). Code that both need moves to shared/src.'
};
const NO_PLATFORM = {
	group: ['node:*', 'fs', 'path', 'crypto', 'ws', 'postgres', 'hono', 'hono/*', 'pino', 'lucia', 'playwright-core'],
	message: 'shared is pure: no network, database, clock or files. Put this in server/src (or web/src/lib) and pass the result in.'
};
const NO_YJS = {
	group: YJS,
	allowTypeImports: false,
	message: 'In the browser only web/src/lib/sync talks to Yjs. Add a function to the plan session there and call it from the component.'
};

export default ts.config(
	{
		ignores: ['**/node_modules/', 'data/', 'test-results/', 'web/.svelte-kit/', 'web/build/', 'web/static/']
	},
	js.configs.recommended,
	ts.configs.recommended,
	svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.node } },
		rules: {
			eqeqeq: ['error', 'always', { null: 'ignore' }],
			'no-console': 'error',
			'no-undef': 'off',
			'no-var': 'error',
			'object-shorthand': 'error',
			'prefer-const': 'error',
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
			'@typescript-eslint/no-unused-vars': [
				'error',
				{
					argsIgnorePattern: '^_',
					varsIgnorePattern: '^_',
					caughtErrors: 'none',
					destructuredArrayIgnorePattern: '^_',
					ignoreRestSiblings: true
				}
			]
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts', '**/*.svelte.js'],
		languageOptions: { globals: { ...globals.browser }, parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] } },
		rules: {
			'prefer-const': 'off',
			'svelte/prefer-const': 'off',
			'svelte/no-navigation-without-resolve': 'off',
			// Takes every local Map and Set of a computation for state.
			'svelte/prefer-svelte-reactivity': 'off'
		}
	},
	{
		files: ['scripts/**/*.mjs', 'tests/**/*.ts', '**/*.bench.ts', 'server/src/people/create-admin.ts'],
		rules: { 'no-console': 'off' }
	},
	{
		files: ['shared/src/**/*.ts'],
		ignores: TESTS,
		rules: {
			...forbid(NOT_FROM_WEB, NOT_FROM_SERVER, NO_PLATFORM),
			'no-restricted-globals': [
				'error',
				...['process', 'Buffer', 'fetch', 'window', 'document', 'localStorage', 'setTimeout', 'setInterval'].map((name) => ({
					name,
					message: 'shared is pure: pass in what comes from outside.'
				}))
			],
			'no-restricted-properties': ['error', { object: 'Date', property: 'now', message: 'shared has no clock: pass the time in.' }]
		}
	},
	{
		files: ['shared/src/**/*.test.ts', 'shared/src/**/*.bench.ts'],
		rules: forbid(NOT_FROM_WEB, NOT_FROM_SERVER)
	},
	{
		files: ['server/src/**/*.ts'],
		rules: forbid(NOT_FROM_WEB)
	},
	{
		files: ['server/src/**/*.ts'],
		ignores: ['**/*-queries.ts', 'server/src/database/**', 'server/src/**/*.test.ts', 'server/src/**/*-fixture.ts'],
		rules: {
			'no-restricted-syntax': [
				'error',
				{
					selector: 'TaggedTemplateExpression[tag.name=/^(sql|tx|transaction)$/]',
					message: 'SQL lives in a *-queries.ts file beside this one: add a function there.'
				}
			]
		}
	},
	{
		files: ['web/src/**/*.ts', 'web/src/**/*.svelte'],
		ignores: ['web/src/lib/sync/**'],
		rules: forbid(ONLY_TYPES_FROM_SERVER, NO_YJS)
	},
	{
		files: ['web/src/lib/sync/**'],
		rules: forbid(ONLY_TYPES_FROM_SERVER)
	}
);
