/** Times are stored in UTC and shown in the zone of western Indonesia. */
import { isCalendarDay } from '@rembug/shared/renja/stage-window.ts';

const zone = 'Asia/Jakarta';
const clock = new Intl.DateTimeFormat('id-ID', { hour: '2-digit', minute: '2-digit', hour12: false, timeZone: zone });
const day = new Intl.DateTimeFormat('id-ID', { day: 'numeric', month: 'long', year: 'numeric', timeZone: zone });

/** `09.41` */
export function formatClock(at: Date): string {
	return clock.format(at).replace(':', '.');
}

/** `22 November 2026` */
export function formatDay(at: Date): string {
	return day.format(at);
}

const dayMs = 24 * 3600 * 1000;

/** The first moment of a calendar day `2026-11-22`, or of one so many days later; undefined: there is no such day. */
export function startOfDay(text: string, later = 0): Date | undefined {
	if (!isCalendarDay(text)) return undefined;
	// Western Indonesia has no summer time: a day always has 24 hours.
	return new Date(Date.parse(`${text}T00:00:00+07:00`) + later * dayMs);
}

/** `22 November 2026, 09.41 WIB` */
export function formatMoment(at: Date): string {
	return `${formatDay(at)}, ${formatClock(at)} WIB`;
}
