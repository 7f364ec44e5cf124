/** What a snapshot is good for after its decision: to begin anew from it, to be compared, to tell what a row was. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type {
	AuditAnswer,
	ComparableRenja,
	RenjaContextAnswer,
	RowInSnapshot,
	SnapshotDetail,
	SnapshotDiffAnswer
} from '@rembug/shared/api/api-types.ts';
import type { NodeValue, RenjaValue } from '@rembug/shared/renja/renja-types.ts';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts';
import { openApp, type AppFixture } from '../app-fixture.ts';
import { demoPlan } from '../demo/demo-plan.ts';
import { demoRenjaId } from '../demo/demo-accounts.ts';
import { insertAccount, insertGrant, insertPerangkatDaerah } from '../people/people-queries.ts';
import { hashPassword } from '../people/passwords.ts';
import { verifyAll } from './verify-snapshots.ts';

const office = 'demo-diskop-pasuruan';
const sub = demoPlan.nodes.find((node) => node.level === 'subkegiatan') as NodeValue;

let database: TestDatabase;
let app: AppFixture;
let snapshotId: string;

beforeAll(async () => {
	database = await createTestDatabase();
	app = await openApp(database.sql);
	snapshotId = await submit(demoRenjaId);
	const decision = { decision: 'approve', note: '', password: 'rembug-demo' };
	await ok(call('kepala-dinas', 'POST', `/api/snapshots/${snapshotId}/decision`, decision));
});
afterAll(() => database.drop());

async function call(username: string, method: string, path: string, body?: object, password?: string): Promise<Response> {
	const cookie = await app.signIn(username, password);
	return app.request(method, path, { headers: { cookie }, ...(body === undefined ? {} : { body }) });
}
async function ok<T>(answer: Promise<Response>): Promise<T> {
	const response = await answer;
	expect(response.status, await response.clone().text()).toBeLessThan(300);
	return (await response.json()) as T;
}
const errorOf = async (answer: Promise<Response>) => ((await (await answer).json()) as { error: { code: string } }).error.code;

async function submit(renjaId: string): Promise<string> {
	const stage = await ok<{ snapshot: { id: string } }>(
		call('perencana', 'POST', `/api/renja/${renjaId}/stage`, { to: 'diajukan', reason: '' })
	);
	return stage.snapshot.id;
}
const anew = { from: 'snapshot', perangkatDaerahId: office, tahun: 2024, jenis: 'perubahan', judul: 'Perubahan dari snapshot' };
const compare = (id: string, other: string) => ok<SnapshotDiffAnswer>(call('koperasi', 'GET', `/api/snapshots/${id}/diff/${other}`));

test('a snapshot becomes a new draft with the same rows, which says where it comes from', async () => {
	const { id } = await ok<{ id: string }>(call('perencana', 'POST', '/api/renja', { ...anew, snapshotId }));
	const { content, hash } = await ok<SnapshotDetail>(call('perencana', 'GET', `/api/snapshots/${snapshotId}`));
	const plan = await ok<RenjaValue>(call('koperasi', 'GET', `/api/renja/${id}`));
	expect(plan.nodes).toEqual(content.plan.nodes);
	expect(plan.info).toEqual({ ...content.plan.info, jenis: 'perubahan', judul: anew.judul });
	const context = await ok<RenjaContextAnswer>(call('koperasi', 'GET', `/api/renja/${id}/context`));
	expect(context).toMatchObject({
		stage: 'persiapan',
		frozen: false,
		origin: { snapshotId, number: 1, hash, renja: { id: demoRenjaId, tahun: 2024, jenis: 'murni' } }
	});
	const { rows } = await ok<AuditAnswer>(call('perencana', 'GET', `/api/audit?kind=renja&renja=${id}`));
	expect(rows.map(({ detail }) => detail)).toEqual([
		{ from: 'snapshot', rows: plan.nodes.length, sourceId: demoRenjaId, snapshotId, number: 1 }
	]);
	const { diff, before, after, beforeRenja, afterRenja } = await compare(snapshotId, `live?renja=${id}`);
	expect([before?.id, after, beforeRenja?.id, afterRenja.id]).toEqual([snapshotId, null, demoRenjaId, id]);
	expect(diff?.rows).toEqual([]);
	expect(diff?.info.map(({ field }) => field)).toEqual(['jenis', 'judul']);
	await expect(database.sql`delete from renja_origin`).rejects.toMatchObject({ code: 'RB001' });
});

test('nobody but a planner of the same office begins anew from it', async () => {
	const judul = 'Tidak jadi';
	for (const username of ['koperasi', 'kepala-dinas', 'verifikator', 'admin'])
		expect(await errorOf(call(username, 'POST', '/api/renja', { ...anew, judul, snapshotId }))).toBe('grant.missing');
	expect(await errorOf(call('perencana', 'POST', '/api/renja', { ...anew, judul, snapshotId: 'none' }))).toBe('snapshot.notFound');
	await insertPerangkatDaerah(database.sql, { id: 'other', nama: 'Dinas Lain', daerah: 'Kota Lain' });
	await insertAccount(database.sql, { id: 'o', username: 'orang', nama: 'Orang', passwordHash: await hashPassword('kata sandi panjang') });
	await insertGrant(database.sql, 'o', { role: 'perencana', perangkatDaerahId: 'other', unitId: null });
	const elsewhere = { ...anew, judul, snapshotId, perangkatDaerahId: 'other' };
	expect(await errorOf(call('orang', 'POST', '/api/renja', elsewhere, 'kata sandi panjang'))).toBe('snapshot.notFound');
	await insertGrant(database.sql, 'o', { role: 'verifikator', perangkatDaerahId: office, unitId: null });
	expect(await errorOf(call('orang', 'POST', '/api/renja', elsewhere, 'kata sandi panjang'))).toBe('renja.source');
	const there = await ok<{ id: string }>(
		call(
			'orang',
			'POST',
			'/api/renja',
			{ ...anew, from: 'empty', judul, perangkatDaerahId: 'other', bidangUrusan: [{ kode: '2.17' }] },
			'kata sandi panjang'
		)
	);
	// Who sees both offices still compares within one only.
	const across = call('orang', 'GET', `/api/snapshots/${snapshotId}/diff/live?renja=${there.id}`, undefined, 'kata sandi panjang');
	expect(await errorOf(across)).toBe('snapshot.notFound');
	expect(await errorOf(call('koperasi', 'GET', `/api/snapshots/${snapshotId}/diff/live?renja=${there.id}`))).toBe('renja.notFound');
});

test('two Renja that were made apart are compared by kode, the earlier year first', async () => {
	const copy = { from: 'copy', sourceId: demoRenjaId, carryForward: true };
	const body = { ...anew, ...copy, tahun: 2025, jenis: 'murni', judul: 'Renja 2025' };
	const { id } = await ok<{ id: string }>(call('perencana', 'POST', '/api/renja', body));
	const { diff } = await compare(snapshotId, `live?renja=${id}`);
	expect(diff?.pagu).toMatchObject({ before: 12_508_804_849, after: 13_670_514_386 });
	expect(diff?.subkegiatan).toMatchObject({ added: 0, removed: 0 });
	const other = await submit(id);
	for (const answer of [await compare(snapshotId, other), await compare(other, snapshotId)]) {
		expect([answer.before?.id, answer.after?.id]).toEqual([snapshotId, other]);
		expect(answer.diff?.pagu.difference).toBe(13_670_514_386 - 12_508_804_849);
		expect(answer.diff?.rows.some(({ change }) => change !== 'changed')).toBe(false);
	}
	const comparable = await ok<ComparableRenja[]>(call('koperasi', 'GET', `/api/renja/${demoRenjaId}/comparable`));
	expect(comparable.find(({ renja }) => renja.id === id)?.snapshots.map((snapshot) => snapshot.id)).toEqual([other]);
	expect(comparable[0]?.renja.tahun).toBe(2025);
	expect(await verifyAll(database.sql, () => undefined)).toBe(0);
});

test('a row is told as it was in each snapshot, with what was decided', async () => {
	const rows = await ok<RowInSnapshot[]>(call('koperasi', 'GET', `/api/renja/${demoRenjaId}/snapshots/rows/${encodeURIComponent(sub.id)}`));
	expect(rows).toEqual([{ id: snapshotId, number: 1, at: expect.any(String), decision: 'approve', node: sub }]);
	const gone = await ok<RowInSnapshot[]>(call('koperasi', 'GET', `/api/renja/${demoRenjaId}/snapshots/rows/none`));
	expect(gone.map(({ node }) => node)).toEqual([null]);
	expect(await errorOf(call('admin', 'GET', `/api/renja/${demoRenjaId}/snapshots/rows/${sub.id}`))).toBe('renja.notFound');
});

test('texts of the Bab go with a Renja: out of a file into a snapshot, and from there into a draft and a copy', async () => {
	const narrative = { '1.1': [{ type: 'paragraph', content: [{ type: 'text', text: 'Latar belakang.' }] }] };
	const plan = { info: { layout: 'standar' }, nodes: [], narrative };
	const made = { perangkatDaerahId: office, tahun: 2031, jenis: 'murni', judul: 'Dengan naskah' };
	const { id } = await ok<{ id: string }>(call('perencana', 'POST', '/api/renja', { ...made, from: 'json', plan }));
	const submitted = await submit(id);
	expect((await ok<SnapshotDetail>(call('koperasi', 'GET', `/api/snapshots/${submitted}`))).content.plan.narrative).toEqual(narrative);
	const draft = { ...anew, tahun: 2031, judul: 'Draf dengan naskah', snapshotId: submitted };
	const copy = { ...made, tahun: 2032, from: 'copy', sourceId: id, carryForward: true };
	for (const request of [draft, copy]) {
		const next = await ok<{ id: string }>(call('perencana', 'POST', '/api/renja', request));
		expect((await ok<RenjaValue>(call('koperasi', 'GET', `/api/renja/${next.id}`))).narrative).toEqual(narrative);
	}
	expect(await verifyAll(database.sql, () => undefined)).toBe(0);
});
