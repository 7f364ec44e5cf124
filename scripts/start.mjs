/** `npm start`: installs and builds what is missing, then runs the server until it is told to end. */
import { bootstrap } from './bootstrap.mjs';
import { requireDataDirWritable } from './lib/access.mjs';
import { run } from './lib/run.mjs';
import { loadSettings } from './lib/settings.mjs';
import { buildWeb } from './lib/web-build.mjs';

loadSettings();
requireDataDirWritable();
const node = await bootstrap();
await buildWeb(node);
process.exitCode = await run(node, ['server/src/main.ts'], { env: { NODE_ENV: 'production' } });
