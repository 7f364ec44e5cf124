/**
 * `GET /api/renja/:id/forum/berita-acara`: the sessions that have minutes. `GET /api/renja/:id/forum/:session/berita-acara.:format`: the minutes of a session as they stand now, for planners and whoever chairs it.
 * Nothing is sealed here: while the session is not closed or a decision is missing, what is printed says that it is a draft.
 */
import { Hono } from 'hono';
import { isChair, isForumPlanner } from '@rembug/shared/access/forum-rights.ts';
import { beritaAcaraOf, minutesOf } from '@rembug/shared/berita-acara/berita-acara.ts';
import { beritaAcaraPaper } from '@rembug/shared/berita-acara/berita-acara-paper.ts';
import { readForum } from '@rembug/shared/forum/forum-value.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import { recordAudit } from '../audit/audit-queries.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { printedAt } from '../exports/printed-at.ts';
import { attendeesOf } from '../forum/attendance-queries.ts';
import { requireSession, type AppEnv } from '../people/require-session.ts';
import { findRenja } from '../renja/renja-queries.ts';

const mediaTypes = {
	pdf: 'application/pdf',
	docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
} as const;

function isPrinted(format: string): format is keyof typeof mediaTypes {
	return Object.hasOwn(mediaTypes, format);
}

export function beritaAcaraRoutes(deps: Deps) {
	return new Hono<AppEnv>()
		.get('/api/renja/:id/forum/berita-acara', requireSession(deps), async (c) => {
			const { actor } = c.get('signedIn');
			const renja = await findRenja(deps.sql, c.req.param('id'));
			const of = renja && { renjaId: renja.id, perangkatDaerahId: renja.perangkatDaerahId };
			if (!renja || !of || !(isForumPlanner(actor, of) || isChair(actor, of))) throw problem('renja.notFound');
			const forum = await deps.rooms.read(renja.forumId, readForum);
			return c.json(minutesOf(forum).filter(({ id }) => isForumPlanner(actor, of) || isChair(actor, of, id)));
		})
		.get('/api/renja/:id/forum/:session/:file{berita-acara\\.[a-z]+}', requireSession(deps), async (c) => {
			const { actor } = c.get('signedIn');
			const { id, session, file } = c.req.param();
			const renja = await findRenja(deps.sql, id);
			const forum = renja && { renjaId: renja.id, perangkatDaerahId: renja.perangkatDaerahId };
			if (!renja || !forum || !(isForumPlanner(actor, forum) || isChair(actor, forum, session))) throw problem('renja.notFound');
			const format = file.slice('berita-acara.'.length);
			const plan = await deps.rooms.read(renja.documentId, readRenja);
			const value = beritaAcaraOf(plan, await deps.rooms.read(renja.forumId, readForum), session);
			if (!value) throw problem('beritaAcara.notFound');
			if (format === 'json') return c.json(value);
			if (!isPrinted(format)) throw problem('beritaAcara.notFound');
			await recordAudit(deps.sql, {
				action: 'beritaAcara.exported',
				accountId: actor.id,
				renjaId: renja.id,
				detail: { session: value.session.judul, format, isDraft: value.isDraft }
			});
			const now = new Date();
			const note = { source: `Isi forum dan rancangan Renja menurut server, ${printedAt(now)}`, at: now };
			const body = await deps.print({ format, paper: beritaAcaraPaper(value, await attendeesOf(deps.sql, renja.id, session)), note });
			const name = `berita-acara-forum-${value.session.tanggal}${value.isDraft ? '-draf' : ''}.${format}`;
			return c.body(body, 200, {
				'content-type': mediaTypes[format],
				'content-disposition': `attachment; filename="${name}"`,
				'cache-control': 'no-store'
			});
		});
}
