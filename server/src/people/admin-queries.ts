/** What the admin reads and changes: perangkat daerah, units, accounts, grants, sessions. */
import type { Grant } from '@rembug/shared/access/access.ts';
import type { AdminAccount, AdminPerangkatDaerah, Unit } from '@rembug/shared/api/api-types.ts';
import type { AnySql, TransactionSql } from '../database/connect.ts';
import { groupedWilayah, type Place } from '../usulan/wilayah-queries.ts';
import { grantColumns, grantOfRow, type GrantRow } from './people-queries.ts';

export async function allPerangkatDaerah(sql: AnySql): Promise<AdminPerangkatDaerah[]> {
	const rows = await sql<(Omit<AdminPerangkatDaerah, 'wilayah'> & { wilayah: Place[] })[]>`
		select p.id, p.nama, p.daerah, coalesce((
			select json_agg(json_build_object('id', u.id, 'nama', u.nama, 'singkatan', u.singkatan, 'jenis', u.jenis) order by u.urutan, u.nama, u.id)
			from unit u where u.perangkat_daerah_id = p.id
		), '[]') as units, coalesce((
			select json_agg(json_build_object('kecamatan', w.kecamatan, 'desa', w.desa) order by w.n)
			from wilayah w where w.perangkat_daerah_id = p.id
		), '[]') as wilayah, coalesce((
			select json_agg(json_build_object('id', r.id, 'tahun', r.tahun, 'jenis', r.jenis, 'judul', r.judul) order by r.tahun desc, r.jenis desc, r.id)
			from renja r where r.perangkat_daerah_id = p.id
		), '[]') as renja
		from perangkat_daerah p order by p.daerah, p.nama, p.id`;
	return rows.map(({ wilayah, ...row }) => ({ ...row, wilayah: groupedWilayah(wilayah) }));
}

/** Whether another one bears this name in this daerah, whatever its capitals. */
export async function perangkatDaerahTaken(
	sql: AnySql,
	{ id, nama, daerah }: { id: string; nama: string; daerah: string }
): Promise<boolean> {
	const [row] = await sql`
		select from perangkat_daerah where id <> ${id} and lower(nama) = lower(${nama}) and lower(daerah) = lower(${daerah})`;
	return row !== undefined;
}

export async function updatePerangkatDaerah(sql: AnySql, id: string, { nama, daerah }: { nama: string; daerah: string }): Promise<void> {
	await sql`update perangkat_daerah set nama = ${nama}, daerah = ${daerah} where id = ${id}`;
}

export interface PerangkatDaerahUse {
	units: number;
	grants: number;
	renja: number;
}

export async function perangkatDaerahUse(sql: AnySql, id: string): Promise<PerangkatDaerahUse> {
	const [row] = await sql<PerangkatDaerahUse[]>`
		select (select count(*) from unit where perangkat_daerah_id = ${id}) as units,
			(select count(distinct account_id) from role_grant where perangkat_daerah_id = ${id}) as grants,
			(select count(*) from renja where perangkat_daerah_id = ${id}) as renja`;
	return row ?? { units: 0, grants: 0, renja: 0 };
}

/** Fails with SQLSTATE 23503 while something refers to it. */
export async function deletePerangkatDaerah(sql: AnySql, id: string): Promise<void> {
	await sql`delete from perangkat_daerah where id = ${id}`;
}

export async function unitTaken(sql: AnySql, perangkatDaerahId: string, { id, nama }: { id: string; nama: string }): Promise<boolean> {
	const [row] = await sql`
		select from unit where perangkat_daerah_id = ${perangkatDaerahId} and id <> ${id} and lower(nama) = lower(${nama})`;
	return row !== undefined;
}

export async function insertLastUnit(sql: AnySql, perangkatDaerahId: string, unit: Unit): Promise<void> {
	await sql`
		insert into unit (id, perangkat_daerah_id, nama, singkatan, jenis, urutan)
		select ${unit.id}, ${perangkatDaerahId}, ${unit.nama}, ${unit.singkatan}, ${unit.jenis}, coalesce(max(urutan) + 1, 0)
		from unit where perangkat_daerah_id = ${perangkatDaerahId}`;
}

