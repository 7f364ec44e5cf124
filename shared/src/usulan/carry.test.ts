import { expect, it } from 'vitest';
import type { UsulanValue } from '../forum/forum-types.ts';
import { carriedContent, isCarriedByItself, isCarryTarget, mayBeCarried } from './carry.ts';

const usulan = (more: Partial<UsulanValue> = {}): UsulanValue => ({
	id: 'u',
	asal: 'pokir',
	usulan: 'Pelatihan',
	status: 'ditolak',
	...more
});

it('carries whatever no row has taken over and nobody removed', () => {
	const none = new Set<string>();
	for (const status of ['baru', 'diskusi', 'diterima', 'disesuaikan', 'ditangguhkan', 'ditolak', 'dirujuk'] as const)
		expect(mayBeCarried(usulan({ status }), none)).toBe(true);
	expect(mayBeCarried(usulan({ status: 'diterima' }), new Set(['u']))).toBe(false);
	expect(mayBeCarried(usulan({ removed: true }), none)).toBe(false);
});

it('chooses by itself only what was put off', () => {
	expect([isCarriedByItself(usulan({ status: 'ditangguhkan' })), isCarriedByItself(usulan())]).toEqual([true, false]);
});

it('takes what is proposed, and nothing that the forum made of it', () => {
	const content = { asal: 'pokir' as const, usulan: 'Pelatihan', kecamatan: 'Gempol', volume: '2', biaya: 5 };
	const made = {
		order: 'a1',
		alasan: 'x',
		decidedBy: 'k',
		session: 's',
		subkegiatan: 'n',
		unit: 'b',
		opinion: 'y',
		group: 'g',
		usulPagu: 7
	};
	expect(carriedContent(usulan({ ...content, ...made }))).toEqual(content);
});

it('goes to later years of the same perangkat daerah only', () => {
	const from = { tahun: 2026, perangkatDaerahId: 'a' };
	expect(isCarryTarget(from, { tahun: 2027, perangkatDaerahId: 'a' })).toBe(true);
	expect(isCarryTarget(from, { tahun: 2026, perangkatDaerahId: 'a' })).toBe(false);
	expect(isCarryTarget(from, { tahun: 2027, perangkatDaerahId: 'b' })).toBe(false);
});
