import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Actor, Grant } from '@rembug/shared/access/access.ts';
import { forumMap } from '@rembug/shared/forum/forum-document.ts';
import { forumRegister, forumRegisterNames } from '@rembug/shared/forum/forum-schema.ts';
import { applyForumEdit } from '@rembug/shared/forum/forum-edits.ts';
import type { ForumEdit, NewUsulan } from '@rembug/shared/forum/forum-types.ts';
import { readForum } from '@rembug/shared/forum/forum-value.ts';
import { groupsOf } from '@rembug/shared/forum/usulan-groups.ts';
import { admitUpdate, type Admission } from './admit-update.ts';
import { documentParts } from './document-parts.ts';
import { openRoots } from './read-update.ts';

const part = documentParts.forum;
const people: Record<string, Partial<Grant> & Pick<Grant, 'role'>> = {
	pera: { role: 'perencana' },
	umkm: { role: 'staf', unitId: 'umkm' },
	koperasi: { role: 'staf', unitId: 'koperasi' },
	kepala: { role: 'kepala_dinas' },
	ketua: { role: 'ketua_forum', renjaId: 'r' },
	wakil: { role: 'ketua_forum', renjaId: 'r' },
	gempol: { role: 'delegasi', renjaId: 'r', kecamatan: 'Gempol' },
	other: { role: 'delegasi', renjaId: 'r2', kecamatan: 'Gempol' },
	veri: { role: 'verifikator' }
};
const actor = (id: string): Actor => ({
	id,
	nama: id,
	grants: [{ ...{ perangkatDaerahId: 'pd', unitId: null }, ...(people[id] as Grant) }]
});

/** A room without Postgres; writers who are in step with it, or who saw only an earlier state. */
function openRoom({ frozen = false } = {}) {
	const doc = openRoots(part.schema, new Y.Doc());
	const owners = new Map<number, string>();
	const context = {
		...{
			renjaId: 'r',
			part: 'forum' as const,
			perangkatDaerahId: 'pd',
			generation: 'g',
			frozen,
			lockedUnits: [],
			sealedSessions: [],
			units: ['umkm', 'koperasi'],
			rules: 0
		},
		stage: 'forum_pd' as const
	};

	function send(who: string, change: (doc: Y.Doc) => void, seen = Y.encodeStateAsUpdate(doc)): Admission {
		const own = new Y.Doc();
		Y.applyUpdate(own, seen);
		const vector = Y.encodeStateVector(own);
		own.transact(() => change(own));
		const admission = admitUpdate(
			{
				...{ doc, context, part },
				accountOf: (client) => owners.get(client),
				isBound: (client) => owners.has(client),
				isProseNews: () => true,
				openConflicts: () => []
			},
			actor(who),
			Y.encodeStateAsUpdate(own, vector)
		);
		if (admission.kind === 'admitted') for (const client of admission.row.newClients) owners.set(client, who);
		return admission;
	}

	const make = (edit: ForumEdit) => (own: Y.Doc) => expect(applyForumEdit(own, edit)).toMatchObject({ ok: true });
	return {
		doc,
		send,
		edit: (who: string, edit: ForumEdit, seen?: Uint8Array) => send(who, make(edit), seen),
		raw: (who: string, root: 'usulan' | 'votes' | 'sessions', id: string, registers: Record<string, unknown>) =>
			send(who, (own) => {
				const map = forumMap(own, root).get(id);
				if (map) for (const [field, value] of Object.entries(registers)) map.set(field, value);
				else forumMap(own, root).set(id, new Y.Map(Object.entries(registers)));
			})
	};
}

const usulan = (id: string, more: object = {}): ForumEdit => ({
	edit: 'addUsulan',
	args: { usulan: [{ id, asal: 'pokir', usulan: 'Pelatihan', ...more } as NewUsulan] }
});
const decide = (who: string, more: object = {}): ForumEdit => ({
	edit: 'decideUsulan',
	args: { ids: ['u1'], status: 'ditolak', alasan: 'Bukan kewenangan', decidedBy: who, session: 's1', ...more }
});
const vote = (account: string, prioritas = 5): ForumEdit => ({ edit: 'setVote', args: { usulan: 'u1', account, prioritas } });

function openForum() {
	const room = openRoom();
	expect(room.edit('pera', usulan('u1', { unit: 'umkm' }))).toMatchObject({ kind: 'admitted' });
	expect(room.edit('pera', { edit: 'addSession', args: { id: 's1', judul: 'Forum PD', tanggal: '2024-02-20' } })).toMatchObject({
		kind: 'admitted'
	});
	expect(room.edit('ketua', { edit: 'setSession', args: { id: 's1', field: 'status', value: 'berlangsung' } })).toMatchObject({
		kind: 'admitted'
	});
	return room;
}

