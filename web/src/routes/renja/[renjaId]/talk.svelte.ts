/** The panel's part about comments: shown or not, which list, and whether somebody is about to write. */
import type { Talk, TalkList } from './talk-context.ts';

/** onshow: the panel may be closed. */
export function createTalk(onshow: () => void): Talk {
	let shown = $state(false);
	let list = $state<TalkList>('here');
	let asked = $state(0);
	return {
		get shown() {
			return shown;
		},
		set shown(now) {
			shown = now;
		},
		get list() {
			return list;
		},
		set list(now) {
			list = now;
		},
		get asked() {
			return asked;
		},
		open(next, write = false) {
			list = next;
			shown = true;
			if (write) asked += 1;
			onshow();
		}
	};
}
