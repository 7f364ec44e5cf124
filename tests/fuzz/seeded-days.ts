/**
 * Seeded days of work, many at the same time on one Postgres. Only for the fuzz: a day that fails names the command that works it again.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@rembug/server/database/connect.ts';
import { startEmbeddedPostgres } from '@rembug/server/database/embedded-postgres.ts';
import { migrate } from '@rembug/server/database/migrate.ts';
import { createLog } from '@rembug/server/log.ts';
import { expect } from 'vitest';
import type { RightsDayReport } from './rights-day.ts';
import { openRightsOffice, type RightsOffice } from './rights-office.ts';

export interface Days {
	/** As `npm run fuzz -- <name>` calls them. */
	name: string;
	work(office: RightsOffice, seed: number): Promise<RightsDayReport>;
	/** How many of them `npm test` works. */
	usually: number;
}

const one = process.env.SEED === undefined ? null : Number(process.env.SEED);
const first = one ?? Number(process.env.FUZZ_FIRST_SEED ?? 1);
/** Days at the same time: they wait for each other's clocks more than they work. */
const lanesMax = 16;
const failuresMax = 5;

export function countOf({ usually }: Days): number {
	return one === null ? Number(process.env.RIGHTS_SEEDS ?? usually) : 1;
}

/** Fails with what became of every day that was not clean, at most five. */
export async function workDays(days: Days): Promise<void> {
	const count = countOf(days);
	console.log(`fuzz of ${days.name}: seeds ${first} … ${first + count - 1}`);
	// Each connection of y-websocket listens for the end of the process.
	process.setMaxListeners(0);
	const dataDir = await mkdtemp(join(tmpdir(), `rembug-${days.name}-`));
	// Under root Postgres runs as another user, who must be able to enter.
	await chmod(dataDir, 0o755);
	const postgres = await startEmbeddedPostgres({ dataDir, log: createLog('silent') });
	const sql = connect(postgres.url, { max: 1, name: 'rembug-fuzz' });
	const failures: string[] = [];
	const reports: RightsDayReport[] = [];
	let next = first;
	try {
		await migrate(sql);
		await Promise.all(
			Array.from({ length: Math.min(count, lanesMax) }, async (_, lane) => {
				const office = await openRightsOffice(postgres.url, `pd${lane}`);
				while (next < first + count && failures.length < failuresMax) {
					const seed = next++;
					try {
						reports.push(await days.work(office, seed));
					} catch (error) {
						failures.push(`${withCauses(error)}\n\tagain: SEED=${seed} npm run fuzz -- ${days.name}`);
					}
				}
				await office.close();
			})
		);
	} finally {
		await sql.end({ timeout: 1 });
		await postgres.stop();
		await rm(dataDir, { recursive: true, force: true });
	}
	const sum = (of: (report: RightsDayReport) => number): number => reports.reduce((total, report) => total + of(report), 0);
	console.log(
		`fuzz of ${days.name}: ${reports.length} days, ${sum(({ edits }) => edits)} edits followed, ${sum(({ refused }) => refused)} refused, ` +
			`${sum(({ attacks }) => attacks)} attacks, ${sum(({ rows }) => rows)} rows of the log judged`
	);
	expect(failures.join('\n\n')).toBe('');
}

function withCauses(error: unknown): string {
	return error instanceof Error ? `${error.message}\n${withCauses(error.cause)}` : '';
}
