/** Messages between the server processes of one database. Postgres carries them; they arrive after the commit that sends them, or never. */
import type { AnySql, Sql } from '../database/connect.ts';

const channel = 'rembug';

/** Postgres takes less than 8,000 bytes. */
export const messageBytesMax = 7900;

/** Commits without waiting for the disk: a message that a crash takes along is lost like any other. */
export async function sendMessage(sql: AnySql, message: string): Promise<void> {
	await sql`select set_config('synchronous_commit', 'off', true), pg_notify(${channel}, ${message})`;
}

/** Part of a select over documents `d`: tells the others what is in their log now. */
export function tellingHead(sql: AnySql, from: string) {
	return sql`pg_notify(${channel}, json_build_array(${from}::text, 'rows', d.id, d.head_seq)::text)`;
}

/** ready: called whenever messages come in from now on; those of the time before, when there was no connection, are lost. */
export async function receiveMessages(sql: Sql, receive: (message: string) => void, ready: () => void): Promise<void> {
	await sql.listen(channel, receive, ready);
}
