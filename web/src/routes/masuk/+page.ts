import type { DemoAnswer } from '@rembug/shared/api/api-types.ts';
import { getJson } from '#lib/api/api.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, url }) => {
	// Signing in works without the example accounts; when they cannot be read the form says what is wrong as soon as it is sent.
	const { demo } = await getJson<DemoAnswer>('/api/demo', fetch).catch((): DemoAnswer => ({ demo: null }));
	const back = url.searchParams.get('kembali') ?? '/';
	// Only a path of this page: `//host` and `/\host` would lead elsewhere.
	return { demo, back: /^\/(?![/\\])/.test(back) ? back : '/' };
};
