import { expect, test } from 'vitest';
import { isPlanFrozen, stages, type Stage } from '../renja/stages.ts';
import { roles, type Actor, type Role } from './access.ts';
import { judgeMove, moveKind, moveRules } from './stage-moves.ts';

const actor = (role: Role, perangkatDaerahId = 'pd'): Actor => ({
	id: role,
	nama: role,
	grants: [{ role, perangkatDaerahId, unitId: null }]
});
const at = (stage: Stage) => ({ perangkatDaerahId: 'pd', stage });

/** Every move that exists, written down by hand. */
const open = stages.filter((stage) => !isPlanFrozen(stage));
const expected = new Map<string, string>();
for (const [i, from] of open.entries()) {
	for (const [j, to] of open.entries()) if (i !== j) expected.set(`${from}>${to}`, i < j ? 'forward' : 'back');
	expected.set(`${from}>diajukan`, 'submit');
}
expected.set('diajukan>disetujui', 'approve');
expected.set('diajukan>rancangan_akhir', 'return');
expected.set('disetujui>ditetapkan', 'enact');
expected.set('disetujui>rancangan_akhir', 'reopen');

const movers = {
	planner: ['perencana', 'sekretaris'],
	kepalaDinas: ['kepala_dinas'],
	either: ['perencana', 'sekretaris', 'kepala_dinas']
};

test('there are exactly these moves, and each belongs to one kind of people', () => {
	for (const from of stages) {
		for (const to of stages) {
			const kind = moveKind(from, to);
			expect([`${from}>${to}`, kind]).toEqual([`${from}>${to}`, expected.get(`${from}>${to}`) ?? null]);
			for (const role of roles) {
				const allowed = kind !== null && movers[moveRules[kind].by].includes(role);
				expect([from, to, role, judgeMove(actor(role), at(from), to).ok]).toEqual([from, to, role, allowed]);
				expect(judgeMove(actor(role, 'lain'), at(from), to)).toEqual({ ok: false, problem: 'grant.missing' });
			}
		}
	}
});

test('a refused move says why', () => {
	expect(judgeMove(actor('perencana'), at('diajukan'), 'rancangan_akhir')).toEqual({ ok: false, problem: 'stage.frozen' });
	expect(judgeMove(actor('perencana'), at('rancangan'), 'disetujui')).toEqual({ ok: false, problem: 'stage.invalid' });
	expect(judgeMove(actor('kepala_dinas'), at('rancangan'), 'forum_pd')).toEqual({ ok: false, problem: 'grant.missing' });
	expect(judgeMove(actor('perencana'), at('ditetapkan'), 'disetujui')).toEqual({ ok: false, problem: 'stage.invalid' });
});

test('going back, returning and opening again need a reason, enacting needs the Perkada', () => {
	expect(
		Object.entries(moveRules)
			.filter(([, rule]) => rule.reason)
			.map(([kind]) => kind)
	).toEqual(['back', 'return', 'reopen']);
	expect(
		Object.entries(moveRules)
			.filter(([, rule]) => rule.perkada)
			.map(([kind]) => kind)
	).toEqual(['enact']);
});
