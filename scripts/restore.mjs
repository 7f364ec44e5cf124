/** `npm run restore -- <file>`: puts a backup into an empty database, or in place of what is there. */
import { bootstrap } from './bootstrap.mjs';
import { requireDataDirWritable } from './lib/access.mjs';
import { run } from './lib/run.mjs';
import { loadSettings } from './lib/settings.mjs';

loadSettings();
requireDataDirWritable();
process.exitCode = await run(await bootstrap(), ['server/src/backup/restore-command.ts', ...process.argv.slice(2)]);
