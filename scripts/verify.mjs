/** `npm run verify`: checks that every snapshot still is what was sealed. */
import { bootstrap } from './bootstrap.mjs';
import { run } from './lib/run.mjs';
import { loadSettings } from './lib/settings.mjs';

loadSettings();
process.exitCode = await run(await bootstrap(), ['server/src/approval/verify-snapshots.ts', ...process.argv.slice(2)]);
