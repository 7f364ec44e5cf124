/**
 * The rights in part `plan` on what an update would touch. Everything is judged on the rows as they stand and as they would be with the
 * whole update: who gives a row to his own unit and edits it in the same update fails at the giving.
 */
import { planRightProblem, type PlanChange, type PlanContext, type PlanRow } from '@rembug/shared/access/plan-rights.ts';
import { effectiveBidang } from '@rembug/shared/renja/renja-totals-plain.ts';
import { infoMap, nodeMap, sectionUnits, usulanKey, usulanOfKey } from '@rembug/shared/renja/renja-document.ts';
import { readTakenUsulan, takenInto } from '@rembug/shared/renja/renja-value.ts';
import * as Y from 'yjs';
import type { AttemptedUpdate } from './document-parts.ts';
import type { Touched } from './read-update.ts';

/** The first change that the actor may not make, with the reason; null: he may make all of them. */
export function forbiddenInPlan({
	doc,
	actor,
	context: { perangkatDaerahId, stage, lockedUnits },
	touched,
	maps
}: Omit<AttemptedUpdate, 'unitOf'>): string | null {
	const moved = movedRows(doc, touched);
	const present = planContext(doc, { perangkatDaerahId, stage, lockedUnits });
	const context = moved ? { ...present, rowAfter: (id: string) => moved.get(id) ?? present.rowBefore(id) } : present;
	const problem = (change: PlanChange): string | null => {
		const reason = planRightProblem(actor, change, context);
		return reason && `${change.root}/${change.entity}/${change.field}: ${reason}`;
	};
	for (const { root, path } of maps) {
		const found = problem({ root: root as PlanChange['root'], entity: path.join('/'), field: '' });
		if (found) return found;
	}
	for (const { root, entity, field, newValues } of touched) {
		const change: PlanChange = { root: root as PlanChange['root'], entity, field };
		// Two tabs that worked side by side may bring two parents; which one stands, Yjs decides.
		const changes = field === 'parent' && newValues ? newValues.map(({ value }) => ({ ...change, after: value })) : [change];
		for (const each of changes) {
			const found = problem(each);
			if (found) return found;
		}
	}
	return takenTwice(doc, touched);
}

/**
 * An usulan is taken over into one row: its amount would be added once more. Of two who do it at once the second is refused; so is a row
 * that comes back with an usulan that stands elsewhere by now.
 */
function takenTwice(doc: Y.Doc, touched: readonly Touched[]): string | null {
	const marks = touched.flatMap(({ root, path, newValues }) => {
		const usulan = root === 'nodes' && path.length === 2 ? usulanOfKey(path[1] as string) : null;
		const isSet = newValues?.some(({ value }) => value === true) ?? false;
		return usulan === null ? [] : [{ usulan, row: path[0] as string, isSet }];
	});
	const touchedAt = new Set(marks.map(({ usulan, row }) => `${row} ${usulan}`));
	for (const row of restoredRows(doc, touched)) {
		for (const usulan of takenInto(nodeMap(doc, row) as Y.Map<unknown>)) {
			if (!touchedAt.has(`${row} ${usulan}`)) marks.push({ usulan, row, isSet: true });
		}
	}
	if (!marks.some(({ isSet }) => isSet)) return null;
	// Over all rows, but only where somebody takes an usulan over.
	const taken = readTakenUsulan(doc);
	const set = new Set<string>();
	for (const { usulan, row, isSet } of marks) {
		if (!isSet) continue;
		const holder = taken.get(usulan);
		const isElsewhere = holder !== undefined && !touchedAt.has(`${holder} ${usulan}`);
		if (isElsewhere || set.has(usulan)) return `nodes/${row}/${usulanKey(usulan)}: taken over already`;
		set.add(usulan);
	}
	return null;
}

function restoredRows(doc: Y.Doc, touched: readonly Touched[]): string[] {
	return touched.flatMap(({ root, path, newValues = [] }) => {
		const [row, field] = path as [string, string];
		if (root !== 'nodes' || path.length !== 2 || field !== 'removed' || !nodeMap(doc, row)?.get('removed')) return [];
		return newValues.length === 0 || newValues.some(({ value }) => value !== true) ? [row] : [];
	});
}

/** What the rights ask about a plan as it stands. */
export function planContext(doc: Y.Doc, renja: Pick<PlanContext, 'perangkatDaerahId' | 'stage' | 'lockedUnits'>): PlanContext {
	const row = (id: string): PlanRow | undefined => rowOf(doc, id);
	return { ...renja, rowBefore: row, rowAfter: row, unitOfSection: (section) => unitOfSection(doc, section) };
}

/** The unit that a row belongs to now; null: to none, or there is no such row. */
export function unitOfRow(doc: Y.Doc, id: string): string | null {
	const row = rowOf(doc, id);
	return row ? effectiveBidang(row, (other) => rowOf(doc, other)) : null;
}

function unitOfSection(doc: Y.Doc, section: string): string | null {
	const units = infoMap(doc).get(sectionUnits);
	return units instanceof Y.Map ? ((units.get(section) as string | undefined) ?? null) : null;
}

/** Whether the right to change something else hangs on what this would change: whose row it is, or whose section, or whose usulan. */
export function decidesRights({ root, entity, field, path }: Touched, doc: Y.Doc): boolean {
	if (root !== 'nodes') return root === 'info' && entity === sectionUnits;
	return placeFields.includes(field) || usulanOfKey(field) !== null || (field === 'removed' && holdsUsulan(doc, path[0] as string));
}

function holdsUsulan(doc: Y.Doc, row: string): boolean {
	const node = nodeMap(doc, row);
	return node !== undefined && takenInto(node).length > 0;
}

/** Rows that would come into being or get another parent or bidang, as they would be; null when there are none. */
function movedRows(doc: Y.Doc, touched: readonly Touched[]): Map<string, PlanRow> | null {
	let moved: Map<string, PlanRow> | null = null;
	for (const { root, path, newValues } of touched) {
		const [id, field] = path as [string, string];
		if (root !== 'nodes' || path.length !== 2 || !placeFields.includes(field)) continue;
		moved ??= new Map();
		const row = moved.get(id) ?? rowOf(doc, id) ?? {};
		// Of several values any one will do: each parent is asked for by itself, and a bidang is for planners whatever it is.
		moved.set(id, { ...row, [field]: newValues?.at(-1)?.value ?? null } as PlanRow);
	}
	return moved;
}

const placeFields: readonly string[] = ['level', 'parent', 'bidang'];

/** A row as far as rights go, straight from its map. */
function rowOf(doc: Y.Doc, id: string): PlanRow | undefined {
	const node = nodeMap(doc, id);
	return node && ({ level: node.get('level'), parent: node.get('parent') ?? null, bidang: node.get('bidang') } as PlanRow);
}
