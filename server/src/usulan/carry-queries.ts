/** Usulan that went from one Renja to a later one, in Postgres. */
import type { EarlierDecision, UsulanHistory } from '@rembug/shared/api/usulan-types.ts';
import type { UsulanStatus } from '@rembug/shared/forum/forum-types.ts';
import type { AnySql } from '../database/connect.ts';

export interface CarriedRow {
	fromUsulan: string;
	toUsulan: string;
	status: UsulanStatus;
	alasan: string | null;
	session: { judul: string; tanggal: string } | null;
}

/** How many years back a history is followed. */
const yearsMax = 20;

/** Writes down where they come from, and gives the new ones the files and personal data of the old ones; what is there already stays. */
export async function recordCarry(
	sql: AnySql,
	{ from, to, accountId, forumId }: { from: string; to: string; accountId: string; forumId: string },
	carried: readonly CarriedRow[]
): Promise<void> {
	const rows = carried.map(({ fromUsulan, toUsulan, status, alasan, session }) => ({
		...{ from_usulan: fromUsulan, to_usulan: toUsulan, status, alasan },
		...{ session_judul: session?.judul ?? null, session_tanggal: session?.tanggal ?? null }
	}));
	await sql`
		insert into usulan_carry (from_renja, from_usulan, to_renja, to_usulan, status, alasan, session_judul, session_tanggal, decided_at, account_id)
		select ${from}, r.from_usulan, ${to}, r.to_usulan, r.status, r.alasan, r.session_judul, r.session_tanggal,
			case when r.status in ('baru', 'diskusi') then null else (
				select max(c.at) from field_change c
				where c.document_id = ${forumId} and c.root = 'usulan' and c.entity = r.from_usulan and c.field = 'status'
			) end,
			${accountId}
		from jsonb_to_recordset(${sql.json(rows)}) as r (
			from_usulan text, to_usulan text, status text, alasan text, session_judul text, session_tanggal date
		)
		on conflict (from_renja, from_usulan, to_renja) do nothing`;
	await sql`
		insert into usulan_person (renja_id, usulan_id, nama, telepon, alamat, account_id)
		select ${to}, r.to_usulan, p.nama, p.telepon, p.alamat, ${accountId}
		from jsonb_to_recordset(${sql.json(rows)}) as r (from_usulan text, to_usulan text)
		join usulan_person p on p.renja_id = ${from} and p.usulan_id = r.from_usulan
		on conflict (renja_id, usulan_id) do nothing`;
	await sql`
		insert into usulan_file (id, renja_id, usulan_id, nama, type, size, bytes, account_id, at)
		select gen_random_uuid()::text, ${to}, r.to_usulan, f.nama, f.type, f.size, f.bytes, f.account_id, f.at
		from jsonb_to_recordset(${sql.json(rows)}) as r (from_usulan text, to_usulan text)
		join usulan_file f on f.renja_id = ${from} and f.usulan_id = r.from_usulan and f.removed_at is null
		where not exists (select from usulan_file there where there.renja_id = ${to} and there.usulan_id = r.to_usulan)`;
}

/** Which usulan of a Renja are in which later one. */
export async function carriedFrom(sql: AnySql, renjaId: string): Promise<{ usulanId: string; to: string }[]> {
	return [
		...(await sql<{ usulanId: string; to: string }[]>`
			select from_usulan as "usulanId", to_renja as "to" from usulan_carry where from_renja = ${renjaId} order by at, to_renja`)
	];
}

/** What became of a usulan before and after this Renja; earlier years first. */
export async function historyOf(sql: AnySql, renjaId: string, usulanId: string): Promise<UsulanHistory> {
	type Earlier = Omit<EarlierDecision, 'renja' | 'session' | 'decidedAt'> & {
		tahun: number;
		jenis: 'murni' | 'perubahan';
		judul: string | null;
		tanggal: string | null;
		decidedAt: Date | null;
	};
	const earlier = await sql<Earlier[]>`
		with recursive back as (
			select c.*, 1 as step from usulan_carry c where c.to_renja = ${renjaId} and c.to_usulan = ${usulanId}
			union all
			select c.*, back.step + 1 from usulan_carry c
			join back on c.to_renja = back.from_renja and c.to_usulan = back.from_usulan
			where back.step < ${yearsMax}
		)
		select r.tahun, r.jenis, b.status, b.alasan, b.session_judul as judul, b.session_tanggal::text as tanggal, b.decided_at as "decidedAt"
		from back b join renja r on r.id = b.from_renja
		order by b.step desc`;
	const later = await sql<{ tahun: number; jenis: 'murni' | 'perubahan'; code: string | null }[]>`
		select r.tahun, r.jenis, e.code from usulan_carry c
		join renja r on r.id = c.to_renja
		left join usulan_receipt e on e.renja_id = c.to_renja and e.usulan_id = c.to_usulan
		where c.from_renja = ${renjaId} and c.from_usulan = ${usulanId}
		order by r.tahun, r.jenis`;
	return {
		earlier: earlier.map(({ tahun, jenis, status, alasan, judul, tanggal, decidedAt }) => ({
			...{ renja: { tahun, jenis }, status, alasan, decidedAt: decidedAt?.toISOString() ?? null },
			session: judul !== null && tanggal !== null ? { judul, tanggal } : null
		})),
		later: later.map(({ tahun, jenis, code }) => ({ renja: { tahun, jenis }, code }))
	};
}
