/** One log, JSON lines on stderr. Cookies, passwords and connection addresses never reach it: callers log ids and codes, and these paths are cut out besides. */
import { pino, destination, type Logger } from 'pino';

export type Log = Logger;

const secrets = ['password', 'cookie', 'headers.cookie', 'headers.authorization', '*.password', '*.headers.cookie', 'url', 'databaseUrl'];

export function createLog(level: string): Log {
	return pino(
		{ level, base: undefined, timestamp: () => `,"at":"${new Date().toISOString()}"`, redact: secrets },
		destination({ fd: 2, sync: true })
	);
}
