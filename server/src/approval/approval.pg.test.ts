import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeStateAsUpdate } from 'yjs';
import type { SnapshotContent } from '@rembug/shared/snapshot/snapshot-content.ts';
import type { Stage } from '@rembug/shared/renja/stages.ts';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts';
import { documentId, openOffice, password, renjaId, type Office } from './approval-fixture.ts';
import { decideSnapshot, type Decision } from './decide-snapshot.ts';
import type { Perkada } from './enact-renja.ts';
import * as queries from './snapshot-queries.ts';
import { penetapanOf } from './stage-queries.ts';
import { catchUp, nothingStored } from './stored-document.ts';
import { changeStage } from './submit-renja.ts';
import { verifySnapshot } from './verify-snapshot.ts';
import { findRenja, type Renja } from '../renja/renja-queries.ts';

let database: TestDatabase;
let office: Office;

beforeEach(async () => {
	database = await createTestDatabase();
	office = await openOffice(database.sql);
});
afterEach(() => database.drop());

const perkada = { nomor: '88 Tahun 2025', tanggal: '2025-12-21' };

async function move(to: Stage, reason = '', given?: Perkada): Promise<queries.SnapshotMeta> {
	const renja = (await findRenja(database.sql, renjaId)) as Renja;
	const answer = await changeStage(office.deps, office.perencana, renja, to, reason, given);
	return answer.snapshot as queries.SnapshotMeta;
}

async function decide(snapshot: queries.SnapshotMeta, decision: Partial<Decision>): Promise<unknown> {
	const renja = (await findRenja(database.sql, renjaId)) as Renja;
	return decideSnapshot(office.deps, office.kepala, '127.0.0.1', renja, snapshot, { decision: 'approve', note: '', password, ...decision });
}

async function stateNow(): Promise<{ stage: Stage; frozen: boolean; headSeq: number }> {
	const [row] = await database.sql<{ stage: Stage; frozen: boolean; headSeq: number }[]>`
		select r.stage, d.frozen, d.head_seq as "headSeq" from renja r join document d on d.renja_id = r.id where r.id = ${renjaId}`;
	return row as { stage: Stage; frozen: boolean; headSeq: number };
}

async function contentOf(id: string): Promise<SnapshotContent> {
	return JSON.parse((await queries.snapshotContentText(database.sql, id)) ?? '') as SnapshotContent;
}

test('submitting freezes the plan and keeps a snapshot of its last change', async () => {
	await office.appendEdit(777);
	const snapshot = await move('diajukan');
	expect(await stateNow()).toEqual({ stage: 'diajukan', frozen: true, headSeq: 2 });
	expect(snapshot).toMatchObject({ number: 1, seq: 2, previousHash: null, decision: null });
	const content = await contentOf(snapshot.id);
	expect(content.plan.nodes.find((node) => node.level === 'subkegiatan')?.pagu).toBe(777);
	expect(content.units).toEqual([{ id: 'sekretariat', nama: 'Sekretariat', singkatan: 'Set', jenis: 'sekretariat' }]);
	expect(office.told).toEqual([renjaId]);
});

test('nothing is frozen when the snapshot cannot be kept', async () => {
	await database.sql`alter table snapshot add constraint never check (number < 1)`;
	await expect(move('diajukan')).rejects.toThrow();
	expect(await stateNow()).toMatchObject({ stage: 'rancangan', frozen: false });
	const [row] = await database.sql<{ changes: number }[]>`select count(*)::int as changes from stage_change`;
	expect(row?.changes).toBe(0);
});

test('no edit lands after the snapshot that it raced with', async () => {
	let landed = 1;
	const writers = [1, 2, 3].map(async (writer) => {
		for (let round = 0; ; round++) {
			if (!(await office.appendEdit(writer * 1000 + round))) return;
			landed++;
		}
	});
	while (landed < 10) await new Promise((resolve) => setImmediate(resolve));
	const snapshot = await move('diajukan');
	await Promise.all(writers);
	expect(await stateNow()).toMatchObject({ frozen: true, headSeq: snapshot.seq });
	expect(landed).toBe(snapshot.seq);
	expect((await verifySnapshot(database.sql, snapshot.id))?.ok).toBe(true);
});

