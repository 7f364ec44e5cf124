/** `npm run load`: many clients on one Renja for half a minute; prints one line of JSON. */
import { bootstrap } from './bootstrap.mjs';
import { run } from './lib/run.mjs';
import { prepareWeb } from './lib/web-build.mjs';

const node = await bootstrap();
await prepareWeb(node);
process.exitCode = await run(node, ['tests/load/run.ts', ...process.argv.slice(2)]);
