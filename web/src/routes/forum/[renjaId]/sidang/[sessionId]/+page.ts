import type { ForumAnswer } from '@rembug/shared/api/forum-api-types.ts';
import type { ForumGuestsAnswer } from '@rembug/shared/api/forum-guest-types.ts';
import { getJson, requireSession } from '#lib/api/api.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params, url, untrack }) => {
	const session = await requireSession(
		fetch,
		untrack(() => url.pathname)
	);
	const base = `/api/renja/${encodeURIComponent(params.renjaId)}/forum`;
	const guests = `${base}/${encodeURIComponent(params.sessionId)}/guests`;
	const [forum, invited] = await Promise.all([getJson<ForumAnswer>(base, fetch), getJson<ForumGuestsAnswer>(guests, fetch)]);
	return { session, forum, guests, invited };
};
