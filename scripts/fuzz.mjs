/** `npm run fuzz -- 1000`: so many seeded days of work on the whole system (default 50). `SEED=17 npm run fuzz` works the day of one seed again. */
import { bootstrap } from './bootstrap.mjs';
import { at, say } from './lib/project.mjs';
import { run } from './lib/run.mjs';
import { prepareWeb } from './lib/web-build.mjs';

const count = process.argv[2] ?? '50';
if (!/^[1-9]\d{0,5}$/.test(count)) {
	say(`"${count}": isi dengan banyaknya hari kerja yang dicoba, misalnya npm run fuzz -- 1000.`);
	process.exit(2);
}
process.env.FUZZ_SEEDS = count;
process.env.FUZZ_FIRST_SEED ??= String(Math.floor(Math.random() * 1e9));
const node = await bootstrap();
await prepareWeb(node);
process.exitCode = await run(node, [at('node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', 'fuzz', '--reporter=default']);
