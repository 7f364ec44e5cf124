import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { forumRegisterNames } from '../forum/forum-schema.ts';
import type { Actor, Grant } from './access.ts';
import {
	forumRightProblem,
	mayOpenForum,
	mayWriteForum,
	type ForumChange,
	type ForumContext,
	type ForumRightProblem,
	type UsulanRights
} from './forum-rights.ts';

const forum = { perangkatDaerahId: 'pd', renjaId: 'r' };
const who = (grant: Partial<Grant> & Pick<Grant, 'role'>): Actor => ({
	id: 'me',
	nama: 'me',
	grants: [{ perangkatDaerahId: 'pd', unitId: null, ...grant }]
});
const actors = {
	perencana: who({ role: 'perencana' }),
	sekretaris: who({ role: 'sekretaris' }),
	'staf, unit asked': who({ role: 'staf', unitId: 'umkm' }),
	'staf, other unit': who({ role: 'staf', unitId: 'koperasi' }),
	kepala_dinas: who({ role: 'kepala_dinas' }),
	ketua_forum: who({ role: 'ketua_forum', renjaId: 'r' }),
	delegasi: who({ role: 'delegasi', renjaId: 'r', kecamatan: 'Gempol' }),
	verifikator: who({ role: 'verifikator' }),
	kecamatan: who({ role: 'kecamatan', kecamatan: 'Gempol' }),
	admin: who({ role: 'admin', perangkatDaerahId: null })
};

const decided: UsulanRights = { status: 'diterima', alasan: 'Sesuai prioritas', decidedBy: 'me', session: 's1', unit: 'umkm' };
const open: UsulanRights = { status: 'baru', unit: 'umkm' };

function context(before: UsulanRights | undefined, after = before, isOnAgenda = false): ForumContext {
	return {
		...forum,
		usulanBefore: (id) => (id === 'u1' ? before : undefined),
		usulanAfter: (id) => (id === 'u1' ? after : undefined),
		sessionBefore: (id) => ({ s1: { status: 'berlangsung' as const }, s2: { status: 'disiapkan' as const } })[id],
		isOnAgenda: () => isOnAgenda,
		isSealed: () => false,
		sessionOfAttendance: () => 's1'
	};
}

const decide = (actor: Actor, before: UsulanRights, after: UsulanRights): ForumRightProblem | null =>
	forumRightProblem(actor, { root: 'usulan', entity: 'u1', field: 'status' }, context(before, after));

