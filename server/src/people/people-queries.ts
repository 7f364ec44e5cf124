/** Accounts, grants and units in Postgres. */
import type { Grant } from '@rembug/shared/access/access.ts';
import type { Unit } from '@rembug/shared/api/api-types.ts';
import type { AnySql } from '../database/connect.ts';

export interface Account {
	id: string;
	username: string;
	nama: string;
	passwordHash: string;
	demo: boolean;
	disabled: boolean;
}

/** The account that signs in under this name, whatever its capitals. */
export async function findAccount(sql: AnySql, username: string): Promise<Account | undefined> {
	const [account] = await sql<Account[]>`
		select id, username, nama, password_hash as "passwordHash", demo, disabled from account where username = ${username.toLowerCase()}`;
	return account;
}

export async function passwordHashOf(sql: AnySql, accountId: string): Promise<string | undefined> {
	const [row] = await sql<{ hash: string }[]>`select password_hash as hash from account where id = ${accountId} and not disabled`;
	return row?.hash;
}

/** A grant as a row holds it; g: the table. What a role does not need is null. */
export type GrantRow = { [K in keyof Required<Grant>]: Required<Grant>[K] | null } & Pick<Grant, 'role'>;

export const grantColumns = (sql: AnySql) => sql`g.role, g.perangkat_daerah_id as "perangkatDaerahId", g.unit_id as "unitId",
	g.kecamatan, g.renja_id as "renjaId", g.session_id as "sessionId"`;

/** Without what its role does not need. */
export function grantOfRow({ role, perangkatDaerahId, unitId, kecamatan, renjaId, sessionId }: GrantRow): Grant {
	return {
		...{ role, perangkatDaerahId, unitId },
		...(kecamatan === null ? {} : { kecamatan }),
		...(renjaId === null ? {} : { renjaId }),
		...(sessionId === null ? {} : { sessionId })
	};
}

/** What the commits last made of a field of a session; row: what names it, d: the document of its forum. */
const lastOfSession = (sql: AnySql, row: ReturnType<AnySql>, field: 'status' | 'removed') => sql`(
	select f.after from field_change f
	where f.document_id = d.id and f.root = 'sessions' and f.entity = ${row}.session_id and f.field = ${field}
	order by f.id desc limit 1)`;

/** Whether the session of a forum that a row names (by renja_id and session_id) is closed or removed. */
export const isSessionOver = (sql: AnySql, row: ReturnType<AnySql>) => sql`exists (
	select from document d
	where d.renja_id = ${row}.renja_id and d.part = 'forum'
		and (${lastOfSession(sql, row, 'status')} = '"ditutup"'::jsonb or ${lastOfSession(sql, row, 'removed')} = 'true'::jsonb)
)`;

/**
 * Whether a grant holds now: a delegate's for one session ends when that is closed or removed, and comes back when it is opened again.
 * The chair keeps his: nobody else could open it again.
 */
const holdsNow = (sql: AnySql) => sql`not (g.role = 'delegasi' and g.session_id is not null and ${isSessionOver(sql, sql`g`)})`;

/** The grants of an account that hold now. */
export async function grantsOf(sql: AnySql, accountId: string): Promise<Grant[]> {
	const rows = await sql<GrantRow[]>`
		select ${grantColumns(sql)} from role_grant g where account_id = ${accountId} and ${holdsNow(sql)} order by id`;
	return rows.map(grantOfRow);
}

/** Sessions that hold now, of those named, each with the grants of its account as `grantsOf` gives them. */
export async function standingSessions(sql: AnySql, sessionIds: readonly string[]): Promise<Map<string, Grant[]>> {
	const rows = await sql<({ standing: string; role: Grant['role'] | null } & Omit<GrantRow, 'role'>)[]>`
		select s.id as standing, ${grantColumns(sql)}
		from account_session s join account a on a.id = s.user_id left join role_grant g on g.account_id = a.id and ${holdsNow(sql)}
		where s.id = any(${[...sessionIds]}::text[]) and s.expires_at > now() and not a.disabled and not a.must_change_password
		order by s.id, g.id`;
	const standing = new Map<string, Grant[]>();
	for (const { standing: id, role, ...row } of rows) {
		const grants = standing.get(id) ?? [];
		standing.set(id, grants);
		if (role) grants.push(grantOfRow({ role, ...row }));
	}
	return standing;
}

export interface NewAccount {
	id: string;
	username: string;
	nama: string;
	passwordHash: string;
	demo?: boolean;
}

/** Fails with SQLSTATE 23505 when the username is taken. */
export async function insertAccount(sql: AnySql, account: NewAccount): Promise<void> {
	await sql`
		insert into account (id, username, nama, password_hash, demo)
		values (${account.id}, ${account.username.toLowerCase()}, ${account.nama}, ${account.passwordHash}, ${account.demo ?? false})`;
}

export async function insertGrant(sql: AnySql, accountId: string, grant: Grant): Promise<void> {
	await sql`
		insert into role_grant (account_id, role, perangkat_daerah_id, unit_id, kecamatan, renja_id, session_id)
		values (${accountId}, ${grant.role}, ${grant.perangkatDaerahId}, ${grant.unitId},
			${grant.kecamatan ?? null}, ${grant.renjaId ?? null}, ${grant.sessionId ?? null})`;
}

export async function insertPerangkatDaerah(sql: AnySql, perangkatDaerah: { id: string; nama: string; daerah: string }): Promise<void> {
	await sql`insert into perangkat_daerah (id, nama, daerah) values (${perangkatDaerah.id}, ${perangkatDaerah.nama}, ${perangkatDaerah.daerah})`;
}

/** urutan: where the unit stands in lists. */
export async function insertUnit(sql: AnySql, perangkatDaerahId: string, unit: Unit, urutan: number): Promise<void> {
	await sql`
		insert into unit (id, perangkat_daerah_id, nama, singkatan, jenis, urutan)
		values (${unit.id}, ${perangkatDaerahId}, ${unit.nama}, ${unit.singkatan}, ${unit.jenis}, ${urutan})`;
}

export async function unitsOf(sql: AnySql, perangkatDaerahId: string): Promise<Unit[]> {
	const rows = await sql<Unit[]>`
		select id, nama, singkatan, jenis from unit where perangkat_daerah_id = ${perangkatDaerahId} order by urutan, nama, id`;
	return [...rows];
}

export async function anyAccount(sql: AnySql): Promise<boolean> {
	const [row] = await sql<{ any: boolean }[]>`select exists (select from account) as any`;
	return row?.any ?? false;
}

export async function demoAccounts(sql: AnySql): Promise<{ username: string; nama: string }[]> {
	const rows = await sql<
		{ username: string; nama: string }[]
	>`select username, nama from account where demo and not disabled order by created_at, id`;
	return [...rows];
}
