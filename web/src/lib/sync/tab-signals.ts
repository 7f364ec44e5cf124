/**
 * What tabs of one account with the same document tell each other: that something in this browser's storage is to be looked at again. Signals
 * only, never data of the document: one tab must not show what another has not yet had confirmed.
 */
import type { DocumentName } from './outbox.ts';

/** truth: the server refused something, and the cached document is gone. refused: the list of refused edits is another one. */
export type TabSignal = 'truth' | 'refused';

export interface TabSignals {
	tell(signal: TabSignal): void;
	close(): void;
}

/** Tells the other tabs, never this one. Where the browser has no channel each tab finds out by itself, from the server. */
export function openTabSignals(userId: string, { renjaId, part }: DocumentName, take: (signal: TabSignal) => void): TabSignals {
	if (typeof BroadcastChannel === 'undefined') return { tell: () => undefined, close: () => undefined };
	const channel = new BroadcastChannel(`rembug/${userId}/${renjaId}/${part}`);
	channel.onmessage = ({ data }: MessageEvent<TabSignal>) => take(data);
	let isClosed = false;
	return {
		tell(signal) {
			// A write to the storage may end after the tab did.
			if (!isClosed) channel.postMessage(signal);
		},
		close() {
			isClosed = true;
			channel.close();
		}
	};
}
