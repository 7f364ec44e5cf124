/** A database on the Postgres of this run that holds the demo Renja and its accounts. */
import { connect } from '@rembug/server/database/connect.ts';
import { migrate } from '@rembug/server/database/migrate.ts';
import { seedDemo } from '@rembug/server/demo/seed-demo.ts';
import { createTestDatabase, type TestDatabase } from './postgres.ts';

/** An own database is never filled by itself; here the demo stands in for a Renja that somebody made. */
export async function fillWithDemo(databaseUrl: string): Promise<void> {
	const sql = connect(databaseUrl, { max: 1 });
	await migrate(sql);
	await seedDemo(sql, { host: '127.0.0.1', publicUrl: null, databaseUrl: null });
	await sql.end({ timeout: 1 });
}

export async function createDemoDatabase(): Promise<TestDatabase> {
	const database = await createTestDatabase();
	await fillWithDemo(database.url);
	return database;
}
