/**
 * Carries usulan into the forum of a later Renja. The new one has an id that follows from the old one, so that whoever carries it again, be
 * it after a lost answer or a year later by another hand, brings nothing twice. First the document, then where it comes from: a server that
 * dies between them leaves a usulan without its history, and the next try writes that.
 */
import { createHash } from 'node:crypto';
import type { Actor } from '@rembug/shared/access/access.ts';
import { mayImportUsulan } from '@rembug/shared/access/usulan-rights.ts';
import type { Carried, CarryAnswer } from '@rembug/shared/api/usulan-types.ts';
import { readForum } from '@rembug/shared/forum/forum-value.ts';
import { readTakenUsulan } from '@rembug/shared/renja/renja-value.ts';
import { carriedContent, isCarryTarget, mayBeCarried } from '@rembug/shared/usulan/carry.ts';
import { recordAudit } from '../audit/audit-queries.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../errors.ts';
import { renjaOf, type Renja } from '../renja/renja-queries.ts';
import { carriedFrom, recordCarry } from './carry-queries.ts';
import { enterUsulan } from './enter-usulan.ts';
import { usulanIn } from './usulan-in.ts';

/** Throws grant.missing. */
export async function findCarry({ sql, rooms }: Pick<Deps, 'sql' | 'rooms'>, actor: Actor, renja: Renja): Promise<CarryAnswer> {
	if (!mayImportUsulan(actor, renja)) throw problem('grant.missing');
	const [all, carried, taken, { usulan }] = await Promise.all([
		renjaOf(sql, [renja.perangkatDaerahId]),
		carriedFrom(sql, renja.id),
		rooms.read(renja.documentId, readTakenUsulan),
		rooms.read(renja.forumId, readForum)
	]);
	const targets = all.filter((one) => isCarryTarget(renja, one)).map(({ id, tahun, jenis, judul }) => ({ id, tahun, jenis, judul }));
	return {
		targets: targets.reverse(),
		usulan: usulan
			.filter((one) => mayBeCarried(one, taken))
			.map(({ id }) => ({ id, carriedTo: carried.filter(({ usulanId }) => usulanId === id).map(({ to }) => to) }))
	};
}

/** All of them or none. Throws grant.missing, carry.target, carry.funded, and what `enterUsulan` throws. */
export async function carryUsulan(
	deps: Pick<Deps, 'sql' | 'rooms'>,
	actor: Actor,
	{ from, to, ids }: { from: Renja; to: Renja | undefined; ids: readonly string[] }
): Promise<Carried> {
	if (!mayImportUsulan(actor, from)) throw problem('grant.missing');
	if (!to || !isCarryTarget(from, to)) throw problem('carry.target');
	const { sql, rooms } = deps;
	const [taken, { usulan, sessions }] = await Promise.all([
		rooms.read(from.documentId, readTakenUsulan),
		rooms.read(from.forumId, readForum)
	]);
	const wanted = new Set(ids);
	const chosen = usulan.filter((one) => wanted.has(one.id) && mayBeCarried(one, taken));
	if (chosen.length !== wanted.size) throw problem('carry.funded');
	const carried = chosen.map((one) => {
		const session = sessions.find(({ id }) => id === one.session);
		return {
			one,
			row: {
				...{ fromUsulan: one.id, toUsulan: carriedId(from.id, one.id), status: one.status, alasan: one.alasan ?? null },
				session: session ? { judul: session.judul, tanggal: session.tanggal } : null
			}
		};
	});
	const present = await rooms.read(
		to.forumId,
		(doc) => new Set(carried.map(({ row }) => row.toUsulan).filter((id) => usulanIn(doc, id) !== undefined))
	);
	const fresh = carried.filter(({ row }) => !present.has(row.toUsulan));
	if (fresh.length > 0) {
		const entries = fresh.map(({ one, row }) => ({ id: row.toUsulan, input: carriedContent(one), person: null }));
		await enterUsulan(deps, actor, to, entries);
	}
	await sql.begin(async (tx) => {
		const between = { from: from.id, to: to.id, accountId: actor.id, forumId: from.forumId };
		await recordCarry(
			tx,
			between,
			carried.map(({ row }) => row)
		);
		const detail = { to: to.id, tahun: to.tahun, count: fresh.length };
		if (fresh.length > 0) await recordAudit(tx, { action: 'usulan.carried', accountId: actor.id, renjaId: from.id, detail });
	});
	return { carried: fresh.length, present: present.size };
}

/** The same for the same usulan, in whichever Renja it arrives. */
function carriedId(renjaId: string, usulanId: string): string {
	return `c-${createHash('sha256').update(`${renjaId}/${usulanId}`).digest('hex').slice(0, 32)}`;
}