test('of two who submit at once one is told so, and there is one snapshot', async () => {
	const results = await Promise.allSettled([move('diajukan'), move('diajukan')]);
	expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
	expect(results.find((result) => result.status === 'rejected')).toMatchObject({ reason: { status: 409 } });
	expect(await queries.snapshotsOf(database.sql, renjaId)).toHaveLength(1);
});

test('approval keeps the plan frozen', async () => {
	const snapshot = await move('diajukan');
	await decide(snapshot, { decision: 'approve' });
	expect(await stateNow()).toMatchObject({ stage: 'disetujui', frozen: true });
	expect(await office.appendEdit(1)).toBe(false);
	expect((await queries.findSnapshotMeta(database.sql, snapshot.id))?.decision).toMatchObject({ decision: 'approve', nama: 'kepala' });
});

test('a returned plan can be edited and submitted again, as the next link of the chain', async () => {
	const first = await move('diajukan');
	await expect(decide(first, { decision: 'return' })).rejects.toMatchObject({ code: 'decision.noteMissing' });
	await decide(first, { decision: 'return', note: 'Lengkapi target' });
	expect(await stateNow()).toMatchObject({ stage: 'rancangan_akhir', frozen: false });
	expect(await office.appendEdit(5)).toBe(true);
	const second = await move('diajukan');
	expect(second).toMatchObject({ number: 2, previousHash: first.hash });
	expect((await verifySnapshot(database.sql, second.id))?.ok).toBe(true);
});

test('of two decisions at once one stands and the other is told so', async () => {
	const snapshot = await move('diajukan');
	const results = await Promise.allSettled([
		decide(snapshot, { decision: 'approve' }),
		decide(snapshot, { decision: 'return', note: 'Belum' })
	]);
	expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
	expect(results.find((result) => result.status === 'rejected')).toMatchObject({ reason: { code: 'decision.notWaiting', status: 409 } });
});

test('a wrong password decides nothing, and guessing ends', async () => {
	const snapshot = await move('diajukan');
	for (let attempt = 0; attempt < 5; attempt++) {
		await expect(decide(snapshot, { password: 'salah' })).rejects.toMatchObject({ code: 'decision.wrongPassword' });
	}
	await expect(decide(snapshot, {})).rejects.toMatchObject({ code: 'session.tooMany' });
	expect(await stateNow()).toMatchObject({ stage: 'diajukan' });
});

test('only the Kepala Dinas decides, only planners move stages', async () => {
	const renja = (await findRenja(database.sql, renjaId)) as Renja;
	await expect(changeStage(office.deps, office.kepala.actor, renja, 'forum_pd', '')).rejects.toMatchObject({ code: 'grant.missing' });
	const snapshot = await move('diajukan');
	office.kepala.actor = office.perencana;
	await expect(decide(snapshot, {})).rejects.toMatchObject({ code: 'grant.missing' });
});

test('stages go forward freely, back only with a reason, and not at all once submitted', async () => {
	await move('forum_pd');
	await expect(move('ranwal')).rejects.toMatchObject({ code: 'stage.reasonMissing' });
	await move('ranwal', 'Pagu berubah');
	await expect(move('disetujui')).rejects.toMatchObject({ code: 'stage.invalid' });
	await move('diajukan');
	await expect(move('rancangan', 'Salah kirim')).rejects.toMatchObject({ code: 'stage.frozen' });
	const rows = await database.sql<{ from: Stage; reason: string }[]>`select from_stage as "from", reason from stage_change order by id`;
	expect(rows.map((row) => row.from)).toEqual(['rancangan', 'forum_pd', 'ranwal']);
	expect(rows[1]?.reason).toBe('Pagu berubah');
});

