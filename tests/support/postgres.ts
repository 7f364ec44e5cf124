/** A database of one's own for a test: migrated, empty, on the Postgres of this run. */
import { randomBytes } from 'node:crypto';
import { connect } from '@rembug/server/database/connect.ts';
import type { Sql } from '@rembug/server/database/connect.ts';
import { inject } from 'vitest';

export interface TestDatabase {
	sql: Sql;
	url: string;
	/** Ends the pool and drops the database, whoever is still connected. */
	drop(): Promise<void>;
}

/** Copies the migrated template (about 50 ms). `empty: true` makes one without any table, for tests of the migrations. */
export async function createTestDatabase({ empty = false } = {}): Promise<TestDatabase> {
	const name = `rembug_test_${randomBytes(6).toString('hex')}`;
	const template = empty ? 'template0' : inject('templateDatabase');
	await onAdmin((admin) => admin.unsafe(`create database ${name} template ${template}`));
	const address = new URL(inject('postgresUrl'));
	address.pathname = `/${name}`;
	const sql = connect(address.href, { max: 5, name });
	return {
		sql,
		url: address.href,
		drop: async () => {
			await sql.end({ timeout: 1 });
			await onAdmin((admin) => admin.unsafe(`drop database if exists ${name} with (force)`));
		}
	};
}

async function onAdmin(work: (admin: Sql) => Promise<unknown>): Promise<void> {
	const admin = connect(inject('postgresUrl'), { max: 1, name: 'rembug-test-admin' });
	try {
		await work(admin);
	} finally {
		await admin.end();
	}
}
