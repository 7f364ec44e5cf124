/**
 * Which unconfirmed edits travel in which frame of the present connection. The server confirms cumulative counts of content frames; a
 * frame covers every edit that was applied when it left, because updates and step 2 carry all that the server lacks.
 */
import type { StoredEntry } from './outbox.ts';

export interface Pending {
	/** Oldest first. */
	entries(): readonly StoredEntry[];
	isApplied(id: string): boolean;
	/** An edit that is about to be applied: the next content frame covers it. */
	applying(entry: StoredEntry): void;
	/** An edit whose change is in the document already. True when every frame that could carry it is confirmed. */
	present(entry: StoredEntry): boolean;
	/** An edit that waits for a document to be applied to. */
	waiting(entry: StoredEntry): void;
	update(entry: StoredEntry): void;
	remove(ids: readonly string[]): void;
	/** The document is dropped: nothing is applied any more. */
	unapplyAll(): void;
	connectionOpened(): void;
	frameSent(frame: number): void;
	/** Ids of the edits that are safe now; they are no longer pending. */
	confirmed(frames: number): string[];
	/** Whether every frame of this connection is confirmed, and none had to wait. */
	allFramesConfirmed(): boolean;
}

interface Tracked {
	entry: StoredEntry;
	applied: boolean;
	frame: number | null;
}

export function createPending(): Pending {
	const tracked = new Map<string, Tracked>();
	let sent = 0;
	let confirmed = 0;
	return {
		entries: () => [...tracked.values()].map(({ entry }) => entry),
		isApplied: (id) => tracked.get(id)?.applied ?? false,
		applying: (entry) => void tracked.set(entry.id, { entry, applied: true, frame: null }),
		present(entry) {
			tracked.set(entry.id, { entry, applied: true, frame: sent > 0 ? sent : null });
			return sent > 0 && sent <= confirmed;
		},
		waiting: (entry) => void tracked.set(entry.id, { entry, applied: false, frame: null }),
		update(entry) {
			const old = tracked.get(entry.id);
			if (old) old.entry = entry;
		},
		remove: (ids) => ids.forEach((id) => tracked.delete(id)),
		unapplyAll() {
			for (const one of tracked.values()) Object.assign(one, { applied: false, frame: null });
		},
		connectionOpened() {
			sent = 0;
			confirmed = 0;
			for (const one of tracked.values()) one.frame = null;
		},
		frameSent(frame) {
			sent = frame;
			for (const one of tracked.values()) if (one.applied && one.frame === null) one.frame = frame;
		},
		confirmed(frames) {
			confirmed = Math.max(confirmed, frames);
			const safe = [...tracked.values()].filter((one) => one.frame !== null && one.frame <= confirmed).map((one) => one.entry.id);
			for (const id of safe) tracked.delete(id);
			return safe;
		},
		allFramesConfirmed: () => sent > 0 && confirmed >= sent
	};
}
