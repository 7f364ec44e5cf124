/** Y.Doc -> plain values. Half-filled is normal: whatever is absent stays absent, and what the schema does not know is left out. */
import * as Y from 'yjs';
import { compareOrder } from './order.ts';
import { collectionMap, infoMap, infoMaps, nodeMap, nodesMap, usulanOfKey, type Collection, type YEntity } from './renja-document.ts';
import { readNarrative } from './prose.ts';
import { registerKind } from './renja-schema.ts';
import { computeTotals } from './renja-totals-plain.ts';
import type { IndikatorValue, InfoValue, NodeValue, RenjaValue, SumberDanaValue, TriwulanValue } from './renja-types.ts';

export function readInfo(doc: Y.Doc): InfoValue {
	const map = infoMap(doc);
	const info: Record<string, unknown> = registers('info', [], map);
	for (const key of infoMaps) {
		const entries = map.get(key);
		if (entries instanceof Y.Map && entries.size > 0) info[key] = registers('info', [key], entries as YEntity);
	}
	return info;
}

/** The node with this id, or undefined. */
export function readNode(doc: Y.Doc, id: string): NodeValue | undefined {
	const node = nodeMap(doc, id);
	return node && readNodeMap(id, node);
}

/** One node out of its Y.Map. */
export function readNodeMap(id: string, node: YEntity): NodeValue {
	const value = {
		id,
		...nodeRegisters(id, node),
		indikator: readEntries<IndikatorValue>(id, node, 'indikator').sort(compareOrder),
		sumberDana: readEntries<SumberDanaValue>(id, node, 'sumberDana').sort(compareOrder)
	} as NodeValue;
	if (value.parent === undefined) value.parent = null;
	const usulan = takenInto(node);
	if (usulan.length > 0) value.usulan = usulan;
	const triwulan: Record<string, TriwulanValue> = {};
	for (const { id: key, ...entry } of readEntries<TriwulanValue & { id: string }>(id, node, 'triwulan')) {
		if (Object.keys(entry).length > 0) triwulan[key] = entry;
	}
	if (Object.keys(triwulan).length > 0) value.triwulan = triwulan;
	return value;
}

/** The row that each usulan of the forum was taken over into; of rows that were removed there are none. */
export function readTakenUsulan(doc: Y.Doc): Map<string, string> {
	const taken = new Map<string, string>();
	for (const [id, node] of nodesMap(doc).entries()) {
		if (node instanceof Y.Map && !node.get('removed')) for (const usulan of takenInto(node)) taken.set(usulan, id);
	}
	return taken;
}

/** The whole plan, rows in tree order, totals recomputed. */
export function readRenja(doc: Y.Doc): RenjaValue {
	const nodes: NodeValue[] = [];
	for (const [id, node] of nodesMap(doc).entries()) {
		if (node instanceof Y.Map) nodes.push(readNodeMap(id, node));
	}
	const sorted = sortNodes(nodes);
	const narrative = readNarrative(doc);
	return {
		info: readInfo(doc),
		nodes: sorted,
		...(Object.keys(narrative).length > 0 ? { narrative } : {}),
		totals: computeTotals(sorted)
	};
}

/** Tree order: parents before children, siblings by order key, then id. Nodes whose parent is unknown come last. */
export function sortNodes(nodes: readonly NodeValue[]): NodeValue[] {
	const children = new Map<string | null, NodeValue[]>();
	for (const node of nodes) {
		const siblings = children.get(node.parent);
		if (siblings) siblings.push(node);
		else children.set(node.parent, [node]);
	}
	for (const siblings of children.values()) siblings.sort(compareOrder);
	const sorted: NodeValue[] = [];
	const place = (node: NodeValue): void => {
		sorted.push(node);
		const below = children.get(node.id);
		children.delete(node.id);
		below?.forEach(place);
	};
	const top = children.get(null) ?? [];
	children.delete(null);
	top.forEach(place);
	for (const rest of [...children.values()]) rest.filter((node) => !sorted.includes(node)).forEach(place);
	return sorted;
}

function registers(root: 'info' | 'nodes', path: string[], map: YEntity): Record<string, unknown> {
	const values: Record<string, unknown> = {};
	for (const [key, value] of map.entries()) {
		if (!(value instanceof Y.AbstractType) && registerKind(root, [...path, key])) values[key] = value;
	}
	return values;
}

function nodeRegisters(id: string, node: YEntity): Record<string, unknown> {
	const values = registers('nodes', [id], node);
	for (const key of Object.keys(values)) if (usulanOfKey(key) !== null) delete values[key];
	return values;
}

/** The usulan that a row was marked with, removed or not. */
export function takenInto(node: YEntity): string[] {
	const taken: string[] = [];
	for (const key of node.keys()) {
		const usulan = usulanOfKey(key);
		if (usulan !== null && node.get(key) === true) taken.push(usulan);
	}
	return taken.sort();
}

function readEntries<T extends { id: string }>(nodeId: string, node: YEntity, collection: Collection): T[] {
	const map = collectionMap(node, collection);
	if (!map) return [];
	const entries: T[] = [];
	for (const [id, entry] of map.entries()) {
		if (entry instanceof Y.Map) entries.push({ id, ...registers('nodes', [nodeId, collection, id], entry) } as unknown as T);
	}
	return entries;
}
