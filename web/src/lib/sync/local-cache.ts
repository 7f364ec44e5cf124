/**
 * The document as this browser last knew it, by user, document and generation, so that work starts before the server answers and goes
 * on without it. Merges what other tabs of the same user wrote.
 */
import type { PartName } from '@rembug/shared/sync/part-names.ts';
import { deleteDB, openDB } from 'idb';
import { IndexeddbPersistence } from 'y-indexeddb';
import type * as Y from 'yjs';

export interface LocalCache {
	/** Stops writing. What was changed before is kept. */
	close(): Promise<void>;
}

export function cacheName(userId: string, renjaId: string, part: PartName, generation: string): string {
	return `${cachePrefix(userId, renjaId, part)}${generation}`;
}

/** What the names of all generations of one document have in common. */
export function cachePrefix(userId: string, renjaId: string, part: PartName): string {
	return `rembug/${userId}/${renjaId}/${part}/`;
}

const updatesStore = 'updates';

/** Fills the document from the cache and keeps the cache in step with it. Null where IndexedDB is forbidden or the document is gone. */
export async function openLocalCache(name: string, doc: Y.Doc): Promise<LocalCache | null> {
	if (!(await hasIndexedDb()) || doc.isDestroyed) return null;
	const persistence = new IndexeddbPersistence(name, doc);
	await persistence.whenSynced;
	// Closing waits for the writes under way.
	return { close: () => persistence.destroy() };
}

/** Forgets the content but leaves the database: another tab may have it open, and its writes must not fail. */
export async function emptyCache(name: string): Promise<void> {
	const db = await openDB(name);
	if (db.objectStoreNames.contains(updatesStore)) await db.clear(updatesStore);
	db.close();
}

export async function deleteCache(name: string): Promise<void> {
	await deleteDB(name);
}

/** y-indexeddb never answers when the database cannot be opened, so it is asked before. */
async function hasIndexedDb(): Promise<boolean> {
	try {
		const probe = await openDB('rembug-probe', 1);
		probe.close();
		return true;
	} catch {
		return false;
	}
}
