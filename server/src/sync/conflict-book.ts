/**
 * The open conflicts of one open document: what the gate judges by, which runs ahead of the log like the document itself, and what the
 * connections were told, which follows the commits.
 */
import type { ConflictNews, ConflictRow } from '@rembug/shared/sync/conflict-types.ts';
import type { Sql } from '../database/connect.ts';
import type { Log } from '../log.ts';
import { placeKey, type ConflictChange, type OpenConflict } from './conflicts.ts';
import { openConflicts, type StoredConflict } from './sync-queries.ts';

export interface ConflictBook {
	/** Reads what is committed; tells it to those who are there already. */
	load(): Promise<void>;
	/** What rows of another process opened, changed or settled; open: those of `ids` that are open now. */
	takeForeign(ids: readonly string[], open: readonly StoredConflict[]): void;
	/** Those of one register, admitted and not yet committed ones included. */
	at(place: string): readonly OpenConflict[];
	/** An update was admitted. */
	take(changes: readonly ConflictChange[]): void;
	/** What it brought is committed: reads it with names and times, then tells. */
	committed(changes: readonly ConflictChange[]): void;
	/** Somebody settled it without changing the document; Postgres holds that. */
	settled(id: string): void;
	/** So many are open in Postgres: reads them anew when others are known here, unless by then something waits for its commit. */
	compare(count: number, isWaiting: () => boolean): void;
	/** What a new connection is to be told; null: nothing. */
	all(): ConflictNews | null;
}

export function createConflictBook(options: { sql: Sql; log: Log; documentId: string; tell: (news: ConflictNews) => void }): ConflictBook {
	const { sql, log, documentId, tell } = options;
	const open = new Map<string, OpenConflict>();
	const byPlace = new Map<string, OpenConflict[]>();
	const told = new Map<string, ConflictRow>();
	const toTell = new Set<string>();
	let isTelling = false;
	let isComparing = false;

	function put(conflict: OpenConflict): void {
		forget(conflict.id);
		open.set(conflict.id, conflict);
		const key = placeKey(conflict);
		byPlace.set(key, [...(byPlace.get(key) ?? []), conflict]);
	}

	function replaceAll(rows: readonly StoredConflict[]): void {
		const wasTold = told.size > 0;
		for (const all of [open, byPlace, told]) all.clear();
		for (const stored of rows) putStored(stored);
		if (wasTold || told.size > 0) tell({ all: true, open: [...told.values()], settled: [] });
	}

	function putStored(stored: StoredConflict): void {
		const { id, root, entity, field, kept, other, keptIsNewer } = stored;
		put({ id, root, entity, field, kept, other, keptIsNewer });
		told.set(id, rowOf(stored));
	}

	function forget(id: string): void {
		const conflict = open.get(id);
		if (!conflict) return;
		open.delete(id);
		const key = placeKey(conflict);
		const others = (byPlace.get(key) ?? []).filter((other) => other.id !== id);
		if (others.length > 0) byPlace.set(key, others);
		else byPlace.delete(key);
	}

	async function tellSoon(): Promise<void> {
		if (isTelling) return;
		isTelling = true;
		while (toTell.size > 0) {
			const ids = [...toTell];
			// What changes while Postgres answers is asked for again.
			toTell.clear();
			try {
				const rows = await openConflicts(sql, documentId, ids);
				for (const id of ids) told.delete(id);
				for (const row of rows) noteTold(row);
				tell({ all: false, open: rows.map(rowOf), settled: ids.filter((id) => !told.has(id)) });
			} catch (error) {
				// The next conflict that is committed takes them along; a room without Postgres is closed anyway.
				log.warn({ err: error, documentId }, 'conflicts cannot be read');
				for (const id of ids) toTell.add(id);
				break;
			}
		}
		isTelling = false;
	}

	function noteTold(stored: StoredConflict): void {
		told.set(stored.id, rowOf(stored));
		// Only Postgres knew who had written what the room could not ascribe.
		const known = open.get(stored.id);
		if (!known) return;
		for (const side of ['kept', 'other'] as const)
			if (known[side].accountId === null) known[side] = { ...known[side], accountId: stored[side].accountId };
	}

	return {
		async load() {
			replaceAll(await openConflicts(sql, documentId));
		},
		compare(count, isWaiting) {
			if (count === told.size || isTelling || isComparing || isWaiting()) return;
			isComparing = true;
			openConflicts(sql, documentId)
				.then((rows) => {
					if (!isWaiting()) replaceAll(rows);
				})
				.catch((error: unknown) => log.debug({ err: error, documentId }, 'conflicts cannot be read; looked for again'))
				.finally(() => (isComparing = false));
		},
		takeForeign(ids, rows) {
			if (ids.length === 0) return;
			for (const id of ids) {
				forget(id);
				told.delete(id);
			}
			for (const stored of rows) putStored(stored);
			tell({ all: false, open: rows.map(rowOf), settled: ids.filter((id) => !told.has(id)) });
		},
		at: (place) => byPlace.get(place) ?? [],
		take(changes) {
			for (const { conflict, settledBy } of changes) {
				if (settledBy === null) put(conflict);
				else forget(conflict.id);
			}
		},
		committed(changes) {
			if (changes.length === 0) return;
			for (const { conflict } of changes) toTell.add(conflict.id);
			void tellSoon();
		},
		settled(id) {
			forget(id);
			toTell.add(id);
			void tellSoon();
		},
		all: () => (told.size === 0 ? null : { all: true, open: [...told.values()], settled: [] })
	};
}

function rowOf({ id, root, entity, field, kept, other }: ConflictRow): ConflictRow {
	return { id, root, entity, field, kept, other };
}
