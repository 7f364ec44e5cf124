/**
 * Seeded days on which people, and attackers, do what they may and what they may not: `npm test` works a few of them, `npm run fuzz -- rights
 * 10000` as many as it is told, `SEED=17 npm run fuzz -- rights` the one that failed.
 */
import 'fake-indexeddb/auto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@rembug/server/database/connect.ts';
import { startEmbeddedPostgres } from '@rembug/server/database/embedded-postgres.ts';
import { migrate } from '@rembug/server/database/migrate.ts';
import { createLog } from '@rembug/server/log.ts';
import { expect, it } from 'vitest';
import { workADayOfRights, type RightsDayReport } from './rights-day.ts';
import { openRightsOffice } from './rights-office.ts';

const one = process.env.SEED === undefined ? null : Number(process.env.SEED);
const count = one === null ? Number(process.env.RIGHTS_SEEDS ?? 40) : 1;
const first = one ?? Number(process.env.FUZZ_FIRST_SEED ?? 1);
/** Days at the same time: they wait for each other's clocks more than they work. */
const lanes = Math.min(count, 20);
const failuresMax = 5;

it(
	`whatever people try on ${count} days, nothing forbidden gets in and nothing permitted is lost`,
	{ timeout: 60_000 + count * 5_000 },
	async () => {
		console.log(`fuzz of rights: seeds ${first} … ${first + count - 1}`);
		// Each connection of y-websocket listens for the end of the process.
		process.setMaxListeners(0);
		const dataDir = await mkdtemp(join(tmpdir(), 'rembug-rights-'));
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
				Array.from({ length: lanes }, async (_, lane) => {
					const office = await openRightsOffice(postgres.url, `pd${lane}`);
					while (next < first + count && failures.length < failuresMax) {
						const seed = next++;
						try {
							reports.push(await workADayOfRights(office, seed));
						} catch (error) {
							failures.push(`${withCauses(error)}\n\tagain: SEED=${seed} npm run fuzz -- rights`);
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
			`fuzz of rights: ${reports.length} days, ${sum(({ edits }) => edits)} edits followed, ${sum(({ refused }) => refused)} refused, ` +
				`${sum(({ attacks }) => attacks)} attacks, ${sum(({ rows }) => rows)} rows of the log judged`
		);
		expect(failures.join('\n\n')).toBe('');
	}
);

function withCauses(error: unknown): string {
	return error instanceof Error ? `${error.message}\n${withCauses(error.cause)}` : '';
}
