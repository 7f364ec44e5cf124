/**
 * The agenda arranged by hand: which entries of `setAgenda` move an item, put it on or take it off. Only the item itself is written, so that
 * two who arrange at once keep both of their changes. A group is one item: it stands where its first entry stands, and has one afterwards.
 */
import { orderAt } from '../renja/order.ts';
import type { ForumEditArgs, ForumSessionValue, UsulanValue } from './forum-types.ts';
import { agendaOf } from './meeting.ts';

type Entries = ForumEditArgs['setAgenda']['entries'];
type All = ReadonlyMap<string, UsulanValue>;

interface Place {
	id: string;
	order: string;
	/** Those of the group that stand on the agenda, in its order. */
	entries: string[];
}

/** Puts an item at a place counted from 0 among the others; one that is not on the agenda comes onto it. */
export function placeItem(session: ForumSessionValue, usulan: All, id: string, index: number): Entries {
	const places = placesOf(session, usulan);
	const others = places.filter((place) => place.id !== id);
	const at = Math.max(0, Math.min(index, others.length));
	return [{ usulan: id, order: orderAt(others, at) }, ...offAgenda(places, id).filter((entry) => entry.usulan !== id)];
}

/** Takes an item off the agenda, whichever of its group brought it there; empty when it is not on it. */
export function takeItemOff(session: ForumSessionValue, usulan: All, id: string): Entries {
	return offAgenda(placesOf(session, usulan), id);
}

function offAgenda(places: readonly Place[], id: string): { usulan: string; order: null }[] {
	return (places.find((place) => place.id === id)?.entries ?? []).map((entry) => ({ usulan: entry, order: null }));
}

function placesOf(session: ForumSessionValue, usulan: All): Place[] {
	return agendaOf(session, usulan).map(({ first, others }) => {
		const members = new Set([first, ...others].map(({ id }) => id));
		const entries = session.agenda.filter((entry) => members.has(entry.usulan));
		return { id: first.id, order: entries[0]?.order ?? '', entries: entries.map((entry) => entry.usulan) };
	});
}
