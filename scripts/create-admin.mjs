/** `npm run create-admin`: makes the first account of a server that has no demo accounts. */
import { bootstrap } from './bootstrap.mjs';
import { requireDataDirWritable } from './lib/access.mjs';
import { run } from './lib/run.mjs';
import { loadSettings } from './lib/settings.mjs';

loadSettings();
requireDataDirWritable();
process.exitCode = await run(await bootstrap(), ['server/src/people/create-admin.ts', ...process.argv.slice(2)]);