const forbidden = { kind: 'refused', reason: 'forbidden' };
const schema = { kind: 'refused', reason: 'schema' };

describe('the gate of a forum', () => {
	it('lets the chair decide, and nobody else', () => {
		for (const who of ['pera', 'umkm', 'gempol', 'veri', 'other']) expect(openForum().edit(who, decide(who))).toMatchObject(forbidden);
		for (const who of ['ketua', 'kepala']) expect(openForum().edit(who, decide(who))).toMatchObject({ kind: 'admitted' });
		expect(openForum().edit('ketua', decide('kepala'))).toMatchObject(forbidden);
	});

	it('takes no decision without a reason, outside an open session, or in parts', () => {
		const room = openForum();
		const whole = { status: 'ditolak', alasan: 'Bukan kewenangan', decidedBy: 'ketua', session: 's1' };
		expect(room.raw('ketua', 'usulan', 'u1', { ...whole, alasan: ' ' })).toMatchObject(schema);
		const { alasan: _, ...without } = whole;
		expect(room.raw('ketua', 'usulan', 'u1', without)).toMatchObject(forbidden);
		expect(room.raw('ketua', 'usulan', 'u1', { status: 'diterima' })).toMatchObject(forbidden);
		expect(room.raw('ketua', 'usulan', 'u1', { ...whole, session: 'none' })).toMatchObject(forbidden);
		room.edit('ketua', { edit: 'setSession', args: { id: 's1', field: 'status', value: 'ditutup' } });
		expect(room.edit('ketua', decide('ketua'))).toMatchObject(forbidden);
	});

	it('does not let a reason be taken away from a decision', () => {
		const room = openForum();
		room.edit('ketua', decide('ketua'));
		expect(room.send('ketua', (own) => forumMap(own, 'usulan').get('u1')?.delete('alasan'))).toMatchObject(forbidden);
		expect(readForum(room.doc).usulan[0]?.alasan).toBe('Bukan kewenangan');
	});

	it('refuses the second of two decisions that were made at once, and takes it when it was made on the first', () => {
		const room = openForum();
		const seen = Y.encodeStateAsUpdate(room.doc);
		expect(room.edit('ketua', decide('ketua'), seen)).toMatchObject({ kind: 'admitted' });
		const other = decide('wakil', { status: 'diterima', alasan: 'Prioritas' });
		expect(room.edit('wakil', other, seen)).toMatchObject(forbidden);
		expect(readForum(room.doc).usulan[0]).toMatchObject({ status: 'ditolak', decidedBy: 'ketua' });
		expect(room.edit('wakil', other)).toMatchObject({ kind: 'admitted' });
	});

	it('gives one voice to an account, and none in the name of another', () => {
		const room = openForum();
		expect(room.edit('gempol', vote('gempol'))).toMatchObject({ kind: 'admitted' });
		expect(room.edit('gempol', vote('gempol', 1))).toMatchObject({ kind: 'admitted' });
		expect(room.edit('gempol', vote('umkm'))).toMatchObject(forbidden);
		expect(room.edit('other', vote('other'))).toMatchObject(forbidden);
		for (const who of ['veri', 'pera', 'ketua']) expect(room.edit(who, vote(who))).toMatchObject(forbidden);
		const forged = { usulan: 'u1', account: 'gempol', prioritas: 5 };
		expect(room.raw('umkm', 'votes', 'u1/umkm', forged)).toMatchObject(schema);
		expect(room.raw('gempol', 'votes', 'u1/umkm', forged)).toMatchObject(schema);
		expect(room.raw('gempol', 'votes', 'u1/gempol/2', forged)).toMatchObject(schema);
		expect(room.raw('gempol', 'votes', 'u1/gempol', { account: 'umkm' })).toMatchObject(schema);
		expect(readForum(room.doc).votes).toEqual([{ usulan: 'u1', account: 'gempol', prioritas: 1 }]);
	});

	it('lets the unit that was asked give its opinion, and no other', () => {
		const room = openForum();
		const opinion: ForumEdit = { edit: 'setUsulan', args: { changes: [{ id: 'u1', field: 'opinion', value: 'Dapat masuk' }] } };
		expect(room.edit('koperasi', opinion)).toMatchObject(forbidden);
		expect(room.edit('umkm', opinion)).toMatchObject({ kind: 'admitted' });
		const content: ForumEdit = { edit: 'setUsulan', args: { changes: [{ id: 'u1', field: 'biaya', value: 1 }] } };
		for (const who of ['umkm', 'gempol', 'ketua', 'kepala']) expect(room.edit(who, content)).toMatchObject(forbidden);
	});

	it('takes an usulan of planners only, undecided, and never lets it vanish', () => {
		const room = openForum();
		for (const who of ['umkm', 'gempol', 'ketua']) expect(room.edit(who, usulan('u2'))).toMatchObject(forbidden);
		expect(room.raw('pera', 'usulan', 'u2', { asal: 'pokir', usulan: 'x', status: 'diterima' })).toMatchObject(forbidden);
		expect(room.raw('pera', 'usulan', 'u2', { asal: 'pokir', usulan: 'x', status: 'baru', alasan: 'x' })).toMatchObject(forbidden);
		expect(room.raw('pera', 'usulan', 'u2', { asal: 'pokir', usulan: 'x', status: 'baru', telepon: '08' })).toMatchObject(schema);
		expect(room.raw('pera', 'usulan', 'u2', { asal: 'pokir', status: 'baru' })).toMatchObject(schema);
		expect(room.send('pera', (own) => forumMap(own, 'usulan').delete('u1'))).toMatchObject(schema);
		expect(room.send('gempol', (own) => own.getMap('nodes').set('n', 1))).toMatchObject(schema);
	});

	it('leaves table, timer and state of a session to the chair, its preparation to planners too', () => {
		const room = openForum();
		const meja: ForumEdit = { edit: 'setSession', args: { id: 's1', field: 'meja', value: 'u1' } };
		const agenda: ForumEdit = { edit: 'setAgenda', args: { id: 's1', entries: [{ usulan: 'u1', order: 'a1' }] } };
		for (const who of ['pera', 'umkm', 'gempol']) expect(room.edit(who, meja)).toMatchObject(forbidden);
		expect(room.edit('ketua', meja)).toMatchObject({ kind: 'admitted' });
		const open = { judul: 'Forum PD', tanggal: '2024-02-20', status: 'berlangsung' };
		for (const who of ['pera', 'ketua']) expect(room.raw(who, 'sessions', 's2', open)).toMatchObject(schema);
		for (const who of ['umkm', 'gempol']) expect(room.edit(who, agenda)).toMatchObject(forbidden);
		expect(room.edit('pera', agenda)).toMatchObject({ kind: 'admitted' });
		const attendance: ForumEdit = {
			edit: 'addAttendance',
			args: { id: 'a1', session: 's1', unsur: 'Kecamatan', lembaga: 'Kecamatan Gempol', jumlah: 2 }
		};
		expect(room.edit('gempol', attendance)).toMatchObject(forbidden);
		expect(room.edit('ketua', attendance)).toMatchObject({ kind: 'admitted' });
	});

	it('keeps a session that has begun, and takes no decision in one that was removed', () => {
		const room = openForum();
		for (const who of ['pera', 'ketua', 'kepala', 'gempol'])
			expect(room.raw(who, 'sessions', 's1', { removed: true })).toMatchObject(forbidden);
		room.edit('pera', { edit: 'addSession', args: { id: 's2', judul: 'Forum PD', tanggal: '2024-02-21' } });
		expect(room.raw('pera', 'sessions', 's2', { removed: true })).toMatchObject({ kind: 'admitted' });
		expect(room.raw('ketua', 'sessions', 's2', { status: 'berlangsung' })).toMatchObject({ kind: 'admitted' });
		expect(room.edit('ketua', decide('ketua', { session: 's2' }))).toMatchObject(forbidden);
		expect(room.edit('ketua', decide('ketua'))).toMatchObject({ kind: 'admitted' });
	});

	it('has an end for groups that stand behind each other, however they were put together', () => {
		const room = openForum();
		for (const id of ['u2', 'u3']) room.edit('pera', usulan(id));
		for (const [id, group] of [
			['u1', 'u2'],
			['u2', 'u3'],
			['u3', 'u1']
		] as const)
			expect(room.raw('pera', 'usulan', id, { group })).toMatchObject({ kind: 'admitted' });
		const groups = groupsOf(readForum(room.doc).usulan);
		expect(groups.map(({ first, others }) => [first.id, others.map(({ id }) => id)])).toEqual([['u1', ['u2', 'u3']]]);
	});

	it('takes no name of what is not there: usulan, session, unit', () => {
		const room = openForum();
		const set = (field: string, value: unknown) => room.raw('pera', 'usulan', 'u1', { [field]: value });
		expect(set('group', 'none')).toMatchObject(schema);
		expect(set('group', 'u1')).toMatchObject(schema);
		expect(set('unit', 'bidang-lain')).toMatchObject(forbidden);
		expect(room.raw('ketua', 'sessions', 's1', { meja: 'none' })).toMatchObject(schema);
		const agenda = (id: string) => (own: Y.Doc) =>
			void (forumMap(own, 'sessions').get('s1')?.get('agenda') as Y.Map<unknown>).set(id, 'a1');
		expect(room.send('pera', agenda('none'))).toMatchObject(schema);
		const attendance = (session: string) => (own: Y.Doc) =>
			void forumMap(own, 'attendance').set('a1', new Y.Map(Object.entries({ session, unsur: 'x', lembaga: 'y', jumlah: 1 })));
		expect(room.send('pera', attendance('none'))).toMatchObject(schema);
		const together = room.send('pera', (own) => {
			expect(applyForumEdit(own, usulan('u2', { group: 'u1', unit: 'koperasi' }))).toMatchObject({ ok: true });
			agenda('u2')(own);
			attendance('s1')(own);
		});
		expect(together).toMatchObject({ kind: 'admitted' });
		expect(set('group', 'u2')).toMatchObject({ kind: 'admitted' });
		expect(room.send('pera', (own) => forumMap(own, 'usulan').get('u1')?.delete('group'))).toMatchObject({ kind: 'admitted' });
	});

	it('is closed to everybody once it is frozen', () => {
		expect(openRoom({ frozen: true }).edit('pera', usulan('u1'))).toMatchObject({ kind: 'refused', reason: 'frozen' });
	});
});

