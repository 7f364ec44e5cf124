/** A plain value -> a new Y.Doc: how the demo, an import or a test makes a document. The value is taken as it stands; nothing is computed. */
import * as Y from 'yjs';
import { collections, infoMap, infoMaps, narrativeMap, nodesMap, usulanKey, type YEntity } from './renja-document.ts';
import { newCollection } from './renja-edits.ts';
import { buildSection, isProse } from './prose.ts';
import { fieldFitsLevel, isId, isInfoMap, registerKind } from './renja-schema.ts';
import type { InfoValue, Narrative, NodeValue } from './renja-types.ts';

/** Builds the document of part `plan`. Throws a RangeError naming the path when a value does not fit the schema. */
export function buildPlanDoc(value: { info: InfoValue; nodes: readonly NodeValue[]; narrative?: Narrative }): Y.Doc {
	const doc = new Y.Doc();
	doc.transact(() => {
		const info = infoMap(doc);
		for (const key of infoMaps) info.set(key, new Y.Map());
		for (const [field, entry] of Object.entries(value.info)) {
			if (isInfoMap(field)) {
				for (const [key, one] of Object.entries(entry as Record<string, unknown>)) {
					(info.get(field) as YEntity).set(key, checked('info', [field, key], one));
				}
			} else if (entry !== undefined) info.set(field, checked('info', [field], entry));
		}
		for (const [section, text] of Object.entries(value.narrative ?? {})) {
			if (!isId(section) || !isProse(text)) throw new RangeError(`narrative/${section}`);
			narrativeMap(doc).set(section, buildSection(text));
		}
		for (const node of value.nodes) nodesMap(doc).set(node.id, buildNode(node));
	});
	return doc;
}

function buildNode({ id, indikator, sumberDana, triwulan, usulan, ...registers }: NodeValue): YEntity {
	const node = new Y.Map<unknown>();
	for (const [field, value] of Object.entries(registers)) {
		if (value !== undefined) node.set(field, checked('nodes', [id, field], value));
	}
	for (const taken of usulan ?? []) node.set(usulanKey(taken), checked('nodes', [id, usulanKey(taken)], true));
	const entries = { indikator, sumberDana, triwulan: Object.entries(triwulan ?? {}).map(([key, entry]) => ({ id: key, ...entry })) };
	for (const collection of ['indikator', 'sumberDana', 'triwulan'] as const) {
		if (!fieldFitsLevel(collection, registers.level) && entries[collection].length === 0) continue;
		const map = newCollection(collection);
		for (const { id: entryId, ...entry } of entries[collection]) {
			map.set(
				entryId,
				new Y.Map(
					Object.entries(entry)
						.filter(([, value]) => value !== undefined)
						.map(([field, value]) => [field, checked('nodes', [id, collection, entryId, field], value)])
				)
			);
		}
		node.set(collections[collection], map);
	}
	return node;
}

function checked(root: 'info' | 'nodes', path: string[], value: unknown): unknown {
	if (!registerKind(root, path)?.check(value)) throw new RangeError(`${root}/${path.join('/')}`);
	return value;
}
