import type { AdminAccount, AdminPerangkatDaerah } from '@rembug/shared/api/api-types.ts';
import { getJson } from '#lib/api/api.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, parent }) => {
	await parent();
	const [accounts, offices] = await Promise.all([
		getJson<AdminAccount[]>('/api/admin/accounts', fetch),
		getJson<AdminPerangkatDaerah[]>('/api/admin/perangkat-daerah', fetch)
	]);
	return { accounts, offices };
};
