import { error } from '@sveltejs/kit';
import { requireSession } from '#lib/api/api.ts';
import { ownUsulan, wilayahOf } from '#lib/usulan/usulan-calls.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params, url }) => {
	const session = await requireSession(fetch, url.pathname);
	const renja = (await ownUsulan(fetch)).renja.find(({ id }) => id === params.renjaId);
	const usulan = renja?.usulan.find(({ id }) => id === params.usulanId);
	if (!renja || !usulan?.isMine) error(404, 'Usulan ini tidak ada atau bukan dimasukkan oleh akun Anda.');
	return { session, renja, usulan, wilayah: await wilayahOf(renja.id, fetch) };
};
