/** Renja, their documents and the history of fields in Postgres. */
import type { FieldChangeRow, RenjaContextAnswer, RenjaSummary } from '@rembug/shared/api/api-types.ts';
import type { Stage } from '@rembug/shared/renja/stages.ts';
import type { AnySql } from '../database/connect.ts';

/** A Renja with its documents; those without a word before them are of part `plan`. */
export interface Renja extends RenjaSummary {
	perangkatDaerahId: string;
	daerah: string;
	demo: boolean;
	documentId: string;
	generation: string;
	frozen: boolean;
	discussionId: string;
	discussionGeneration: string;
	forumId: string;
	forumGeneration: string;
	forumFrozen: boolean;
}

const select = (sql: AnySql) => sql`
	select r.id, r.tahun, r.jenis, r.judul, r.stage, r.demo, r.perangkat_daerah_id as "perangkatDaerahId", p.nama as "perangkatDaerah", p.daerah,
		d.id as "documentId", d.generation, d.frozen,
		t.id as "discussionId", t.generation as "discussionGeneration",
		f.id as "forumId", f.generation as "forumGeneration", f.frozen as "forumFrozen"
	from renja r
	join perangkat_daerah p on p.id = r.perangkat_daerah_id
	join document d on d.renja_id = r.id and d.part = 'plan'
	join document t on t.renja_id = r.id and t.part = 'discussion'
	join document f on f.renja_id = r.id and f.part = 'forum'`;

export async function findRenja(sql: AnySql, id: string): Promise<Renja | undefined> {
	const [renja] = await sql<Renja[]>`${select(sql)} where r.id = ${id}`;
	return renja;
}

/** The Renja of these perangkat daerah, newest year first. */
export async function renjaOf(sql: AnySql, perangkatDaerahIds: readonly string[]): Promise<Renja[]> {
	const rows = await sql<
		Renja[]
	>`${select(sql)} where r.perangkat_daerah_id = any (${[...perangkatDaerahIds]}) order by r.tahun desc, r.jenis desc, r.id`;
	return [...rows];
}

export async function anyRenja(sql: AnySql): Promise<boolean> {
	const [row] = await sql<{ any: boolean }[]>`select exists (select from renja) as any`;
	return row?.any ?? false;
}

export async function perangkatDaerahWith(sql: AnySql, ids: readonly string[]): Promise<{ id: string; nama: string; daerah: string }[]> {
	const rows = await sql<{ id: string; nama: string; daerah: string }[]>`
		select id, nama, daerah from perangkat_daerah where id = any (${[...ids]}) order by nama, id`;
	return [...rows];
}

export interface NewRenja {
	id: string;
	perangkatDaerahId: string;
	tahun: number;
	jenis: 'murni' | 'perubahan';
	judul: string;
	stage: Stage;
	demo?: boolean;
}

export async function insertRenja(sql: AnySql, renja: NewRenja): Promise<void> {
	await sql`
		insert into renja (id, perangkat_daerah_id, tahun, jenis, judul, stage, demo)
		values (${renja.id}, ${renja.perangkatDaerahId}, ${renja.tahun}, ${renja.jenis}, ${renja.judul}, ${renja.stage}, ${renja.demo ?? false})`;
}

/** A document whose whole content is the first row of its log, written by the server itself. */
export async function insertDocument(
	sql: AnySql,
	document: { id: string; renjaId: string; part: 'plan' | 'forum'; generation: string; frozen: boolean; bytes: Uint8Array }
): Promise<void> {
	await sql`
		insert into document (id, renja_id, part, generation, head_seq, frozen)
		values (${document.id}, ${document.renjaId}, ${document.part}, ${document.generation}, 1, ${document.frozen})`;
	await sql`insert into update_log (document_id, seq, account_id, bytes) values (${document.id}, 1, null, ${document.bytes})`;
}

/** A document in which nothing was ever written. */
export async function insertEmptyDocument(
	sql: AnySql,
	document: { id: string; renjaId: string; part: 'discussion' | 'forum'; generation: string }
): Promise<void> {
	await sql`
		insert into document (id, renja_id, part, generation)
		values (${document.id}, ${document.renjaId}, ${document.part}, ${document.generation})`;
}

/** Keeps which snapshot a new Renja began as. */
export async function insertOrigin(sql: AnySql, renjaId: string, snapshotId: string): Promise<void> {
	await sql`insert into renja_origin (renja_id, snapshot_id) values (${renjaId}, ${snapshotId})`;
}

export async function originOf(sql: AnySql, renjaId: string): Promise<RenjaContextAnswer['origin']> {
	const [row] = await sql<NonNullable<RenjaContextAnswer['origin']>[]>`
		select s.id as "snapshotId", s.number, s.hash,
			json_build_object('id', r.id, 'tahun', r.tahun, 'jenis', r.jenis, 'judul', r.judul) as renja
		from renja_origin o join snapshot s on s.id = o.snapshot_id join renja r on r.id = s.renja_id
		where o.renja_id = ${renjaId}`;
	return row ?? null;
}

export async function stageHistoryOf(sql: AnySql, renjaId: string): Promise<RenjaContextAnswer['stageHistory']> {
	const rows = await sql<{ from: Stage; to: Stage; reason: string; nama: string; at: Date }[]>`
		select s.from_stage as "from", s.to_stage as "to", s.reason, a.nama, s.at
		from stage_change s join account a on a.id = s.account_id
		where s.renja_id = ${renjaId} order by s.id desc`;
	return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

export interface HistoryFilter {
	root?: string | undefined;
	entity?: string | undefined;
	field?: string | undefined;
	/** Only rows older than this one. */
	before?: number | undefined;
}

/** Who changed what, newest first, at most 200 rows. */
export async function fieldChangesOf(sql: AnySql, documentId: string, filter: HistoryFilter): Promise<FieldChangeRow[]> {
	const rows = await sql<(Omit<FieldChangeRow, 'at'> & { at: Date })[]>`
		select c.id, c.root, c.entity, c.field, c.before, c.after, a.nama, c.at
		from field_change c left join account a on a.id = c.account_id
		where c.document_id = ${documentId}
			${filter.root === undefined ? sql`` : sql`and c.root = ${filter.root}`}
			${filter.entity === undefined ? sql`` : sql`and c.entity = ${filter.entity}`}
			${filter.field === undefined ? sql`` : sql`and c.field = ${filter.field}`}
			${filter.before === undefined ? sql`` : sql`and c.id < ${filter.before}`}
		order by c.id desc limit 200`;
	return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
