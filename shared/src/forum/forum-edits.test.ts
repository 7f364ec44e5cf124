import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { cleanText, isCleanText } from '../usulan/clean-text.ts';
import { applyForumEdit, currentForumValue } from './forum-edits.ts';
import { textMax } from './forum-schema.ts';
import type { ForumEdit, UsulanChange } from './forum-types.ts';
import { readForum } from './forum-value.ts';

const add: ForumEdit = {
	edit: 'addUsulan',
	args: {
		usulan: [
			{ id: 'u1', asal: 'musrenbang_kecamatan', kecamatan: 'Gempol', usulan: 'Pelatihan pemasaran', volume: '1', biaya: 25_000_000 },
			{ id: 'u2', asal: 'pokir', usulan: 'Pelatihan pemasaran' }
		]
	}
};
const session: ForumEdit = { edit: 'addSession', args: { id: 's1', judul: 'Forum PD', tanggal: '2024-02-20' } };
const decide = (more: object = {}): ForumEdit => ({
	edit: 'decideUsulan',
	args: { ids: ['u1', 'u2'], status: 'ditolak', alasan: 'Bukan kewenangan', decidedBy: 'ketua', session: 's1', ...more }
});
const set = (...changes: UsulanChange[]): ForumEdit => ({ edit: 'setUsulan', args: { changes } });

function docWith(...edits: ForumEdit[]): Y.Doc {
	const doc = new Y.Doc();
	for (const edit of edits) expect(applyForumEdit(doc, edit)).toMatchObject({ ok: true });
	return doc;
}

function sorted(doc: Y.Doc) {
	const { usulan, sessions, votes, attendance } = readForum(doc);
	const byId = <T extends { id: string }>(values: T[]): T[] => values.sort((a, b) => (a.id < b.id ? -1 : 1));
	return {
		...{ usulan: byId(usulan), sessions: byId(sessions), attendance: byId(attendance) },
		votes: votes.sort((a, b) => (a.usulan + a.account < b.usulan + b.account ? -1 : 1))
	};
}

