/**
 * `npm run fuzz -- 1000`: so many seeded days of work on the whole system (default 50). `npm run fuzz -- rights 10000`: of days on which
 * people try what they may and what they may not (default 1000); `-- forum 10000`: the same in the forum and the discussion. `SEED=17` before
 * any of them works the day of one seed again.
 */
import { bootstrap } from './bootstrap.mjs';
import { at, say } from './lib/project.mjs';
import { run } from './lib/run.mjs';
import { prepareWeb } from './lib/web-build.mjs';

const args = process.argv.slice(2);
const kind = ['rights', 'forum'].find((each) => each === args[0]);
const [count = kind ? '1000' : '50'] = kind ? args.slice(1) : args;
if (!/^[1-9]\d{0,5}$/.test(count)) {
	say(`"${count}": isi dengan banyaknya hari kerja yang dicoba, misalnya npm run fuzz -- 1000 atau npm run fuzz -- rights 10000.`);
	process.exit(2);
}
process.env[kind ? 'RIGHTS_SEEDS' : 'FUZZ_SEEDS'] = count;
process.env.FUZZ_FIRST_SEED ??= String(Math.floor(Math.random() * 1e9));
const node = await bootstrap();
await prepareWeb(node);
const file = `tests/fuzz/${kind ?? 'fuzz'}.test.ts`;
process.exitCode = await run(node, [at('node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', 'fuzz', '--reporter=default', file]);
