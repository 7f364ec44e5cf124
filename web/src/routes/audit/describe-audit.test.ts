import { expect, test } from 'vitest';
import type { AuditRow } from '@rembug/shared/api/api-types.ts';
import type { AuditDetails } from '@rembug/shared/audit/audit-actions.ts';
import { describeAudit, whoDid, wordsOf } from './describe-audit.ts';

const admin = { id: 'a', nama: 'Admin', username: 'admin' };
const rini = { id: 'r', nama: 'Rini', username: 'rini' };

function row<A extends keyof AuditDetails>(action: A, detail: AuditDetails[A], about: Partial<AuditRow> = {}): AuditRow {
	return { id: 1, at: '2026-11-22T02:41:00.000Z', actor: admin, subject: null, renja: null, action, detail, ...about } as AuditRow;
}
const said = (one: AuditRow): string => `${whoDid(one)} ${describeAudit(one)}`;

test('says what was done, to whom, and what it was before', () => {
	const grant = { role: 'staf', perangkatDaerahId: 'pd', unitId: 'u', perangkatDaerah: 'Dinas Koperasi', unit: 'Bidang Koperasi' } as const;
	expect(said(row('grant.added', grant, { subject: rini }))).toBe(
		'Admin memberi Rini peran Staf unit (Bidang Koperasi) di Dinas Koperasi.'
	);
	expect(said(row('unit.changed', { nama: 'Bidang UMKM', before: 'Bidang Usaha Mikro', perangkatDaerah: 'Dinas Koperasi' }))).toBe(
		'Admin mengubah unit Bidang UMKM (sebelumnya “Bidang Usaha Mikro”) di Dinas Koperasi.'
	);
	expect(said(row('table.exported', { table: 't-c-33', format: 'xlsx', snapshotId: 's', number: 2 }))).toBe(
		'Admin mengunduh tabel T-C.33 (xlsx) dari snapshot 2.'
	);
});

test('a failed sign-in is told of the account that was tried, or of nobody', () => {
	expect(said(row('session.failed', { cause: 'password' }, { actor: null, subject: rini }))).toBe('Rini gagal masuk: kata sandi salah.');
	expect(said(row('session.failed', { cause: 'unknown' }, { actor: null }))).toBe('Seseorang gagal masuk: tidak ada akun dengan nama itu.');
});

test('rows of before, which say less, are sentences too', () => {
	const grant = { role: 'perencana', perangkatDaerahId: 'pd', unitId: null } as const;
	expect(said(row('grant.removed', grant, { actor: null }))).toBe('Pengelola server mencabut dari sebuah akun peran Perencana.');
	expect(said(row('unit.removed', {}))).toBe('Admin menghapus unit.');
	expect(said(row('account.created', { username: 'rini' }, { subject: rini }))).toBe('Admin membuat akun rini.');
});

test('words are those of a stage or a decision, when there are any', () => {
	const move = row('stage.changed', { from: 'rancangan', to: 'ranwal', reason: 'Pagu berubah', snapshotId: null });
	expect([said(move), wordsOf(move)]).toEqual(['Admin memindahkan tahap dari Rancangan ke Rancangan awal.', 'Pagu berubah']);
	expect(wordsOf(row('session.started', {}))).toBe('');
	expect(said(row('stage.windowSet', { stage: 'forum_pd', startsOn: '2026-03-01', endsOn: null }))).toBe(
		'Admin mengatur tanggal tahap Forum PD: dari 1 Maret 2026.'
	);
	expect(said(row('checklist.cleared', { stage: 'rancangan', item: 'pokir' }))).toBe(
		'Admin menghapus tanda pada “Pokok-pokok pikiran DPRD” (tahap Rancangan).'
	);
});
