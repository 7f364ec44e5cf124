import type { RenjaContextAnswer } from '@rembug/shared/api/api-types.ts';
import { getJson, requireSession } from '#lib/api/api.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ fetch, params, url, depends }) => {
	depends('rembug:context');
	const { user } = await requireSession(fetch, url.pathname);
	const context = await getJson<RenjaContextAnswer>(`/api/renja/${encodeURIComponent(params.renjaId)}/context`, fetch);
	return { user, context };
};
