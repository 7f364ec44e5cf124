import type { DemoAnswer } from '@rembug/shared/api/api-types.ts';
import { getJson } from '#lib/api/api.ts';
import { ownPath } from '#lib/api/own-path.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, url }) => {
	// Signing in works without the example accounts; when they cannot be read the form says what is wrong as soon as it is sent.
	const { demo } = await getJson<DemoAnswer>('/api/demo', fetch).catch((): DemoAnswer => ({ demo: null }));
	return { demo, back: ownPath(url.searchParams.get('kembali')) };
};
