/** From the candidates of a table to what is sent, and the two calls of this page. */
import type { ImportedUsulan, ImportUsulanBody } from '@rembug/shared/api/usulan-types.ts';
import type { ColumnKind, RowMessage, UsulanCandidate } from '@rembug/shared/usulan/usulan-candidate.ts';
import { sameUsulanKey } from '@rembug/shared/usulan/read-usulan-table.ts';
import { placeDoubts, type Place, type PlaceDoubt } from '@rembug/shared/usulan/near-names.ts';
import { correctPlaces, kecamatanIn, unlistedPlaces, type UnlistedPlace, type Wilayah } from '@rembug/shared/usulan/wilayah.ts';
import { sendJson } from '#lib/api/api.ts';

/** Candidates that are to be imported, as the server takes them. */
export function bodyOf(id: string, candidates: readonly UsulanCandidate[], keepPersons: boolean): ImportUsulanBody {
	return {
		id,
		keepPersons,
		usulan: candidates.map(({ row: _row, person, ...usulan }) => ({ ...usulan, ...(keepPersons && person ? { person } : {}) }))
	};
}

export function sendImport(renjaId: string, body: ImportUsulanBody): Promise<ImportedUsulan> {
	return sendJson<ImportedUsulan>('POST', `/api/renja/${encodeURIComponent(renjaId)}/usulan/import`, body);
}

/** Rows of candidates that say the same as a usulan that is already there. */
export function alreadyThere(candidates: readonly UsulanCandidate[], present: readonly Parameters<typeof sameUsulanKey>[0][]): Set<number> {
	const keys = new Set(present.map(sameUsulanKey));
	return new Set(candidates.filter((candidate) => keys.has(sameUsulanKey(candidate))).map(({ row }) => row));
}

/**
 * Names that the list does not have. A kecamatan that was corrected stays among them, so that it can be chosen anew; so does a desa, which
 * is looked for in the kecamatan that is chosen now.
 */
export function unlistedToChoose(
	candidates: readonly UsulanCandidate[],
	corrected: ReadonlyMap<string, string>,
	wilayah: Wilayah
): UnlistedPlace[] {
	const kecamatan = unlistedPlaces(candidates, wilayah).filter(({ field }) => field === 'kecamatan');
	const kecamatanCorrected = new Map([...corrected].filter(([key]) => key.startsWith('kecamatan/')));
	const desa = unlistedPlaces(correctPlaces(candidates, kecamatanCorrected, wilayah), wilayah).filter(({ field }) => field === 'desa');
	return [...kecamatan, ...desa];
}

/** What is to be said about names of places that are most likely typing errors, but for those that the list decides. */
export function placeMessages(
	candidates: readonly UsulanCandidate[],
	present: readonly Place[],
	columns: readonly ColumnKind[],
	wilayah: Wilayah
): RowMessage[] {
	const kecamatanOf = new Map(candidates.map(({ row, kecamatan }) => [row, kecamatan ?? '']));
	const isListed = ({ row, field }: PlaceDoubt): boolean =>
		wilayah.length > 0 && (field === 'kecamatan' || (kecamatanIn(wilayah, kecamatanOf.get(row) ?? '')?.desa.length ?? 0) > 0);
	const doubts = placeDoubts(candidates, present).filter((doubt) => !isListed(doubt));
	return doubts.map(({ row, field, given, near }): RowMessage => {
		const column = [columns.indexOf(field), columns.indexOf('alamat')].find((index) => index >= 0);
		const place = column === undefined ? null : column + 1;
		return { level: 'warning', code: 'place.near', row, column: place, given: `“${given}” dan “${near}”` };
	});
}
