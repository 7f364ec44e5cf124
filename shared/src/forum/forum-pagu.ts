/**
 * What is left to give away while a forum decides: the pagu of each bidang and of the whole office against its limit, and what the forum
 * accepted that no row of the plan has taken over yet. Sums only: who sits in a forum sees nothing else of the plan.
 */
import type { Rupiah } from '../renja/renja-types.ts';
import type { ForumSessionValue, UsulanValue } from './forum-types.ts';
import { amountOf, isAccepted } from './proposals.ts';
import { openSessionOf } from './meeting.ts';
import { groupsOf, standsFor } from './usulan-groups.ts';

export interface PaguSum {
	/** Whole rupiah of the sub kegiatan as they are planned. */
	pagu: Rupiah;
	/** null: none was set. */
	limit: Rupiah | null;
	/** Accepted by the forum, and not in the plan yet. */
	waiting: Rupiah;
}

/** What the server tells those who are in a forum (message 104). */
export interface ForumPagu {
	/** By unit; those that plan, may plan or are to get something. */
	units: Readonly<Record<string, PaguSum>>;
	total: PaguSum;
	/** The sub kegiatan that the usulan on the table is linked to, with the unit it belongs to; null: it is not linked. */
	table: { subkegiatan: string; unit: string | null } | null;
}

/** What the sums need of the forum: what is accepted, each with what it asks for, and what lies on the table. */
export interface ForumClaims {
	accepted: readonly { id: string; subkegiatan: string | undefined; unit: string | undefined; amount: Rupiah }[];
	table: string | null;
}

/** What the sums need of the plan. unit '': of no bidang. */
export interface PlanSums {
	pagu: Rupiah;
	units: Readonly<Record<string, Rupiah>>;
	limit: Rupiah | undefined;
	limits: Readonly<Record<string, Rupiah>>;
	unitOf(subkegiatan: string): string | null;
	/** Whether a row has taken the usulan over. */
	isTaken(usulan: string): boolean;
}

export function claimsOf(usulan: readonly UsulanValue[], sessions: readonly ForumSessionValue[]): ForumClaims {
	const accepted: ForumClaims['accepted'][number][] = [];
	for (const group of groupsOf(usulan)) {
		const { first, others } = group;
		for (const one of [first, ...others]) {
			if (!isAccepted(one)) continue;
			const amount = amountOf(one, group) ?? 0;
			if (amount === 0) continue;
			accepted.push({ id: one.id, subkegiatan: one.subkegiatan ?? first.subkegiatan, unit: one.unit ?? first.unit, amount });
		}
	}
	const byId = new Map(usulan.map((one) => [one.id, one]));
	const onTable = byId.get(openSessionOf(sessions)?.meja ?? '');
	return { accepted, table: (onTable && standsFor(onTable, (id) => byId.get(id)).subkegiatan) ?? null };
}

export function forumPaguOf({ accepted, table }: ForumClaims, plan: PlanSums): ForumPagu {
	const waiting = new Map<string, Rupiah>();
	let all = 0;
	for (const { id, subkegiatan, unit, amount } of accepted) {
		if (plan.isTaken(id)) continue;
		const of = (subkegiatan === undefined ? null : plan.unitOf(subkegiatan)) ?? unit ?? '';
		waiting.set(of, (waiting.get(of) ?? 0) + amount);
		all += amount;
	}
	const ids = new Set([...Object.keys(plan.units), ...Object.keys(plan.limits), ...waiting.keys()]);
	ids.delete('');
	return {
		units: Object.fromEntries(
			[...ids].sort().map((id) => [id, { pagu: plan.units[id] ?? 0, limit: plan.limits[id] ?? null, waiting: waiting.get(id) ?? 0 }])
		),
		total: { pagu: plan.pagu, limit: plan.limit ?? null, waiting: all },
		table: table === null ? null : { subkegiatan: table, unit: plan.unitOf(table) }
	};
}

/** Whole rupiah under the limit, with all that was accepted; negative: beyond it. null: there is no limit. */
export function remainingPagu({ pagu, limit, waiting }: PaguSum): Rupiah | null {
	return limit === null ? null : limit - pagu - waiting;
}
