/**
 * Every edit that a person made and his page took, and what became of it in the end: it is in the history under his name, or he
 * overwrote it himself, or it stands in his "belum diterima". Nothing else may happen to it.
 */
import type { Edit } from '@rembug/shared/renja/edit-types.ts';
import { expect } from 'vitest';
import { registerOf } from '../../web/src/lib/sync/conflict-edit.ts';
import type { OutboxEntry } from '../../web/src/lib/sync/session-types.ts';
import type { ChangeRow, ConflictValues } from './fuzz-queries.ts';

interface Place {
	root: string;
	entity: string;
	field: string;
}

interface Made {
	userId: string;
	tab: string;
	/** Order of the day. */
	number: number;
	place: Place;
	value: unknown;
	/** His page said that it is in the plan. */
	sure: boolean;
}

export interface Ledger {
	/** userId made it in this tab, and his page said that it is in the plan. */
	made(userId: string, tab: string, edit: Edit): void;
	/** He was making it when he closed the tab: it may have been kept for the next one. */
	begun(userId: string, tab: string, edit: Edit): void;
	/** From now on the same value may be written again, and by him. */
	tookBack(userId: string): void;
	/** What he has not had confirmed may be gone: he signed out and was asked. */
	threwAway(userId: string): void;
	/** What was made until now may be gone: the server's data are older. */
	rewound(): void;
	/** Fails when an edit is lost, was written twice, or in another's name. */
	settle(end: {
		changes: readonly ChangeRow[];
		conflicts: readonly ConflictValues[];
		refused: ReadonlyMap<string, readonly OutboxEntry[]>;
		/** Whether anything happened for which an edit may be refused. */
		mayRefuse: boolean;
		/** Whether this refusal is right for all that is known beside who was where first. */
		maySay(refusal: OutboxEntry): boolean;
	}): void;
	readonly count: number;
}

export function createLedger(): Ledger {
	const all: Made[] = [];
	const tookBack = new Set<string>();
	const thrownUntil = new Map<string, number>();
	let number = 0;
	let rewoundAt = 0;

	function note(userId: string, tab: string, edit: Edit, sure: boolean): void {
		number += 1;
		const place = placeOf(edit);
		if (place) all.push({ userId, tab, number, sure, ...place });
	}

	return {
		get count() {
			return all.length;
		},
		made: (userId, tab, edit) => note(userId, tab, edit, true),
		begun: (userId, tab, edit) => note(userId, tab, edit, false),
		tookBack: (userId) => void tookBack.add(userId),
		threwAway: (userId) => void thrownUntil.set(userId, number),
		rewound() {
			rewoundAt = number;
		},
		settle({ changes, conflicts, refused, mayRefuse, maySay }) {
			// An emptied field says nothing of its own; but it overwrites what was there.
			for (const edit of all.filter(({ sure, value }) => sure && value !== null)) {
				const written = changes.filter((row) => isAt(row, edit.place) && row.after === edit.value);
				const what = `${edit.userId}: ${edit.place.entity}/${edit.place.field} = ${String(edit.value)} (edit ${edit.number} of the day)`;
				for (const row of written)
					if (row.accountId !== edit.userId && !tookBack.has(row.accountId))
						expect.fail(`written in the name of ${row.accountId}: ${what}`);
				if (written.length > 1 && tookBack.size === 0) expect.fail(`written ${written.length} times: ${what}`);
				const mine = refused.get(edit.userId) ?? [];
				const refusal = mine.find((entry) => {
					const place = placeOf({ edit: entry.edit, args: entry.args } as Edit);
					return place !== null && isAt(place.place, edit.place) && place.value === edit.value;
				});
				const isRefused = refusal !== undefined;
				const isChanged =
					(refusal?.reason === 'changed' || refusal?.reason === 'gone') &&
					(tookBack.size > 0 || refusal.reason === 'gone' || all.some((other) => isRival(edit, other)));
				if (isRefused && !isChanged && !maySay(refusal))
					expect.fail(`refused (${refusal.reason}) for no reason: ${what}; ${JSON.stringify({ refusal, written })}`);
				// Whose confirmation got lost before the row or the plan went, or before somebody who is not the server refused, cannot know that it was written.
				if (written.length > 0 && isRefused && !['gone', 'notFound'].includes(refusal.reason ?? '') && !mayRefuse && tookBack.size === 0)
					expect.fail(`written, and said to be refused (${refusal.reason}): ${what}`);
				const isKept =
					written.length > 0 ||
					isRefused ||
					conflicts.some((row) => isAt(row, edit.place) && (row.kept === edit.value || row.other === edit.value)) ||
					all.some((other) => isOwnOverwriting(edit, other)) ||
					tookBack.has(edit.userId) ||
					edit.number <= rewoundAt ||
					edit.number <= (thrownUntil.get(edit.userId) ?? 0);
				if (!isKept)
					expect.fail(
						`lost: ${what}; its place: ${JSON.stringify(changes.filter((row) => row.entity.startsWith(edit.place.entity)))}, ${JSON.stringify(conflicts)}`
					);
			}
		}
	};
}

/** What somebody sets in two tabs at once is no conflict: one of the two stands. */
function isOwnOverwriting(edit: Made, other: Made): boolean {
	return other.userId === edit.userId && isAt(other.place, edit.place) && (other.number > edit.number || other.tab !== edit.tab);
}

/** Somebody, or he himself in another tab, was at the same place. */
function isRival(edit: Made, other: Made): boolean {
	return isAt(other.place, edit.place) && (other.userId !== edit.userId || other.tab !== edit.tab);
}

const isAt = (one: Place, other: Place): boolean => one.root === other.root && one.entity === other.entity && one.field === other.field;

/** Where an edit puts its value in the history; null for those whose value says nothing. */
function placeOf(edit: Edit): { place: Place; value: unknown } | null {
	const at = (place: Place, value: unknown) => ({ place, value });
	if (edit.edit === 'addNode') return at({ root: 'nodes', entity: edit.args.id, field: 'uraian' }, edit.args.uraian ?? null);
	if (edit.edit === 'addIndikator')
		return at({ root: 'nodes', entity: `${edit.args.nodeId}/indikator/${edit.args.id}`, field: 'tolokUkur' }, edit.args.tolokUkur ?? null);
	if (edit.edit === 'addSumberDana')
		return at({ root: 'nodes', entity: `${edit.args.nodeId}/sumberDana/${edit.args.id}`, field: 'nama' }, edit.args.nama);
	const register = registerOf(edit);
	if (!register || register.field === 'bidang') return null;
	return at({ root: register.root, entity: register.entity, field: register.field }, register.value);
}
