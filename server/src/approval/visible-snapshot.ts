/** A snapshot for whoever asks, and what it holds. */
import { maySee, type Actor } from '@rembug/shared/access/access.ts';
import type { SnapshotContent } from '@rembug/shared/snapshot/snapshot-content.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { findRenja, type Renja } from '../renja/renja-queries.ts';
import { findSnapshotMeta, snapshotContentText, type SnapshotMeta } from './snapshot-queries.ts';

/** Throws snapshot.notFound, also for whoever may not see its Renja. */
export async function visibleSnapshot(
	deps: Pick<Deps, 'sql'>,
	actor: Actor,
	snapshotId: string
): Promise<{ meta: SnapshotMeta; renja: Renja }> {
	const meta = await findSnapshotMeta(deps.sql, snapshotId);
	const renja = meta && (await findRenja(deps.sql, meta.renjaId));
	if (!meta || !renja || !maySee(actor, renja)) throw problem('snapshot.notFound');
	return { meta, renja };
}

/** Throws snapshot.notFound. */
export async function contentOf(deps: Pick<Deps, 'sql'>, snapshotId: string): Promise<SnapshotContent> {
	const text = await snapshotContentText(deps.sql, snapshotId);
	if (text === undefined) throw problem('snapshot.notFound');
	return JSON.parse(text) as SnapshotContent;
}
