/** What is looked for in the audit, as it stands in the address of the page, so that a search can be sent to a colleague. */
import { auditKinds, type AuditKind } from '@rembug/shared/audit/audit-actions.ts';
import { startOfDay } from '#lib/components/format-time.ts';

export interface AuditPageFilter {
	kind: AuditKind | '';
	account: string;
	renja: string;
	/** Days as `2026-11-22`, both included. */
	from: string;
	to: string;
	text: string;
}

/** Reads the address of the page; what it cannot mean is left out. */
export function filterOf(params: URLSearchParams): AuditPageFilter {
	const text = (name: string, max: number): string => (params.get(name) ?? '').slice(0, max);
	const day = (name: string): string => (startOfDay(text(name, 10)) ? text(name, 10) : '');
	const kind = auditKinds.find((one) => one === params.get('kind'));
	return {
		kind: kind ?? '',
		account: text('account', 100),
		renja: text('renja', 100),
		from: day('from'),
		to: day('to'),
		text: text('text', 200)
	};
}

/** The address of the page for a filter, without what is empty. */
export function addressOf(filter: AuditPageFilter): string {
	const params = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''));
	return params.size === 0 ? '/audit' : `/audit?${params}`;
}

/** The question to the server. before: the `next` of the page before. */
export function queryOf({ from, to, ...rest }: AuditPageFilter, before?: number): URLSearchParams {
	const asked = {
		...rest,
		from: startOfDay(from)?.toISOString() ?? '',
		// The server's `to` is not included: the day ends where the next one begins.
		to: startOfDay(to, 1)?.toISOString() ?? '',
		before: before === undefined ? '' : String(before)
	};
	return new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ''));
}
