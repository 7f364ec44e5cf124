import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SnapshotSummary } from '@rembug/shared/api/api-types.ts';
import type { DraftNote, RowNote } from '@rembug/shared/api/note-types.ts';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts';
import { openApp, type AppFixture } from '../app-fixture.ts';
import { demoPlan } from '../demo/demo-plan.ts';
import { auditOf } from './stage-fixture-queries.ts';

const renja = '/api/renja/demo-renja-2024';

let database: TestDatabase;
let app: AppFixture;
let snapshot: SnapshotSummary;
const cookies = new Map<string, string>();

beforeEach(async () => {
	database = await createTestDatabase();
	app = await openApp(database.sql);
	cookies.clear();
	snapshot = await submit();
});
afterEach(() => database.drop());

async function call(username: string, method: string, path: string, body?: unknown): Promise<Response> {
	const cookie = cookies.get(username) ?? (await app.signIn(username));
	cookies.set(username, cookie);
	return app.request(method, path, { headers: { cookie }, ...(body === undefined ? {} : { body }) });
}

async function submit(): Promise<SnapshotSummary> {
	const answer = await call('perencana', 'POST', `${renja}/stage`, { to: 'diajukan' });
	return ((await answer.json()) as { snapshot: SnapshotSummary }).snapshot;
}

const drafts = (): string => `/api/snapshots/${snapshot.id}/draft-notes`;
const write = (nodeId: string, text: string, username = 'kepala-dinas') => call(username, 'PUT', `${drafts()}/${nodeId}`, { text });
const decide = (decision: 'approve' | 'return', note = '', password = 'rembug-demo') =>
	call('kepala-dinas', 'POST', `/api/snapshots/${snapshot.id}/decision`, { decision, note, password });
const keptDrafts = async () => (await (await call('kepala-dinas', 'GET', drafts())).json()) as DraftNote[];
const notes = async (username = 'verifikator') => (await (await call(username, 'GET', `${renja}/notes`)).json()) as RowNote[];
const code = async (answer: Response): Promise<unknown> => ((await answer.json()) as { error: { code: string } }).error.code;

/** A sub kegiatan whose row, or one above it, belongs to this unit. */
function rowOf(unitId: string): { id: string; kode?: string; uraian?: string } {
	const byId = new Map(demoPlan.nodes.map((node) => [node.id, node]));
	const owner = (id: string | null): string | null => {
		const node = id === null ? undefined : byId.get(id);
		return node ? node.bidang || owner(node.parent) : null;
	};
	const found = demoPlan.nodes.find((node) => node.level === 'subkegiatan' && owner(node.id) === unitId);
	if (!found) throw new Error(unitId);
	return found;
}

test('drafts are kept, changed and taken away, and become notes of the decision with the row they stand on', async () => {
	const [row, other] = [rowOf('koperasi'), rowOf('umkm')];
	expect((await write(row.id, ' Target terlalu kecil ')).status).toBe(204);
	await write(other.id, 'Hapus saja');
	await write(other.id, 'Naikkan pagu');
	await write(row.id, '');
	await write(row.id, 'Target terlalu kecil');
	expect(await keptDrafts()).toEqual(
		expect.arrayContaining([
			{ nodeId: row.id, text: 'Target terlalu kecil' },
			{ nodeId: other.id, text: 'Naikkan pagu' }
		])
	);
	expect(await notes()).toEqual([]);

	expect((await decide('return')).status).toBe(200);
	expect(await keptDrafts()).toEqual([]);
	const told = await notes();
	expect(told).toHaveLength(2);
	expect(told.find(({ nodeId }) => nodeId === row.id)).toMatchObject({
		kode: row.kode,
		uraian: row.uraian,
		text: 'Target terlalu kecil',
		snapshotId: snapshot.id,
		snapshotNumber: 1,
		decision: 'return',
		answer: null
	});
	expect(await code(await write(row.id, 'Terlambat'))).toBe('decision.notWaiting');
	const { sql } = database;
	for (const attempt of [sql`update decision_note set text = 'x'`, sql`delete from decision_note`, sql`truncate decision_note cascade`])
		await expect(attempt).rejects.toMatchObject({ code: 'RB001' });
});

test('a submission is returned with a note on a row, or one on the whole, but not without a word', async () => {
	expect(await code(await decide('return'))).toBe('decision.noteMissing');
	await write(rowOf('umkm').id, 'Perbaiki');
	expect(await code(await decide('return', '', 'salah'))).toBe('decision.wrongPassword');
	expect(await keptDrafts()).toHaveLength(1);
	expect((await decide('return')).status).toBe(200);
});

test('a note written at the moment of the decision is part of it or refused', async () => {
	const rows = demoPlan.nodes.slice(0, 40);
	const [decision, ...written] = await Promise.all([decide('return', 'Perbaiki'), ...rows.map((row) => write(row.id, 'Lihat'))]);
	expect(decision.status).toBe(200);
	expect(await notes()).toHaveLength(written.filter((answer) => answer.status === 204).length);
	expect(await keptDrafts()).toEqual([]);
});

test('notes wait for nobody else: only the Kepala Dinas reads and writes drafts', async () => {
	const row = rowOf('umkm');
	for (const username of ['perencana', 'umkm', 'verifikator']) {
		expect(await code(await write(row.id, 'x', username))).toBe('grant.missing');
		expect(await code(await call(username, 'GET', drafts()))).toBe('grant.missing');
	}
	expect((await write(row.id, 'x', 'admin')).status).toBe(404);
	expect(await code(await write('tidak-ada', 'x'))).toBe('note.row');
	expect(await code(await write(row.id, 'x'.repeat(2_001)))).toBe('request.invalid');
	expect(await keptDrafts()).toEqual([]);
});

test('the unit that owns the row says that a note was followed up, and takes it back; each is kept', async () => {
	const row = rowOf('umkm');
	await write(row.id, 'Naikkan target');
	await decide('return');
	const [note] = await notes();
	const answer = (username: string, settled: boolean, text = '') =>
		call(username, 'POST', `${renja}/notes/${note?.id}/answer`, { settled, text });
	for (const username of ['koperasi', 'verifikator', 'kepala-dinas'])
		expect(await code(await answer(username, true))).toBe('grant.missing');
	expect((await answer('admin', true)).status).toBe(404);
	expect((await notes())[0]?.answer).toBeNull();

	expect((await answer('umkm', true, 'Target menjadi 40')).status).toBe(204);
	expect((await notes())[0]?.answer).toMatchObject({ settled: true, text: 'Target menjadi 40' });
	await answer('perencana', false, 'Belum cukup');
	expect((await notes())[0]?.answer).toMatchObject({ settled: false, text: 'Belum cukup' });
	expect(await database.sql`select settled from decision_note_answer order by id`).toMatchObject([{ settled: true }, { settled: false }]);
	expect(await auditOf(database.sql, 'note.settled')).toHaveLength(1);
	expect(await auditOf(database.sql, 'note.reopened')).toHaveLength(1);

	await submit();
	expect((await answer('umkm', true)).status).toBe(204);
	expect(await code(await call('umkm', 'POST', `${renja}/notes/tidak-ada/answer`, { settled: true }))).toBe('note.notFound');
});

test('notes of an approval stand beside it', async () => {
	await write(rowOf('umkm').id, 'Untuk Perubahan nanti');
	await decide('approve');
	expect(await notes()).toMatchObject([{ decision: 'approve', text: 'Untuk Perubahan nanti' }]);
});

test('whoever may not see the Renja reads none of its notes', async () => {
	expect((await call('admin', 'GET', `${renja}/notes`)).status).toBe(404);
});
