/** What of the list was open on the phone, so that coming back from a row finds it as it was left. */
import { SvelteSet } from 'svelte/reactivity';

const open = new SvelteSet<string>();

export const phoneView = {
	scrollTop: 0,
	/** Reactive. */
	isOpen: (id: string): boolean => open.has(id),
	toggle(id: string): void {
		if (!open.delete(id)) open.add(id);
	}
};
