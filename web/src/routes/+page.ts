import type { RenjaSummary } from '@rembug/shared/api/api-types.ts';
import { getJson, requireSession } from '#lib/api/api.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, url }) => {
	const session = await requireSession(fetch, url.pathname);
	return { session, renja: await getJson<RenjaSummary[]>('/api/renja', fetch) };
};
