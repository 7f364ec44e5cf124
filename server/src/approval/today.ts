const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jakarta', year: 'numeric', month: '2-digit', day: '2-digit' });

/** `2026-11-22`: the calendar day in the zone in which the page shows times. */
export function today(): string {
	return day.format(new Date());
}