it('knows every register on which the right to others hangs: another process may have changed it first', { timeout: 30_000 }, () => {
	const room = openForum();
	room.edit('pera', { edit: 'addSession', args: { id: 's2', judul: 'Forum PD', tanggal: '2024-02-21' } });
	room.edit('ketua', decide('ketua'));
	const set = (field: 'opinion' | 'subkegiatan' | 'usulan'): ForumEdit => ({
		edit: 'setUsulan',
		args: { changes: [{ id: 'u1', field, value: 'lain' }] }
	});
	const attempts: [string, ForumEdit][] = [
		...['s1', 's2'].map((session): [string, ForumEdit] => ['ketua', decide('ketua', { status: 'diterima', alasan: 'Prioritas', session })]),
		['ketua', decide('ketua', { status: 'diskusi', alasan: 'Bukan kewenangan' })],
		['umkm', vote('umkm')],
		['umkm', set('opinion')],
		['koperasi', set('subkegiatan')],
		['pera', set('usulan')]
	];
	const answers = (start: Uint8Array): string =>
		attempts
			.map(([who, edit]) => {
				const fresh = openRoom();
				Y.applyUpdate(fresh.doc, start);
				return fresh.edit(who, edit).kind;
			})
			.join();
	const before = answers(Y.encodeStateAsUpdate(room.doc));
	const candidates: unknown[] = [
		'umkm',
		'koperasi',
		'baru',
		'ditolak',
		'berlangsung',
		'ditutup',
		's2',
		'u1',
		'Beji',
		'ketua',
		5,
		true,
		'2024-01-01'
	];
	const decisive: string[] = [];
	for (const [root, id] of [
		['usulan', 'u1'],
		['sessions', 's1'],
		['sessions', 's2']
	] as const) {
		for (const field of forumRegisterNames(root)) {
			const kind = forumRegister(root, [id, field]) as NonNullable<ReturnType<typeof forumRegister>>;
			const hasAnswer = candidates.filter(kind.check).some((value) => {
				const doc = new Y.Doc();
				Y.applyUpdate(doc, Y.encodeStateAsUpdate(room.doc));
				forumMap(doc, root).get(id)?.set(field, value);
				return answers(Y.encodeStateAsUpdate(doc)) !== before;
			});
			if (!hasAnswer) continue;
			decisive.push(`${root}/${field}`);
			expect([root, field, part.decidesRights?.({ root, path: [id, field], entity: id, field }, room.doc)]).toEqual([root, field, true]);
		}
	}
	expect(decisive).toEqual(
		expect.arrayContaining(['usulan/status', 'usulan/alasan', 'usulan/unit', 'sessions/status', 'sessions/removed'])
	);
});
