/**
 * How often one network address may ask for receipts: enough for a whole village hall behind one address, too few to search for codes.
 * Kept in memory; a restart forgives.
 */

const addressesMax = 10_000;

export interface LookupLimit {
	/** Counts one question; false: too many within a minute. */
	take(address: string): boolean;
}

/** perMinute: questions of one address. */
export function createLookupLimit(perMinute: number, now: () => number = () => performance.now()): LookupLimit {
	let windows = new Map<string, { since: number; count: number }>();
	return {
		take(address) {
			const at = now();
			let window = windows.get(address);
			if (!window || at - window.since >= 60_000) {
				if (windows.size >= addressesMax) windows = new Map([...windows].filter(([, { since }]) => at - since < 60_000));
				// So many at once is no village hall: whoever is new waits until a minute is over.
				if (windows.size >= addressesMax) return false;
				window = { since: at, count: 0 };
				windows.set(address, window);
			}
			window.count += 1;
			return window.count <= perMinute;
		}
	};
}
