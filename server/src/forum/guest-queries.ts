/** Grants for one session of a forum, and accounts that can be given one. */
import { rolesOfForum } from '@rembug/shared/access/access.ts';
import type { ForumGuest } from '@rembug/shared/api/forum-guest-types.ts';
import type { AnySql } from '../database/connect.ts';

/** Who is invited to this session, those invited to every session of the forum last. */
export async function guestsOf(sql: AnySql, renjaId: string, sessionId: string): Promise<ForumGuest[]> {
	const rows = await sql<ForumGuest[]>`
		select g.id, a.username, a.nama, g.role, g.kecamatan, g.session_id is null as "everySession", a.disabled
		from role_grant g join account a on a.id = g.account_id
		where g.renja_id = ${renjaId} and g.role = any (${[...rolesOfForum]}) and (g.session_id = ${sessionId} or g.session_id is null)
		order by g.session_id is null, g.role desc, lower(g.kecamatan), lower(a.nama), g.id`;
	return [...rows];
}

/** The account that has this grant for this very session. */
export async function accountOfGuest(sql: AnySql, renjaId: string, sessionId: string, grantId: number): Promise<string | undefined> {
	const [row] = await sql<{ accountId: string }[]>`
		select account_id as "accountId" from role_grant
		where id = ${grantId} and renja_id = ${renjaId} and session_id = ${sessionId} and role = any (${[...rolesOfForum]})`;
	return row?.accountId;
}

/** Accounts in use with a role in a perangkat daerah, by name. */
export async function accountsOf(sql: AnySql, perangkatDaerahId: string): Promise<{ username: string; nama: string }[]> {
	const rows = await sql<{ username: string; nama: string }[]>`
		select a.username, a.nama from account a
		where not a.disabled and exists (select from role_grant g where g.account_id = a.id and g.perangkat_daerah_id = ${perangkatDaerahId})
		order by lower(a.nama), a.id`;
	return [...rows];
}
