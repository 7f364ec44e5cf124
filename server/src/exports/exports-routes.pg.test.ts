import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TableAnswer } from '@rembug/shared/api/api-types.ts';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts';
import { openApp, type AppFixture } from '../app-fixture.ts';

let database: TestDatabase;
let app: AppFixture;

beforeAll(async () => {
	database = await createTestDatabase();
	app = await openApp(database.sql);
});
afterAll(() => database.drop());

async function download(format: string, table = 't-c-33'): Promise<Response> {
	return app.request('GET', `/api/renja/demo-renja-2024/tables/${table}.${format}`, { headers: { cookie: await app.signIn('koperasi') } });
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

test('T-C.32 holds every usulan of the forum once, under its sub kegiatan, and takes no snapshot', async () => {
	const table = (await (await download('json', 't-c-32')).json()) as TableAnswer;
	const usulan = table.rows.filter(({ kind }) => kind === 'usulan');
	expect([table.name, usulan.length, new Set(usulan.map(({ nodeId }) => nodeId)).size]).toEqual(['t-c-32', 51, 51]);
	const first = table.rows.findIndex(({ kind }) => kind === 'usulan');
	expect(table.rows.slice(0, first).map(({ kind }) => kind)).toEqual(['program', 'kegiatan', 'subkegiatan']);
	const csv = await download('csv', 't-c-32');
	expect(csv.headers.get('content-disposition')).toContain('filename="T-C.32-renja-2024-');
	expect(await csv.text()).toContain('Pelatihan Digital Marketing');
	const list = (await (await download('json?layout=daftar', 't-c-32')).json()) as TableAnswer;
	expect([list.rows.length, list.columns.map(({ key }) => key).includes('pengusul')]).toEqual([51, true]);
	const refused = await download('csv?snapshot=x', 't-c-32');
	expect([refused.status, await refused.json()]).toMatchObject([400, { error: { code: 'table.noSnapshot' } }]);
});
