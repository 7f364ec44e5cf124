/** `npm run backup`: writes all data into one file, beside a running server or without one. */
import { bootstrap } from './bootstrap.mjs';
import { run } from './lib/run.mjs';
import { loadSettings } from './lib/settings.mjs';

loadSettings();
process.exitCode = await run(await bootstrap(), ['server/src/backup/backup-command.ts', ...process.argv.slice(2)]);
