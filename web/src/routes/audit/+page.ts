import { redirect } from '@sveltejs/kit';
import { mayReadAudit } from '@rembug/shared/access/access.ts';
import type { AuditAnswer, AuditChoices } from '@rembug/shared/api/api-types.ts';
import { getJson, requireSession } from '#lib/api/api.ts';
import type { PageLoad } from './$types';
import { filterOf, queryOf } from './audit-filter.ts';

export const load: PageLoad = async ({ fetch, url }) => {
	const session = await requireSession(fetch, `${url.pathname}${url.search}`);
	if (!mayReadAudit(session.user)) redirect(307, '/');
	const filter = filterOf(url.searchParams);
	const [answer, choices] = await Promise.all([
		getJson<AuditAnswer>(`/api/audit?${queryOf(filter)}`, fetch),
		getJson<AuditChoices>('/api/audit/choices', fetch)
	]);
	return { session, filter, answer, choices };
};
