/** How long a refusal takes. The code of the page has to be compiled for it, so the measuring is done by the runner of the tests. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));

/** Figures as tests/fuzz/refusal-time.test.ts prints them. */
export async function measureRefusals(runs: number): Promise<object> {
	const child = spawn(process.execPath, [vitest, 'run', '--project', 'fuzz', 'tests/fuzz/refusal-time.test.ts'], {
		env: { ...process.env, REFUSAL_RUNS: String(runs) },
		stdio: ['ignore', 'pipe', 'inherit']
	});
	let output = '';
	child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
	const [code] = (await once(child, 'close')) as [number | null];
	const line = output.split('\n').find((one) => one.startsWith('{'));
	if (code !== 0 || !line) throw new Error(`The measuring of refusals failed:\n${output}`);
	return JSON.parse(line) as object;
}
