/**
 * The minutes of the sessions of a forum, for planners and whoever chairs them. `GET /api/renja/:id/forum/berita-acara`: the sessions.
 * `GET /api/renja/:id/forum/:session/berita-acara.:format`: what was sealed, or, before that, what stands there now, as a draft.
 * `POST /api/renja/:id/forum/:session/berita-acara`: seals them. `GET /api/renja/:id/berita-acara`, for whoever sees the plan: which were sealed.
 */
import { Hono, type Context } from 'hono';
import { maySee } from '@rembug/shared/access/access.ts';
import { isChair, isForumPlanner } from '@rembug/shared/access/forum-rights.ts';
import { beritaAcaraOf, minutesOf, type BeritaAcaraAnswer } from '@rembug/shared/berita-acara/berita-acara.ts';
import { beritaAcaraPaper } from '@rembug/shared/berita-acara/berita-acara-paper.ts';
import { readForum } from '@rembug/shared/forum/forum-value.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import { recordAudit } from '../audit/audit-queries.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { printedAt } from '../exports/printed-at.ts';
import { attendeesOf } from '../forum/attendance-queries.ts';
import { requireSession, type AppEnv } from '../people/require-session.ts';
import { findRenja, type Renja } from '../renja/renja-queries.ts';
import { decidedAtOf } from '../forum/decision-queries.ts';
import * as queries from './berita-acara-queries.ts';
import { sealBeritaAcara, type SealedContent } from './seal-berita-acara.ts';

const mediaTypes = {
	pdf: 'application/pdf',
	docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
} as const;

function isPrinted(format: string): format is keyof typeof mediaTypes {
	return Object.hasOwn(mediaTypes, format);
}

export function beritaAcaraRoutes(deps: Deps) {
	const signedIn = requireSession(deps);

	/** The Renja whose minutes the actor looks after; without a session: of any session. Throws renja.notFound. */
	async function openMinutes(c: Context<AppEnv>, session?: string): Promise<{ renja: Renja; mine: (session: string) => boolean }> {
		const { actor } = c.get('signedIn');
		const renja = await findRenja(deps.sql, c.req.param('id') ?? '');
		const of = renja && { renjaId: renja.id, perangkatDaerahId: renja.perangkatDaerahId };
		if (!renja || !of || !(isForumPlanner(actor, of) || isChair(actor, of, session))) throw problem('renja.notFound');
		return { renja, mine: (one) => isForumPlanner(actor, of) || isChair(actor, of, one) };
	}

	return new Hono<AppEnv>()
		.get('/api/renja/:id/berita-acara', signedIn, async (c) => {
			const renja = await findRenja(deps.sql, c.req.param('id'));
			if (!renja || !maySee(c.get('signedIn').actor, renja)) throw problem('renja.notFound');
			return c.json(await queries.sealedMinutesOf(deps.sql, renja.id));
		})
		.get('/api/renja/:id/forum/berita-acara', signedIn, async (c) => {
			const { renja, mine } = await openMinutes(c);
			const [forum, decidedAt, seals] = await Promise.all([
				deps.rooms.read(renja.forumId, readForum),
				decidedAtOf(deps.sql, renja.forumId),
				queries.sealsOf(deps.sql, renja.id)
			]);
			return c.json(minutesOf(forum, decidedAt, seals).filter(({ id }) => mine(id)));
		})
		.post('/api/renja/:id/forum/:session/berita-acara', signedIn, async (c) => {
			const session = c.req.param('session');
			const { renja } = await openMinutes(c, session);
			return c.json(await sealBeritaAcara(deps, c.get('signedIn').actor, renja, session), 201);
		})
		.get('/api/renja/:id/forum/:session/:file{berita-acara\\.[a-z]+}', signedIn, async (c) => {
			const { session, file } = c.req.param();
			const { renja } = await openMinutes(c, session);
			const format = file.slice('berita-acara.'.length);
			const value = await minutesOfSession(deps, renja, session);
			if (format === 'json') return c.json(value);
			if (!isPrinted(format)) throw problem('beritaAcara.notFound');
			const { seal } = value;
			await recordAudit(deps.sql, {
				action: 'beritaAcara.exported',
				accountId: c.get('signedIn').actor.id,
				renjaId: renja.id,
				detail: { session: value.session.judul, format, isDraft: seal === null }
			});
			const now = new Date();
			const at = seal ? new Date(seal.at) : now;
			const source = seal
				? `Berita acara nomor ${seal.number} · SHA-256 ${seal.hash}`
				: `Isi forum dan rancangan Renja menurut server, ${printedAt(now)}`;
			const address = `${deps.config.publicUrl ?? new URL(c.req.url).origin}/periksa?hash=${seal?.hash ?? ''}`;
			const people = await attendeesOf(deps.sql, renja.id, session);
			const body = await deps.print({ format, paper: beritaAcaraPaper(value, { seal, address, people }), note: { source, at } });
			const name = `berita-acara-forum-${value.session.tanggal}${seal ? `-nomor-${seal.number}` : '-draf'}.${format}`;
			return c.body(body, 200, {
				'content-type': mediaTypes[format],
				'content-disposition': `attachment; filename="${name}"`,
				'cache-control': 'no-store'
			});
		});
}

/** As sealed, or as it stands now. Throws beritaAcara.notFound. */
async function minutesOfSession({ sql, rooms }: Pick<Deps, 'sql' | 'rooms'>, renja: Renja, session: string): Promise<BeritaAcaraAnswer> {
	const row = await queries.findBeritaAcara(sql, renja.id, session);
	if (row) {
		const { minutes } = JSON.parse(row.content) as SealedContent;
		return { ...minutes, seal: { number: row.number, at: row.at.toISOString(), hash: row.hash } };
	}
	const [plan, forum, decidedAt] = await Promise.all([
		rooms.read(renja.documentId, readRenja),
		rooms.read(renja.forumId, readForum),
		decidedAtOf(sql, renja.forumId)
	]);
	const value = beritaAcaraOf(plan, forum, session, decidedAt);
	if (!value) throw problem('beritaAcara.notFound');
	return { ...value, seal: null };
}
