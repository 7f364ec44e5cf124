/**
 * Which tabs of this browser are alive: what a dead tab left unsent is taken over by the next one. A Web Lock held by the tab answers
 * it exactly; where locks are missing (plain http) a heartbeat in localStorage does, late but in the end.
 */
import { randomId } from './random-id.ts';

export interface Tab {
	id: string;
	isAlive(tab: string): Promise<boolean>;
	end(): void;
}

/** Background tabs may be allowed to run only once a minute. */
const deadAfterMs = 150_000;
const beatEveryMs = 5_000;

export interface TabPlatform {
	locks: LockManager | undefined;
	storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
	now(): number;
}

export function openTab(platform: TabPlatform = browserPlatform()): Tab {
	const id = randomId();
	return platform.locks ? lockedTab(id, platform.locks) : beatingTab(id, platform);
}

function lockedTab(id: string, locks: LockManager): Tab {
	const name = (tab: string): string => `rembug-tab-${tab}`;
	let end = (): void => undefined;
	const ended = new Promise<void>((resolve) => (end = resolve));
	locks.request(name(id), () => ended).catch(() => undefined);
	return {
		id,
		async isAlive(tab) {
			const { held = [], pending = [] } = await locks.query();
			return [...held, ...pending].some((lock) => lock.name === name(tab));
		},
		end
	};
}

function beatingTab(id: string, { storage, now }: TabPlatform): Tab {
	const key = (tab: string): string => `rembug-tab-${tab}`;
	const beat = (): void => storage.setItem(key(id), String(now()));
	const stop = (): void => storage.removeItem(key(id));
	beat();
	const timer = setInterval(beat, beatEveryMs);
	globalThis.addEventListener?.('pagehide', stop);
	globalThis.addEventListener?.('pageshow', beat);
	return {
		id,
		isAlive: async (tab) => now() - Number(storage.getItem(key(tab)) ?? 0) < deadAfterMs,
		end() {
			clearInterval(timer);
			globalThis.removeEventListener?.('pagehide', stop);
			globalThis.removeEventListener?.('pageshow', beat);
			stop();
		}
	};
}

function browserPlatform(): TabPlatform {
	return { locks: globalThis.navigator?.locks, storage: localStorageOrMemory(), now: Date.now };
}

const memory = new Map<string, string>();

/** Storage can be forbidden by the browser's settings; then every tab stands for itself. */
function localStorageOrMemory(): TabPlatform['storage'] {
	try {
		if (globalThis.localStorage) return globalThis.localStorage;
	} catch {
		// Forbidden: reading the property throws.
	}
	return {
		getItem: (key) => memory.get(key) ?? null,
		setItem: (key, value) => void memory.set(key, value),
		removeItem: (key) => void memory.delete(key)
	};
}
