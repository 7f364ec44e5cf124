import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts';
import { connect } from './connect.ts';
import { insertPerangkatDaerah } from '../people/people-queries.ts';
import { insertRenja } from '../renja/renja-queries.ts';
import { findDocument } from '../sync/sync-queries.ts';
import { listMigrations, migrate } from './migrate.ts';

let database: TestDatabase;

beforeEach(async () => {
	database = await createTestDatabase({ empty: true });
});
afterEach(() => database.drop());

test('a run that stopped after any file goes on where it was', async () => {
	const names = (await listMigrations()).map(({ name }) => name);
	for (let upTo = 1; upTo <= names.length; upTo++) {
		expect(await migrate(database.sql, upTo)).toEqual([names[upTo - 1]]);
	}
	expect(await migrate(database.sql)).toEqual([]);
});

test('several processes that start at once apply each file once', async () => {
	const pools = [1, 2, 3].map(() => connect(database.url, { max: 1 }));
	try {
		const applied = await Promise.all(pools.map((sql) => migrate(sql)));
		expect(applied.flat().sort()).toEqual((await listMigrations()).map(({ name }) => name));
	} finally {
		await Promise.all(pools.map((sql) => sql.end({ timeout: 1 })));
	}
});

test('a database of a newer Rembug is refused', async () => {
	await migrate(database.sql);
	await database.sql`insert into migration (number, name) values (9999, '9999-later.sql')`;
	await expect(migrate(database.sql)).rejects.toThrow('9999-later.sql');
});

test('a Renja from before gets the documents that came later', async () => {
	const names = (await listMigrations()).map(({ name }) => name);
	await migrate(database.sql, names.indexOf('0007-discussion.sql'));
	await insertPerangkatDaerah(database.sql, { id: 'pd', nama: 'Dinas', daerah: 'Kabupaten' });
	await insertRenja(database.sql, { id: 'r', perangkatDaerahId: 'pd', tahun: 2024, jenis: 'murni', judul: 'Renja', stage: 'diajukan' });
	await migrate(database.sql);
	for (const part of ['discussion', 'forum'] as const) {
		expect(await findDocument(database.sql, 'r', part)).toEqual({ documentId: `r-${part}`, renjaId: 'r', part, perangkatDaerahId: 'pd' });
	}
});
