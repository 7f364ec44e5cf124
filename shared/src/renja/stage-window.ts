/** The dates between which a stage is meant to happen, against today. They remind; nothing is ever refused because of them. */

/** Calendar days as `2026-11-22`; null: not set. */
export interface StageWindow {
	startsOn: string | null;
	endsOn: string | null;
}

/** Where the Renja is, seen from a stage. */
export type StagePosition = 'past' | 'now' | 'ahead';

/**
 * `overdue`: days since the end of a stage that still goes on; `due`: days until its end, 0 on the last day; `lateStart`: days since a stage
 * should have begun; `starts`: days until it begins. null: there is nothing to remind of.
 */
export type WindowState = { kind: 'overdue' | 'due' | 'lateStart' | 'starts'; days: number } | null;

const dayMs = 86_400_000;

function daysBetween(from: string, to: string): number {
	return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);
}

export function windowState({ startsOn, endsOn }: StageWindow, position: StagePosition, today: string): WindowState {
	if (position === 'past') return null;
	if (position === 'now') {
		if (endsOn === null) return null;
		const days = daysBetween(today, endsOn);
		return days < 0 ? { kind: 'overdue', days: -days } : { kind: 'due', days };
	}
	if (startsOn === null) return null;
	const days = daysBetween(today, startsOn);
	return days < 0 ? { kind: 'lateStart', days: -days } : { kind: 'starts', days };
}

/** A real calendar day, written `2026-11-22`, from 1900 to 2199. */
export function isCalendarDay(text: string): boolean {
	if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(text)) return false;
	const at = new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
