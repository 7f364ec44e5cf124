/** A usulan, and the Renja it is for, as far as whoever asks may know of them. */
import { maySee, type Actor } from '@rembug/shared/access/access.ts';
import { mayOpenForum } from '@rembug/shared/access/forum-rights.ts';
import { isOfOwnKecamatan, kecamatanOf, maySeePerson } from '@rembug/shared/access/usulan-rights.ts';
import type { UsulanValue } from '@rembug/shared/forum/forum-types.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { findRenja, type Renja } from '../renja/renja-queries.ts';
import { usulanIn } from './usulan-in.ts';
import * as queries from './usulan-queries.ts';

/** A Renja that the actor may read, or may bring usulan to. Throws renja.notFound. */
export async function openRenja({ sql }: Pick<Deps, 'sql'>, actor: Actor, renjaId: string): Promise<Renja> {
	const renja = await findRenja(sql, renjaId);
	if (!renja || !(maySee(actor, renja) || kecamatanOf(actor, renja).length > 0)) throw problem('renja.notFound');
	return renja;
}

/** A usulan that the actor may look at. Throws usulan.notFound. */
export async function openUsulan(
	deps: Deps,
	actor: Actor,
	renjaId: string,
	usulanId: string
): Promise<{ renja: Renja; usulan: UsulanValue }> {
	const renja = await findRenja(deps.sql, renjaId);
	if (!renja || !(mayOpenForum(actor, { ...renja, renjaId: renja.id }) || kecamatanOf(actor, renja).length > 0))
		throw problem('usulan.notFound');
	const usulan = await deps.rooms.read(renja.forumId, (doc) => usulanIn(doc, usulanId));
	if (!usulan || !(mayOpenForum(actor, { ...renja, renjaId: renja.id }) || isOfOwnKecamatan(actor, renja, usulan)))
		throw problem('usulan.notFound');
	return { renja, usulan };
}

/** A usulan whose person and files the actor looks after. Throws usulan.notFound, grant.missing. */
export async function personalUsulan(
	deps: Deps,
	actor: Actor,
	renjaId: string,
	usulanId: string
): Promise<{ renja: Renja; usulan: UsulanValue }> {
	const found = await openUsulan(deps, actor, renjaId, usulanId);
	const enteredBy = await queries.enteredBy(deps.sql, found.renja.forumId, usulanId);
	if (!maySeePerson(actor, found.renja, { kecamatan: found.usulan.kecamatan, enteredBy })) throw problem('grant.missing');
	return found;
}
