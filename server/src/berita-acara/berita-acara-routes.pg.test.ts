/** The minutes as files, read back by other libraries, over a forum in which the public wrote markup. */
import JSZip from 'jszip';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { extractText, getDocumentProxy } from 'unpdf';
import type { BeritaAcaraAnswer } from '@rembug/shared/berita-acara/berita-acara.ts';
import { applyForumEdit } from '@rembug/shared/forum/forum-edits.ts';
import { cleanLine } from '@rembug/shared/usulan/clean-text.ts';
import { hostileTexts } from '../../../tests/support/hostile-texts.ts';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/postgres.ts';
import { addAttendees } from '../forum/attendance-queries.ts';
import { openApp, type AppFixture } from '../app-fixture.ts';

/** As it may stand in the forum: the gate takes nothing else. */
const hostile = hostileTexts.map((text) => cleanLine(text).text);
/** Who was there. */
const named = 'Orang Bernama Satu';
const ids = hostile.map((_, index) => `x${index + 1}`);
const bare = (text: string): string => text.replace(/\s+/g, '');

let database: TestDatabase;
let app: AppFixture;

beforeAll(async () => {
	database = await createTestDatabase();
	app = await openApp(database.sql);
	await addAttendees(
		database.sql,
		{ renjaId: 'demo-renja-2024', sessionId: 's1', accountId: 'demo-perencana' },
		[named, ...hostile].map((name, index) => ({ id: `p${index}`, name, institution: 'Kecamatan Beji', position: '', element: 'Kecamatan' }))
	);
	const { rooms } = app.deps;
	const read = rooms.read.bind(rooms);
	rooms.read = (id, fn) =>
		read(id, (doc, position) => {
			const usulan = hostile.map((text, index) => ({ id: ids[index] ?? '', asal: 'langsung', usulan: text, pengusulUnit: text }) as const);
			applyForumEdit(doc, { edit: 'addUsulan', args: { usulan } });
			applyForumEdit(doc, { edit: 'addSession', args: { id: 's1', judul: 'Sidang pertama', tanggal: '2024-02-20' } });
			applyForumEdit(doc, {
				edit: 'setAgenda',
				args: { id: 's1', entries: ids.map((usulan, index) => ({ usulan, order: `a${String(index).padStart(2, '0')}` })) }
			});
			for (const [index, alasan] of hostile.entries()) {
				const decision = { status: 'ditolak', alasan, decidedBy: 'ketua', session: 's1' } as const;
				applyForumEdit(doc, { edit: 'decideUsulan', args: { ...decision, ids: [ids[index] ?? ''] } });
			}
			return fn(doc, position);
		});
});
afterAll(() => database.drop());

async function minutes(format: string, username = 'perencana', session = 's1'): Promise<Response> {
	const headers = { cookie: await app.signIn(username) };
	return app.request('GET', `/api/renja/demo-renja-2024/forum/${session}/berita-acara.${format}`, { headers });
}

test('planners and the chair get the minutes; a unit, a delegate and the admin do not', async () => {
	const answers = await Promise.all(
		['perencana', 'ketua-forum', 'koperasi', 'delegasi-gempol', 'admin'].map(async (username) => (await minutes('json', username)).status)
	);
	expect(answers).toEqual([200, 200, 404, 404, 404]);
	expect([(await minutes('exe')).status, (await minutes('json', 'perencana', 's2')).status]).toEqual([404, 404]);
	const value = (await (await minutes('json')).json()) as BeritaAcaraAnswer;
	expect([value.isReady, value.seal, value.missing.map(({ usulan }) => usulan.id)]).toEqual([false, null, ids]);
	// Names are on the paper alone.
	expect(JSON.stringify(value)).not.toContain(named);
});

test('planners and the chair find the sessions that have minutes', async () => {
	const list = async (username: string): Promise<unknown[]> => {
		const headers = { cookie: await app.signIn(username) };
		const answer = await app.request('GET', '/api/renja/demo-renja-2024/forum/berita-acara', { headers });
		return [answer.status, answer.ok ? await answer.json() : null];
	};
	const session = { id: 's1', judul: 'Sidang pertama', tanggal: '2024-02-20', isReady: false, missing: ids.length, seal: null };
	expect(await list('perencana')).toEqual([200, [session]]);
	expect(await list('ketua-forum')).toEqual([200, [session]]);
	expect(await list('delegasi-gempol')).toEqual([404, null]);
});

test('a PDF says on every page that it is a draft, and holds what was written as it was written', async () => {
	const answer = await minutes('pdf');
	expect(answer.headers.get('content-disposition')).toBe('attachment; filename="berita-acara-forum-2024-02-20-draf.pdf"');
	const { text } = await extractText(await getDocumentProxy(new Uint8Array(await answer.arrayBuffer())), { mergePages: false });
	for (const page of text) expect(bare(page)).toContain('DRAF.Belumberlaku');
	const all = bare(text.join(''));
	for (const said of [...hostile, named, 'KELIMA', 'Lampiran IV.', 'Selasa, 20 Februari 2024', 'Pimpinan sidang'])
		expect(all).toContain(bare(said));
	expect((await database.sql`select detail from audit where action = 'beritaAcara.exported'`)[0]?.['detail']).toEqual({
		session: 'Sidang pertama',
		format: 'pdf',
		isDraft: true
	});
});

test('a Word document holds the same', async () => {
	const zip = await JSZip.loadAsync(await (await minutes('docx')).arrayBuffer());
	const xml = (await zip.file('word/document.xml')?.async('string')) ?? '';
	const said = xml
		.replace(/<[^>]+>/g, '')
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&quot;', '"')
		.replaceAll('&apos;', "'")
		.replaceAll('&amp;', '&');
	expect(xml).not.toContain('<script>');
	for (const one of [...hostile, named, 'KELIMA', 'Lampiran IV.']) expect(said).toContain(one);
	expect((await zip.file('word/header1.xml')?.async('string')) ?? '').toContain('DRAF. Belum berlaku');
});

test('the attendance list can be signed by hand: its rows are high, and the places stand left and right by turns', async () => {
	const pdf = await getDocumentProxy(new Uint8Array(await (await minutes('pdf')).arrayBuffer()));
	const places: { x: number; y: number }[] = [];
	for (let page = 1; page <= pdf.numPages; page++) {
		const { items } = await (await pdf.getPage(page)).getTextContent();
		const said = items.flatMap((item) =>
			'str' in item ? [{ str: item.str, x: item.transform[4] as number, y: item.transform[5] as number }] : []
		);
		if (!said.some(({ str }) => str === named)) continue;
		for (const number of ['1.', '2.', '3.']) places.push(...said.filter(({ str }) => str === number).slice(0, 1));
	}
	const [first, second, third] = places;
	if (!first || !second || !third) throw new Error('no places to sign');
	const millimetres = (points: number): number => (points / 72) * 25.4;
	expect(millimetres(first.y - second.y)).toBeGreaterThan(9);
	expect(millimetres(second.x - first.x)).toBeGreaterThan(9);
	expect(Math.abs(third.x - first.x)).toBeLessThan(1);

	const zip = await JSZip.loadAsync(await (await minutes('docx')).arrayBuffer());
	const xml = (await zip.file('word/document.xml')?.async('string')) ?? '';
	const row = xml.split('<w:tr>').find((one) => one.includes(`>${named}<`)) ?? '';
	// Twentieths of a point.
	expect(Number(/<w:trHeight w:val="(\d+)"/.exec(row)?.[1])).toBeGreaterThan((9 / 25.4) * 72 * 20);
});
