/** From the candidates of a table to what is sent, and the two calls of this page. */
import type { ImportedUsulan, ImportUsulanBody } from '@rembug/shared/api/usulan-types.ts';
import type { ColumnKind, RowMessage, UsulanCandidate } from '@rembug/shared/usulan/usulan-candidate.ts';
import { sameUsulanKey } from '@rembug/shared/usulan/read-usulan-table.ts';
import { placeDoubts, type Place } from '@rembug/shared/usulan/near-names.ts';
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

/** What is to be said about names of places that are most likely typing errors. */
export function placeMessages(
	candidates: readonly UsulanCandidate[],
	present: readonly Place[],
	columns: readonly ColumnKind[]
): RowMessage[] {
	return placeDoubts(candidates, present).map(({ row, field, given, near }): RowMessage => {
		const column = [columns.indexOf(field), columns.indexOf('alamat')].find((index) => index >= 0);
		const place = column === undefined ? null : column + 1;
		return { level: 'warning', code: 'place.near', row, column: place, given: `“${given}” dan “${near}”` };
	});
}
