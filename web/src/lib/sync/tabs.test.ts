import { afterEach, describe, expect, it, vi } from 'vitest';
import { openTab, type Tab, type TabPlatform } from './tabs.ts';

let tabs: Tab[] = [];
afterEach(() => {
	for (const tab of tabs) tab.end();
	tabs = [];
	vi.useRealTimers();
});

function open(platform?: TabPlatform): Tab {
	const tab = openTab(platform);
	tabs.push(tab);
	return tab;
}

describe('a tab', () => {
	it('is alive until it ends, by Web Locks', async () => {
		const [one, other] = [open(), open()];
		expect(await one.isAlive(other.id)).toBe(true);
		other.end();
		await vi.waitFor(async () => expect(await one.isAlive(other.id)).toBe(false));
		expect(await one.isAlive('never-was')).toBe(false);
	});

	it('is alive while its heart beats, where Web Locks are missing', async () => {
		vi.useFakeTimers();
		const stored = new Map<string, string>();
		const platform: TabPlatform = {
			locks: undefined,
			storage: {
				getItem: (key) => stored.get(key) ?? null,
				setItem: (key, value) => void stored.set(key, value),
				removeItem: (key) => void stored.delete(key)
			},
			now: () => Date.now()
		};
		const [one, other] = [open(platform), open(platform)];
		vi.advanceTimersByTime(600_000);
		expect(await one.isAlive(other.id)).toBe(true);
		const beats = [...stored].find(([key]) => key.endsWith(other.id)) as [string, string];
		other.end();
		expect(await one.isAlive(other.id)).toBe(false);
		// A crash leaves its last beat behind.
		stored.set(...beats);
		expect(await one.isAlive(other.id)).toBe(true);
		vi.advanceTimersByTime(200_000);
		expect(await one.isAlive(other.id)).toBe(false);
	});
});
