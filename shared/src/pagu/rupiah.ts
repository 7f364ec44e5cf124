/**
 * Whole rupiah: read what people type, write what people read. Money is an integer everywhere; a fraction that is not zero is a
 * problem to show, never something to round away.
 */

/** Above any budget of one perangkat daerah, and small enough that sums of thousands of rows stay exact integers. */
export const rupiahMax = 99_999_999_999_999;

export type RupiahProblem = 'rupiah.invalid' | 'rupiah.fraction' | 'rupiah.tooLarge';
export type RupiahResult = { ok: true; value: number | null } | { ok: false; problem: RupiahProblem };

/** Whether a value may stand as an amount in the document. */
export function isRupiah(value: unknown): value is number {
	return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= rupiahMax;
}

/** `1250000` -> `1.250.000`; negative differences keep their sign. */
export function formatRupiah(value: number): string {
	const digits = String(Math.abs(value)).replace(/\B(?=(\d{3})+(?!\d))/g, '.');
	return value < 0 ? `-${digits}` : digits;
}

const scales: Record<string, number> = {
	rb: 3,
	ribu: 3,
	jt: 6,
	juta: 6,
	m: 9,
	miliar: 9,
	milyar: 9,
	t: 12,
	triliun: 12,
	trilyun: 12
};

/**
 * Reads an amount in any usual form: `1.250.000`, `Rp 1.250.000,00`, `Rp1.250.000,-`, `1250000`, `1 250 000`, `1,250,000`,
 * `12,5 juta`. Empty text is null (not filled in); `-` is 0, as the printed tables use it. A single group after a dot is thousands
 * (`1.250` is 1250), after a comma a fraction (`1,250` is refused): that is how amounts are written in Indonesia.
 */
export function parseRupiah(text: string): RupiahResult {
	let rest = text
		.replace(/[\s\u00a0\u202f]+/g, ' ')
		.trim()
		.toLowerCase();
	if (rest === '') return { ok: true, value: null };
	if (/^[-–—]$/.test(rest)) return { ok: true, value: 0 };
	rest = rest
		.replace(/^(rp\.?|idr)\s*/, '')
		.replace(/,\s*[-–—]+$/, '')
		.trim();
	if (/^[-–—]$/.test(rest)) return { ok: true, value: 0 };

	const scaled = /^(.*?)\s*(rb|ribu|jt|juta|m|miliar|milyar|t|triliun|trilyun)\.?$/.exec(rest);
	const zeros = scaled ? (scales[scaled[2] as string] as number) : 0;
	const parts = splitNumber(scaled ? (scaled[1] as string) : rest);
	if (!parts) return { ok: false, problem: 'rupiah.invalid' };

	const fraction = parts.fraction.replace(/0+$/, '');
	if (fraction.length > zeros) return { ok: false, problem: 'rupiah.fraction' };
	const digits = (parts.whole + fraction.padEnd(zeros, '0')).replace(/^0+(?=\d)/, '');
	if (digits.length > String(rupiahMax).length) return { ok: false, problem: 'rupiah.tooLarge' };
	return { ok: true, value: Number(digits) };
}

function splitNumber(text: string): { whole: string; fraction: string } | null {
	const plain = text.replace(/ /g, '.');
	let match = /^(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?$/.exec(plain);
	if (match) return { whole: (match[1] as string).replaceAll('.', ''), fraction: match[2] ?? '' };
	// Two groups or more after commas can only be thousands: what an English Excel copies.
	match = /^(\d{1,3}(?:,\d{3}){2,})(?:\.(\d+))?$/.exec(plain);
	if (match) return { whole: (match[1] as string).replaceAll(',', ''), fraction: match[2] ?? '' };
	match = /^(\d{1,3},\d{3})\.(\d+)$/.exec(plain);
	return match ? { whole: (match[1] as string).replaceAll(',', ''), fraction: match[2] as string } : null;
}
