/** The Perkada that puts an approved Renja into force: its number and date, and how a wrongly typed one is corrected. */
import { z } from 'zod';
import { mayMoveStage, type Actor } from '@rembug/shared/access/access.ts';
import { isCalendarDay } from '@rembug/shared/renja/stage-window.ts';
import { recordAudit } from '../audit/audit-queries.ts';
import type { AnySql, Sql } from '../database/connect.ts';
import { problem } from '../errors.ts';
import type { Renja } from '../renja/renja-queries.ts';
import { insertPenetapan, type NewPenetapan } from './stage-queries.ts';
import { today } from './today.ts';

export interface Perkada {
	nomor: string;
	/** `2026-11-22` */
	tanggal: string;
}

export const perkadaBody = z.object({
	nomor: z.string('penetapan.nomor').trim().min(1, 'penetapan.nomor').max(200, 'penetapan.nomor'),
	tanggal: z.string('penetapan.tanggal').refine((text) => isCalendarDay(text) && text <= today(), 'penetapan.tanggal')
});

/** Keeps number and date, with an audit row, in the transaction of the caller. */
export async function recordPenetapan(sql: AnySql, penetapan: NewPenetapan): Promise<void> {
	await insertPenetapan(sql, penetapan);
	const { renjaId, accountId, nomor, tanggal, reason } = penetapan;
	await recordAudit(sql, { action: 'penetapan.recorded', accountId, renjaId, detail: { nomor, tanggal, reason } });
}

/** Corrects the Perkada of a Renja that is in force; the former one stays in the history. Throws grant.missing, stage.invalid. */
export async function correctPenetapan(sql: Sql, actor: Actor, renja: Renja, perkada: Perkada, reason: string): Promise<void> {
	if (!mayMoveStage(actor, renja)) throw problem('grant.missing');
	if (renja.stage !== 'ditetapkan') throw problem('stage.invalid');
	if (reason === '') throw problem('penetapan.reasonMissing');
	await sql.begin((tx) => recordPenetapan(tx, { ...perkada, reason, renjaId: renja.id, accountId: actor.id }));
}
