import { requireSession } from '#lib/api/api.ts';
import { ownPath } from '#lib/api/own-path.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, url }) => ({
	session: await requireSession(fetch, url.pathname),
	back: ownPath(url.searchParams.get('kembali'))
});