describe('rights in the forum', () => {
	it('are opened to readers of the plan and to guests of this very forum, who never see another one', () => {
		const opens = Object.entries(actors).filter(([, actor]) => mayOpenForum(actor, forum));
		expect(opens.map(([name]) => name)).toEqual([
			'perencana',
			'sekretaris',
			'staf, unit asked',
			'staf, other unit',
			'kepala_dinas',
			'ketua_forum',
			'delegasi',
			'verifikator'
		]);
		for (const role of ['ketua_forum', 'delegasi'] as const) {
			expect(mayOpenForum(actors[role], { ...forum, renjaId: 'other' })).toBe(false);
			expect(mayOpenForum(actors[role], { ...forum, perangkatDaerahId: 'other' })).toBe(false);
		}
		expect(mayWriteForum(actors.verifikator, forum)).toBe(false);
	});

	it('let a decision be made by the chair alone, in his own name, in an open session, and with a reason', () => {
		for (const [name, actor] of Object.entries(actors)) {
			const may = name === 'kepala_dinas' || name === 'ketua_forum';
			expect([name, decide(actor, open, decided)]).toEqual([name, may ? null : 'chair']);
		}
		const chair = actors.ketua_forum;
		expect(decide(chair, open, { ...decided, decidedBy: 'somebody' })).toBe('own');
		expect(decide(chair, open, { ...decided, session: 's2' })).toBe('session');
		expect(decide(chair, open, { ...open, status: 'ditolak' })).toBe('session');
		expect(decide(chair, open, { ...decided, alasan: '  ' })).toBe('alasan');
		expect(decide(chair, open, { ...decided, status: 'diskusi', alasan: undefined as never })).toBe(null);
		expect(decide(who({ role: 'ketua_forum', renjaId: 'r', sessionId: 's2' }), open, decided)).toBe('chair');
		expect(decide(who({ role: 'ketua_forum', renjaId: 'r', sessionId: 's1' }), open, decided)).toBe(null);
	});

	it('let an account of a kecamatan bring an usulan of its own in, bare', () => {
		const enter = (field: string, after: UsulanRights, before?: UsulanRights): ForumRightProblem | null =>
			forumRightProblem(actors.kecamatan, { root: 'usulan', entity: 'u1', field }, context(before, after));
		const own: UsulanRights = { status: 'baru', kecamatan: 'Gempol' };
		for (const field of ['asal', 'usulan', 'kecamatan', 'desa', 'biaya', 'order', 'status'])
			expect([field, enter(field, own)]).toEqual([field, null]);
		for (const field of ['unit', 'subkegiatan', 'opinion', 'group', 'alasan', 'session']) expect(enter(field, own)).toBe('planners');
		expect(enter('status', { ...own, status: 'diterima' })).toBe('planners');
		for (const kecamatan of ['Beji', undefined])
			expect(enter('usulan', { status: 'baru', ...(kecamatan ? { kecamatan } : {}) })).toBe('planners');
	});

	it('let it change and withdraw what is its own until the forum has begun with it', () => {
		const own: UsulanRights = { status: 'baru', kecamatan: 'Gempol' };
		const change = (field: string, before: UsulanRights, after = before, isOnAgenda = false): ForumRightProblem | null =>
			forumRightProblem(actors.kecamatan, { root: 'usulan', entity: 'u1', field }, context(before, after, isOnAgenda));
		for (const field of ['usulan', 'desa', 'volume', 'biaya', 'removed']) expect([field, change(field, own)]).toEqual([field, null]);
		for (const field of ['opinion', 'subkegiatan', 'unit', 'group', 'usulPagu']) expect(change(field, own)).toBe('planners');
		expect(change('status', own, { ...own, status: 'diterima' })).not.toBe(null);
		expect(change('usulan', own, own, true)).toBe('planners');
		expect(change('removed', { ...own, status: 'ditolak' })).toBe('planners');
		expect(change('kecamatan', own, { ...own, kecamatan: 'Beji' })).toBe('planners');
		expect(change('usulan', { ...own, kecamatan: 'Beji' })).not.toBe(null);
	});

	it('let a decision be opened again with a reason of its own only', () => {
		const chair = actors.ketua_forum;
		expect(decide(chair, decided, { ...decided, status: 'diskusi' })).toBe('alasan');
		expect(decide(chair, decided, { ...decided, status: 'diskusi', alasan: 'Data lokasi keliru' })).toBe(null);
	});

	it('let nobody bring in what is decided already', () => {
		const change: ForumChange = { root: 'usulan', entity: 'u1', field: 'status' };
		expect(forumRightProblem(actors.perencana, change, context(undefined, { status: 'baru' }))).toBe(null);
		expect(forumRightProblem(actors.perencana, change, context(undefined, { status: 'diterima' }))).toBe('chair');
		expect(forumRightProblem(actors.perencana, { ...change, field: 'alasan' }, context(undefined, decided))).toBe('chair');
		expect(forumRightProblem(actors.ketua_forum, change, context(undefined, { status: 'baru' }))).not.toBe(null);
	});

	it('give a voice to delegates and staf, each his own', () => {
		const vote = (actor: Actor, entity: string) => forumRightProblem(actor, { root: 'votes', entity, field: 'prioritas' }, context(open));
		const voters = Object.entries(actors).filter(([, actor]) => vote(actor, 'u1/me') === null);
		expect(voters.map(([name]) => name)).toEqual(['staf, unit asked', 'staf, other unit', 'delegasi']);
		expect(vote(actors.delegasi, 'u1/somebody')).toBe('own');
		expect(vote(actors.delegasi, 'u2/me')).not.toBe(null);
	});

	it('is the table in docs/access-forum.md', async () => {
		const file = fileURLToPath(new URL('../../../docs/access-forum.md', import.meta.url));
		const [words] = readFileSync(file, 'utf8').split('<!-- table -->');
		// `-u` writes the page anew.
		await expect(`${words}<!-- table -->\n${table()}`).toMatchFileSnapshot(file);
	});
});

/** Every place that the schema knows, asked of the rights for every role; nothing of it is written by hand. */
function table(): string {
	const places: [string, ForumChange, ForumContext][] = [
		['a new usulan', { root: 'usulan', entity: 'u1', field: 'usulan' }, context(undefined, { status: 'baru' })],
		...forumRegisterNames('usulan').map((field): [string, ForumChange, ForumContext] => [
			`usulan: ${field}`,
			{ root: 'usulan', entity: 'u1', field },
			context(open, decided)
		]),
		['votes: his own', { root: 'votes', entity: 'u1/me', field: 'prioritas' }, context(open)],
		['votes: of another', { root: 'votes', entity: 'u1/other', field: 'prioritas' }, context(open)],
		['a new session', { root: 'sessions', entity: 'new', field: 'status' }, context(open)],
		...forumRegisterNames('sessions').map((field): [string, ForumChange, ForumContext] => [
			`sessions: ${field}`,
			{ root: 'sessions', entity: 's1', field },
			context(open)
		]),
		['sessions: agenda/*', { root: 'sessions', entity: 's1/agenda', field: 'u1' }, context(open)],
		...forumRegisterNames('attendance').map((field): [string, ForumChange, ForumContext] => [
			`attendance: ${field}`,
			{ root: 'attendance', entity: 'a1', field },
			context(open)
		])
	];
	const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
	return [
		'',
		row(['', ...Object.keys(actors)]),
		`|${'---|'.repeat(Object.keys(actors).length + 1)}`,
		...places.map(([name, change, at]) =>
			row([name, ...Object.values(actors).map((actor) => (forumRightProblem(actor, change, at) === null ? 'yes' : '–'))])
		),
		''
	].join('\n');
}
