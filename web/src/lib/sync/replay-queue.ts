/**
 * The edits that wait for a document. After a reopening all of them go into it at once; after a refusal one by one, each only when the
 * one before it is settled, so that it is plain which of them the server does not take, and no good one goes with a bad one.
 */
import type { CloseReason } from '@rembug/shared/sync/close-codes.ts';
import type { StoredEntry } from './outbox.ts';
import type { Pending } from './pending.ts';

export interface ReplayQueue {
	/** Reactive nowhere. After a refusal, until everything that waited is settled. */
	readonly oneByOne: boolean;
	/** Places what waits, as far as its turn has come. */
	go(): void;
	/** The server took nothing more of this connection; everything waits again. False: nothing of ours was on its way. */
	takeRefusal(reason: CloseReason): boolean;
	/** Somebody is making an edit: nothing else goes until the returned function is called. */
	enter(): () => void;
	/** Resolves when an edit made now would be the only one on its way. */
	free(): Promise<void>;
	/** Something was settled, or the connection came or went. */
	moved(): void;
}

export interface ReplayQueueOptions {
	pending: Pending;
	isReady(): boolean;
	isOnline(): boolean;
	/** Applies a waiting edit, or takes it out of what is pending. */
	place(entry: StoredEntry): void;
	refuse(entry: StoredEntry, reason: CloseReason): void;
	/** All that waited for its single turn is settled. */
	finished(): void;
}

/** These say something about the document that was sent from, not about the edit: it gets another try from a fresh one. */
const aboutTheDocument: readonly CloseReason[] = ['clientId', 'gap', 'malformed'];
const triesMax = 2;

export function createReplayQueue({ pending, isReady, isOnline, place, refuse, finished }: ReplayQueueOptions): ReplayQueue {
	const tries = new Map<string, number>();
	let oneByOne = false;
	let makers = 0;
	let waiters: (() => void)[] = [];

	const onTheirWay = (): StoredEntry[] => pending.entries().filter(({ id }) => pending.isApplied(id));
	const waiting = (): StoredEntry[] =>
		pending
			.entries()
			.filter(({ id }) => !pending.isApplied(id))
			.sort((a, b) => a.number - b.number);
	const isFree = (): boolean => !oneByOne || !isOnline() || onTheirWay().length === 0;

	function go(): void {
		if (!isReady()) return;
		if (!oneByOne) return waiting().forEach(place);
		while (makers === 0 && onTheirWay().length === 0) {
			const [next] = waiting();
			if (next) {
				place(next);
				continue;
			}
			oneByOne = false;
			tries.clear();
			return finished();
		}
	}

	function moved(): void {
		if (!isFree()) return;
		const freed = waiters;
		waiters = [];
		for (const resolve of freed) resolve();
	}

	function takeRefusal(reason: CloseReason): boolean {
		const [first, ...others] = onTheirWay();
		pending.unapplyAll();
		// Only a document that holds the server's truth and this one edit tells which edit it was.
		if (oneByOne && first && others.length === 0) {
			const tried = (tries.get(first.id) ?? 0) + 1;
			tries.set(first.id, tried);
			if (!aboutTheDocument.includes(reason) || tried >= triesMax) refuse(first, reason);
		}
		oneByOne = true;
		moved();
		return first !== undefined;
	}

	return {
		get oneByOne() {
			return oneByOne;
		},
		go,
		takeRefusal,
		enter() {
			makers += 1;
			return () => {
				makers -= 1;
				go();
			};
		},
		free: () => (isFree() ? Promise.resolve() : new Promise((resolve) => waiters.push(resolve))),
		moved
	};
}
