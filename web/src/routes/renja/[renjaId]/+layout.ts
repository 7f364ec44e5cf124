import type { RenjaContextAnswer } from '@rembug/shared/api/api-types.ts';
import { getJson, requireSession } from '#lib/api/api.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ fetch, params, url, depends, untrack }) => {
	depends('rembug:context');
	// Not anew for each page of the Renja: going from one to another must work while the server does not.
	const path = untrack(() => url.pathname);
	const { user } = await requireSession(fetch, path);
	const context = await getJson<RenjaContextAnswer>(`/api/renja/${encodeURIComponent(params.renjaId)}/context`, fetch);
	return { user, context };
};
