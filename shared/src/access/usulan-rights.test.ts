import { expect, test } from 'vitest';
import type { Actor, Grant } from './access.ts';
import { isOfOwnKecamatan, mayEnterUsulan, mayImportUsulan, maySeePerson } from './usulan-rights.ts';

const renja = { perangkatDaerahId: 'pd' };
const actor = (...grants: Partial<Grant>[]): Actor => ({
	id: 'ani',
	nama: 'Ani',
	grants: grants.map((grant) => ({ role: 'staf', perangkatDaerahId: 'pd', unitId: null, ...grant }))
});
const planner = actor({ role: 'perencana' });
const gempol = actor({ role: 'kecamatan', kecamatan: 'Gempol' });

test('planners enter for every kecamatan, a kecamatan for its own, nobody else', () => {
	expect(mayEnterUsulan(planner, renja, {})).toBe(true);
	expect(mayEnterUsulan(gempol, renja, { kecamatan: ' GEMPOL ' })).toBe(true);
	for (const kecamatan of ['Beji', '', undefined]) expect(mayEnterUsulan(gempol, renja, { kecamatan })).toBe(false);
	const others = [
		actor({ role: 'kecamatan', kecamatan: 'Gempol', perangkatDaerahId: 'other' }),
		actor({ role: 'delegasi', kecamatan: 'Gempol', renjaId: 'r' }),
		actor({ role: 'staf', unitId: 'umkm' }),
		actor({ role: 'kepala_dinas' }),
		actor({ role: 'verifikator' }),
		actor({ role: 'kecamatan' })
	];
	for (const other of others) {
		expect(mayEnterUsulan(other, renja, { kecamatan: 'Gempol' })).toBe(false);
		expect(maySeePerson(other, renja, { kecamatan: 'Gempol', enteredBy: 'ani' })).toBe(false);
		expect(mayImportUsulan(other, renja)).toBe(false);
	}
	expect(isOfOwnKecamatan(gempol, renja, { kecamatan: 'Gempol' })).toBe(true);
});

test('a kecamatan sees the personal data that it entered itself, planners all', () => {
	expect(maySeePerson(gempol, renja, { kecamatan: 'Gempol', enteredBy: 'ani' })).toBe(true);
	expect(maySeePerson(gempol, renja, { kecamatan: 'Gempol', enteredBy: 'budi' })).toBe(false);
	expect(maySeePerson(gempol, renja, { kecamatan: 'Beji', enteredBy: 'ani' })).toBe(false);
	expect(maySeePerson(planner, renja, { kecamatan: 'Beji', enteredBy: 'budi' })).toBe(true);
});
