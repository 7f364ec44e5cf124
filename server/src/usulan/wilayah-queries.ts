/** The list of kecamatan and desa of an office in Postgres. */
import type { Kecamatan, Wilayah } from '@rembug/shared/usulan/wilayah.ts';
import type { AnySql, TransactionSql } from '../database/connect.ts';

/** By name; empty: the office has no list. */
export async function wilayahOf(sql: AnySql, perangkatDaerahId: string): Promise<Kecamatan[]> {
	return groupedWilayah(
		await sql<Place[]>`select kecamatan, desa from wilayah where perangkat_daerah_id = ${perangkatDaerahId} order by n`
	);
}

/** A row of the table. */
export interface Place {
	kecamatan: string;
	desa: string | null;
}

export function groupedWilayah(places: readonly Place[]): Kecamatan[] {
	return [...Map.groupBy(places, ({ kecamatan }) => kecamatan)].map(([nama, of]) => ({ nama, desa: of.flatMap(({ desa }) => desa ?? []) }));
}

/** Puts this list in the place of the one before. */
export async function replaceWilayah(tx: TransactionSql, perangkatDaerahId: string, wilayah: Wilayah): Promise<void> {
	await deleteWilayah(tx, perangkatDaerahId);
	const places = wilayah.flatMap(({ nama, desa }) => (desa.length === 0 ? [null] : desa).map((one) => ({ kecamatan: nama, desa: one })));
	if (places.length === 0) return;
	await tx`
		insert into wilayah (perangkat_daerah_id, n, kecamatan, desa)
		select ${perangkatDaerahId}, n, kecamatan, desa
		from unnest(${places.map(({ kecamatan }) => kecamatan)}::text[], ${places.map(({ desa }) => desa)}::text[])
			with ordinality as place (kecamatan, desa, n)`;
}

export async function deleteWilayah(tx: TransactionSql, perangkatDaerahId: string): Promise<void> {
	await tx`delete from wilayah where perangkat_daerah_id = ${perangkatDaerahId}`;
}

/** The accounts that stand for a kecamatan here, with its name as it was granted. */
export async function accountsOfKecamatan(sql: AnySql, perangkatDaerahId: string): Promise<{ username: string; kecamatan: string }[]> {
	return sql<{ username: string; kecamatan: string }[]>`
		select distinct a.username, g.kecamatan
		from role_grant g join account a on a.id = g.account_id
		where g.perangkat_daerah_id = ${perangkatDaerahId} and g.kecamatan is not null
		order by a.username, g.kecamatan`;
}
