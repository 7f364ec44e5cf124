import type { RenjaPlace, RenjaSummary } from '@rembug/shared/api/api-types.ts';
import { getJson, requireSession } from '#lib/api/api.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, url }) => {
	const session = await requireSession(fetch, url.pathname);
	const [places, sources] = await Promise.all([
		getJson<RenjaPlace[]>('/api/renja-places', fetch),
		getJson<RenjaSummary[]>('/api/renja', fetch)
	]);
	return { session, places, sources };
};
