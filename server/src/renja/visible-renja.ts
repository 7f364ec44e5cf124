/** A Renja for whoever asks. Without a grant in its perangkat daerah nobody learns that it exists. */
import { maySee, type Actor } from '@rembug/shared/access/access.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { findRenja, renjaOf, type Renja } from './renja-queries.ts';

/** Throws renja.notFound, also for whoever may not see it. */
export async function visibleRenja(deps: Pick<Deps, 'sql'>, actor: Actor, renjaId: string): Promise<Renja> {
	const renja = await findRenja(deps.sql, renjaId);
	if (!renja || !maySee(actor, renja)) throw problem('renja.notFound');
	return renja;
}

/** Every Renja that the actor may see, newest year first. */
export async function allVisibleRenja(deps: Pick<Deps, 'sql'>, actor: Actor): Promise<Renja[]> {
	const perangkatDaerahIds = actor.grants.flatMap((grant) => grant.perangkatDaerahId ?? []);
	return (await renjaOf(deps.sql, perangkatDaerahIds)).filter((renja) => maySee(actor, renja));
}
