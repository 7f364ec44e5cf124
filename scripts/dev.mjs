/** `npm run dev`: the server starts anew when its sources change, the page changes in place. */
import { bootstrap } from './bootstrap.mjs';
import { requireDataDirWritable } from './lib/access.mjs';
import { at, say } from './lib/project.mjs';
import { runAll } from './lib/run.mjs';
import { loadSettings } from './lib/settings.mjs';

loadSettings();
requireDataDirWritable();
const node = await bootstrap();
say('buka alamat yang dicetak Vite di bawah ini; halaman dan server mengikuti perubahan sumber.');
process.exitCode = await runAll([
	{ command: node, args: ['--watch', '--watch-preserve-output', 'server/src/main.ts'] },
	{
		command: node,
		args: [at('web', 'node_modules', 'vite', 'bin', 'vite.js'), 'dev', ...process.argv.slice(2)],
		cwd: at('web'),
		env: { REMBUG_SERVER_PORT: process.env.PORT ?? '3000' }
	}
]);
