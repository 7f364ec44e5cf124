import { expect, test } from 'vitest';
import { openTabSignals, type TabSignal } from './tab-signals.ts';

const document = { renjaId: 'r', part: 'plan' } as const;

test('a signal after the tab is gone goes nowhere, and throws nothing', async () => {
	const heard: TabSignal[] = [];
	let hear = (): void => undefined;
	const first = new Promise<void>((resolve) => (hear = resolve));
	const other = openTabSignals('u', document, (signal) => {
		heard.push(signal);
		hear();
	});
	const tab = openTabSignals('u', document, () => undefined);
	const signal = 'refused';
	tab.tell(signal);
	await first;
	tab.close();
	expect(() => tab.tell(signal)).not.toThrow();
	other.close();
	expect(heard).toEqual([signal]);
});
