import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LinkTarget, ReasonsAnswer } from '@rembug/shared/api/forum-api-types.ts';
import { applyForumEdit } from '@rembug/shared/forum/forum-edits.ts';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts';
import { openApp, type AppFixture } from '../app-fixture.ts';

let database: TestDatabase;
let app: AppFixture;

beforeEach(async () => {
	database = await createTestDatabase();
	app = await openApp(database.sql);
});
afterEach(() => database.drop());

async function ask<T>(username: string, path: string): Promise<{ status: number; body: T }> {
	const answer = await app.request('GET', path, { headers: { cookie: await app.signIn(username) } });
	return { status: answer.status, body: (await answer.json()) as T };
}

const renja = '/api/renja/demo-renja-2024';

test('whoever leads or prepares a session gets names of sub kegiatan, and no amount of them; nobody else does', async () => {
	const path = `${renja}/forum/subkegiatan`;
	for (const username of ['ketua-forum', 'kepala-dinas', 'perencana']) {
		const { status, body } = await ask<LinkTarget[]>(username, path);
		expect([username, status]).toEqual([username, 200]);
		expect(body.find(({ kode }) => kode === '2.17.05.2.01.01')).toEqual({
			...{ id: 'n-2.17.05.2.01.01', kode: '2.17.05.2.01.01', unit: 'koperasi' },
			nama: expect.stringContaining('Pengetahuan Perkoperasian')
		});
		expect(new Set(body.flatMap((one) => Object.keys(one)))).toEqual(new Set(['id', 'kode', 'nama', 'unit']));
	}
	for (const username of ['delegasi-gempol', 'koperasi', 'admin'])
		for (const one of [path, `${renja}/forum/reasons`]) expect([username, (await ask(username, one)).status]).toEqual([username, 404]);
});

test('reasons of earlier forums of the office are offered, the most frequent first', async () => {
	const made = await app.request('POST', '/api/renja', {
		headers: { cookie: await app.signIn('perencana') },
		body: {
			...{ from: 'empty', perangkatDaerahId: 'demo-diskop-pasuruan', tahun: 2025, jenis: 'murni', judul: 'Renja 2025' },
			bidangUrusan: [{ kode: '2.17', uraian: 'Koperasi' }]
		}
	});
	const { id } = (await made.json()) as { id: string };
	const { rooms } = app.deps;
	const read = rooms.read.bind(rooms);
	rooms.read = (documentId, fn) =>
		read(documentId, (doc, head) => {
			const alasan = ['Sudah ada', 'Bukan tugas kami', 'Bukan tugas kami'];
			if (documentId === 'demo-renja-2024-forum') {
				applyForumEdit(doc, { edit: 'addSession', args: { id: 's1', judul: 'Sidang', tanggal: '2024-02-20' } });
				for (const [index, text] of alasan.entries())
					applyForumEdit(doc, {
						edit: 'decideUsulan',
						args: { ids: [`u-0${index + 1}`], status: 'ditolak', alasan: text, decidedBy: 'demo-ketua-forum', session: 's1' }
					});
			}
			return fn(doc, head);
		});
	const { body } = await ask<ReasonsAnswer>('perencana', `/api/renja/${id}/forum/reasons`);
	expect(body).toEqual({ diterima: [], disesuaikan: [], ditangguhkan: [], ditolak: ['Bukan tugas kami', 'Sudah ada'], dirujuk: [] });
	// Its own it reads in its own document.
	expect((await ask<ReasonsAnswer>('perencana', `${renja}/forum/reasons`)).body.ditolak).toEqual([]);
});
