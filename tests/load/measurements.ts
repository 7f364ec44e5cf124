/** Lines of JSON as `npm run load` prints them -> the page docs/measurements.md: each figure with its goal, and the least, middle and largest of all runs. */
import type { MachineFacts } from './machine.ts';

type Run = Record<string, unknown> & { scenario: string };

interface Figure {
	scenario: string;
	name: string;
	label: string;
	/** At most; absent: only to compare with. */
	goal?: number;
}

const figures: readonly Figure[] = [
	{
		scenario: 'crowd',
		name: 'cpuMsPer1000Deliveries',
		label: '50 editors × 5/s on one document: CPU of Node, ms per 1,000 deliveries',
		goal: 7
	},
	{ scenario: 'crowd', name: 'coldCpuMsPer1000Deliveries', label: 'the same in the first seconds of a server, compiling included' },
	{ scenario: 'crowd', name: 'cpuSecondsNode', label: 'CPU of Node, s in all' },
	{ scenario: 'crowd', name: 'cpuSecondsPostgres', label: 'CPU of Postgres beside it, s in all' },
	{ scenario: 'crowd', name: 'editToScreenP50Ms', label: 'edit to the others, p50, ms' },
	{ scenario: 'crowd', name: 'editToScreenP99Ms', label: 'edit to the others, p99, ms', goal: 50 },
	{ scenario: 'crowd', name: 'confirmedP99Ms', label: 'edit to its confirmation, p99, ms', goal: 50 },
	{ scenario: 'crowd', name: 'rssMaxMiBNode', label: 'memory of Node at most, MiB' },
	{ scenario: 'rival', name: 'cpuMsPer1000Deliveries', label: 'stock y-websocket server, nothing kept: CPU, ms per 1,000 deliveries' },
	{ scenario: 'rival', name: 'coldCpuMsPer1000Deliveries', label: 'the same in its first seconds' },
	{ scenario: 'rival', name: 'editToScreenP99Ms', label: 'stock y-websocket server: edit to the others, p99, ms' },
	{ scenario: 'followers', name: 'cpuMsPer1000Deliveries', label: '5 write and 195 watch: CPU, ms per 1,000 deliveries' },
	{ scenario: 'followers', name: 'editToScreenP99Ms', label: 'edit to the others, p99, ms' },
	{ scenario: 'documents', name: 'cpuMsPer1000Deliveries', label: '40 documents with 5 editors × 1/s: CPU, ms per 1,000 deliveries' },
	{ scenario: 'documents', name: 'editToScreenP99Ms', label: 'edit to the others, p99, ms' },
	{ scenario: 'presence', name: 'cpuSecondsNode', label: '50 move 3/s and edit 0.5/s: CPU of Node, s in all' },
	{ scenario: 'presence', name: 'editToScreenP99Ms', label: 'edit to the others, p99, ms' },
	{ scenario: 'history', name: 'openedMs_100k', label: '100,000 edits behind a Renja: a cold open, ms', goal: 200 },
	{ scenario: 'history', name: 'openedMs_500k', label: '500,000 edits: a cold open, ms', goal: 800 },
	{
		scenario: 'history',
		name: 'openedWithTailMs_500k',
		label: 'the same when the last 12,000 were not merged yet, ms',
		goal: 800
	},
	{ scenario: 'history', name: 'fiftyCostMiB_500k', label: 'fifty who join it together: memory, MiB', goal: 100 },
	{ scenario: 'history', name: 'fiftyJoinedMaxMs_500k', label: 'the last of the fifty is in step, ms' },
	{ scenario: 'history', name: 'editToScreenP99Ms_500k', label: 'the five who edit meanwhile: edit to the others, p99, ms', goal: 50 },
	{
		scenario: 'flood',
		name: 'otherRoomP99Ms',
		label: 'one client sends 100,000 edits: ten in another room, edit to the others, p99, ms',
		goal: 100
	},
	{ scenario: 'flood', name: 'quietP99Ms', label: 'the same ten before it, p99, ms' },
	{ scenario: 'flood', name: 'sameRoomP99Ms', label: 'five others in the flooded room, p99, ms' },
	{ scenario: 'flood', name: 'floodConfirmedAfterMs', label: 'the flood is confirmed, ms' },
	{ scenario: 'stalled', name: 'cutOffAfterMs', label: 'five readers stop reading: cut off after, ms', goal: 10_000 },
	{ scenario: 'stalled', name: 'costMiBEach', label: 'memory of Node for each, MiB', goal: 8 },
	{ scenario: 'stalled', name: 'p99Ratio', label: 'p99 of the others: with them to without them', goal: 1.2 },
	{ scenario: 'stalled', name: 'editToScreenP99Ms', label: 'p99 of the others with them, ms' },
	{ scenario: 'refusal', name: 'backP50Ms', label: 'an edit is refused: all three tabs of its author are back at the truth, p50, ms' },
	{ scenario: 'refusal', name: 'backMaxMs', label: 'the same, at most, ms', goal: 2000 },
	{
		scenario: 'refusal',
		name: 'afternoonBackMaxMs',
		label: 'one of 41 edits after an afternoon offline is refused: until then, at most, ms',
		goal: 2000
	},
	{
		scenario: 'forum',
		name: 'lastFollowerP50Ms',
		label: '200 follow a session of the forum, 10 act: the last one sees what is on the table, p50, ms'
	},
	{ scenario: 'forum', name: 'lastFollowerP99Ms', label: 'the same, p99, ms', goal: 500 },
	{ scenario: 'kills', name: 'killsOfServer', label: 'kill -9 of the server while 12 people write' },
	{ scenario: 'kills', name: 'killsOfPostgres', label: 'kill -9 of Postgres' },
	{ scenario: 'kills', name: 'lost', label: 'edits that were confirmed or seen, and gone after a kill', goal: 0 },
	{ scenario: 'kills', name: 'backMaxMs', label: 'from the kill until somebody who comes has the plan, at most, ms' }
];

