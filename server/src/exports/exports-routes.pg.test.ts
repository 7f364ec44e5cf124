import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts';
import { openApp, type AppFixture } from '../app-fixture.ts';

let database: TestDatabase;
let app: AppFixture;

beforeAll(async () => {
	database = await createTestDatabase();
	app = await openApp(database.sql);
});
afterAll(() => database.drop());

async function download(format: string): Promise<Response> {
	return app.request('GET', `/api/renja/demo-renja-2024/tables/t-c-33.${format}`, { headers: { cookie: await app.signIn('koperasi') } });
}

test.each([
	['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'PK'],
	['pdf', 'application/pdf', '%PDF-'],
	['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'PK'],
	['csv', 'text/csv; charset=utf-8', '\uFEFF']
])('the table comes as %s, under a name that every system takes', async (format, type, beginning) => {
	const answer = await download(format);
	expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
	expect(answer.headers.get('content-disposition')).toMatch(
		new RegExp(`^attachment; filename="T-C\\.33-renja-[A-Za-z0-9.-]+\\.${format}"$`)
	);
	expect(
		Buffer.from(await answer.arrayBuffer())
			.toString('utf8')
			.startsWith(beginning)
	).toBe(true);
});
