/** A new Renja: empty, out of a plan file, as a copy of one that the actor may see, or as a snapshot of one held it. */
import { mayMoveStage, maySee, type Actor } from '@rembug/shared/access/access.ts';
import type { RenjaPlace, Unit } from '@rembug/shared/api/api-types.ts';
import { copyPlan } from '@rembug/shared/renja/copy-plan.ts';
import { emptyPlan, type BidangUrusan } from '@rembug/shared/renja/empty-plan.ts';
import { readPlanJson, type PlanValue } from '@rembug/shared/renja/read-plan-json.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import { contentOf, visibleSnapshot } from '../approval/visible-snapshot.ts';
import { recordAudit } from '../audit/audit-queries.ts';
import { lockUntilCommit } from '../database/lock-queries.ts';
import type { Deps } from '../deps.ts';
import { planProblem, problem } from '../errors.ts';
import { unitsOf } from '../people/people-queries.ts';
import type { SignedIn } from '../people/sessions.ts';
import { createRenja } from './create-renja.ts';
import { findRenja, insertOrigin, perangkatDaerahWith, renjaOf } from './renja-queries.ts';

interface Name {
	perangkatDaerahId: string;
	tahun: number;
	jenis: 'murni' | 'perubahan';
	judul: string;
}

export type NewRenjaRequest = Name &
	(
		| { from: 'empty'; bidangUrusan: BidangUrusan[] }
		| { from: 'json'; plan?: unknown }
		| { from: 'copy'; sourceId: string; carryForward: boolean }
		| { from: 'snapshot'; snapshotId: string }
	);

/** Where the actor may make a Renja: as perencana or sekretaris. */
export async function renjaPlaces({ sql }: Pick<Deps, 'sql'>, actor: Actor): Promise<RenjaPlace[]> {
	const ids = [...new Set(actor.grants.flatMap((grant) => grant.perangkatDaerahId ?? []))];
	const mine = ids.filter((perangkatDaerahId) => mayMoveStage(actor, { perangkatDaerahId }));
	if (mine.length === 0) return [];
	const [places, renja] = await Promise.all([perangkatDaerahWith(sql, mine), renjaOf(sql, mine)]);
	return Promise.all(
		places.map(async (place) => ({
			...place,
			units: await unitsOf(sql, place.id),
			renja: renja.filter((one) => one.perangkatDaerahId === place.id).map(({ id, tahun, jenis, judul }) => ({ id, tahun, jenis, judul }))
		}))
	);
}

/**
 * Makes the Renja in stage `persiapan` and returns its id. Several of one year and kind are allowed, with different titles. Throws
 * grant.missing, renja.judulTaken, renja.source, snapshot.notFound, plan.invalid.
 */
export async function makeRenja(deps: Pick<Deps, 'sql' | 'rooms'>, who: SignedIn, request: NewRenjaRequest): Promise<string> {
	const { perangkatDaerahId, tahun, jenis, judul } = request;
	if (!mayMoveStage(who.actor, { perangkatDaerahId })) throw problem('grant.missing');
	const [place] = await perangkatDaerahWith(deps.sql, [perangkatDaerahId]);
	if (!place) throw problem('grant.missing');
	const { source, ...begun } = await beginning(deps, who.actor, request, await unitsOf(deps.sql, perangkatDaerahId));
	const plan = { ...begun, info: { ...begun.info, perangkatDaerah: place.nama, daerah: place.daerah, tahun, jenis, judul } };

	const id = crypto.randomUUID();
	await deps.sql.begin(async (tx) => {
		await lockUntilCommit(tx, `renja-of-${perangkatDaerahId}`);
		const alike = (await renjaOf(tx, [perangkatDaerahId])).filter((one) => one.tahun === tahun && one.jenis === jenis);
		if (alike.some((one) => one.judul.toLowerCase() === judul.toLowerCase())) throw problem('renja.judulTaken');
		await createRenja(tx, { id, perangkatDaerahId, tahun, jenis, judul, stage: 'persiapan' }, plan);
		await recordAudit(tx, {
			action: 'renja.created',
			accountId: who.actor.id,
			renjaId: id,
			detail: { from: request.from, rows: plan.nodes.length, ...source }
		});
		if (source?.snapshotId !== undefined) await insertOrigin(tx, id, source.snapshotId);
	});
	return id;
}

interface Beginning extends PlanValue {
	/** Where it comes from, as the audit tells it. */
	source?: { sourceId: string; snapshotId?: string; number?: number };
}

async function beginning(deps: Pick<Deps, 'sql' | 'rooms'>, actor: Actor, request: NewRenjaRequest, units: Unit[]): Promise<Beginning> {
	switch (request.from) {
		case 'empty':
			return { info: { layout: 'standar' }, nodes: emptyPlan(request.bidangUrusan) };
		case 'json': {
			const { value, problems } = readPlanJson(request.plan, { units });
			if (!value) throw planProblem(problems);
			return value;
		}
		case 'copy': {
			const source = await findRenja(deps.sql, request.sourceId);
			if (!source || !maySee(actor, source)) throw problem('renja.source');
			const value = await deps.rooms.read(source.documentId, readRenja);
			const { tahun, carryForward } = request;
			const unitIds = new Set(units.map((unit) => unit.id));
			const copy = copyPlan(value, { tahun, carryForward, unitIds, newId: () => crypto.randomUUID() });
			return { ...copy, source: { sourceId: source.id } };
		}
		case 'snapshot': {
			const { meta, renja } = await visibleSnapshot(deps, actor, request.snapshotId);
			if (renja.perangkatDaerahId !== request.perangkatDaerahId) throw problem('renja.source');
			// Every row keeps its id, so that the new Renja can be compared with the snapshot row by row.
			const { totals: _computed, ...plan } = (await contentOf(deps, meta.id)).plan;
			return { ...plan, source: { sourceId: renja.id, snapshotId: meta.id, number: meta.number } };
		}
	}
}
