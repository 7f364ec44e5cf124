import { describe, expect, it } from 'vitest';
import type { ForumSessionValue, UsulanValue } from './forum-types.ts';
import { agendaOf, coveredBy, itemOf, newAgenda, nextUndecided, openSessionOf, reasonsGiven } from './meeting.ts';

const one = (id: string, more: Partial<UsulanValue> = {}): UsulanValue => ({
	id,
	asal: 'pokir',
	usulan: id,
	status: 'baru',
	order: id,
	...more
});
const map = (...all: UsulanValue[]) => new Map(all.map((usulan) => [usulan.id, usulan]));
const session = (agenda: string[], more: Partial<ForumSessionValue> = {}): ForumSessionValue => ({
	...{ id: 's1', judul: 'Forum', tanggal: '2023-02-20', status: 'berlangsung' },
	agenda: agenda.map((usulan, index) => ({ usulan, order: `a${index}` })),
	...more
});
const ids = (agenda: ReturnType<typeof agendaOf>) => agenda.map(({ first }) => first.id);

describe('a session being led', () => {
	it('is the one that is open, the same for everybody when two are', () => {
		expect(openSessionOf([session([], { id: 'b' }), session([], { id: 'a' }), session([], { id: '0', status: 'ditutup' })])?.id).toBe('a');
		expect(openSessionOf([session([], { removed: true }), session([], { status: 'disiapkan' })])).toBeUndefined();
	});

	it('shows a group once, at the place of whichever comes first, and leaves out what was removed', () => {
		const usulan = map(one('a'), one('b', { group: 'c' }), one('c'), one('d', { removed: true }));
		expect(ids(agendaOf(session(['b', 'a', 'd', 'c', 'gone']), usulan))).toEqual(['c', 'a']);
		expect(itemOf('b', usulan)?.first.id).toBe('c');
		expect(itemOf('d', usulan)).toBeUndefined();
	});

	it('decides a group at once, but not what was decided apart from it', () => {
		const usulan = map(one('a'), one('b', { group: 'a' }), one('c', { group: 'a', status: 'ditolak' }));
		const item = itemOf('a', usulan);
		expect(item && coveredBy(item)).toEqual(['a', 'b']);
	});

	it('goes to the next undecided item, from the top again after the last', () => {
		const usulan = map(one('a'), one('b', { status: 'diterima' }), one('c'));
		const agenda = agendaOf(session(['a', 'b', 'c']), usulan);
		expect(nextUndecided(agenda, 'a')?.first.id).toBe('c');
		expect(nextUndecided(agenda, 'c')?.first.id).toBe('a');
		expect(nextUndecided(agenda, undefined)?.first.id).toBe('a');
		expect(nextUndecided(agenda.slice(1, 2), 'b')).toBeUndefined();
	});

	it('gets an agenda of what is undecided, put together by kecamatan, those without one last', () => {
		const usulan = [
			one('a'),
			one('b', { kecamatan: 'Gempol' }),
			one('c', { kecamatan: 'Beji' }),
			one('d', { status: 'ditolak' }),
			one('e', { group: 'b' })
		];
		const order = (by: 'daftar' | 'kecamatan') =>
			newAgenda(usulan, by, () => '')
				.sort((x, y) => (x.order < y.order ? -1 : 1))
				.map((entry) => entry.usulan);
		expect(order('daftar')).toEqual(['a', 'b', 'c']);
		expect(order('kecamatan')).toEqual(['c', 'b', 'a']);
	});

	it('offers the reasons that were given before, the most frequent first', () => {
		const usulan = [
			one('a', { status: 'ditolak', alasan: 'x' }),
			one('b', { status: 'ditolak', alasan: 'y' }),
			one('c', { status: 'ditolak', alasan: 'y' }),
			one('d', { status: 'diterima', alasan: 'z' })
		];
		expect(reasonsGiven(usulan, 'ditolak', 5)).toEqual(['y', 'x']);
	});
});
