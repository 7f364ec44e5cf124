/** For tests: a look into the table of personal data. */
import type { Sql } from '../database/connect.ts';

export async function personRows(
	sql: Sql
): Promise<{ usulanId: string; nama: string | null; telepon: string | null; alamat: string | null }[]> {
	const rows = await sql<{ usulanId: string; nama: string | null; telepon: string | null; alamat: string | null }[]>`
		select usulan_id as "usulanId", nama, telepon, alamat from usulan_person order by usulan_id`;
	return [...rows];
}
