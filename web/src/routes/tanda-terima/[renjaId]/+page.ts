import type { ForumAnswer, UsulanAnswer } from '@rembug/shared/api/forum-api-types.ts';
import { getJson, requireSession } from '#lib/api/api.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params, url }) => {
	const session = await requireSession(fetch, url.pathname);
	const base = `/api/renja/${encodeURIComponent(params.renjaId)}`;
	const [usulan, forum] = await Promise.all([getJson<UsulanAnswer>(`${base}/usulan`, fetch), getJson<ForumAnswer>(`${base}/forum`, fetch)]);
	return { session, usulan, forum, renjaId: params.renjaId };
};
