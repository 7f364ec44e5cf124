/** Can this database commit? Found out by committing. */
import type { AnySql } from './connect.ts';

/** Rejects when nothing could be committed. */
export async function beat(sql: AnySql): Promise<void> {
	await sql`update heartbeat set at = now()`;
}

/** Does it answer at all? Commits nothing. */
export async function answer(sql: AnySql): Promise<void> {
	await sql`select 1`;
}
