/**
 * Seeded days on which people, and attackers, do what they may and what they may not: `npm test` works a few of them, `npm run fuzz -- rights
 * 10000` as many as it is told, `SEED=17 npm run fuzz -- rights` the one that failed.
 */
import 'fake-indexeddb/auto';
import { it } from 'vitest';
import { workADayOfRights } from './rights-day.ts';
import { countOf, workDays, type Days } from './seeded-days.ts';

const days: Days = { name: 'rights', work: workADayOfRights, usually: 40 };
const count = countOf(days);

it(
	`whatever people try on ${count} days, nothing forbidden gets in and nothing permitted is lost`,
	{ timeout: 60_000 + count * 5_000 },
	() => workDays(days)
);
