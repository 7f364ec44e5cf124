/**
 * Usulan that a later Renja takes up again. Whatever was not funded can be carried: undecided, put off, refused, referred; and also accepted,
 * as long as no row of the plan has taken it over. What was decided goes with it, so that nobody has to begin from nothing.
 */
import type { UsulanContent, UsulanStatus, UsulanValue } from '../forum/forum-types.ts';

/** taken: usulan that a row of the plan has taken over. */
export function mayBeCarried({ id, removed }: UsulanValue, taken: { has(usulanId: string): boolean }): boolean {
	return !removed && !taken.has(id);
}

/** Put off means: later. The others a person has to choose. */
export function isCarriedByItself({ status }: { status: UsulanStatus }): boolean {
	return status === 'ditangguhkan';
}

/** What is proposed, without anything that this year's forum made of it: order, groups, opinions, decisions and links are the old plan's. */
export function carriedContent(usulan: UsulanValue): Omit<UsulanContent, 'order'> {
	const { asal, pengusulUnit, kecamatan, desa, urusan, permasalahan, volume, satuan, biaya, catatan } = usulan;
	const content = { pengusulUnit, kecamatan, desa, urusan, permasalahan, volume, satuan, biaya, catatan };
	return { asal, usulan: usulan.usulan, ...Object.fromEntries(Object.entries(content).filter(([, value]) => value !== undefined)) };
}

/** A Renja of a later year of the same perangkat daerah. */
export function isCarryTarget(
	from: { tahun: number; perangkatDaerahId: string },
	to: { tahun: number; perangkatDaerahId: string }
): boolean {
	return to.perangkatDaerahId === from.perangkatDaerahId && to.tahun > from.tahun;
}
