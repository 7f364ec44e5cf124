/** What the parts of the server are given; put together in main.ts only. */
import type { Config } from './config.ts';
import type { Sql } from './database/connect.ts';
import type { Screens } from './forum/screens.ts';
import type { Print } from './exports/print.ts';
import type { Log } from './log.ts';
import type { Sessions } from './people/sessions.ts';
import type { SignInLimit } from './people/sign-in-limit.ts';
import type { Rooms } from './sync/rooms-types.ts';

export interface Deps {
	config: Config;
	sql: Sql;
	/** Whether Postgres is the one that this server brought along. */
	database: 'embedded' | 'external';
	log: Log;
	sessions: Sessions;
	screens: Screens;
	signInLimit: SignInLimit;
	rooms: Rooms;
	print: Print;
}