export async function updateUnit(sql: AnySql, { id, nama, singkatan, jenis }: Unit): Promise<void> {
	await sql`update unit set nama = ${nama}, singkatan = ${singkatan}, jenis = ${jenis} where id = ${id}`;
}

export async function setUnitOrder(sql: AnySql, unitIds: readonly string[]): Promise<void> {
	await sql`
		update unit set urutan = place.n
		from unnest(${[...unitIds]}::text[]) with ordinality as place (id, n)
		where unit.id = place.id`;
}

export async function accountsWithUnit(sql: AnySql, unitId: string): Promise<number> {
	const [row] = await sql<{ count: number }[]>`select count(distinct account_id) as count from role_grant where unit_id = ${unitId}`;
	return row?.count ?? 0;
}

/** Whether the unit was ever named in a plan: old snapshots and the history still show its name. */
export async function unitInHistory(sql: AnySql, unitId: string): Promise<boolean> {
	const [row] = await sql<{ used: boolean }[]>`
		select exists (
			select from field_change where ((field = 'bidang' or (root = 'info' and entity = 'bidangBab') or (root = 'usulan' and field = 'unit'))
					and (before = to_jsonb(${unitId}::text) or after = to_jsonb(${unitId}::text)))
				or (root = 'info' and entity = 'paguLimitBidang' and field = ${unitId})
		) as used`;
	return row?.used ?? false;
}

/** From the end of the transaction on nothing is appended to a forum that was judged by the units of before. */
export async function raiseForums(tx: TransactionSql, perangkatDaerahId: string): Promise<void> {
	await tx`
		update document d set rules = d.rules + 1
		from renja r
		where r.id = d.renja_id and r.perangkat_daerah_id = ${perangkatDaerahId} and d.part = 'forum'`;
}

export async function deleteUnit(sql: AnySql, unitId: string): Promise<boolean> {
	return (await sql`delete from unit where id = ${unitId}`).count === 1;
}

export async function allAccounts(sql: AnySql): Promise<AdminAccount[]> {
	const rows = await sql<(Omit<AdminAccount, 'grants'> & { grants: (GrantRow & { id: number })[] })[]>`
		select a.id, a.username, a.nama, a.demo, a.disabled, a.must_change_password as "mustChangePassword",
			(select count(*) from account_session s where s.user_id = a.id and s.expires_at > now()) as sessions,
			coalesce((
				select json_agg(to_jsonb(one) order by one.id)
				from (
					select g.id, ${grantColumns(sql)} from role_grant g where g.account_id = a.id
				) one
			), '[]') as grants
		from account a order by a.disabled, lower(a.nama), a.id`;
	return rows.map(({ grants, ...account }) => ({ ...account, grants: grants.map((row) => ({ id: row.id, ...grantOfRow(row) })) }));
}

export interface LockedAccount {
	username: string;
	nama: string;
	demo: boolean;
}

/** The account, held until the transaction ends: nobody can sign in with what is being changed. */
export async function lockAccount(tx: TransactionSql, accountId: string): Promise<LockedAccount | undefined> {
	const [row] = await tx<LockedAccount[]>`select username, nama, demo from account where id = ${accountId} for update`;
	return row;
}

export async function updateAccount(sql: AnySql, accountId: string, { username, nama }: { username: string; nama: string }): Promise<void> {
	await sql`update account set username = ${username}, nama = ${nama} where id = ${accountId}`;
}

export async function setDisabled(sql: AnySql, accountId: string, disabled: boolean): Promise<void> {
	await sql`update account set disabled = ${disabled} where id = ${accountId}`;
}

