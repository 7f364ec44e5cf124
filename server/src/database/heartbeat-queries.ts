/** Can this database commit? Found out by committing. */
import type { AnySql, Sql } from './connect.ts';

/** Rejects when nothing could be committed. */
export async function beat(sql: AnySql): Promise<void> {
	await sql`update heartbeat set at = now()`;
}

/** Does it answer at all? Commits nothing. */
export async function answer(sql: AnySql): Promise<void> {
	await sql`select 1`;
}

/** Is there room for a megabyte on its disk? A beat alone writes where there was room before. Rejects when there is not, and leaves nothing behind. */
export async function findRoom(sql: Sql): Promise<void> {
	await sql.begin(async (tx) => {
		// Too little memory for sorting, so that it is done in a file.
		await tx`set local work_mem = '64kB'`;
		await tx`select max(sorted.text) from (select md5(number::text) as text from generate_series(1, 30000) number order by 1 offset 1) sorted`;
	});
}
