/** A session of a forum that somebody asks for by its id, outside the document. */
import { isChair, isForumPlanner, type ForumOf } from '@rembug/shared/access/forum-rights.ts';
import type { Actor } from '@rembug/shared/access/access.ts';
import { forumEntity } from '@rembug/shared/forum/forum-document.ts';
import type { SessionStatus } from '@rembug/shared/forum/forum-types.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { findRenja, type Renja } from '../renja/renja-queries.ts';

export interface FoundSession {
	renja: Renja;
	sessionId: string;
	judul: string;
	status: SessionStatus;
}

/**
 * For planners, and where the chair may, for whoever chairs this session. Throws renja.notFound to everybody else, forumSession.notFound.
 */
export async function findSession(
	deps: Pick<Deps, 'sql' | 'rooms'>,
	actor: Actor,
	{ id, session, chairToo = false }: { id: string; session: string; chairToo?: boolean }
): Promise<FoundSession> {
	const renja = await findRenja(deps.sql, id);
	const forum: ForumOf | undefined = renja && { renjaId: renja.id, perangkatDaerahId: renja.perangkatDaerahId };
	if (!renja || !forum || !(isForumPlanner(actor, forum) || (chairToo && isChair(actor, forum, session)))) throw problem('renja.notFound');
	const found = await deps.rooms.read(renja.forumId, (doc) => {
		const entity = forumEntity(doc, 'sessions', session);
		if (!entity || entity.get('removed')) return null;
		return { judul: String(entity.get('judul')), status: entity.get('status') as SessionStatus };
	});
	if (!found) throw problem('forumSession.notFound');
	return { renja, sessionId: session, ...found };
}