test('a wrong approval is taken back with a reason: the plan may be edited again, and snapshot and decision stay', async () => {
	const snapshot = await move('diajukan');
	await decide(snapshot, { decision: 'approve' });
	expect(await office.appendEdit(5)).toBe(false);
	await expect(move('rancangan_akhir')).rejects.toMatchObject({ code: 'stage.reasonMissing' });
	expect(await stateNow()).toMatchObject({ stage: 'disetujui', frozen: true });
	await move('rancangan_akhir', 'Pagu bidang keliru');
	expect(await stateNow()).toMatchObject({ stage: 'rancangan_akhir', frozen: false });
	expect(await office.appendEdit(5)).toBe(true);
	const kept = await queries.findSnapshotMeta(database.sql, snapshot.id);
	expect(kept?.decision).toMatchObject({ decision: 'approve' });
	expect((await verifySnapshot(database.sql, snapshot.id))?.ok).toBe(true);
	expect(await queries.reopenedAfter(database.sql, renjaId, kept?.decision?.at ?? '')).not.toBeNull();
	const [audit] = await database.sql<{ detail: unknown }[]>`
		select detail from audit where action = 'stage.changed' and renja_id = ${renjaId} order by id desc limit 1`;
	expect(audit?.detail).toMatchObject({ from: 'disetujui', to: 'rancangan_akhir', reason: 'Pagu bidang keliru' });
	const again = await move('diajukan');
	await decide(again, { decision: 'approve' });
	expect(
		await queries.reopenedAfter(database.sql, renjaId, (await queries.findSnapshotMeta(database.sql, again.id))?.decision?.at ?? '')
	).toBeNull();
});

test('an approved Renja is put into force by its Perkada, and stays locked', async () => {
	await expect(move('ditetapkan', '', perkada)).rejects.toMatchObject({ code: 'stage.invalid' });
	const snapshot = await move('diajukan');
	await expect(move('ditetapkan', '', perkada)).rejects.toMatchObject({ code: 'stage.frozen' });
	await decide(snapshot, {});
	await expect(move('ditetapkan')).rejects.toMatchObject({ code: 'penetapan.nomor' });
	expect(await stateNow()).toMatchObject({ stage: 'disetujui' });
	await move('ditetapkan', '', perkada);
	expect(await stateNow()).toMatchObject({ stage: 'ditetapkan', frozen: true });
	expect(await office.appendEdit(1)).toBe(false);
	expect(await penetapanOf(database.sql, renjaId)).toMatchObject({ ...perkada, nama: 'perencana' });
	await expect(move('rancangan_akhir', 'Keliru')).rejects.toMatchObject({ code: 'stage.invalid' });
});

test('the stage does not move when the Perkada cannot be kept', async () => {
	await decide(await move('diajukan'), {});
	await database.sql`alter table penetapan add constraint never check (nomor = '')`;
	await expect(move('ditetapkan', '', perkada)).rejects.toThrow();
	expect(await stateNow()).toMatchObject({ stage: 'disetujui' });
});

test('Postgres itself refuses to change, delete or empty what is sealed', async () => {
	await decide(await move('diajukan'), {});
	const { sql } = database;
	for (const attempt of [
		sql`update snapshot set content = content`,
		sql`delete from snapshot`,
		sql`truncate snapshot cascade`,
		sql`update snapshot_decision set note = 'x'`,
		sql`delete from snapshot_decision`,
		sql`truncate snapshot_decision cascade`
	]) {
		await expect(attempt).rejects.toMatchObject({ code: 'RB001' });
	}
});

test('catches up when the log was merged while the plan was being read', async () => {
	const stored = nothingStored();
	await catchUp(database.sql, documentId, stored);
	await office.appendEdit(11);
	await office.appendEdit(12);
	const merged = nothingStored();
	await catchUp(database.sql, documentId, merged);
	await database.sql`update document_state set seq = 3, bytes = ${encodeStateAsUpdate(merged.doc)} where document_id = ${documentId}`;
	await database.sql`delete from update_log where document_id = ${documentId}`;
	await catchUp(database.sql, documentId, stored);
	expect(stored.seq).toBe(3);
	expect(Buffer.from(encodeStateAsUpdate(stored.doc)).equals(Buffer.from(encodeStateAsUpdate(merged.doc)))).toBe(true);
});
