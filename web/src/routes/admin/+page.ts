import type { AdminPerangkatDaerah } from '@rembug/shared/api/api-types.ts';
import { getJson } from '#lib/api/api.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, parent }) => {
	await parent();
	return { offices: await getJson<AdminPerangkatDaerah[]>('/api/admin/perangkat-daerah', fetch) };
};
