/**
 * The edits of this browser that the server has not confirmed, in IndexedDB: written before an edit is applied, removed when it is
 * confirmed, kept as refused when it cannot be. Also the list of local caches, so that signing out finds them all.
 */
import type { PartName } from '@rembug/shared/sync/part-names.ts';
import { openDB, type DBSchema } from 'idb';
import type { OutboxEntry } from './session-types.ts';

/** `stamp` says where in the document the entry's change is; absent while unapplied, and for changes that only take something away. */
export interface StoredEntry extends OutboxEntry {
	stamp?: { generation: string; client: number; clock: number };
}

/** One document of a Renja. */
export interface DocumentName {
	renjaId: string;
	part: PartName;
}

export function isOf(entry: OutboxEntry, { renjaId, part }: DocumentName): boolean {
	return entry.renjaId === renjaId && (entry.part ?? 'plan') === part;
}

export interface Outbox {
	put(entries: readonly StoredEntry[]): Promise<void>;
	remove(ids: readonly string[]): Promise<void>;
	/** Oldest first. */
	entries(userId: string): Promise<StoredEntry[]>;
	/** Takes over the pending edits that one of these tabs left; an entry goes to one taker only. Oldest first. */
	adopt(userId: string, document: DocumentName, deadTabs: ReadonlySet<string>, tab: string): Promise<StoredEntry[]>;
	noteCache(name: string, userId: string): Promise<void>;
	forgetCache(name: string): Promise<void>;
	caches(userId: string): Promise<string[]>;
	close(): void;
}

interface OutboxSchema extends DBSchema {
	entries: { key: string; value: StoredEntry; indexes: { userId: string } };
	caches: { key: string; value: { name: string; userId: string }; indexes: { userId: string } };
}

const databaseName = 'rembug-outbox';

/** Opens the outbox of this browser. Where IndexedDB is forbidden it lives in memory: work goes on, but does not survive the tab. */
export async function openOutbox(): Promise<Outbox> {
	try {
		return await storedOutbox();
	} catch {
		return memoryOutbox();
	}
}

async function storedOutbox(): Promise<Outbox> {
	const db = await openDB<OutboxSchema>(databaseName, 1, {
		upgrade(fresh) {
			fresh.createObjectStore('entries', { keyPath: 'id' }).createIndex('userId', 'userId');
			fresh.createObjectStore('caches', { keyPath: 'name' }).createIndex('userId', 'userId');
		}
	});
	return {
		async put(entries) {
			const transaction = db.transaction('entries', 'readwrite');
			await Promise.all([...entries.map((entry) => transaction.store.put(entry)), transaction.done]);
		},
		async remove(ids) {
			const transaction = db.transaction('entries', 'readwrite');
			await Promise.all([...ids.map((id) => transaction.store.delete(id)), transaction.done]);
		},
		entries: async (userId) => (await db.getAllFromIndex('entries', 'userId', userId)).sort(byNumber),
		async adopt(userId, document, deadTabs, tab) {
			const transaction = db.transaction('entries', 'readwrite');
			const adopted = (await transaction.store.index('userId').getAll(userId))
				.filter((entry) => isOf(entry, document) && entry.state === 'pending' && deadTabs.has(entry.tab))
				.map((entry) => ({ ...entry, tab }));
			await Promise.all([...adopted.map((entry) => transaction.store.put(entry)), transaction.done]);
			return adopted.sort(byNumber);
		},
		noteCache: async (name, userId) => void (await db.put('caches', { name, userId })),
		forgetCache: (name) => db.delete('caches', name),
		caches: async (userId) => (await db.getAllFromIndex('caches', 'userId', userId)).map((cache) => cache.name),
		close: () => db.close()
	};
}

function memoryOutbox(): Outbox {
	const kept = new Map<string, StoredEntry>();
	return {
		put: async (entries) => entries.forEach((entry) => kept.set(entry.id, entry)),
		remove: async (ids) => ids.forEach((id) => kept.delete(id)),
		entries: async (userId) => [...kept.values()].filter((entry) => entry.userId === userId).sort(byNumber),
		adopt: async () => [],
		noteCache: async () => undefined,
		forgetCache: async () => undefined,
		caches: async () => [],
		close: () => undefined
	};
}

function byNumber(a: StoredEntry, b: StoredEntry): number {
	return a.number - b.number;
}
