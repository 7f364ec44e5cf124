import { describe, expect, it } from 'vitest';
import { stages } from '../renja/stages.ts';
import { mayDecide, mayEditPlan, mayMoveStage, maySee, roles, type Actor, type Role } from './access.ts';

const renja = { perangkatDaerahId: 'diskop', stage: 'rancangan' as const };
const actor = (role: Role, perangkatDaerahId: string | null = 'diskop'): Actor => ({
	id: 'u',
	nama: role,
	grants: [{ role, perangkatDaerahId, unitId: null }]
});

describe('access', () => {
	it('answers by role', () => {
		const table = roles.map((role) => [
			role,
			maySee(actor(role), renja),
			mayEditPlan(actor(role), renja),
			mayMoveStage(actor(role), renja),
			mayDecide(actor(role), renja)
		]);
		expect(table).toEqual([
			['admin', false, false, false, false],
			['perencana', true, true, true, false],
			['sekretaris', true, true, true, false],
			['staf', true, true, false, false],
			['kepala_dinas', true, false, false, true],
			['verifikator', true, false, false, false],
			['ketua_forum', false, false, false, false],
			['delegasi', false, false, false, false],
			['kecamatan', false, false, false, false]
		]);
	});

	it('gives nothing for a grant of another perangkat daerah', () => {
		for (const role of roles) {
			const stranger = actor(role, 'dinas-lain');
			expect([maySee(stranger, renja), mayEditPlan(stranger, renja), mayMoveStage(stranger, renja), mayDecide(stranger, renja)]).toEqual([
				false,
				false,
				false,
				false
			]);
		}
	});

	it('lets nobody edit the plan from diajukan on', () => {
		expect(stages.filter((stage) => mayEditPlan(actor('perencana'), { ...renja, stage }))).toEqual([
			'persiapan',
			'ranwal',
			'rancangan',
			'forum_pd',
			'rancangan_akhir'
		]);
	});
});
