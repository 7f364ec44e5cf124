/** Dates and inputs of stages, the Perkada, and who holds which role. */
import type { Role } from '@rembug/shared/access/access.ts';
import type { ChecklistTick, Penetapan } from '@rembug/shared/api/stage-types.ts';
import type { StageWindow } from '@rembug/shared/renja/stage-window.ts';
import type { Stage } from '@rembug/shared/renja/stages.ts';
import type { AnySql } from '../database/connect.ts';

export async function windowsOf(sql: AnySql, renjaId: string): Promise<Partial<Record<Stage, StageWindow>>> {
	const rows = await sql<({ stage: Stage } & StageWindow)[]>`
		select stage, starts_on::text as "startsOn", ends_on::text as "endsOn" from stage_window where renja_id = ${renjaId}`;
	return Object.fromEntries(rows.map(({ stage, startsOn, endsOn }) => [stage, { startsOn, endsOn }]));
}

/** Two empty dates take the row away. */
export async function putWindow(sql: AnySql, renjaId: string, stage: Stage, { startsOn, endsOn }: StageWindow): Promise<void> {
	if (startsOn === null && endsOn === null) await sql`delete from stage_window where renja_id = ${renjaId} and stage = ${stage}`;
	else
		await sql`
			insert into stage_window (renja_id, stage, starts_on, ends_on) values (${renjaId}, ${stage}, ${startsOn}, ${endsOn})
			on conflict (renja_id, stage) do update set starts_on = excluded.starts_on, ends_on = excluded.ends_on`;
}

export async function ticksOf(sql: AnySql, renjaId: string): Promise<ChecklistTick[]> {
	const rows = await sql<(Omit<ChecklistTick, 'at'> & { at: Date })[]>`
		select t.stage, t.item, t.state, t.note, t.link, a.nama, t.at
		from checklist_tick t join account a on a.id = t.account_id where t.renja_id = ${renjaId} order by t.stage, t.item`;
	return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

export interface NewTick {
	renjaId: string;
	stage: Stage;
	item: string;
	state: ChecklistTick['state'];
	note: string;
	link: string;
	accountId: string;
}

export async function putTick(sql: AnySql, tick: NewTick): Promise<void> {
	await sql`
		insert into checklist_tick (renja_id, stage, item, state, note, link, account_id)
		values (${tick.renjaId}, ${tick.stage}, ${tick.item}, ${tick.state}, ${tick.note}, ${tick.link}, ${tick.accountId})
		on conflict (renja_id, stage, item) do update
		set state = excluded.state, note = excluded.note, link = excluded.link, account_id = excluded.account_id, at = now()`;
}

/** False: it was not ticked. */
export async function deleteTick(sql: AnySql, renjaId: string, stage: Stage, item: string): Promise<boolean> {
	const rows = await sql`delete from checklist_tick where renja_id = ${renjaId} and stage = ${stage} and item = ${item} returning item`;
	return rows.length > 0;
}

export interface NewPenetapan {
	renjaId: string;
	nomor: string;
	tanggal: string;
	/** Why it is corrected; '' for the first. */
	reason: string;
	accountId: string;
}

export async function insertPenetapan(sql: AnySql, { renjaId, nomor, tanggal, reason, accountId }: NewPenetapan): Promise<void> {
	await sql`
		insert into penetapan (renja_id, nomor, tanggal, reason, account_id) values (${renjaId}, ${nomor}, ${tanggal}, ${reason}, ${accountId})`;
}

/** The one that counts; null: not in force yet. */
export async function penetapanOf(sql: AnySql, renjaId: string): Promise<Penetapan | null> {
	const [row] = await sql<(Omit<Penetapan, 'at'> & { at: Date })[]>`
		select p.nomor, p.tanggal::text as tanggal, a.nama, p.at
		from penetapan p join account a on a.id = p.account_id where p.renja_id = ${renjaId} order by p.id desc limit 1`;
	return row ? { ...row, at: row.at.toISOString() } : null;
}

/** People who can sign in and hold one of these roles, by name. */
export async function holdersOf(
	sql: AnySql,
	perangkatDaerahId: string,
	roles: readonly Role[]
): Promise<{ role: Role; unitId: string | null; nama: string }[]> {
	const rows = await sql<{ role: Role; unitId: string | null; nama: string }[]>`
		select g.role, g.unit_id as "unitId", a.nama
		from role_grant g join account a on a.id = g.account_id
		where g.perangkat_daerah_id = ${perangkatDaerahId} and g.role = any (${[...roles]}) and not a.disabled
		order by a.nama, a.id`;
	return [...rows];
}
