/** `npm run bench`: runs every *.bench.ts of shared and server, one after the other; each prints one line of JSON and fails when it is over its bound. */
import { readdirSync } from 'node:fs';
import { bootstrap } from './bootstrap.mjs';
import { at, say } from './lib/project.mjs';
import { run } from './lib/run.mjs';

const node = await bootstrap();
const wanted = process.argv.slice(2);
for (const folder of ['shared/src', 'server/src']) {
	for (const file of benchesBelow(folder)) {
		if (wanted.length > 0 && !wanted.some((part) => file.includes(part))) continue;
		say(file);
		const code = await run(node, [file]);
		if (code !== 0) process.exitCode = code;
		// Above 128 a signal ended it: whoever sent it wants all of this to end.
		if (code > 128) process.exit();
	}
}

function benchesBelow(folder) {
	return readdirSync(at(folder), { withFileTypes: true })
		.sort((a, b) => (a.name < b.name ? -1 : 1))
		.flatMap((entry) => {
			const path = `${folder}/${entry.name}`;
			if (entry.isDirectory()) return benchesBelow(path);
			return entry.name.endsWith('.bench.ts') ? [path] : [];
		});
}
