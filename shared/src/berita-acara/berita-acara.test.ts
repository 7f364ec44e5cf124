import fc from 'fast-check';
import { expect, test } from 'vitest';
import { usulanStatuses, type ForumValue, type UsulanValue } from '../forum/forum-types.ts';
import { computeTotals } from '../renja/renja-totals-plain.ts';
import type { RenjaValue } from '../renja/renja-types.ts';
import { samplePlan } from '../renja/sample-plan.ts';
import { beritaAcaraOf, minutesOf, type BeritaAcara } from './berita-acara.ts';
import { beritaAcaraPaper } from './berita-acara-paper.ts';

const { info, nodes } = samplePlan(12);
const plan = { info, nodes, totals: computeTotals(nodes) } as unknown as RenjaValue;

function usulan(id: string, more: Partial<UsulanValue> = {}): UsulanValue {
	return { id, asal: 'langsung', usulan: `Usulan ${id}`, status: 'baru', order: id, ...more };
}
/** Every usulan was decided then, as far as the server knows. */
const decidedAt = Object.fromEntries(
	[...'abcdef', ...Array.from({ length: 20 }, (_, n) => String(n))].map((id) => [id, '2024-02-20T03:00:00.000Z'])
);
const seal = { number: 3, at: '2024-02-21T02:15:00.000Z', hash: 'a1'.repeat(32) };
const decided = { alasan: 'Sesuai prioritas', decidedBy: 'ketua', session: 's' } as const;

function forum(given: UsulanValue[], agenda: string[], status: 'berlangsung' | 'ditutup' = 'ditutup'): ForumValue {
	return {
		usulan: given,
		votes: [],
		sessions: [
			{
				id: 's',
				judul: 'Sidang 1',
				tanggal: '2024-02-20',
				status,
				agenda: agenda.map((one, index) => ({ usulan: one, order: `a${index}` }))
			}
		],
		attendance: [
			{ id: 'h1', session: 's', unsur: 'Kecamatan', lembaga: 'Kecamatan Beji', jumlah: 3 },
			{ id: 'h2', session: 's', unsur: 'Koperasi', lembaga: 'Koperasi Contoh', jumlah: 4 },
			{ id: 'h3', session: 'other', unsur: 'Kecamatan', lembaga: 'Kecamatan Gempol', jumlah: 9 }
		]
	};
}

const ids = (list: readonly UsulanValue[]): string[] => list.map(({ id }) => id);

function sorted(value: BeritaAcara | undefined): Record<string, string[]> {
	return {
		accepted: ids(value?.accepted ?? []),
		notAccepted: ids(value?.notAccepted ?? []),
		crossing: ids(value?.crossing ?? []),
		missing: (value?.missing ?? []).map(({ usulan: { id }, parts }) => `${id}: ${parts.join(' ')}`)
	};
}

test('decisions stand in the order of the agenda, with what was put together, and without what is of another session', () => {
	const value = beritaAcaraOf(
		plan,
		forum(
			[
				usulan('a', { status: 'ditolak', ...decided }),
				usulan('b', { status: 'diterima', ...decided }),
				usulan('c', { status: 'dirujuk', ...decided, group: 'b' }),
				usulan('d', { status: 'diterima', ...decided, session: 'other' }),
				usulan('e', { status: 'disesuaikan', ...decided }),
				usulan('f')
			],
			['b', 'a', 'd']
		),
		's',
		decidedAt
	);
	expect(sorted(value)).toEqual({ accepted: ['b', 'e'], notAccepted: ['c', 'a'], crossing: ['c'], missing: [] });
	expect([value?.participants, value?.isReady]).toEqual([7, true]);
});

