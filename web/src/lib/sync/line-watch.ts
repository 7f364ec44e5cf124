/**
 * Notices what went astray between server and browser on a connection that looks alive: a frame of the server that is missing, and frames
 * of ours, or answers, that never come to anything. Either way the connection is given up and everything is synced anew.
 */
import type { Confirmed, Reach } from '@rembug/shared/sync/messages.ts';

export interface LineWatch {
	/** A new connection: nothing has arrived or left yet. */
	opened(): void;
	/** Whether a numbered message is the next one; one that came before is passed over. */
	takesMessage(number: number | null): boolean;
	/** Whether messages may be read: not before hello, and not after something was missing. */
	isSound(): boolean;
	/** Whether content of the server can be taken: nothing before it is missing. */
	takesContent(reach: Reach | null): boolean;
	/** The document holds all that the server had when the connection opened. */
	inStep(): void;
	/** So many content frames have left on this connection. */
	contentSent(frames: number): void;
	confirmed(confirmed: Confirmed): void;
	/** There is no connection any more. */
	closed(): void;
	end(): void;
}

export interface LineWatchOptions {
	/** So long nothing may come of what was sent. Longer after each time that it was in vain: the line may be slow. */
	patienceMs: number;
	/** Whether all that was sent has left this machine. */
	isDrained(): boolean;
	/** Something is missing: the connection is of no use. */
	astray(): void;
}

const patienceMaxMs = 120_000;
const looksPerPatience = 8;

export function createLineWatch({ patienceMs, isDrained, astray }: LineWatchOptions): LineWatch {
	let isOpen = false;
	let messages = 0;
	/** Everything of the log up to here has arrived. */
	let reached = 0;
	let isInStep = false;
	let sent = 0;
	let settled = 0;
	let patience = patienceMs;
	let waitingSince = 0;

	const timer = setInterval(look, patienceMs / looksPerPatience);

	function look(): void {
		if (!isOpen || !isWaiting()) return;
		if (!isDrained()) progress();
		if (performance.now() - waitingSince <= patience) return;
		patience = Math.min(patience * 2, patienceMaxMs);
		giveUp();
	}

	/** Until the server has all of ours, and we all of his. */
	const isWaiting = (): boolean => !isInStep || sent === 0 || settled < sent;

	function progress(): void {
		waitingSince = performance.now();
	}

	function giveUp(): void {
		isOpen = false;
		astray();
	}

	/** Whether what has arrived so far reaches up to there. */
	function follows(present: boolean): boolean {
		if (isOpen && !present) giveUp();
		return isOpen;
	}

	return {
		opened() {
			isOpen = true;
			isInStep = false;
			messages = reached = sent = settled = 0;
			progress();
		},
		takesMessage(number) {
			const next = messages + 1;
			if (number === null || !follows(number <= next) || number < next) return false;
			messages = number;
			return true;
		},
		isSound: () => follows(messages > 0),
		takesContent(reach) {
			if (!follows(reach !== null && reach.after <= reached)) return false;
			reached = Math.max(reached, reach?.upTo ?? 0);
			if (!isInStep) progress();
			return true;
		},
		inStep() {
			isInStep = true;
			progress();
		},
		contentSent(frames) {
			if (!isWaiting()) progress();
			sent = frames;
		},
		confirmed({ frames, sent: told }) {
			if (frames > settled) {
				settled = frames;
				patience = patienceMs;
				progress();
			}
			if (!told || !follows(told.messages <= messages && told.reach.after <= reached)) return;
			reached = Math.max(reached, told.reach.upTo);
		},
		closed() {
			isOpen = false;
		},
		end() {
			isOpen = false;
			clearInterval(timer);
		}
	};
}
