/** What a backup holds. A test compares these lists with the tables that the migrations make, so that a new one cannot be forgotten. */

/** In the order in which they are filled: what a table refers to stands above it. */
export const backedUpTables = [
	'perangkat_daerah',
	'unit',
	'wilayah',
	'account',
	'renja',
	'role_grant',
	'document',
	'update_log',
	'document_state',
	'field_change',
	'document_client',
	'conflict',
	'discussion_read',
	'snapshot',
	'snapshot_decision',
	'review_draft',
	'decision_note',
	'decision_note_answer',
	'renja_origin',
	'stage_change',
	'stage_window',
	'checklist_tick',
	'unit_lock',
	'penetapan',
	'usulan_receipt',
	'usulan_person',
	'usulan_file',
	'usulan_carry',
	'forum_attendance',
	'berita_acara',
	'audit'
] as const;

/** Tables without anything to keep, and why. */
export const leftOutTables = {
	migration: 'stands in the header, and is written anew while the tables are made',
	heartbeat: 'says only that a commit worked',
	forum_screen: 'a link in a file would open a forum, and another one is quickly made',
	account_session: 'a restore ends all sessions, and a session id in a file would open an account'
} as const;

/** Functions that the migrations make. */
export const functions = ['refuse_change()'] as const;

/** Rows can be as large as a whole plan; what is read at once has to fit into memory. */
const largeRows: Record<string, number> = { snapshot: 1, document_state: 1, update_log: 32, usulan_file: 4 };

/** How many rows of a table are fetched at once. */
export function rowsAtOnce(table: string): number {
	return largeRows[table] ?? 1000;
}
