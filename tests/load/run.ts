/**
 * `npm run load`: how fast edits travel and what it costs. The server is a process of its own with a data folder of its own, the clients are
 * others. Prints one line of JSON a scenario.
 *
 * Arguments: names of scenarios (see scenarios.ts), or `all`; none: crowd. `--page FILE`: measures nothing, writes docs/measurements.md from
 * what was printed before.
 * Settings (environment): LOAD_CLIENTS (50), LOAD_RATE (edits a second of each, 5), LOAD_SECONDS (30), LOAD_RUNS (1), LOAD_FLOOD (edits of the
 * flooding client, 100,000), LOAD_KILLS (of the server, and as many of Postgres, 100), LOAD_SEED (of the kills; printed), LOAD_PROFILE (a folder
 * for CPU profiles of the server, of the scenario crowd).
 */
import { randomInt } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { measurementsPage } from './measurements.ts';
import { scenarios, type Settings } from './scenarios.ts';

const number = (name: string, fallback: number): number => Number(process.env[name] ?? fallback);
const settings: Settings = {
	clients: number('LOAD_CLIENTS', 50),
	rate: number('LOAD_RATE', 5),
	seconds: number('LOAD_SECONDS', 30),
	floodEdits: number('LOAD_FLOOD', 100_000),
	kills: number('LOAD_KILLS', 100),
	seed: number('LOAD_SEED', randomInt(2 ** 31)),
	profile: process.env.LOAD_PROFILE ?? null
};
const wanted = process.argv.slice(2);
const [option, file] = wanted;
if (option === '--page') {
	const page = measurementsPage(readFileSync(file ?? '', 'utf8').split('\n'));
	writeFileSync(new URL('../../docs/measurements.md', import.meta.url), page);
}
const names = option === '--page' ? [] : wanted.includes('all') ? Object.keys(scenarios) : wanted.length > 0 ? wanted : ['crowd'];
for (const name of names) {
	const scenario = scenarios[name];
	if (!scenario) {
		console.error(`Unknown scenario "${name}". There are: ${Object.keys(scenarios).join(', ')}, all.`);
		process.exitCode = 1;
		continue;
	}
	for (let run = 0; run < number('LOAD_RUNS', 1); run++) {
		const load = loadavg()[0] ?? 0;
		const figures = (await scenario(settings)) as { errors?: number; converged?: boolean };
		const { clients, rate, seconds } = settings;
		console.log(JSON.stringify({ scenario: name, clients, rate, seconds, machineLoad: Math.round(load * 100) / 100, ...figures }));
		if ((figures.errors ?? 0) !== 0 || figures.converged === false) process.exitCode = 1;
	}
}
