/** Where people are talking on this page: which list of comments is open, and on what. */
import { createContext } from 'svelte';

export type TalkList = 'here' | 'open' | 'mentions' | 'all';

export interface Talk {
	/** Reactive; the panel shows comments and not the sums. */
	shown: boolean;
	/** Reactive. */
	list: TalkList;
	/** Reactive; raised when somebody asks to write about where the cursor stands. */
	readonly asked: number;
	/** Shows the list of that place; write: with the cursor in the field for a new comment. */
	open(list: TalkList, write?: boolean): void;
}

export const [getTalk, setTalk] = createContext<Talk>();