export async function setPasswordHash(
	sql: AnySql,
	accountId: string,
	hash: string,
	{ mustChange }: { mustChange: boolean }
): Promise<void> {
	await sql`update account set password_hash = ${hash}, must_change_password = ${mustChange} where id = ${accountId}`;
}

/** Ends the sessions of the account, but for one; returns the ids of those that ended. */
export async function deleteSessionsOf(sql: AnySql, accountId: string, except = ''): Promise<string[]> {
	const rows = await sql<{ id: string }[]>`delete from account_session where user_id = ${accountId} and id <> ${except} returning id`;
	return rows.map(({ id }) => id);
}

/** Ends one session; returns whose it was. */
export async function deleteSession(sql: AnySql, sessionId: string): Promise<string | undefined> {
	const [row] = await sql<{ accountId: string }[]>`delete from account_session where id = ${sessionId} returning user_id as "accountId"`;
	return row?.accountId;
}

export async function enabledAdmins(sql: AnySql): Promise<number> {
	const [row] = await sql<{ count: number }[]>`
		select count(distinct a.id) as count from account a join role_grant g on g.account_id = a.id where g.role = 'admin' and not a.disabled`;
	return row?.count ?? 0;
}

/** Returns null when the account has this very grant already. */
export async function addGrant(sql: AnySql, accountId: string, grant: Grant): Promise<number | null> {
	const [row] = await sql<{ id: number }[]>`
		insert into role_grant (account_id, role, perangkat_daerah_id, unit_id, kecamatan, renja_id, session_id)
		values (${accountId}, ${grant.role}, ${grant.perangkatDaerahId}, ${grant.unitId},
			${grant.kecamatan ?? null}, ${grant.renjaId ?? null}, ${grant.sessionId ?? null})
		on conflict do nothing returning id`;
	return row?.id ?? null;
}

export async function deleteGrant(sql: AnySql, accountId: string, grantId: number): Promise<Grant | undefined> {
	const [row] = await sql<GrantRow[]>`
		delete from role_grant g where id = ${grantId} and account_id = ${accountId} returning ${grantColumns(sql)}`;
	return row && grantOfRow(row);
}

export interface GrantNames {
	perangkatDaerah: string | null;
	unit: string | null;
	/** The title of the Renja; left out where the grant names none. */
	renja?: string;
}

/** What the perangkat daerah, the unit and the Renja of a grant are called now. */
export async function namesOfGrant(sql: AnySql, grant: Grant): Promise<GrantNames> {
	const [row] = await sql<(Omit<GrantNames, 'renja'> & { renja: string | null })[]>`
		select (select nama from perangkat_daerah where id = ${grant.perangkatDaerahId}) as "perangkatDaerah",
			(select nama from unit where id = ${grant.unitId}) as unit,
			(select judul from renja where id = ${grant.renjaId ?? null}) as renja`;
	const { renja = null, ...names } = row ?? { perangkatDaerah: null, unit: null };
	return { ...names, ...(renja === null ? {} : { renja }) };
}

export async function isRenjaOf(sql: AnySql, renjaId: string, perangkatDaerahId: string): Promise<boolean> {
	return (await sql`select from renja where id = ${renjaId} and perangkat_daerah_id = ${perangkatDaerahId}`).length === 1;
}

export async function findPerangkatDaerah(sql: AnySql, id: string): Promise<{ nama: string; daerah: string } | undefined> {
	const [row] = await sql<{ nama: string; daerah: string }[]>`select nama, daerah from perangkat_daerah where id = ${id}`;
	return row;
}

export interface FoundUnit {
	nama: string;
	perangkatDaerahId: string;
	perangkatDaerah: string;
}

export async function findUnit(sql: AnySql, id: string): Promise<FoundUnit | undefined> {
	const [row] = await sql<FoundUnit[]>`
		select u.nama, p.id as "perangkatDaerahId", p.nama as "perangkatDaerah"
		from unit u join perangkat_daerah p on p.id = u.perangkat_daerah_id where u.id = ${id}`;
	return row;
}
