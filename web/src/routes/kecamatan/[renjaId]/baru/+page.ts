import { error } from '@sveltejs/kit';
import { requireSession } from '#lib/api/api.ts';
import { ownUsulan, wilayahOf } from '#lib/usulan/usulan-calls.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params, url }) => {
	const session = await requireSession(fetch, url.pathname);
	const renja = (await ownUsulan(fetch)).renja.find(({ id }) => id === params.renjaId);
	if (!renja) error(404, 'Renja ini tidak ada atau tidak dibagikan kepada Anda.');
	return { session, renja, wilayah: await wilayahOf(renja.id, fetch) };
};
