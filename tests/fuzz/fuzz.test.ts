/**
 * Seeded days of work on the whole system: `npm test` works 50 of them, `npm run fuzz -- 1000` as many as it is told, `SEED=17 npm run fuzz`
 * the one that failed. The seed decides what people do and what becomes of frames; what meets when is for the machine.
 */
import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { workADay, type DayReport } from './day.ts';
import { openBuilding } from './office.ts';

const one = process.env.SEED === undefined ? null : Number(process.env.SEED);
const count = one === null ? Number(process.env.FUZZ_SEEDS ?? 50) : 1;
const first = one ?? Number(process.env.FUZZ_FIRST_SEED ?? 1);
/** Days that are worked at the same time: people wait more than machines do. */
const lanes = Math.min(count, 8);

it(
	`whatever goes astray on ${count} days of work, all screens end alike and every edit is somewhere`,
	{ timeout: 60_000 + count * 15_000 },
	async () => {
		console.log(`fuzz: seeds ${first} … ${first + count - 1}`);
		// Each connection of y-websocket listens for the end of the process.
		process.setMaxListeners(0);
		const building = await openBuilding();
		const failures: string[] = [];
		const reports: DayReport[] = [];
		let next = first;
		try {
			await Promise.all(
				Array.from({ length: lanes }, async (_, lane) => {
					const office = await building.office(`pd${lane}`);
					while (next < first + count && failures.length < 5) {
						const seed = next++;
						try {
							reports.push(await workADay(building, office, seed));
						} catch (error) {
							failures.push(`${(error as Error).message}\n${String((error as Error).cause)}\n\tagain: SEED=${seed} npm run fuzz`);
						}
					}
				})
			);
		} finally {
			if (failures.length > 0) console.log(`the server wrote at last:\n${building.server.output().slice(-4000)}`);
			await building.close();
		}
		const sum = (of: (report: DayReport) => number): number => reports.reduce((total, report) => total + of(report), 0);
		console.log(`fuzz: ${reports.length} days, ${sum(({ edits }) => edits)} edits followed, ${sum(({ refused }) => refused)} refused`);
		expect(failures.join('\n\n')).toBe('');
	}
);
