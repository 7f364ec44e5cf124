/**
 * Seeded days of the forum and of the discussion: `npm test` works a few of them, `npm run fuzz -- forum 10000` as many as it is told,
 * `SEED=17 npm run fuzz -- forum` the one that failed.
 */
import 'fake-indexeddb/auto';
import { it } from 'vitest';
import { workADayOfTheForum } from './forum-day.ts';
import { countOf, workDays, type Days } from './seeded-days.ts';

const days: Days = { name: 'forum', work: workADayOfTheForum, usually: 12 };
const count = countOf(days);

it(
	`whatever people try in a forum on ${count} days, nothing forbidden gets in and nothing permitted is lost`,
	{ timeout: 60_000 + count * 5_000 },
	() => workDays(days)
);
