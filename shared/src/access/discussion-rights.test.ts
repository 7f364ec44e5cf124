import { expect, it } from 'vitest';
import { roles, type Actor, type Role } from './access.ts';
import { mayChangeCommentText, mayComment, mayRemoveComment, maySettleThread } from './discussion-rights.ts';

const renja = { perangkatDaerahId: 'diskop' };
const actor = (role: Role, perangkatDaerahId = 'diskop'): Actor => ({
	id: 'u',
	nama: role,
	grants: [{ role, perangkatDaerahId, unitId: null }]
});

it('answers who may do what with a comment, by role', () => {
	const table = (whose: string, perangkatDaerahId?: string) =>
		roles.map((role) => {
			const who = actor(role, perangkatDaerahId);
			const comment = { author: whose };
			return [
				role,
				mayComment(who, renja, { author: whose, kind: 'komentar' }),
				mayComment(who, renja, { author: whose, kind: 'verifikator' }),
				mayChangeCommentText(who, renja, comment),
				mayRemoveComment(who, renja, comment),
				maySettleThread(who, renja, comment)
			];
		});
	expect(table('u')).toEqual([
		['admin', false, false, false, false, false],
		['perencana', true, false, true, true, true],
		['sekretaris', true, false, true, true, true],
		['staf', true, false, true, true, true],
		['kepala_dinas', true, false, true, true, true],
		['verifikator', true, true, true, true, true],
		['ketua_forum', false, false, false, false, false],
		['delegasi', false, false, false, false, false],
		['kecamatan', false, false, false, false, false]
	]);
	expect(table('somebody else')).toEqual([
		['admin', false, false, false, false, false],
		['perencana', false, false, false, true, true],
		['sekretaris', false, false, false, true, true],
		['staf', false, false, false, false, true],
		['kepala_dinas', false, false, false, false, false],
		['verifikator', false, false, false, false, false],
		['ketua_forum', false, false, false, false, false],
		['delegasi', false, false, false, false, false],
		['kecamatan', false, false, false, false, false]
	]);
	expect(table('u', 'dinas-lain').flatMap(([, ...answers]) => answers)).not.toContain(true);
});
