/**
 * One spelling for every plain value, so that equal contents have equal bytes on every machine and in every year: keys sorted by code
 * unit, no white space, absent keys left out. The shape is that of RFC 8785 for the values a plan can hold.
 */

/** Throws a TypeError for what JSON cannot hold exactly: functions, symbols, bigint, infinities, cycles beyond the stack. */
export function canonicalJson(value: unknown): string {
	if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
	if (typeof value === 'number') {
		if (!Number.isFinite(value)) throw new TypeError('canonicalJson: number without a JSON form');
		// -0 and 0 are the same amount.
		return JSON.stringify(value === 0 ? 0 : value);
	}
	if (Array.isArray(value)) return `[${value.map((entry) => canonicalJson(entry === undefined ? null : entry)).join(',')}]`;
	if (typeof value === 'object') {
		const record = value as Record<string, unknown>;
		const keys = Object.keys(record)
			.filter((key) => record[key] !== undefined)
			.sort();
		return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(record[key])}`).join(',')}}`;
	}
	throw new TypeError(`canonicalJson: ${typeof value} has no JSON form`);
}