test('an usulan without a decision, a reason or whoever decided keeps the minutes a draft, and is named', () => {
	const given = [
		usulan('a'),
		usulan('b', { status: 'diterima', session: 's', decidedBy: 'ketua', alasan: ' ' }),
		usulan('c', { status: 'ditolak', session: 's' }),
		usulan('d', { group: 'a' })
	];
	const value = beritaAcaraOf(plan, forum(given, ['a', 'b', 'c']), 's', decidedAt) as BeritaAcara;
	expect(sorted(value)['missing']).toEqual(['a: decision', 'd: decision', 'b: alasan', 'c: alasan decidedBy']);
	expect(value.isReady).toBe(false);
	expect(minutesOf(forum(given, ['a', 'b', 'c']), decidedAt, new Map())).toEqual([
		{ id: 's', judul: 'Sidang 1', tanggal: '2024-02-20', isReady: false, missing: 4, seal: null }
	]);
	const paper = JSON.stringify(beritaAcaraPaper(value, { seal: null, address: '', people: [] }));
	expect(paper).toContain('DRAF.');
	expect(paper).toContain('Belum lengkap');
});

test('a decision of which the server does not know when it was made is missing', () => {
	const given = [usulan('a', { status: 'diterima', ...decided })];
	const value = beritaAcaraOf(plan, forum(given, ['a']), 's', {});
	expect([value?.isReady, value?.missing.map(({ parts }) => parts)]).toEqual([false, [['decidedAt']]]);
});

test('a session that is not closed is a draft, one that is not there has no minutes', () => {
	const given = [usulan('a', { status: 'diterima', ...decided })];
	expect(beritaAcaraOf(plan, forum(given, ['a'], 'berlangsung'), 's', decidedAt)?.isReady).toBe(false);
	expect(beritaAcaraOf(plan, forum(given, ['a']), 'none', decidedAt)).toBeUndefined();
});

test('the paper has the five points, the four lampiran, the day in words and the reason of what was not accepted', () => {
	const given = [usulan('a', { status: 'ditolak', ...decided, alasan: 'Bukan kewenangan dinas' })];
	const { draft, parts } = beritaAcaraPaper(beritaAcaraOf(plan, forum(given, ['a']), 's', decidedAt) as BeritaAcara, {
		seal,
		address: 'https://contoh/periksa',
		people: []
	});
	expect(draft).toBeNull();
	expect(parts.flatMap((part) => (part.kind === 'clause' ? part.label : []))).toEqual(['KESATU', 'KEDUA', 'KETIGA', 'KEEMPAT', 'KELIMA']);
	expect(parts.filter((part) => part.kind === 'heading' && /^Lampiran (I|II|III|IV)\. /.test(part.text))).toHaveLength(4);
	const all = JSON.stringify(parts);
	expect(all).toContain('Selasa, 20 Februari 2024');
	expect(all).toContain('Tidak diterima (20 Februari 2024): Bukan kewenangan dinas');
	expect(parts.filter((part) => part.kind === 'code')).toMatchObject([
		{ text: expect.stringContaining(seal.hash), code: 'https://contoh/periksa' }
	]);
	expect(all).toContain('Hadir 7 orang dari unsur Kecamatan, Koperasi');
});

test('every usulan of the agenda stands in one place, whatever state it is in', () => {
	const anyUsulan = fc.record({
		status: fc.constantFrom(...usulanStatuses),
		alasan: fc.option(fc.constantFrom('', ' ', 'Ada'), { nil: undefined }),
		decidedBy: fc.option(fc.constant('ketua'), { nil: undefined }),
		session: fc.option(fc.constant('s'), { nil: undefined }),
		group: fc.option(fc.constantFrom('0', '1', '2'), { nil: undefined })
	});
	fc.assert(
		fc.property(fc.array(anyUsulan, { maxLength: 20 }), (many) => {
			const given = many.map((one, index) => usulan(String(index), one as Partial<UsulanValue>));
			const value = beritaAcaraOf(plan, forum(given, ids(given)), 's', decidedAt) as BeritaAcara;
			const placed = [...value.accepted, ...value.notAccepted, ...value.missing.map((entry) => entry.usulan)];
			expect(ids(placed).sort()).toEqual(ids(given).sort());
			for (const one of [...value.accepted, ...value.notAccepted]) expect([one.alasan, one.decidedBy]).toEqual(['Ada', 'ketua']);
		})
	);
});
