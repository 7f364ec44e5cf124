/** Times are stored in UTC and shown in the zone of western Indonesia. */
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

/** `22 November 2026, 09.41 WIB` */
export function formatMoment(at: Date): string {
	return `${formatDay(at)}, ${formatClock(at)} WIB`;
}
