/** Short messages at the lower edge of the page: what just happened, with at most one thing to do about it. */
export interface Notice {
	id: number;
	text: string;
	tone: 'plain' | 'problem';
	action?: { label: string; run: () => void };
}

const secondsShown = { plain: 8, problem: 14 };

let next = 1;
let list = $state.raw<Notice[]>([]);
let spoken = $state('');

export const notices = {
	/** Reactive. */
	get list(): readonly Notice[] {
		return list;
	},
	/** Reactive. What a screen reader is told besides, without anything on the screen. */
	get spoken(): string {
		return spoken;
	},
	show(text: string, options: { tone?: Notice['tone']; action?: Notice['action'] } = {}): void {
		const notice: Notice = { id: next++, text, tone: options.tone ?? 'plain', action: options.action };
		list = [...list.slice(-2), notice];
		setTimeout(() => notices.dismiss(notice.id), secondsShown[notice.tone] * 1000);
	},
	problem(text: string): void {
		notices.show(text, { tone: 'problem' });
	},
	announce(text: string): void {
		spoken = text;
	},
	dismiss(id: number): void {
		list = list.filter((notice) => notice.id !== id);
	}
};
