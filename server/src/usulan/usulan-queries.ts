/** Receipts, personal data and files of usulan in Postgres. */
import type { UsulanFileMeta } from '@rembug/shared/api/usulan-types.ts';
import type { UsulanPerson } from '@rembug/shared/usulan/usulan-candidate.ts';
import type { AnySql } from '../database/connect.ts';
import type { FileType } from './usulan-file.ts';

export interface Receipt {
	usulanId: string;
	code: string;
}

/** Gives every usulan a code that has none yet; codes: one for each of them, of which those that are not needed are thrown away. */
export async function giveReceipts(sql: AnySql, renjaId: string, accountId: string, receipts: readonly Receipt[]): Promise<Receipt[]> {
	const rows = receipts.map(({ usulanId, code }) => ({ renja_id: renjaId, usulan_id: usulanId, code, account_id: accountId }));
	if (rows.length > 0) await sql`insert into usulan_receipt ${sql(rows)} on conflict (renja_id, usulan_id) do nothing`;
	return receiptsOf(
		sql,
		renjaId,
		receipts.map(({ usulanId }) => usulanId)
	);
}

export async function receiptsOf(sql: AnySql, renjaId: string, usulanIds: readonly string[]): Promise<Receipt[]> {
	const rows = await sql<Receipt[]>`
		select usulan_id as "usulanId", code from usulan_receipt
		where renja_id = ${renjaId} and usulan_id = any (${[...usulanIds]}) order by usulan_id`;
	return [...rows];
}

export async function findReceipt(sql: AnySql, code: string): Promise<{ renjaId: string; usulanId: string; at: Date } | undefined> {
	const [row] = await sql<{ renjaId: string; usulanId: string; at: Date }[]>`
		select renja_id as "renjaId", usulan_id as "usulanId", at from usulan_receipt where code = ${code}`;
	return row;
}

/** Replaces what is kept of this person. */
export async function savePersons(
	sql: AnySql,
	renjaId: string,
	accountId: string,
	persons: readonly ({ usulanId: string } & UsulanPerson)[]
): Promise<void> {
	const rows = persons.map(({ usulanId, nama, telepon, alamat }) => ({
		...{ renja_id: renjaId, usulan_id: usulanId, account_id: accountId },
		...{ nama: nama ?? null, telepon: telepon ?? null, alamat: alamat ?? null }
	}));
	if (rows.length === 0) return;
	await sql`
		insert into usulan_person ${sql(rows)}
		on conflict (renja_id, usulan_id) do update
		set nama = excluded.nama, telepon = excluded.telepon, alamat = excluded.alamat, account_id = excluded.account_id, at = now()`;
}

export async function removePersons(sql: AnySql, renjaId: string, usulanIds: readonly string[]): Promise<void> {
	await sql`delete from usulan_person where renja_id = ${renjaId} and usulan_id = any (${[...usulanIds]})`;
}

export async function findPerson(sql: AnySql, renjaId: string, usulanId: string): Promise<UsulanPerson | undefined> {
	const [row] = await sql<{ nama: string | null; telepon: string | null; alamat: string | null }[]>`
		select nama, telepon, alamat from usulan_person where renja_id = ${renjaId} and usulan_id = ${usulanId}`;
	return row && (Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as UsulanPerson);
}

/** Who wrote this usulan into the document first. */
export async function enteredBy(sql: AnySql, documentId: string, usulanId: string): Promise<string | null> {
	const [row] = await sql<{ accountId: string | null }[]>`
		select account_id as "accountId" from field_change
		where document_id = ${documentId} and root = 'usulan' and entity = ${usulanId} and field = 'asal'
		order by id limit 1`;
	return row?.accountId ?? null;
}

/** Whether it was last removed by the account that entered it. */
export async function isWithdrawn(sql: AnySql, documentId: string, usulanId: string): Promise<boolean> {
	const [row] = await sql<{ accountId: string | null }[]>`
		select account_id as "accountId" from field_change
		where document_id = ${documentId} and root = 'usulan' and entity = ${usulanId} and field = 'removed'
		order by id desc limit 1`;
	return row !== undefined && row.accountId === (await enteredBy(sql, documentId, usulanId));
}

/** Which of these usulan the account wrote first. */
export async function enteredByMany(
	sql: AnySql,
	documentId: string,
	accountId: string,
	usulanIds: readonly string[]
): Promise<Set<string>> {
	const rows = await sql<{ id: string }[]>`
		select distinct entity as id from field_change
		where document_id = ${documentId} and root = 'usulan' and entity = any (${[...usulanIds]}) and field = 'asal'
			and account_id = ${accountId} and before is null`;
	return new Set(rows.map(({ id }) => id));
}

export async function insertFile(
	sql: AnySql,
	file: { id: string; renjaId: string; usulanId: string; nama: string; type: FileType; bytes: Uint8Array; accountId: string }
): Promise<void> {
	await sql`
		insert into usulan_file (id, renja_id, usulan_id, nama, type, size, bytes, account_id)
		values (${file.id}, ${file.renjaId}, ${file.usulanId}, ${file.nama}, ${file.type}, ${file.bytes.length}, ${file.bytes}, ${file.accountId})`;
}

/** Those that were not removed, oldest first. */
export async function filesOf(sql: AnySql, renjaId: string, usulanId: string): Promise<UsulanFileMeta[]> {
	const rows = await sql<(Omit<UsulanFileMeta, 'at'> & { at: Date })[]>`
		select id, nama, type, size, at from usulan_file
		where renja_id = ${renjaId} and usulan_id = ${usulanId} and removed_at is null order by at, id`;
	return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }));
}

export async function findFile(
	sql: AnySql,
	renjaId: string,
	usulanId: string,
	id: string
): Promise<{ nama: string; type: FileType; bytes: Uint8Array } | undefined> {
	const [row] = await sql<{ nama: string; type: FileType; bytes: Uint8Array }[]>`
		select nama, type, bytes from usulan_file
		where id = ${id} and renja_id = ${renjaId} and usulan_id = ${usulanId} and removed_at is null`;
	return row;
}

/** Whether there was one to remove. */
export async function removeFile(
	sql: AnySql,
	file: { renjaId: string; usulanId: string; id: string; accountId: string; reason: string }
): Promise<boolean> {
	const removed = await sql`
		update usulan_file set bytes = null, removed_at = now(), removed_by = ${file.accountId}, removed_reason = ${file.reason}
		where id = ${file.id} and renja_id = ${file.renjaId} and usulan_id = ${file.usulanId} and removed_at is null`;
	return removed.count > 0;
}