export function measurementsPage(lines: readonly string[]): string {
	const runs = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Run);
	const measured = figures.filter(({ scenario, name }) => valuesOf(runs, scenario, name).length > 0);
	const rows = measured.map((figure) => rowOf(figure, valuesOf(runs, figure.scenario, figure.name)));
	return [
		'# Measurements',
		'',
		'Made by `npm run load -- SCENARIO >> figures.jsonl` for each scenario (`LOAD_RUNS` says how often, `LOAD_SECONDS` how long), and `npm run load -- --page figures.jsonl` from what it printed. The scenarios are described in `tests/load/scenarios.ts`. A delivery is one edit that reaches one other client, however framed. CPU is that of the Node server; clients are processes of their own on the same machine, so they and Postgres compete with it. What a server costs in its first seconds (compiling, memory growing) is stated apart; the rival is treated alike.',
		'',
		machineOf(runs),
		'',
		'| scenario | figure | goal, at most | least | middle | largest | runs | goal met |',
		'|---|---|---|---|---|---|---|---|',
		...rows,
		''
	].join('\n');
}

function valuesOf(runs: readonly Run[], scenario: string, name: string): number[] {
	return runs
		.filter((run) => run.scenario === scenario)
		.map((run) => run[name])
		.filter((value): value is number => typeof value === 'number')
		.sort((a, b) => a - b);
}

function rowOf({ scenario, label, goal }: Figure, values: readonly number[]): string {
	const [least, middle, largest] = [0, Math.floor((values.length - 1) / 2), values.length - 1].map((at) => values[at] as number) as [
		number,
		number,
		number
	];
	const met = goal === undefined ? '' : largest <= goal ? 'yes' : middle <= goal ? 'not in every run' : 'no';
	return `| ${[scenario, label, goal ?? '', least, middle, largest, values.length, met].join(' | ')} |`;
}

function machineOf(runs: readonly Run[]): string {
	const facts = runs.find((run) => run.scenario === 'crowd' && 'cores' in run) as unknown as MachineFacts | undefined;
	if (!facts) return '';
	const slowest = valuesOf(runs, 'crowd', 'fsyncP99Ms').at(-1);
	const loads = runs.map(({ machineLoad }) => machineLoad as number).sort((a, b) => a - b);
	const { cores, processor, memoryGiB, node, postgres } = facts;
	return `Machine: ${cores} cores (${processor}), ${memoryGiB} GiB, Node ${node}, PostgreSQL ${postgres}, fsync of 4 KiB p99 at most ${slowest} ms. Load average of the machine when a run began: ${loads.at(0)} to ${loads.at(-1)}; above 2, others were working on it, and times are theirs as well.`;
}
