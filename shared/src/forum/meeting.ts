/**
 * A session of the forum as it is led: which one is open, what is on its agenda, what a decision on an item covers, and which reasons are at
 * hand. A group of usulan is one item: it is talked about once and decided at once.
 */
import { ordersBetween } from '../renja/order.ts';
import { undecidedStatuses, type ForumSessionValue, type UsulanStatus, type UsulanValue } from './forum-types.ts';
import { groupsOf, standsFor, type UsulanGroup } from './usulan-groups.ts';

/** The session that is held now. Should two be open, everybody sees the same one: that of the smaller id. */
export function openSessionOf(sessions: Iterable<ForumSessionValue>): ForumSessionValue | undefined {
	const open = [...sessions].filter(({ status, removed }) => status === 'berlangsung' && !removed);
	return open.sort((a, b) => (a.id < b.id ? -1 : 1))[0];
}

/** The items of a session in their order. What was put behind another since is shown with that one, what was removed is left out. */
export function agendaOf(session: ForumSessionValue, usulan: ReadonlyMap<string, UsulanValue>): UsulanGroup[] {
	const groups = new Map(groupsOf(usulan.values()).map((group) => [group.first.id, group]));
	const items = new Map<string, UsulanGroup>();
	for (const entry of session.agenda) {
		const one = usulan.get(entry.usulan);
		const group = one && !one.removed ? groups.get(standsFor(one, (id) => usulan.get(id)).id) : undefined;
		if (group) items.set(group.first.id, group);
	}
	return [...items.values()];
}

/** The item that an usulan belongs to, be it on the agenda or not. */
export function itemOf(usulanId: string | undefined, usulan: ReadonlyMap<string, UsulanValue>): UsulanGroup | undefined {
	const one = usulanId === undefined ? undefined : usulan.get(usulanId);
	if (!one || one.removed) return undefined;
	const { id } = standsFor(one, (other) => usulan.get(other));
	return groupsOf(usulan.values()).find(({ first }) => first.id === id);
}

export function isDecided({ status }: Pick<UsulanValue, 'status'>): boolean {
	return !undecidedStatuses.includes(status);
}

/** What a decision on an item covers: itself, and those behind it that nobody decided apart from it. */
export function coveredBy({ first, others }: UsulanGroup): string[] {
	return [first.id, ...others.filter((one) => !isDecided(one) || one.status === first.status).map(({ id }) => id)];
}

/** The next item without a decision after this one, from the top again when there is none below; undefined when all are decided. */
export function nextUndecided(agenda: readonly UsulanGroup[], from: string | undefined): UsulanGroup | undefined {
	const at = agenda.findIndex(({ first }) => first.id === from);
	return [...agenda.slice(at + 1), ...agenda.slice(0, Math.max(at, 0))].find(({ first }) => !isDecided(first));
}

export const agendaOrders = ['daftar', 'kecamatan', 'urusan', 'bidang'] as const;
export type AgendaOrder = (typeof agendaOrders)[number];

/** An agenda of all that is undecided: as listed, or put together by kecamatan, urusan or bidang; those without one last. */
export function newAgenda(
	usulan: Iterable<UsulanValue>,
	by: AgendaOrder,
	unitName: (id: string | undefined) => string
): { usulan: string; order: string }[] {
	const words: Record<AgendaOrder, (first: UsulanValue) => string> = {
		daftar: () => '',
		kecamatan: ({ kecamatan }) => kecamatan ?? '',
		urusan: ({ urusan }) => urusan ?? '',
		bidang: ({ unit }) => unitName(unit)
	};
	const items = groupsOf(usulan)
		.filter(({ first }) => !isDecided(first))
		.map((group) => ({ id: group.first.id, word: words[by](group.first) }));
	// Stable: as listed within each.
	if (by !== 'daftar') items.sort((a, b) => Number(a.word === '') - Number(b.word === '') || a.word.localeCompare(b.word, 'id'));
	const orders = ordersBetween(null, null, items.length);
	return items.map(({ id }, index) => ({ usulan: id, order: orders[index] as string }));
}

/** Reasons that were given for such a decision before, the most frequent first. */
export function reasonsGiven(usulan: Iterable<UsulanValue>, status: UsulanStatus, max: number): string[] {
	const counts = new Map<string, number>();
	for (const one of usulan) if (one.status === status && one.alasan) counts.set(one.alasan, (counts.get(one.alasan) ?? 0) + 1);
	return [...counts]
		.sort((a, b) => b[1] - a[1])
		.slice(0, max)
		.map(([alasan]) => alasan);
}
