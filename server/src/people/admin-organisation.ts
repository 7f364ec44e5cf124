/** The admin's changes to perangkat daerah and units. One at a time over all processes, each with its row in the audit. */
import type { Actor } from '@rembug/shared/access/access.ts';
import type { Unit } from '@rembug/shared/api/api-types.ts';
import { readForum } from '@rembug/shared/forum/forum-value.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import { recordAudit } from '../audit/audit-queries.ts';
import type { TransactionSql } from '../database/connect.ts';
import { lockUntilCommit } from '../database/lock-queries.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { renjaOf } from '../renja/renja-queries.ts';
import { deleteWilayah } from '../usulan/wilayah-queries.ts';
import * as queries from './admin-queries.ts';
import { insertPerangkatDaerah, unitsOf } from './people-queries.ts';

export interface PerangkatDaerahEntry {
	nama: string;
	daerah: string;
}

export type UnitEntry = Omit<Unit, 'id'>;

/** Runs work in one transaction that no other change to people or units runs beside. */
export function changePeople<T>(deps: Pick<Deps, 'sql'>, work: (tx: TransactionSql) => Promise<T>): Promise<T> {
	return deps.sql.begin(async (tx) => {
		await lockUntilCommit(tx, 'people');
		return work(tx);
	}) as Promise<T>;
}

/** Returns the new id. Throws perangkatDaerah.taken. */
export function addPerangkatDaerah(deps: Pick<Deps, 'sql'>, actor: Actor, entry: PerangkatDaerahEntry): Promise<string> {
	const id = crypto.randomUUID();
	return changePeople(deps, async (tx) => {
		if (await queries.perangkatDaerahTaken(tx, { id, ...entry })) throw problem('perangkatDaerah.taken');
		await insertPerangkatDaerah(tx, { id, ...entry });
		await recordAudit(tx, { action: 'perangkatDaerah.created', accountId: actor.id, perangkatDaerahId: id, detail: entry });
		return id;
	});
}

/** Throws perangkatDaerah.notFound, perangkatDaerah.taken. */
export function renamePerangkatDaerah(deps: Pick<Deps, 'sql'>, actor: Actor, id: string, entry: PerangkatDaerahEntry): Promise<void> {
	return changePeople(deps, async (tx) => {
		if (await queries.perangkatDaerahTaken(tx, { id, ...entry })) throw problem('perangkatDaerah.taken');
		const before = await queries.findPerangkatDaerah(tx, id);
		if (!before) throw problem('perangkatDaerah.notFound');
		await queries.updatePerangkatDaerah(tx, id, entry);
		await recordAudit(tx, {
			action: 'perangkatDaerah.renamed',
			accountId: actor.id,
			perangkatDaerahId: id,
			detail: { ...entry, before: before.nama }
		});
	});
}

/** Throws perangkatDaerah.notFound, perangkatDaerah.inUse. */
export function removePerangkatDaerah(deps: Pick<Deps, 'sql'>, actor: Actor, id: string): Promise<void> {
	return changePeople(deps, async (tx) => {
		const { units, grants, renja } = await queries.perangkatDaerahUse(tx, id);
		const uses = [
			...(units > 0 ? [`${units} unit`] : []),
			...(grants > 0 ? [`${grants} akun yang berperan di sini`] : []),
			...(renja > 0 ? [`${renja} Renja`] : [])
		];
		if (uses.length > 0) throw problem('perangkatDaerah.inUse', `Masih ada ${uses.join(', ')}.`);
		const removed = await queries.findPerangkatDaerah(tx, id);
		if (!removed) throw problem('perangkatDaerah.notFound');
		await deleteWilayah(tx, id);
		await queries.deletePerangkatDaerah(tx, id);
		await recordAudit(tx, { action: 'perangkatDaerah.removed', accountId: actor.id, perangkatDaerahId: id, detail: removed });
	});
}

/** Returns the new id; the unit stands last. Throws perangkatDaerah.notFound, unit.taken. */
export async function addUnit(
	deps: Pick<Deps, 'sql' | 'rooms'>,
	actor: Actor,
	perangkatDaerahId: string,
	entry: UnitEntry
): Promise<string> {
	const id = crypto.randomUUID();
	await changePeople(deps, async (tx) => {
		const place = await queries.findPerangkatDaerah(tx, perangkatDaerahId);
		if (!place) throw problem('perangkatDaerah.notFound');
		if (await queries.unitTaken(tx, perangkatDaerahId, { id, nama: entry.nama })) throw problem('unit.taken');
		await queries.insertLastUnit(tx, perangkatDaerahId, { id, ...entry });
		await queries.raiseForums(tx, perangkatDaerahId);
		await recordAudit(tx, {
			action: 'unit.created',
			accountId: actor.id,
			perangkatDaerahId,
			detail: { nama: entry.nama, perangkatDaerah: place.nama }
		});
	});
	await tellForums(deps, perangkatDaerahId);
	return id;
}

