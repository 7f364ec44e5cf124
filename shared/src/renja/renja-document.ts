/**
 * Where everything lives in the Y.Doc of part `plan`: the only file that spells its keys. Roots: `info` (Y.Map), `nodes` (Y.Map of
 * id -> Y.Map), `narrative` (Y.Map of section id -> Y.XmlFragment). Under a node `indikator`, `sumberDana` and `triwulan` are Y.Maps of
 * id -> Y.Map; everything else is a register. A register `usulan:<id>` of a node marks a usulan of the forum that was taken over into that
 * row: a key each, so that two people who take over two at once both find theirs. What may stand in a register is said in renja-schema.ts.
 */
import * as Y from 'yjs';

export const roots = { info: 'info', nodes: 'nodes', narrative: 'narrative' } as const;

/** Keys of a node that hold maps of further entities. */
export const collections = { indikator: 'indikator', sumberDana: 'sumberDana', triwulan: 'triwulan' } as const;
export type Collection = keyof typeof collections;

/** Keys of `info` that hold maps of amounts. */
export const limitMaps = { bidang: 'paguLimitBidang', sumberDana: 'paguLimitSumberDana' } as const;

/** Key of `info` that holds the map of section of the Bab texts -> unit that writes it. */
export const sectionUnits = 'bidangBab';

/** Keys of `info` that hold maps. */
export const infoMaps = [limitMaps.bidang, limitMaps.sumberDana, sectionUnits] as const;

/** Begins the key of a node that marks a usulan of the forum as taken over into it. */
const usulanPrefix = 'usulan:';

export function usulanKey(usulanId: string): string {
	return usulanPrefix + usulanId;
}

/** The usulan that a key of a node marks; null: another kind of key. */
export function usulanOfKey(key: string): string | null {
	return key.startsWith(usulanPrefix) ? key.slice(usulanPrefix.length) : null;
}

export type YEntity = Y.Map<unknown>;

export function infoMap(doc: Y.Doc): YEntity {
	return doc.getMap(roots.info);
}

export function nodesMap(doc: Y.Doc): Y.Map<YEntity> {
	return doc.getMap(roots.nodes) as Y.Map<YEntity>;
}

export function narrativeMap(doc: Y.Doc): Y.Map<Y.XmlFragment> {
	return doc.getMap(roots.narrative) as Y.Map<Y.XmlFragment>;
}

export function nodeMap(doc: Y.Doc, nodeId: string): YEntity | undefined {
	const node = nodesMap(doc).get(nodeId);
	return node instanceof Y.Map ? node : undefined;
}

/** The map of entries under a node, or undefined while nothing was ever put there. */
export function collectionMap(node: YEntity, collection: Collection): Y.Map<YEntity> | undefined {
	const map = node.get(collections[collection]);
	return map instanceof Y.Map ? (map as Y.Map<YEntity>) : undefined;
}
