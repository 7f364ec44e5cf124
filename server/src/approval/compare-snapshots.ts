/**
 * What changed between two texts of a plan: snapshots, or a snapshot and a plan as it stands now, of one Renja or of two Renja of the same
 * perangkat daerah. Always from the older to the newer.
 */
import type { Actor } from '@rembug/shared/access/access.ts';
import type { ComparableRenja, RenjaName, SnapshotDiffAnswer } from '@rembug/shared/api/api-types.ts';
import type { RenjaValue } from '@rembug/shared/renja/renja-types.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import { alignByKode } from '@rembug/shared/snapshot/align-by-kode.ts';
import { diffRenja } from '@rembug/shared/snapshot/diff.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { unitsOf } from '../people/people-queries.ts';
import { renjaOf, type Renja } from '../renja/renja-queries.ts';
import { visibleRenja } from '../renja/visible-renja.ts';
import { findSnapshotBefore, snapshotsOf, type SnapshotMeta } from './snapshot-queries.ts';
import { contentOf, visibleSnapshot } from './visible-snapshot.ts';

type CompareDeps = Pick<Deps, 'sql' | 'rooms'>;

/** One side of a comparison; meta null: the plan as it stands now. */
interface Side {
	renja: Renja;
	meta: SnapshotMeta | null;
	plan: RenjaValue;
}

/**
 * other: a snapshot, `previous` (the one before in the same Renja), or `live` (the plan as it stands now, of `liveRenjaId` or of the
 * same Renja). Throws snapshot.notFound, renja.notFound, also where the two are of different perangkat daerah.
 */
export async function compareSnapshots(
	deps: CompareDeps,
	actor: Actor,
	snapshotId: string,
	other: string,
	liveRenjaId: string | undefined
): Promise<SnapshotDiffAnswer> {
	const { meta, renja } = await visibleSnapshot(deps, actor, snapshotId);
	const units = await unitsOf(deps.sql, renja.perangkatDaerahId);
	const asked: Side = { renja, meta, plan: (await contentOf(deps, meta.id)).plan };
	const found = await otherSide(deps, actor, asked, other, liveRenjaId);
	if (!found) return { before: null, after: meta, diff: null, units, beforeRenja: null, afterRenja: nameOf(renja) };
	if (found.renja.perangkatDaerahId !== renja.perangkatDaerahId) throw problem('snapshot.notFound');

	const [before, after] = isOlder(found, asked) ? [found, asked] : [asked, found];
	const isOneRenja = before.renja.id === after.renja.id;
	const diff = diffRenja(before.plan, isOneRenja ? after.plan : alignByKode(before.plan, after.plan));
	return { before: before.meta, after: after.meta, diff, units, beforeRenja: nameOf(before.renja), afterRenja: nameOf(after.renja) };
}

async function otherSide(
	deps: CompareDeps,
	actor: Actor,
	{ renja, meta }: Side,
	other: string,
	liveRenjaId: string | undefined
): Promise<Side | null> {
	if (other === 'live') {
		const live = liveRenjaId === undefined ? renja : await visibleRenja(deps, actor, liveRenjaId);
		return { renja: live, meta: null, plan: await deps.rooms.read(live.documentId, readRenja) };
	}
	if (other === 'previous') {
		const previous = meta && (await findSnapshotBefore(deps.sql, meta));
		return previous ? { renja, meta: previous, plan: (await contentOf(deps, previous.id)).plan } : null;
	}
	const second = await visibleSnapshot(deps, actor, other);
	return { ...second, plan: (await contentOf(deps, second.meta.id)).plan };
}

/** Of one Renja by number, of two by year and then by time; the plan as it stands now is the newest of its year. */
function isOlder(a: Side, b: Side): boolean {
	if (a.renja.id === b.renja.id) return (a.meta?.number ?? Infinity) <= (b.meta?.number ?? Infinity);
	if (a.renja.tahun !== b.renja.tahun) return a.renja.tahun < b.renja.tahun;
	return (a.meta?.at ?? '9') <= (b.meta?.at ?? '9');
}

/** Every Renja of the perangkat daerah with its snapshots, newest year first. */
export async function comparableWith(deps: Pick<Deps, 'sql'>, { perangkatDaerahId }: Renja): Promise<ComparableRenja[]> {
	const all = await renjaOf(deps.sql, [perangkatDaerahId]);
	return Promise.all(all.map(async (renja) => ({ renja: nameOf(renja), snapshots: await snapshotsOf(deps.sql, renja.id) })));
}

function nameOf({ id, tahun, jenis, judul }: Renja): RenjaName {
	return { id, tahun, jenis, judul };
}
