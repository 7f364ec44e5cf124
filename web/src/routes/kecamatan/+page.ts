import { requireSession } from '#lib/api/api.ts';
import { ownUsulan } from '#lib/usulan/usulan-calls.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, url }) => {
	const session = await requireSession(fetch, url.pathname);
	return { session, own: await ownUsulan(fetch) };
};
