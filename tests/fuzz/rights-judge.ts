/**
 * Holds what was committed and what was refused against `shared/access`, by another way than the gate: it reads no update, but compares the
 * plain values before and after each row of the log, and asks for every difference whether its author had the right to it then.
 */
import type { Actor, Grant } from '@rembug/shared/access/access.ts';
import { planRightProblem, type PlanChange, type PlanRow } from '@rembug/shared/access/plan-rights.ts';
import type { Edit } from '@rembug/shared/renja/edit-types.ts';
import { narrativeMap } from '@rembug/shared/renja/renja-document.ts';
import { applyEdit } from '@rembug/shared/renja/renja-edits.ts';
import type { Stage } from '@rembug/shared/renja/stages.ts';
import * as Y from 'yjs';

/** What decides about rights beside the plan, from one row of the log on. */
export interface Era {
	/** Holds for the rows of the log after this seq. */
	after: number;
	stage: Stage;
	lockedUnits: readonly string[];
	grants: ReadonlyMap<string, readonly Grant[]>;
}

export interface LoggedUpdate {
	seq: number;
	/** Null: what the plan was made with. */
	accountId: string | null;
	bytes: Uint8Array;
}

type Json = Record<string, unknown>;
type Plain = Record<'info' | 'nodes' | 'narrative', Json>;

function plainOf(doc: Y.Doc): Plain {
	const narrative: Json = {};
	for (const [section, text] of narrativeMap(doc).entries()) narrative[section] = text.toString();
	return { info: doc.getMap('info').toJSON(), nodes: doc.getMap('nodes').toJSON(), narrative };
}

const isMap = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every register, section and map that two plain plans differ in, named as the rights name them. */
function differences(before: Plain, after: Plain): PlanChange[] {
	const found: PlanChange[] = [];
	function compare(root: PlanChange['root'], entity: string, from: Json, to: Json): void {
		for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
			const [old, now] = [from[key], to[key]];
			if (isMap(old) || isMap(now)) {
				const inner = entity === '' ? key : `${entity}/${key}`;
				if (!isMap(old) || !isMap(now)) found.push({ root, entity: inner, field: '' });
				compare(root, inner, isMap(old) ? old : {}, isMap(now) ? now : {});
			} else if (JSON.stringify(old) !== JSON.stringify(now))
				found.push(root === 'narrative' ? { root, entity: key, field: 'teks' } : { root, entity, field: key, after: now });
		}
	}
	for (const root of ['info', 'nodes', 'narrative'] as const) compare(root, '', before[root], after[root]);
	return found;
}

export interface History {
	/** What was committed without the right to it. */
	forbidden: string[];
	/** The plan as the log has it. */
	doc: Y.Doc;
	/** Whether somebody lacked the right to an edit, or the whole document, at any time since a row of the log. */
	lackedRight(accountId: string, edit: Edit, since: number): boolean;
	wasFrozen(since: number): boolean;
	/** Whether this account could see nothing of the plan. */
	wasShutOut(accountId: string, since: number): boolean;
}

/** eras: in order, the first for the first row. */
export function readHistory(perangkatDaerahId: string, rows: readonly LoggedUpdate[], eras: readonly Era[]): History {
	const forbidden: string[] = [];
	const doc = new Y.Doc();
	const [first] = rows;
	if (!first) throw new Error('There is no log.');
	Y.applyUpdate(doc, first.bytes);
	let before = plainOf(doc);
	for (const { seq, accountId, bytes } of rows.slice(1)) {
		Y.applyUpdate(doc, bytes);
		const after = plainOf(doc);
		const era = eras.filter((one) => one.after < seq).at(-1) as Era;
		for (const problem of problemsOf(era, accountId ?? '', before, after)) forbidden.push(`row ${seq} of ${accountId}: ${problem}`);
		before = after;
	}

	function problemsOf(era: Era, accountId: string, from: Plain, to: Plain): string[] {
		const actor: Actor = { id: accountId, nama: accountId, grants: [...(era.grants.get(accountId) ?? [])] };
		const { stage, lockedUnits } = era;
		const rowIn =
			({ nodes }: Plain) =>
			(id: string): PlanRow | undefined => {
				const row = nodes[id] as (PlanRow & Json) | undefined;
				return row && { level: row.level, parent: row.parent ?? null, bidang: row.bidang };
			};
		const unitOfSection = (section: string): string | null =>
			((from.info.bidangBab as Record<string, string> | undefined)?.[section] ?? null) as string | null;
		const context = { perangkatDaerahId, stage, lockedUnits, rowBefore: rowIn(from), rowAfter: rowIn(to), unitOfSection };
		return differences(from, to).flatMap((change) => {
			const problem = planRightProblem(actor, change, context);
			return problem ? [`${change.root}/${change.entity}/${change.field}: ${problem}`] : [];
		});
	}

	/** Eras of which a part came after this row. */
	const erasSince = (since: number): Era[] => eras.filter((_, index) => (eras[index + 1]?.after ?? Infinity) >= since);

	return {
		forbidden,
		doc,
		lackedRight(accountId, edit, since) {
			const then = new Y.Doc();
			for (const { seq, bytes } of rows) {
				Y.applyUpdate(then, bytes);
				const next = rows.find((row) => row.seq === seq + 1);
				if (next && next.seq <= since) continue;
				const tried = new Y.Doc();
				Y.applyUpdate(tried, Y.encodeStateAsUpdate(then));
				const from = plainOf(tried);
				if (!applyEdit(tried, edit).ok) continue;
				const to = plainOf(tried);
				const possible = eras.filter((era, index) => era.after <= seq && (eras[index + 1]?.after ?? Infinity) >= seq);
				if (possible.some((era) => problemsOf(era, accountId, from, to).length > 0)) return true;
			}
			return false;
		},
		wasFrozen: (since) => erasSince(since).some(({ stage }) => stage === 'diajukan'),
		wasShutOut: (accountId, since) => erasSince(since).some(({ grants }) => (grants.get(accountId) ?? []).length === 0)
	};
}
