/** `npm test`: every test, browser tests included. Arguments go to vitest, e.g. `npm test -- --project unit`. */
import { bootstrap } from './bootstrap.mjs';
import { at } from './lib/project.mjs';
import { run } from './lib/run.mjs';
import { buildWeb, prepareWeb } from './lib/web-build.mjs';

const args = process.argv.slice(2);
const projects = args.filter((_, index) => args[index - 1] === '--project');
const node = await bootstrap();
if (projects.length === 0 || projects.includes('e2e')) await buildWeb(node);
else await prepareWeb(node);
process.exitCode = await run(node, [
	at('node_modules', 'vitest', 'vitest.mjs'),
	'run',
	'--reporter=default',
	'--reporter=./tests/support/count-reporter.ts',
	...args
]);
