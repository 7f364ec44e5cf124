/** For tests: a Renja with its document, and one update appended as the commit of edits does it. */
import type { Sql } from '../database/connect.ts';

export async function insertRenja(
	sql: Sql,
	renja: { id: string; perangkatDaerahId: string; documentId: string; state: Uint8Array }
): Promise<void> {
	await sql`
		insert into renja (id, perangkat_daerah_id, tahun, jenis, judul, stage)
		values (${renja.id}, ${renja.perangkatDaerahId}, 2026, 'murni', 'Renja Contoh 2026', 'rancangan')`;
	await sql`insert into document (id, renja_id, part, generation, head_seq) values (${renja.documentId}, ${renja.id}, 'plan', 'g', 1)`;
	await sql`insert into document (id, renja_id, part, generation) values (${`${renja.id}-discussion`}, ${renja.id}, 'discussion', 'g')`;
	await sql`insert into document (id, renja_id, part, generation) values (${`${renja.id}-forum`}, ${renja.id}, 'forum', 'g')`;
	await sql`insert into document_state (document_id, seq, bytes) values (${renja.documentId}, 1, ${renja.state})`;
}

/** False: the document is frozen, nothing was appended. */
export async function appendUpdate(sql: Sql, documentId: string, bytes: Uint8Array): Promise<boolean> {
	const rows = await sql`
		with raised as (update document set head_seq = head_seq + 1 where id = ${documentId} and not frozen returning head_seq)
		insert into update_log (document_id, seq, bytes) select ${documentId}, head_seq, ${bytes} from raised returning seq`;
	return rows.length === 1;
}
