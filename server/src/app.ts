/** Every REST answer of the server: the common rules first, then the routes as one list. */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { approvalRoutes } from './approval/approval-routes.ts';
import { rowNoteRoutes } from './approval/row-note-routes.ts';
import { stageRoutes } from './approval/stage-routes.ts';
import { auditRoutes } from './audit/audit-routes.ts';
import type { Deps } from './deps.ts';
import { discussionRoutes } from './discussion/discussion-routes.ts';
import { errorBody, problem, problemOf } from './errors.ts';
import { beritaAcaraRoutes } from './berita-acara/berita-acara-routes.ts';
import { exportsRoutes } from './exports/exports-routes.ts';
import { attendanceRoutes } from './forum/attendance-routes.ts';
import { deskRoutes } from './forum/desk-routes.ts';
import { forumRoutes } from './forum/forum-routes.ts';
import { guestRoutes } from './forum/guest-routes.ts';
import { screenRoutes } from './forum/screen-routes.ts';
import { healthRoutes } from './health-routes.ts';
import { isAllowedOrigin } from './origin.ts';
import { adminRoutes } from './people/admin-routes.ts';
import type { AppEnv } from './people/require-session.ts';
import { sessionRoutes } from './people/session-routes.ts';
import { newRenjaRoutes } from './renja/new-renja-routes.ts';
import { renjaRoutes } from './renja/renja-routes.ts';
import { unitLockRoutes } from './renja/unit-lock-routes.ts';
import { carryRoutes } from './usulan/carry-routes.ts';
import { fileBytesMax, fileTypes } from './usulan/usulan-file.ts';
import { usulanRoutes } from './usulan/usulan-routes.ts';
import { wilayahRoutes } from './usulan/wilayah-routes.ts';
import { conflictRoutes } from './sync/conflict-routes.ts';

export function createApp(deps: Deps) {
	const app = new Hono<AppEnv>()
		.use(fromOurPage(deps))
		.use(limited(deps))
		.use('/api/*', async (c, next) => {
			await next();
			if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
		})
		.route('/', healthRoutes(deps))
		.route('/', sessionRoutes(deps))
		.route('/', adminRoutes(deps))
		.route('/', renjaRoutes(deps))
		.route('/', newRenjaRoutes(deps))
		.route('/', approvalRoutes(deps))
		.route('/', stageRoutes(deps))
		.route('/', rowNoteRoutes(deps))
		.route('/', exportsRoutes(deps))
		.route('/', auditRoutes(deps))
		.route('/', unitLockRoutes(deps))
		.route('/', conflictRoutes(deps))
		.route('/', discussionRoutes(deps))
		.route('/', forumRoutes(deps))
		.route('/', deskRoutes(deps))
		.route('/', guestRoutes(deps))
		.route('/', attendanceRoutes(deps))
		.route('/', screenRoutes(deps))
		.route('/', beritaAcaraRoutes(deps))
		.route('/', carryRoutes(deps))
		.route('/', usulanRoutes(deps))
		.route('/', wilayahRoutes(deps));

	app.notFound((c) => c.json(errorBody(problem('route.notFound')), 404));
	app.onError((error, c) => {
		const answer = problemOf(error);
		if (answer.status >= 500) deps.log.error({ err: error, code: answer.code, method: c.req.method, path: c.req.path }, 'request failed');
		return c.json(errorBody(answer), answer.status as ContentfulStatusCode, answer.status === 503 ? { 'retry-after': '2' } : {});
	});
	return app;
}

/** For a typed client: `hc<App>(…)`. */
export type App = ReturnType<typeof createApp>;

/** A plan that is imported may be larger than any other body. */
const planBytesMax = 16 * 1024 * 1024;
/** So may a table of usulan. */
const tableBytesMax = 4 * 1024 * 1024;
const isUsulanImport = /^\/api\/renja\/[^/]+\/usulan\/import$/;
/** A photo comes as it is. Its type is no simple one, so a foreign page cannot send it unasked either. */
const isUsulanFile = /^\/api\/renja\/[^/]+\/usulan\/[^/]+\/berkas$/;
const fileTypesSent: readonly string[] = [...fileTypes, 'application/octet-stream'];

function limited({ config }: Pick<Deps, 'config'>) {
	const limit = (maxSize: number) => bodyLimit({ maxSize, onError: () => refuse('request.tooLarge') });
	const usual = limit(config.limits.requestBytes);
	const plan = limit(Math.max(planBytesMax, config.limits.requestBytes));
	const table = limit(Math.max(tableBytesMax, config.limits.requestBytes));
	const file = bodyLimit({ maxSize: fileBytesMax, onError: () => refuse('file.tooLarge') });
	return createMiddleware((c, next) => {
		const { path } = c.req;
		return (path === '/api/renja' ? plan : isUsulanImport.test(path) ? table : isUsulanFile.test(path) ? file : usual)(c, next);
	});
}

/** Whatever changes something must come from our own page and be JSON, or a file where files are taken: a foreign form can send none of these. */
function fromOurPage(deps: Pick<Deps, 'config'>) {
	return createMiddleware(async (c, next) => {
		if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
			if (!isAllowedOrigin(c.req.header('origin'), c.req.header('host'), deps.config)) throw problem('request.foreignOrigin');
			const type = c.req.header('content-type');
			const isJson = type !== undefined && /^application\/json\s*(;|$)/i.test(type);
			// A call without a body, such as signing out, may leave the type away.
			const mayLack = type === undefined && (c.req.method === 'DELETE' || c.req.header('content-length') === '0');
			const isFile = c.req.method === 'POST' && isUsulanFile.test(c.req.path) && fileTypesSent.includes(type ?? '');
			if (!isJson && !mayLack && !isFile) throw problem('request.notJson');
		}
		await next();
	});
}

function refuse(code: 'request.tooLarge' | 'file.tooLarge'): never {
	throw problem(code);
}
