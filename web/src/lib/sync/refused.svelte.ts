/** The edits of this account in this document that the server did not take: the same list in every tab, kept until it is empty. */
import { isOf, type DocumentName, type Outbox, type StoredEntry } from './outbox.ts';

export interface RefusedList {
	/** Reactive; oldest first. */
	readonly list: readonly StoredEntry[];
	keep(entries: readonly StoredEntry[]): void;
	remove(id: string): Promise<void>;
	/** Another tab changed it. */
	reload(): Promise<void>;
}

export interface RefusedListOptions {
	userId: string;
	document: DocumentName;
	/** Null before it is open. */
	outbox(): Outbox | null;
	/** Answers whether it could be done. */
	write(work: (to: Outbox) => Promise<unknown>): Promise<boolean>;
	changed(): void;
}

export function createRefusedList({ userId, document, outbox, write, changed }: RefusedListOptions): RefusedList {
	let list = $state.raw<readonly StoredEntry[]>([]);
	/** In this tab's memory only, as yet or because the storage is full. */
	const unwritten = new Map<string, StoredEntry>();
	const removed = new Set<string>();

	return {
		get list() {
			return list;
		},
		keep(entries) {
			for (const entry of entries) unwritten.set(entry.id, entry);
			list = [...list, ...entries].sort((a, b) => a.number - b.number);
			void write((to) => to.put(entries)).then((done) => {
				if (!done) return;
				for (const { id } of entries) unwritten.delete(id);
				changed();
			});
		},
		async remove(id) {
			removed.add(id);
			unwritten.delete(id);
			list = list.filter((entry) => entry.id !== id);
			await write((to) => to.remove([id]));
			changed();
		},
		async reload() {
			const stored = (await outbox()?.entries(userId)) ?? [];
			const refused = stored.filter((entry) => isOf(entry, document) && entry.state === 'refused' && !unwritten.has(entry.id));
			list = [...refused, ...unwritten.values()].filter(({ id }) => !removed.has(id)).sort((a, b) => a.number - b.number);
		}
	};
}