describe('edits of the forum', () => {
	it('bring usulan in, all or none', () => {
		const doc = docWith(add);
		expect(sorted(doc).usulan).toEqual([
			{
				...{ id: 'u1', asal: 'musrenbang_kecamatan', kecamatan: 'Gempol', usulan: 'Pelatihan pemasaran', volume: '1', biaya: 25_000_000 },
				status: 'baru'
			},
			{ id: 'u2', asal: 'pokir', usulan: 'Pelatihan pemasaran', status: 'baru' }
		]);
		const half: ForumEdit = {
			edit: 'addUsulan',
			args: {
				usulan: [
					{ id: 'u3', asal: 'pokir', usulan: 'Baru' },
					{ id: 'u1', asal: 'pokir', usulan: 'Sudah ada' }
				]
			}
		};
		expect(applyForumEdit(doc, half)).toMatchObject({ ok: false, problem: 'usulan.exists' });
		expect(sorted(doc).usulan).toHaveLength(2);
	});

	it('decide a whole group at once, with one reason, and open it again with another', () => {
		const doc = docWith(add, session, decide());
		expect(sorted(doc).usulan).toMatchObject(
			['u1', 'u2'].map((id) => ({ id, status: 'ditolak', alasan: 'Bukan kewenangan', decidedBy: 'ketua', session: 's1' }))
		);
		expect(applyForumEdit(doc, decide({ status: 'diskusi', alasan: ' ' }))).toMatchObject({ ok: false, problem: 'usulan.alasan' });
		expect(applyForumEdit(doc, decide({ status: 'diskusi', alasan: 'Data keliru' }))).toMatchObject({ ok: true, inverse: null });
	});

	it('keep one voice an account, which can be changed and taken back', () => {
		const vote = (prioritas: number | null): ForumEdit => ({ edit: 'setVote', args: { usulan: 'u1', account: 'ani', prioritas } });
		const doc = docWith(add, vote(3), vote(5));
		expect(sorted(doc).votes).toEqual([{ usulan: 'u1', account: 'ani', prioritas: 5 }]);
		expect(applyForumEdit(doc, vote(6))).toMatchObject({ ok: false, problem: 'value.invalid' });
		expect(applyForumEdit(doc, vote(null))).toMatchObject({ ok: true, before: 5, after: null });
		expect(sorted(doc).votes).toEqual([{ usulan: 'u1', account: 'ani' }]);
	});

	it('prepare a session with its agenda and its attendance', () => {
		const doc = docWith(
			add,
			session,
			{
				edit: 'setAgenda',
				args: {
					id: 's1',
					entries: [
						{ usulan: 'u2', order: 'a1' },
						{ usulan: 'u1', order: 'a2' }
					]
				}
			},
			{ edit: 'addAttendance', args: { id: 'a1', session: 's1', unsur: 'Kecamatan', lembaga: 'Kecamatan Gempol', jumlah: 2 } },
			{ edit: 'setAttendance', args: { id: 'a1', field: 'jumlah', value: 3 } },
			{ edit: 'setSession', args: { id: 's1', field: 'meja', value: 'u2' } }
		);
		expect(sorted(doc)).toMatchObject({
			sessions: [{ id: 's1', status: 'disiapkan', meja: 'u2', agenda: [{ usulan: 'u2' }, { usulan: 'u1' }] }],
			attendance: [{ id: 'a1', jumlah: 3 }]
		});
	});

	it('refuse what does not fit, and change nothing', () => {
		const doc = docWith(add, session);
		const before = Y.encodeStateAsUpdate(doc);
		const wrong: [ForumEdit, string][] = [
			[set({ id: 'none', field: 'usulan', value: 'x' }), 'usulan.missing'],
			[set({ id: 'u1', field: 'usulan', value: null }), 'value.invalid'],
			[set({ id: 'u1', field: 'status' as 'usulan', value: 'diterima' }), 'value.invalid'],
			[set({ id: 'u1', field: 'biaya', value: 1.5 }), 'value.invalid'],
			[set({ id: 'u1', field: 'permasalahan', value: 'x'.repeat(textMax + 1) }), 'value.invalid'],
			[set({ id: 'u1', field: 'permasalahan', value: 'a\u202eb' }), 'value.invalid'],
			[set({ id: 'u1', field: 'group', value: 'u1' }), 'value.invalid'],
			[set(), 'value.invalid'],
			[decide({ alasan: '' }), 'usulan.alasan'],
			[decide({ session: 'none' }), 'forumSession.missing'],
			[{ edit: 'toString' as 'setVote', args: { usulan: 'u1', account: 'a', prioritas: 1 } }, 'value.invalid']
		];
		for (const [edit, problem] of wrong) expect(applyForumEdit(doc, edit)).toMatchObject({ ok: false, problem });
		expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
	});

	it('are the same for everybody in whatever order they arrive, and each but a decision is taken back by its inverse', () => {
		const id = fc.constantFrom('u1', 'u2');
		const text = fc.constantFrom('satu', 'dua', 'tiga');
		const edit: fc.Arbitrary<ForumEdit> = fc.oneof(
			fc
				.array(fc.record({ id, field: fc.constantFrom('usulan', 'permasalahan', 'unit', 'opinion'), value: text }), {
					minLength: 1,
					maxLength: 3
				})
				.map((changes) => set(...(changes as UsulanChange[]))),
			id.map((one) => set({ id: one, field: 'group', value: one === 'u1' ? 'u2' : 'u1' })),
			id.map((one) => set({ id: one, field: 'removed', value: true }, { id: one, field: 'unit', value: null })),
			fc.record({ usulan: id, account: text, prioritas: fc.option(fc.integer({ min: 1, max: 5 })) }).map((args): ForumEdit => ({
				edit: 'setVote',
				args
			})),
			fc.constantFrom(decide(), decide({ status: 'diskusi', alasan: 'lagi' }))
		);
		const state = Y.encodeStateAsUpdate(docWith(add, session));
		fc.assert(
			fc.property(fc.array(edit, { maxLength: 20 }), fc.array(edit, { maxLength: 20 }), (mine, yours) => {
				const [a, b] = [new Y.Doc(), new Y.Doc()];
				for (const doc of [a, b]) Y.applyUpdate(doc, state);
				const made = mine.map((one) => applyForumEdit(a, one));
				for (const one of yours) applyForumEdit(b, one);
				const last = made.at(-1);
				if (last?.ok && last.inverse) {
					expect(applyForumEdit(a, last.inverse)).toMatchObject({ ok: true });
					expect(currentForumValue(a, mine.at(-1) as ForumEdit)).toEqual(last.before);
				}
				Y.applyUpdate(a, Y.encodeStateAsUpdate(b));
				Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
				expect(sorted(a)).toEqual(sorted(b));
			}),
			{ numRuns: 100 }
		);
	});
});

it('text that was cleaned at the door may stand in the forum, whatever it was', () => {
	const sign = fc.constantFrom('a', ' ', '\n', '\r', '\t', '\0', '\u202e', '\u200f', '\ufeff', '\ud800', '\u0085', '😀');
	fc.assert(fc.property(fc.string({ unit: sign }), (text) => isCleanText(cleanText(text).text)));
});