/** In a forum usulan are given to units: those that are open learn which there are. */
async function tellForums(deps: Pick<Deps, 'sql' | 'rooms'>, perangkatDaerahId: string): Promise<void> {
	for (const { id } of await renjaOf(deps.sql, [perangkatDaerahId])) await deps.rooms.stageChanged(id);
}

/** Throws unit.notFound, unit.taken. */
export function changeUnit(deps: Pick<Deps, 'sql'>, actor: Actor, id: string, entry: UnitEntry): Promise<void> {
	return changePeople(deps, async (tx) => {
		const unit = await queries.findUnit(tx, id);
		if (!unit) throw problem('unit.notFound');
		const { nama: before, perangkatDaerahId, perangkatDaerah } = unit;
		if (await queries.unitTaken(tx, perangkatDaerahId, { id, nama: entry.nama })) throw problem('unit.taken');
		await queries.updateUnit(tx, { id, ...entry });
		await recordAudit(tx, {
			action: 'unit.changed',
			accountId: actor.id,
			perangkatDaerahId,
			detail: { nama: entry.nama, perangkatDaerah, before }
		});
	});
}

/** unitIds: all units of the perangkat daerah in their new order. Throws perangkatDaerah.notFound, unit.orderChanged. */
export function orderUnits(deps: Pick<Deps, 'sql'>, actor: Actor, perangkatDaerahId: string, unitIds: readonly string[]): Promise<void> {
	return changePeople(deps, async (tx) => {
		const place = await queries.findPerangkatDaerah(tx, perangkatDaerahId);
		if (!place) throw problem('perangkatDaerah.notFound');
		const present = (await unitsOf(tx, perangkatDaerahId)).map(({ id }) => id);
		if (present.toSorted().join() !== unitIds.toSorted().join()) throw problem('unit.orderChanged');
		await queries.setUnitOrder(tx, unitIds);
		await recordAudit(tx, {
			action: 'unit.ordered',
			accountId: actor.id,
			perangkatDaerahId,
			detail: { perangkatDaerah: place.nama }
		});
	});
}

/** Only a unit that no account works for and no plan, now or in its history, names. Throws unit.notFound, unit.inUse. */
export async function removeUnit(deps: Pick<Deps, 'sql' | 'rooms'>, actor: Actor, id: string): Promise<void> {
	const unit = await queries.findUnit(deps.sql, id);
	if (!unit) throw problem('unit.notFound');
	const { nama, perangkatDaerahId, perangkatDaerah } = unit;
	for (const renja of await renjaOf(deps.sql, [perangkatDaerahId])) {
		const isNamed = await deps.rooms.read(renja.documentId, (doc) => {
			const { info, nodes } = readRenja(doc);
			const writesSection = Object.values(info.bidangBab ?? {}).includes(id);
			return writesSection || nodes.some((node) => node.bidang === id) || Object.hasOwn(info.paguLimitBidang ?? {}, id);
		});
		if (isNamed) throw problem('unit.inUse', `Ada baris, bab, atau batas pagu untuknya di "${renja.judul}".`);
		const isAsked = await deps.rooms.read(renja.forumId, (doc) => readForum(doc).usulan.some(({ unit }) => unit === id));
		if (isAsked) throw problem('unit.inUse', `Ada usulan yang ditugaskan kepadanya di forum "${renja.judul}".`);
	}
	await changePeople(deps, async (tx) => {
		const accounts = await queries.accountsWithUnit(tx, id);
		if (accounts > 0) throw problem('unit.inUse', `Masih ada ${accounts} akun yang bekerja untuknya.`);
		if (await queries.unitInHistory(tx, id)) throw problem('unit.inUse', 'Riwayat Renja masih menyebutnya.');
		if (!(await queries.deleteUnit(tx, id))) throw problem('unit.notFound');
		await queries.raiseForums(tx, perangkatDaerahId);
		await recordAudit(tx, { action: 'unit.removed', accountId: actor.id, perangkatDaerahId, detail: { nama, perangkatDaerah } });
	});
	await tellForums(deps, perangkatDaerahId);
}
