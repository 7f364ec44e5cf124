import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts';

let database: TestDatabase;

beforeAll(async () => {
	database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Bits of pg_trigger.tgtype, as pg_trigger.h names them. */
const bits = { row: 1, before: 2, delete: 8, update: 16, truncate: 32 };

test('Postgres refuses to change, delete or empty every table that is evidence', async () => {
	const rows = await database.sql<{ table: string; type: number; enabled: string }[]>`
		select tgrelid::regclass::text as table, tgtype as type, tgenabled as enabled
		from pg_trigger where tgfoid = 'refuse_change'::regproc order by tgrelid::regclass::text`;
	const guarded = (wanted: number): string[] =>
		rows.filter(({ type, enabled }) => type === wanted && enabled === 'O').map(({ table }) => table);
	const evidence = [
		'audit',
		'berita_acara',
		'decision_note',
		'decision_note_answer',
		'field_change',
		'penetapan',
		'renja_origin',
		'snapshot',
		'snapshot_decision',
		'stage_change',
		'usulan_carry'
	];
	expect(guarded(bits.row | bits.before | bits.delete | bits.update)).toEqual(evidence);
	expect(guarded(bits.before | bits.truncate)).toEqual(evidence);
});
