import { redirect } from '@sveltejs/kit';
import { isAdmin } from '@rembug/shared/access/access.ts';
import { requireSession } from '#lib/api/api.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ fetch, url }) => {
	const session = await requireSession(fetch, url.pathname);
	if (!isAdmin(session.user)) redirect(307, '/');
	return { session };
};
