import { defineConfig } from 'vitest/config';

const POSTGRES = './tests/support/postgres-setup.ts';
/** One seed for every property test. */
const SEED = './tests/support/seed-setup.ts';
const BROWSER = './tests/support/browser-setup.ts';

// One group after the other: whole-system tests measure time and start servers, so nothing else may run beside them.
export default defineConfig({
	test: {
		projects: [
			{
				test: {
					name: 'unit',
					include: ['shared/src/**/*.test.ts', 'server/src/**/*.test.ts', 'scripts/**/*.test.ts', 'tests/load/**/*.test.ts'],
					exclude: ['**/*.pg.test.ts', '**/node_modules/**'],
					setupFiles: [SEED],
					sequence: { groupOrder: 0 }
				}
			},
			'./web/vitest.config.ts',
			'./web/vitest.fuzz.config.ts',
			{
				test: {
					name: 'pg',
					include: ['server/src/**/*.pg.test.ts'],
					setupFiles: [SEED],
					globalSetup: [POSTGRES],
					testTimeout: 20_000,
					hookTimeout: 30_000,
					sequence: { groupOrder: 1 }
				}
			},
			{
				test: {
					name: 'integration',
					include: ['tests/integration/**/*.test.ts'],
					globalSetup: [POSTGRES],
					testTimeout: 60_000,
					hookTimeout: 60_000,
					maxWorkers: 2,
					sequence: { groupOrder: 2 }
				}
			},
			{
				test: {
					name: 'e2e',
					include: ['tests/e2e/**/*.test.ts'],
					globalSetup: [POSTGRES, BROWSER],
					testTimeout: 90_000,
					hookTimeout: 90_000,
					fileParallelism: false,
					sequence: { groupOrder: 3 }
				}
			}
		]
	}
});
