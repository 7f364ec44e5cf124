/** Demo accounts have a password that is printed everywhere: they work only where nobody but this machine can reach the page. */
import { isLoopback, type Config } from '../config.ts';

/** A request header by its lower-case name. */
export type HeaderOf = (name: string) => string | undefined;

/** Each of these says that the request came over another machine, or claims so. */
const forwardingHeaders = [
	'forwarded',
	'via',
	'x-forwarded-for',
	'x-forwarded-host',
	'x-forwarded-proto',
	'x-forwarded-port',
	'x-forwarded-server',
	'x-real-ip',
	'x-client-ip',
	'x-cluster-client-ip',
	'true-client-ip',
	'cf-connecting-ip',
	'fastly-client-ip'
];

const localHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/** Whether the settings alone leave room for a demo. */
export function isDemoPlace(config: Pick<Config, 'host' | 'publicUrl'>): boolean {
	return isLoopback(config.host) && config.publicUrl === null;
}

/** Whether a demo account may act through this request. */
export function isDemoAllowed(config: Pick<Config, 'host' | 'publicUrl'>, header: HeaderOf): boolean {
	return isDemoPlace(config) && localHost.test(header('host') ?? '') && forwardingHeaders.every((name) => header(name) === undefined);
}
