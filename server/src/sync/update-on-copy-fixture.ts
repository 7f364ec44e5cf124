/**
 * For tests: an update applied to a copy that forgets nothing, and every item that is new or newly deleted there. What the twins of the gate
 * (gate-oracle-fixture.ts, forum-oracle-fixture.ts) judge by; it reads nothing from the bytes that applying them does not show.
 */
import { updateBytesMax, updateStructsMax } from '@rembug/shared/sync/messages.ts';
import * as Y from 'yjs';

type Ranges = ReadonlyMap<number, readonly { clock: number; len: number }[]>;

export interface OnCopy {
	/** The document with the update. */
	after: Y.Doc;
	/** What is wrong with the update whatever it is about. */
	against: string[];
	/** Items that were not deleted before. */
	liveBefore: Y.Item[];
	/** New structs, deleted ones included. */
	fresh: (Y.Item | Y.GC)[];
	freshItems: Y.Item[];
	/** Items of before that it deletes, wholly or in part. */
	deleted: Y.Item[];
	/** Whether the update itself deletes this item. */
	isInDeletions(item: Y.Item): boolean;
}

export function tryOnCopy(roots: readonly string[], before: Y.Doc, bytes: Uint8Array): OnCopy {
	const after = new Y.Doc({ gc: false });
	for (const root of roots) after.getMap(root);
	Y.applyUpdate(after, Y.encodeStateAsUpdate(before));
	const liveBefore = items(after).filter((item) => !item.deleted);
	// By clock: deleting a part of a text splits its item.
	const liveClocks = new Set(liveBefore.flatMap(({ id, length }) => clocks(id, length)));
	const known = Y.decodeStateVector(Y.encodeStateVector(after));
	const against: string[] = [];
	const decoded = Y.decodeUpdate(bytes);
	if (bytes.length > updateBytesMax || decoded.structs.length > updateStructsMax) against.push('oversize');
	Y.applyUpdate(after, bytes);
	if (after.store.pendingStructs || after.store.pendingDs) against.push('gap');
	const fresh = structs(after).filter(({ id, length }) => id.clock + length > (known.get(id.client) ?? 0));
	return {
		...{ after, against, liveBefore, fresh },
		freshItems: fresh.filter((struct): struct is Y.Item => struct instanceof Y.Item),
		deleted: items(after).filter(({ deleted, id, length }) => deleted && clocks(id, length).some((each) => liveClocks.has(each))),
		isInDeletions: ({ id }) => isIn(decoded.ds.clients as Ranges, id)
	};
}

function structs(doc: Y.Doc): (Y.Item | Y.GC)[] {
	return [...doc.store.clients.values()].flat();
}

const clocks = ({ client, clock }: Y.ID, length: number): string[] => Array.from({ length }, (_, at) => `${client}:${clock + at}`);

function items(doc: Y.Doc): Y.Item[] {
	return structs(doc).filter((struct) => struct instanceof Y.Item);
}

function isIn(ranges: Ranges, id: Y.ID): boolean {
	return ranges.get(id.client)?.some(({ clock, len }) => clock <= id.clock && id.clock < clock + len) ?? false;
}

/** Root and keys down to the item; null: what it stood in is gone; root null: it stands in one that the part does not have. */
export function placeIn<Root extends string>(
	roots: readonly Root[],
	doc: Y.Doc,
	item: Y.Item
): { root: Root | null; path: string[] } | null {
	const path = item.parentSub === null ? [] : [item.parentSub];
	let type = item.parent as Y.AbstractType<unknown> | null;
	if (type === null) return null;
	while (type._item) {
		if (type._item.parentSub !== null) path.unshift(type._item.parentSub);
		type = type._item.parent as Y.AbstractType<unknown> | null;
		if (type === null) return null;
	}
	return { root: roots.find((root) => doc.share.get(root) === (type as unknown)) ?? null, path };
}

/** No client ever puts an item between two of different places. */
export function crossesPlaces(doc: Y.Doc, item: Y.Item): boolean {
	if (!item.origin || !item.rightOrigin) return false;
	const [left, right] = [item.origin, item.rightOrigin].map((id) => Y.getItem(doc.store, id) as Y.Item | Y.GC);
	if (!(left instanceof Y.Item && right instanceof Y.Item)) return false;
	return left.parent !== right.parent || left.parentSub !== right.parentSub;
}

/** Every register of these roots of maps by its path. */
export function registersIn(doc: Y.Doc, roots: readonly string[]): Map<string, unknown> {
	const found = new Map<string, unknown>();
	const walk = (map: Y.Map<unknown>, path: string): void => {
		for (const [key, value] of map.entries()) {
			if (value instanceof Y.Map) walk(value as Y.Map<unknown>, `${path}/${key}`);
			else found.set(`${path}/${key}`, value);
		}
	};
	for (const root of roots) walk(doc.getMap(root), root);
	return found;
}

/** Registers whose value the update changes: path -> before and after, null when absent. */
export function changedBetween(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): Map<string, [unknown, unknown]> {
	const changed = new Map<string, [unknown, unknown]>();
	for (const path of new Set([...before.keys(), ...after.keys()])) {
		const [from, to] = [before.get(path) ?? null, after.get(path) ?? null];
		if (JSON.stringify(from) !== JSON.stringify(to)) changed.set(path, [from, to]);
	}
	return changed;
}
