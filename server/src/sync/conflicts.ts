/**
 * Values of one register that were set in ignorance of each other: found when an update is admitted, kept open until somebody who knew
 * both decides. Pure: it reads items and values, and says what is to be written.
 */
import { sameJson } from '@rembug/shared/edits/same-json.ts';
import * as Y from 'yjs';

/** A new value of a register that no other new value of the same update follows. */
export interface NewValue {
	id: Y.ID;
	/** null: emptied, or dropped by Yjs before it arrived. */
	value: unknown;
	/** The newest value of the register that its writer built on and the update did not bring; null: he knew of none. */
	builtOn: Y.ID | null;
}

/** What stands in a register. */
export interface Head {
	id: Y.ID;
	/** null when the register is empty. */
	value: unknown;
	isDeleted: boolean;
}

export interface Side {
	value: unknown;
	/** null: not known to the room; the newest row of `field_change` says it. */
	accountId: string | null;
}

export interface Place {
	root: string;
	entity: string;
	field: string;
}

export interface OpenConflict extends Place {
	id: string;
	kept: Side;
	other: Side;
	/** The standing value arrived with the conflict or after it: whoever builds on it has received both. */
	keptIsNewer: boolean;
}

/** To be written with the log row that brings it. settledBy: an account, when that ends the conflict. */
export interface ConflictChange {
	conflict: OpenConflict;
	settledBy: string | null;
}

/** Where a row stands, and whether it is removed, is seen at once and taken back as easily; nobody's words are lost with it. */
const unmarkedFields: readonly string[] = ['level', 'parent', 'order', 'removed'];
/** New values of one register in one update that are told apart: more come from no person's hands. */
const rivalsMax = 4;

export function isMarkedField(field: string): boolean {
	return !unmarkedFields.includes(field);
}

export function placeKey({ root, entity, field }: Place): string {
	return `${root}/${entity}/${field}`;
}

/** The newest item of the register at a path below a root, alive or not. */
export function headOf(doc: Y.Doc, { root, path }: { root: string; path: readonly string[] }): Head | null {
	let map: unknown = doc.getMap(root);
	for (const key of path.slice(0, -1)) map = map instanceof Y.Map ? map.get(key) : undefined;
	const item = map instanceof Y.Map ? map._map.get(path.at(-1) as string) : undefined;
	if (!item) return null;
	return { id: item.lastId, value: valueOf(item), isDeleted: item.deleted };
}

function valueOf(item: Y.Item): unknown {
	return !item.deleted && item.content instanceof Y.ContentAny ? (item.content.arr[0] ?? null) : null;
}

export interface RegisterChange {
	place: Place;
	before: Head | null;
	after: Head | null;
	newValues: readonly NewValue[];
	actorId: string;
	/** The account of a client id. */
	accountOf(client: number): string | undefined;
	/** The open conflicts of this register. */
	open: readonly OpenConflict[];
	newId(): string;
}

/** What the change of one register means for its conflicts. */
export function judgeConflicts(change: RegisterChange): ConflictChange[] {
	const { place, before, after, newValues, actorId, open, newId } = change;
	// The map that held the register is gone, and with it the question.
	if (!after) return [];
	const standing = after.value;
	const isNew = !before || !sameId(before.id, after.id) || !sameJson(before.value, standing);
	const kept: Side = { value: standing, accountId: isNew ? actorId : authorOf(change, before) };
	const knewBefore = !before || newValues.length === 0 || newValues.some(({ builtOn }) => sameId(builtOn, before.id));

	const lost: Side[] = newValues
		.filter(({ id }) => !sameId(id, after.id))
		.slice(-rivalsMax)
		.map(({ value }) => ({ value, accountId: actorId }));
	if (before && !knewBefore && !sameId(before.id, after.id)) lost.push({ value: before.value, accountId: authorOf(change, before) });
	// An empty value that lost cannot be told from one whose content Yjs had already dropped.
	const rivals = lost.filter(({ value }) => value !== null && !sameJson(value, standing));

	const changes: ConflictChange[] = [];
	const left = new Set(open);
	const takePair = (other: Side): OpenConflict | undefined => {
		const pair = [...left].find((conflict) => isPair(conflict, kept, other));
		if (pair) left.delete(pair);
		return pair;
	};
	for (const other of rivals) {
		const id = takePair(other)?.id ?? newId();
		changes.push({ conflict: { ...place, id, kept, other, keptIsNewer: isNew }, settledBy: null });
	}
	for (const agreed of lost.filter(({ value }) => sameJson(value, standing))) {
		const conflict = takePair(agreed);
		if (conflict) changes.push({ conflict: { ...conflict, kept, other: agreed }, settledBy: actorId });
	}
	if (!isNew) return changes;
	const overwroteAnother = rivals.length === 0 && before !== null && knewBefore && authorOf(change, before) !== actorId;
	for (const conflict of left) {
		const isSettled = sameJson(conflict.other.value, standing) || (overwroteAnother && conflict.keptIsNewer);
		changes.push({ conflict: { ...conflict, kept, keptIsNewer: true }, settledBy: isSettled ? actorId : null });
	}
	return changes;
}

function authorOf({ accountOf }: RegisterChange, head: Head | null): string | null {
	// Who emptied a register left no item behind.
	return head && !head.isDeleted ? (accountOf(head.id.client) ?? null) : null;
}

/** Whether two values are those of an open conflict, as their authors have set them since. */
function isPair(conflict: OpenConflict, a: Side, b: Side): boolean {
	const [kept, other] = [conflict.kept.accountId, conflict.other.accountId];
	return (kept === a.accountId && other === b.accountId) || (kept === b.accountId && other === a.accountId);
}

export function sameId(a: Y.ID | null, b: Y.ID): boolean {
	return a !== null && a.client === b.client && a.clock === b.clock;
}
