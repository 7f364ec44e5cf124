import { expect, test } from 'vitest';
import { roles, type Grant } from './access.ts';
import { mayAnswerNote } from './note-rights.ts';

const may = (grant: Partial<Grant> & Pick<Grant, 'role'>, unitId: string | null): boolean =>
	mayAnswerNote({ id: 'a', nama: 'a', grants: [{ perangkatDaerahId: 'pd', unitId: null, ...grant }] }, { perangkatDaerahId: 'pd' }, unitId);

test('planners answer every note, staff those on rows of their unit, nobody else any', () => {
	expect(roles.filter((role) => may({ role }, 'umkm'))).toEqual(['perencana', 'sekretaris']);
	expect(may({ role: 'staf', unitId: 'umkm' }, 'umkm')).toBe(true);
	expect(may({ role: 'staf', unitId: 'umkm' }, 'koperasi')).toBe(false);
	expect(may({ role: 'staf', unitId: null }, null)).toBe(false);
	expect(may({ role: 'staf', unitId: 'umkm', perangkatDaerahId: 'lain' }, 'umkm')).toBe(false);
	expect(may({ role: 'kepala_dinas', unitId: 'umkm' }, 'umkm')).toBe(false);
});
