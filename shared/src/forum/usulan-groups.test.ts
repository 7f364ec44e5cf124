import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UsulanValue } from './forum-types.ts';
import { groupsOf, proposeGroups, sumOf } from './usulan-groups.ts';

/** Wordings of the printed T-C.32 of Kab. Malang 2022, with how many usulan have each. */
const printed: [string, string, number][] = [
	['Bimbingan Pengembangan Usaha mikro', 'Koperasi, Usaha Kecil dan Menengah', 16],
	['Bimbingan Teknis peningkatan kualitas usaha SDM Koperasi', 'Koperasi, Usaha Kecil dan Menengah', 6],
	['Bimbingan Teknis Peningkatan Kualitas Usaha Mikro', 'Koperasi, Usaha Kecil dan Menengah', 5],
	['Pelatihan Wirausaha baru', 'Koperasi, Usaha Kecil dan Menengah', 4],
	['Bimbingan Teknis Fasilitasi permodalan dan jaringan usaha koperasi', 'Koperasi, Usaha Kecil dan Menengah', 4],
	[
		'Bimbingan Teknis Perkoperasian melalui ijin simpan pinjam bagi pengurus dan pengawas KSP / USP Koperasi',
		'Koperasi, Usaha Kecil dan Menengah',
		2
	],
	['Bimbingan Teknis perkoperasian bagi pengurus / pengawas KSP/USP', 'Koperasi, Usaha Kecil dan Menengah', 2],
	['Bimbingan Pengembangan Usaha mikro', 'Pariwisata', 1],
	['Bimbingan Teknis Peningkatan Kualitas Usaha Mikro', 'Pariwisata', 1]
];
const malang: UsulanValue[] = printed
	.flatMap(([usulan, urusan, count]) => Array.from({ length: count }, () => ({ usulan, urusan })))
	.map(({ usulan, urusan }, index) => ({
		...{ id: `u${String(index).padStart(2, '0')}`, asal: 'musrenbang_desa', status: 'baru', usulan, urusan },
		...{ volume: '10', satuan: 'Orang', desa: `Desa ${index}` }
	}));

describe('groups of usulan', () => {
	it('are proposed for the 16 of one kind, of one urusan only', () => {
		const equal = proposeGroups(malang).filter(({ kind }) => kind === 'equal');
		expect(equal.map(({ members }) => members.length)).toEqual([16, 6, 5, 4, 4, 2, 2]);
		expect(new Set(equal[0]?.members.map(({ usulan, urusan }) => `${usulan}/${urusan}`)).size).toBe(1);
	});

	it('are proposed for wordings that are mostly the same', () => {
		const near = proposeGroups(malang).filter(({ kind }) => kind === 'near');
		const wordings = near.map(({ members }) => [...new Set(members.map(({ usulan }) => usulan))]);
		expect(wordings).toContainEqual([
			'Bimbingan Teknis peningkatan kualitas usaha SDM Koperasi',
			'Bimbingan Teknis Peningkatan Kualitas Usaha Mikro'
		]);
		expect(wordings.flat()).not.toContain('Pelatihan Wirausaha baru');
	});

	it('pay no heed to capitals, signs and fillers', () => {
		const two = ['Pelatihan  untuk UMKM!', 'pelatihan umkm'].map((usulan, index): UsulanValue => ({
			...{ id: `u${index}`, asal: 'pokir', status: 'baru', usulan }
		}));
		expect(proposeGroups(two)).toMatchObject([{ kind: 'equal', members: [{ id: 'u0' }, { id: 'u1' }] }]);
	});

	it('are not proposed for what is grouped, decided or removed', () => {
		const rest = malang.slice(0, 4).map((one, index) => ({
			...one,
			...(index === 1 ? { group: 'u00' } : index === 2 ? { status: 'ditolak' as const } : index === 3 ? { removed: true as const } : {})
		}));
		expect(proposeGroups(rest)).toEqual([]);
	});

	it('keep every origin and place, and sum what can be summed', () => {
		const grouped = malang.slice(0, 16).map((one, index) => (index === 0 ? one : { ...one, group: 'u00' }));
		const [group, ...more] = groupsOf(grouped);
		expect(more).toEqual([]);
		const sum = sumOf(group as NonNullable<typeof group>);
		expect(sum).toMatchObject({ count: 16, volumes: [{ satuan: 'Orang', total: 160 }], biaya: 0, withoutBiaya: 16 });
		expect(sum.places).toHaveLength(16);
		const mixed = grouped.map((one, index) => (index === 3 ? { ...one, volume: 'beberapa' } : { ...one, biaya: 1_000 }));
		expect(sumOf(groupsOf(mixed)[0] as NonNullable<typeof group>)).toMatchObject({
			...{ volumes: [{ satuan: 'Orang', total: null }], biaya: 15_000, withoutBiaya: 1 }
		});
	});

	it('hold every usulan exactly once, whoever points at whom', () => {
		const ids = ['a', 'b', 'c', 'd', 'e', 'gone'];
		const usulan = fc.array(fc.option(fc.constantFrom(...ids), { nil: undefined }), { minLength: 5, maxLength: 5 }).map((groups) =>
			groups.map((group, index): UsulanValue => ({
				...{ id: ids[index] as string, asal: 'pokir', usulan: 'x', status: 'baru' },
				...(group === undefined ? {} : { group })
			}))
		);
		fc.assert(
			fc.property(usulan, (all) => {
				const held = groupsOf(all).flatMap(({ first, others }) => [first.id, ...others.map(({ id }) => id)]);
				expect(held.sort()).toEqual(all.map(({ id }) => id).sort());
			})
		);
	});
});
