/** What people do in a forum and in a discussion, and what somebody does who leaves the page aside. Wherever a value is free, nobody else sets it. */
import type { DiscussionEdit } from '@rembug/shared/discussion/discussion-types.ts';
import { forumMap } from '@rembug/shared/forum/forum-document.ts';
import { usulanStatuses, type ForumEdit, type UsulanField } from '@rembug/shared/forum/forum-types.ts';
import * as Y from 'yjs';
import type { Random } from '../support/random.ts';
import type { PersonName } from './rights-office.ts';

export interface ForumAtHand {
	usulan: readonly string[];
	units: readonly string[];
	/** Account of whoever acts. */
	accountId: string;
	unique: () => number;
}

/** Mostly what he may, now and then anything. */
export function randomForumEdit(random: Random, person: PersonName, { usulan, units, accountId, unique }: ForumAtHand): ForumEdit {
	const id = random.oneOf(usulan);
	const word = `kata ${unique()}`;
	const set = (field: UsulanField, value: string | number | true | null): ForumEdit => ({
		edit: 'setUsulan',
		args: { changes: [{ id, field, value }] }
	});
	const session = random.happens(0.8) ? 's1' : 's2';
	const ofPlanner: (() => ForumEdit)[] = [
		() => set('permasalahan', word),
		() => set('usulan', word),
		() => set('unit', random.oneOf([...units, null])),
		() => set('group', random.oneOf([null, ...usulan.filter((one) => one !== id)])),
		() => set('biaya', 1_000_000 + unique()),
		() => ({ edit: 'addUsulan', args: { usulan: [{ id: `baru-${unique()}`, asal: 'langsung', usulan: word }] } }),
		() => ({ edit: 'setAgenda', args: { id: session, entries: [{ usulan: id, order: random.oneOf(['a1', 'b2', null]) }] } }),
		() => ({
			edit: 'addAttendance',
			args: { id: `h-${unique()}`, session, unsur: 'Kecamatan', lembaga: word, jumlah: 1 + random.below(9) }
		}),
		() => ({ edit: 'setSession', args: { id: session, field: 'tempat', value: word } })
	];
	const ofStaff: (() => ForumEdit)[] = [
		() => set('opinion', word),
		() => set('opinion', word),
		() => set('subkegiatan', `n-${unique()}`),
		() => set('subkegiatanNama', word)
	];
	const ofChair: (() => ForumEdit)[] = [
		() => ({
			edit: 'decideUsulan',
			args: {
				ids: random.happens(0.8) ? [id] : [...new Set([id, random.oneOf(usulan)])],
				...{ status: random.oneOf(usulanStatuses), alasan: word, decidedBy: accountId, session }
			}
		}),
		() => ({ edit: 'setSession', args: { id: session, field: 'meja', value: random.oneOf([id, null]) } }),
		() => ({ edit: 'setSession', args: { id: session, field: 'timerSeconds', value: 60 + unique() } }),
		() => set('usulVolume', word)
	];
	const ofVoter: (() => ForumEdit)[] = [
		() => ({ edit: 'setVote', args: { usulan: id, account: accountId, prioritas: random.happens(0.85) ? 1 + random.below(5) : null } })
	];
	const chair = [ofChair[0] as () => ForumEdit, ofChair[0] as () => ForumEdit, ...ofChair];
	const own = { perencana: ofPlanner, koperasi: [...ofStaff, ...ofVoter], umkm: [...ofStaff, ...ofVoter], delegasi: ofVoter }[
		person as string
	];
	return random.oneOf(random.happens(0.2) ? [...ofPlanner, ...ofStaff, ...ofChair, ...ofVoter] : (own ?? chair))();
}

export function randomDiscussionEdit(
	random: Random,
	threads: readonly string[],
	rows: readonly string[],
	{ accountId, unique }: ForumAtHand
): DiscussionEdit {
	const id = random.oneOf(threads);
	const text = `kata ${unique()}`;
	const edits: (() => DiscussionEdit)[] = [
		() => ({ edit: 'settleThread', args: { id } }),
		() => ({ edit: 'settleThread', args: { id } }),
		() => ({ edit: 'reopenThread', args: { id } }),
		() => ({ edit: 'setCommentText', args: { id, text } }),
		() => ({ edit: 'replyComment', args: { id: `j-${unique()}`, author: accountId, thread: id, text } }),
		() => ({ edit: 'addComment', args: { id: `k-${unique()}`, author: accountId, kind: 'komentar', node: random.oneOf(rows), text } })
	];
	return random.oneOf(edits)();
}

/** word: stands in whatever a value may hold words. others: accounts in whose name he may try it. */
export function attackForum(random: Random, doc: Y.Doc, { usulan, accountId }: ForumAtHand, others: readonly string[], word: string): void {
	const [usulans, votes, sessions] = [forumMap(doc, 'usulan'), forumMap(doc, 'votes'), forumMap(doc, 'sessions')];
	const id = random.oneOf(usulan);
	const other = random.oneOf(others);
	const one = usulans.get(id);
	const voice = (key: string, account: string): unknown => votes.set(key, new Y.Map(Object.entries({ usulan: id, account, prioritas: 5 })));
	const decide = (by: string): void => {
		for (const [field, value] of Object.entries({ status: 'diterima', alasan: word, decidedBy: by, session: 's1' })) one?.set(field, value);
	};
	const ways: (() => unknown)[] = [
		() => decide(accountId),
		() => decide(other),
		() => one?.set('status', 'diterima'),
		() => one?.set('alasan', word),
		() => one?.delete('alasan'),
		() => one?.set('opinion', word),
		() => one?.set('permasalahan', word),
		() => one?.set('telepon', word),
		() => one?.set('opinion', new Y.Text(word)),
		() => one?.set('group', id),
		() => one?.set('unit', word),
		() => voice(`${id}/${other}`, other),
		() => votes.get(`${id}/${other}`)?.set('prioritas', 1),
		() => voice(`${id}/${accountId}-2`, accountId),
		() => voice(`${id}/${accountId}/2`, accountId),
		() => [...votes.keys()].forEach((key) => votes.delete(key)),
		() => usulans.delete(id),
		() => usulans.set(id, new Y.Map(Object.entries({ asal: 'pokir', usulan: word, status: 'baru' }))),
		() => usulans.set(`u-${word}`, new Y.Map(Object.entries({ asal: 'pokir', usulan: word, status: 'diterima' }))),
		() => sessions.get('s1')?.set('status', 'ditutup'),
		() => sessions.get('s1')?.set('meja', id),
		() => sessions.set(`s-${word}`, new Y.Map(Object.entries({ judul: word, tanggal: '2026-02-20', status: 'berlangsung' }))),
		() => doc.getMap('nodes').set('n', word)
	];
	random.oneOf(ways)();
	if (random.happens(0.3)) random.oneOf(ways)();
}
