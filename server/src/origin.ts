/** Does a request come from our own page? Held against every REST call that changes something and against every upgrade to a websocket. */
import type { Config } from './config.ts';

/**
 * origin and host: the headers as sent. The origin must be PUBLIC_URL when that is set, else the Host that was asked. A missing origin
 * passes: browsers always send one where it matters, other programs (tests, stock clients) send none and carry no cookie by accident.
 */
export function isAllowedOrigin(origin: string | undefined, host: string | undefined, config: Pick<Config, 'publicUrl'>): boolean {
	if (origin === undefined) return true;
	if (!URL.canParse(origin)) return false;
	const asked = new URL(origin);
	if (asked.protocol !== 'http:' && asked.protocol !== 'https:') return false;
	if (config.publicUrl !== null) return asked.origin === config.publicUrl;
	return host !== undefined && asked.host === sameDefaultPort(host.toLowerCase(), asked.protocol);
}

/** A browser leaves the default port out of Origin; a proxy may spell it in Host. */
function sameDefaultPort(host: string, protocol: string): string {
	return protocol === 'https:' ? host.replace(/:443$/, '') : host.replace(/:80$/, '');
}
