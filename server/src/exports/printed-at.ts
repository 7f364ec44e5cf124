/** A moment in the words of the office, in western Indonesia's time: `22 November 2026 pukul 10.00 WIB`. */
const words = new Intl.DateTimeFormat('id-ID', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Asia/Jakarta' });

export function printedAt(at: Date): string {
	return `${words.format(at)} WIB`;
}
