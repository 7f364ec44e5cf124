/** Links to the big screen in Postgres. */
import type { ScreenLink } from '@rembug/shared/api/forum-guest-types.ts';
import type { AnySql } from '../database/connect.ts';
import { isSessionOver } from '../people/people-queries.ts';

export interface ScreenRow {
	id: string;
	renjaId: string;
	sessionId: string;
}

/**
 * Whether a link holds now: its session is not closed or removed, its days are not over, and whoever made it still has an account in use.
 * s: the link.
 */
const holdsNow = (sql: AnySql) => sql`s.expires_at > now() and not ${isSessionOver(sql, sql`s`)}
	and exists (select from account a where a.id = s.account_id and not a.disabled)`;

export async function insertScreen(
	sql: AnySql,
	screen: ScreenRow & { tokenHash: Uint8Array; accountId: string; days: number }
): Promise<void> {
	await sql`
		insert into forum_screen (id, renja_id, session_id, token_hash, account_id, expires_at)
		values (${screen.id}, ${screen.renjaId}, ${screen.sessionId}, ${screen.tokenHash}, ${screen.accountId},
			now() + make_interval(days => ${screen.days}))`;
}

/** Those of a session, newest first, without those whose days are over. */
export async function screensOf(sql: AnySql, renjaId: string, sessionId: string): Promise<ScreenLink[]> {
	const rows = await sql<(Omit<ScreenLink, 'at' | 'expiresAt'> & { at: Date; expiresAt: Date })[]>`
		select s.id, a.nama, s.at, s.expires_at as "expiresAt" from forum_screen s join account a on a.id = s.account_id
		where s.renja_id = ${renjaId} and s.session_id = ${sessionId} and s.expires_at > now() order by s.at desc, s.id`;
	return rows.map(({ at, expiresAt, ...row }) => ({ ...row, at: at.toISOString(), expiresAt: expiresAt.toISOString() }));
}

export async function deleteScreen(sql: AnySql, { id, renjaId, sessionId }: ScreenRow): Promise<boolean> {
	return (await sql`delete from forum_screen where id = ${id} and renja_id = ${renjaId} and session_id = ${sessionId}`).count === 1;
}

export async function findScreen(sql: AnySql, tokenHash: Uint8Array): Promise<ScreenRow | undefined> {
	const [row] = await sql<ScreenRow[]>`
		select s.id, s.renja_id as "renjaId", s.session_id as "sessionId" from forum_screen s
		where s.token_hash = ${tokenHash} and ${holdsNow(sql)}`;
	return row;
}

/** Those of these links that hold now. */
export async function standingScreens(sql: AnySql, ids: readonly string[]): Promise<string[]> {
	const rows = await sql<{ id: string }[]>`select s.id from forum_screen s where s.id = any (${[...ids]}) and ${holdsNow(sql)}`;
	return rows.map(({ id }) => id);
}

/** Forgets links whose days are over. */
export async function deleteOldScreens(sql: AnySql): Promise<void> {
	await sql`delete from forum_screen where expires_at < now()`;
}
