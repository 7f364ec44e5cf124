/** The attendance list of a session in Postgres, the only place of its names. */
import type { Attendee } from '@rembug/shared/forum/attendance.ts';
import type { AnySql, TransactionSql } from '../database/connect.ts';

/** In the order in which they were written. */
export async function attendeesOf(sql: AnySql, renjaId: string, sessionId: string): Promise<Attendee[]> {
	const rows = await sql<Attendee[]>`
		select id, name, institution, position, element from forum_attendance
		where renja_id = ${renjaId} and session_id = ${sessionId} order by n`;
	return [...rows];
}

/** Returns how many were not there yet. */
export async function addAttendees(
	sql: AnySql,
	{ renjaId, sessionId, accountId }: { renjaId: string; sessionId: string; accountId: string },
	people: readonly Attendee[]
): Promise<number> {
	const rows = people.map(({ id, name, institution, position, element }) => ({
		...{ renja_id: renjaId, session_id: sessionId, account_id: accountId },
		...{ id, name, institution, position, element }
	}));
	return (await sql`insert into forum_attendance ${sql(rows)} on conflict (renja_id, session_id, id) do nothing`).count;
}

export async function removeAttendee(sql: AnySql, renjaId: string, sessionId: string, id: string): Promise<boolean> {
	return (await sql`delete from forum_attendance where renja_id = ${renjaId} and session_id = ${sessionId} and id = ${id}`).count === 1;
}

/** Whether the forum is closed or the minutes of the session are sealed; neither can happen before the transaction ends. */
export async function isAttendanceClosed(
	tx: TransactionSql,
	{ documentId, renjaId, sessionId }: { documentId: string; renjaId: string; sessionId: string }
): Promise<boolean> {
	const [row] = await tx<{ frozen: boolean }[]>`select frozen from document where id = ${documentId} for share`;
	// Sealing holds this row's lock: what is asked after it sees a seal that was waited for.
	const [seal] = await tx`select from berita_acara where renja_id = ${renjaId} and session_id = ${sessionId}`;
	return (row?.frozen ?? true) || seal !== undefined;
}
