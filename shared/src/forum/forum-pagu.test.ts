import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ForumSessionValue, UsulanValue } from './forum-types.ts';
import { claimsOf, forumPaguOf, remainingPagu, type PlanSums } from './forum-pagu.ts';

const usulan = (id: string, more: Partial<UsulanValue> = {}): UsulanValue => ({
	id,
	asal: 'langsung',
	usulan: id,
	status: 'baru',
	...more
});
const session = (meja: string): ForumSessionValue => ({
	...{ id: 's', judul: 'Sidang', tanggal: '2024-02-20', status: 'berlangsung', agenda: [] },
	meja
});
const plan: PlanSums = {
	pagu: 100,
	units: { umkm: 60, koperasi: 30, '': 10 },
	limit: 150,
	limits: { umkm: 70, sekretariat: 20 },
	unitOf: (id) => ({ n1: 'umkm', n2: 'koperasi' })[id] ?? null,
	isTaken: (id) => id.startsWith('taken')
};
const accepted = { status: 'diterima' } as const;

test('says for each bidang and the office what is planned, what is allowed and what was accepted besides', () => {
	const given = [
		usulan('a', { ...accepted, subkegiatan: 'n1', unit: 'koperasi', usulPagu: 7, biaya: 50 }),
		usulan('b', { ...accepted, unit: 'koperasi', biaya: 5 }),
		usulan('c', { ...accepted, biaya: 3 }),
		usulan('d', { status: 'ditolak', biaya: 1000, unit: 'umkm' }),
		usulan('taken', { ...accepted, subkegiatan: 'n1', biaya: 1000 })
	];
	const pagu = forumPaguOf(claimsOf(given, [session('a')]), plan);
	expect(pagu).toEqual({
		units: {
			koperasi: { pagu: 30, limit: null, waiting: 5 },
			sekretariat: { pagu: 0, limit: 20, waiting: 0 },
			umkm: { pagu: 60, limit: 70, waiting: 7 }
		},
		total: { pagu: 100, limit: 150, waiting: 15 },
		table: { subkegiatan: 'n1', unit: 'umkm' }
	});
	expect([pagu.units['umkm'], pagu.units['koperasi'], pagu.total].map((sum) => sum && remainingPagu(sum))).toEqual([3, null, 35]);
});

test('a group that was given one amount asks for it once, and one without for what each asks', () => {
	const group = (usulPagu: number | undefined): number => {
		const first = usulan('a', { ...accepted, biaya: 10, ...(usulPagu === undefined ? {} : { usulPagu }) });
		const others = ['b', 'c'].map((id) => usulan(id, { ...accepted, group: 'a', biaya: 10 }));
		return forumPaguOf(claimsOf([first, ...others], []), plan).total.waiting;
	};
	expect([group(25), group(undefined)]).toEqual([25, 30]);
});

test('what waits of all bidang and of none is what waits of the office', () => {
	const one = fc.record({
		status: fc.constantFrom('baru', 'diterima', 'disesuaikan', 'ditolak' as const),
		subkegiatan: fc.option(fc.constantFrom('n1', 'n2', 'gone'), { nil: undefined }),
		unit: fc.option(fc.constantFrom('umkm', 'koperasi'), { nil: undefined }),
		biaya: fc.option(fc.nat(1000), { nil: undefined }),
		usulPagu: fc.option(fc.nat(1000), { nil: undefined }),
		group: fc.option(
			fc.nat(9).map((index) => `u${index}`),
			{ nil: undefined }
		)
	});
	fc.assert(
		fc.property(fc.array(one, { maxLength: 10 }), (all) => {
			const given = all.map((fields, index) => {
				const set = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
				return usulan(`u${index}`, set as Partial<UsulanValue>);
			});
			const claims = claimsOf(given, []);
			const { units, total } = forumPaguOf(claims, plan);
			const ofNone = claims.accepted
				.filter(({ subkegiatan, unit }) => ((subkegiatan && plan.unitOf(subkegiatan)) ?? unit) === undefined)
				.reduce((sum, { amount }) => sum + amount, 0);
			expect(Object.values(units).reduce((sum, { waiting }) => sum + waiting, 0) + ofNone).toBe(total.waiting);
		})
	);
});
