import type { RenjaSummary } from '@rembug/shared/api/api-types.ts';
import type { ForumSummary } from '@rembug/shared/api/forum-api-types.ts';
import { getJson, requireSession } from '#lib/api/api.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, url }) => {
	const session = await requireSession(fetch, url.pathname);
	const [renja, forums] = await Promise.all([getJson<RenjaSummary[]>('/api/renja', fetch), getJson<ForumSummary[]>('/api/forum', fetch)]);
	// Of a Renja that can be opened whole, the forum is one of its pages.
	return { session, renja, forums: forums.filter(({ renjaId }) => !renja.some(({ id }) => id === renjaId)) };
};
