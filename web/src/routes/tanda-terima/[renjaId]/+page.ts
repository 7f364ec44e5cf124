import type { UsulanAnswer } from '@rembug/shared/api/forum-api-types.ts';
import { getJson, requireSession } from '#lib/api/api.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params, url }) => {
	const session = await requireSession(fetch, url.pathname);
	const usulan = await getJson<UsulanAnswer>(`/api/renja/${encodeURIComponent(params.renjaId)}/usulan`, fetch);
	return { session, usulan, renjaId: params.renjaId };
};
