/**
 * Who may bring usulan in, and who may see what belongs to one beside the document:
 *
 * | what | who |
 * |---|---|
 * | enter a usulan | perencana, sekretaris; an account of a kecamatan for its own kecamatan |
 * | change or withdraw a usulan | perencana, sekretaris; the account of a kecamatan that entered it, until it is on an agenda or decided |
 * | import a table | perencana, sekretaris |
 * | read and write a proposer's personal data | perencana, sekretaris, and the account of a kecamatan that entered the usulan |
 * | add and remove files | the same |
 * | look at files, print a receipt | whoever may open the forum, and an account of the kecamatan that it comes from |
 *
 * One answer for the page, which offers it, and the server, which enforces it.
 */
import { hasRole, planners, type Actor } from './access.ts';

interface RenjaOf {
	perangkatDaerahId: string;
}

/** Which kecamatan the actor enters usulan for here; several are possible. */
export function kecamatanOf(actor: Actor, renja: RenjaOf): string[] {
	return actor.grants.flatMap(({ role, perangkatDaerahId, kecamatan }) =>
		role === 'kecamatan' && perangkatDaerahId === renja.perangkatDaerahId && kecamatan ? [kecamatan] : []
	);
}

export function mayImportUsulan(actor: Actor, renja: RenjaOf): boolean {
	return hasRole(actor, renja.perangkatDaerahId, planners);
}

export function mayEnterUsulan(actor: Actor, renja: RenjaOf, usulan: { kecamatan?: string | undefined }): boolean {
	return mayImportUsulan(actor, renja) || isOfOwnKecamatan(actor, renja, usulan);
}

/** Names of kecamatan are compared without regard to capitals and blanks: they come out of many hands. */
export function isOfOwnKecamatan(actor: Actor, renja: RenjaOf, usulan: { kecamatan?: string | undefined }): boolean {
	const letters = (name: string): string => name.toLowerCase().replace(/[^\p{L}\d]/gu, '');
	const own = usulan.kecamatan === undefined ? null : letters(usulan.kecamatan);
	return own !== null && kecamatanOf(actor, renja).some((kecamatan) => letters(kecamatan) === own);
}

/** Until the forum has begun with it, a kecamatan may change and withdraw what it brought in. */
export function mayStillChange({ status, isOnAgenda }: { status?: string | undefined; isOnAgenda: boolean }): boolean {
	return status === 'baru' && !isOnAgenda;
}

/** enteredBy: the account that wrote the usulan first. */
export function maySeePerson(actor: Actor, renja: RenjaOf, usulan: { kecamatan?: string | undefined; enteredBy: string | null }): boolean {
	return mayImportUsulan(actor, renja) || (usulan.enteredBy === actor.id && isOfOwnKecamatan(actor, renja, usulan));
}
