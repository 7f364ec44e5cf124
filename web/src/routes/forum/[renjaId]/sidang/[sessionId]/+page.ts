import type { ForumAnswer } from '@rembug/shared/api/forum-api-types.ts';
import type { ForumAttendanceAnswer, ForumGuestsAnswer, ScreenLink } from '@rembug/shared/api/forum-guest-types.ts';
import { getJson, requireSession } from '#lib/api/api.ts';
import { wilayahOf } from '#lib/usulan/usulan-calls.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params, url, untrack }) => {
	const session = await requireSession(
		fetch,
		untrack(() => url.pathname)
	);
	const base = `/api/renja/${encodeURIComponent(params.renjaId)}/forum`;
	const path = `${base}/${encodeURIComponent(params.sessionId)}`;
	const forum = await getJson<ForumAnswer>(base, fetch);
	const [attendance, screens, invited, wilayah] = await Promise.all([
		getJson<ForumAttendanceAnswer>(`${path}/attendance`, fetch),
		getJson<ScreenLink[]>(`${path}/screens`, fetch),
		// The chair keeps the attendance list; who is invited is a matter for planners.
		forum.may.plan ? getJson<ForumGuestsAnswer>(`${path}/guests`, fetch) : null,
		forum.may.plan ? wilayahOf(params.renjaId, fetch) : []
	]);
	return { session, forum, path, attendance, screens, invited, wilayah };
};
