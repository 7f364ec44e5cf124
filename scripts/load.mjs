/** `npm run load`: many clients on one Renja for half a minute; prints one line of JSON. */
import { bootstrap } from './bootstrap.mjs';
import { run } from './lib/run.mjs';

process.exitCode = await run(await bootstrap(), ['tests/load/run.ts', ...process.argv.slice(2)]);
