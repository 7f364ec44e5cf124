import type { ForumAnswer } from '@rembug/shared/api/forum-api-types.ts';
import { getJson, requireSession } from '#lib/api/api.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params, url, untrack }) => {
	const session = await requireSession(
		fetch,
		untrack(() => url.pathname)
	);
	return { session, forum: await getJson<ForumAnswer>(`/api/renja/${encodeURIComponent(params.renjaId)}/forum`, fetch) };
};
