/**
 * Every change a person can make to a plan, one function each, called through `applyEdit` with the edit as data. An edit checks its
 * arguments against the schema and the tree as it stands, then changes the Y.Doc in one transaction, or changes nothing and says why.
 * It never computes an amount and never touches a field it does not name.
 */
import * as Y from 'yjs';
import {
	collectionMap,
	collections,
	infoMap,
	limitMaps,
	nodeMap,
	narrativeMap,
	nodesMap,
	sectionUnits,
	usulanKey,
	type Collection,
	type YEntity
} from './renja-document.ts';
import { applyBy, currentBy, Refused, type Editing as EditingOf } from '../edits/editing.ts';
import { sameJson } from '../edits/same-json.ts';
import type { Edit, EditArgs, EditName, EditProblem, EditResult } from './edit-types.ts';
import { isProse, readSection, writeSection, type ProseBlock } from './prose.ts';
import { fieldFitsLevel, isId, parentLevel, registerKind } from './renja-schema.ts';
import type { Level, NodeValue } from './renja-types.ts';
import { readNodeMap, readTakenUsulan, takenInto } from './renja-value.ts';

type Editing<Args> = EditingOf<Args, Edit>;

/**
 * Applies one edit in one transaction. before and after tell the value that the edit is about (plain JSON, null when absent); inverse
 * takes it back and is null when nothing changed. Never throws on bad arguments: `{ok: false, problem, detail}` and nothing changed.
 */
export function applyEdit(doc: Y.Doc, edit: Edit, origin?: unknown): EditResult {
	return applyBy<Edit, EditProblem>(editings, doc, edit, origin);
}

/** The value the edit is about as it stands now (compare with an outbox entry's before or after); null when absent or not to be found. */
export function currentValue(doc: Y.Doc, edit: Edit): unknown {
	return currentBy(editings, doc, edit);
}

/**
 * Whether what the edit made still stands as it was left: only then may its author undo it. An added row with anything typed in it by a
 * colleague, or with rows put under it, is not mine any more.
 */
export function isStillMine(doc: Y.Doc, edit: Edit, after: unknown): boolean {
	if (edit.edit === 'addNode' && liveDescendants(doc, edit.args.id).length > 0) return false;
	if (edit.edit === 'restoreNodes') {
		const alive = edit.args.ids.flatMap((id) => [id, ...liveDescendants(doc, id)]);
		if (alive.some((id) => !edit.args.ids.includes(id))) return false;
	}
	return sameJson(currentValue(doc, edit), after);
}

// Finding things ----------------------------------------------------------------------------------

function theNode(doc: Y.Doc, id: string): YEntity {
	const node = nodeMap(doc, id);
	if (!node) throw new Refused('node.missing', id);
	return node;
}

function liveNode(doc: Y.Doc, id: string): YEntity {
	const node = theNode(doc, id);
	if (node.get('removed')) throw new Refused('node.removed', id);
	return node;
}

function levelOf(node: YEntity): Level {
	return node.get('level') as Level;
}

function theEntry(doc: Y.Doc, nodeId: string, collection: Collection, id: string): YEntity {
	const entry = collectionMap(theNode(doc, nodeId), collection)?.get(id);
	if (!(entry instanceof Y.Map)) throw new Refused('entry.missing', id);
	return entry;
}

function entryOfLiveNode(doc: Y.Doc, nodeId: string, collection: Collection, id: string): YEntity {
	liveNode(doc, nodeId);
	return theEntry(doc, nodeId, collection, id);
}

function isRemoved(doc: Y.Doc, id: string): boolean {
	return nodeMap(doc, id)?.get('removed') === true;
}

/** Ids of live nodes by parent: one walk over the plan, for the few edits that concern a branch. */
function liveChildren(doc: Y.Doc): Map<string, string[]> {
	const children = new Map<string, string[]>();
	for (const [id, node] of nodesMap(doc).entries()) {
		const parent = node.get('parent');
		if (node.get('removed') || typeof parent !== 'string') continue;
		const siblings = children.get(parent);
		if (siblings) siblings.push(id);
		else children.set(parent, [id]);
	}
	return children;
}

/** Live nodes under a node, parents first; a removed node hides what is under it. */
function liveDescendants(doc: Y.Doc, id: string): string[] {
	const children = liveChildren(doc);
	const below = (parent: string): string[] => (children.get(parent) ?? []).flatMap((child) => [child, ...below(child)]);
	return below(id);
}

// Checking and writing registers ------------------------------------------------------------------

function checkRegister(root: 'info' | 'nodes', path: string[], value: unknown): void {
	const kind = registerKind(root, path);
	if (!kind) throw new Refused('value.invalid', path.join('/'));
	if (value === null && path.at(-1) === 'bidang') return;
	if (value === null ? !kind.optional : !kind.check(value)) throw new Refused('value.invalid', path.join('/'));
}

/** An empty text says the same as none; storing only one of the two keeps "filled in?" a simple question. */
function emptyToNull(value: unknown): unknown {
	return typeof value === 'string' && value.trim() === '' ? null : value;
}

function writeRegister(map: YEntity, field: string, value: unknown): void {
	if (value === null || value === undefined) {
		if (map.has(field)) map.delete(field);
	} else if (map.get(field) !== value) map.set(field, value);
}

function checkLevel(node: YEntity, field: string): void {
	if (!fieldFitsLevel(field, levelOf(node))) throw new Refused('level.field', field);
}

function checkParent(doc: Y.Doc, level: Level, parent: string | null): void {
	const wanted = parentLevel(level);
	if (parent === null) {
		if (wanted !== null) throw new Refused('node.parent', level);
		return;
	}
	if (levelOf(liveNode(doc, parent)) !== wanted) throw new Refused('node.parent', parent);
}

function register<Args extends { id: string; value: unknown }>(
	fieldOf: (args: Args) => string,
	make: (args: Args, value: unknown) => Edit
): Editing<Args> {
	const now = (doc: Y.Doc, args: Args): unknown => theNode(doc, args.id).get(fieldOf(args)) ?? null;
	return {
		before(doc, args) {
			checkLevel(liveNode(doc, args.id), fieldOf(args));
			checkRegister('nodes', [args.id, fieldOf(args)], emptyToNull(args.value));
			return now(doc, args);
		},
		change: (doc, args) => writeRegister(theNode(doc, args.id), fieldOf(args), emptyToNull(args.value)),
		after: now,
		inverse: (args, before) => make(args, before)
	};
}

// Entries: indikator and sumber dana under a node ---------------------------------------------------

type EntryCollection = 'indikator' | 'sumberDana';
interface EntryArgs {
	nodeId: string;
	id: string;
}

function readEntry(entry: YEntity): Record<string, unknown> {
	return entry.toJSON() as Record<string, unknown>;
}

function addEntry<Args extends EntryArgs>(collection: EntryCollection, remove: (args: Args) => Edit): Editing<Args> {
	return {
		before(doc, args) {
			const node = liveNode(doc, args.nodeId);
			checkLevel(node, collection);
			if (!isId(args.id)) throw new Refused('value.invalid', 'id');
			if (collectionMap(node, collection)?.has(args.id)) throw new Refused('entry.exists', args.id);
			for (const [field, value] of entryFields(args)) checkRegister('nodes', [args.nodeId, collection, args.id, field], value);
			return null;
		},
		change(doc, args) {
			const node = theNode(doc, args.nodeId);
			let map = collectionMap(node, collection);
			if (!map) {
				map = new Y.Map<YEntity>();
				node.set(collections[collection], map);
			}
			map.set(args.id, new Y.Map(entryFields(args)));
		},
		after(doc, args) {
			const entry = entryOfLiveNode(doc, args.nodeId, collection, args.id);
			return entry.get('removed') ? null : readEntry(entry);
		},
		inverse: (args) => remove(args)
	};
}

function entryFields(args: EntryArgs): [string, unknown][] {
	return Object.entries(args).filter(
		([key, value]) => key !== 'nodeId' && key !== 'id' && value !== undefined && emptyToNull(value) !== null
	);
}

function markEntry(collection: EntryCollection, removed: boolean, back: (args: EntryArgs) => Edit): Editing<EntryArgs> {
	const isMarked = (entry: YEntity): unknown => entry.get('removed') ?? null;
	const now = (doc: Y.Doc, args: EntryArgs): unknown => isMarked(theEntry(doc, args.nodeId, collection, args.id));
	return {
		before: (doc, args) => isMarked(entryOfLiveNode(doc, args.nodeId, collection, args.id)),
		change: (doc, args) => writeRegister(theEntry(doc, args.nodeId, collection, args.id), 'removed', removed || null),
		after: now,
		inverse: (args) => back({ nodeId: args.nodeId, id: args.id })
	};
}

function entryRegister<Args extends EntryArgs & { field: string; value: unknown }>(
	collection: EntryCollection,
	make: (args: Args, value: unknown) => Edit
): Editing<Args> {
	// As with the fields of a row: what is set stays set when the row is taken away.
	const now = (doc: Y.Doc, args: Args): unknown => theEntry(doc, args.nodeId, collection, args.id).get(args.field) ?? null;
	return {
		before(doc, args) {
			if (entryOfLiveNode(doc, args.nodeId, collection, args.id).get('removed')) throw new Refused('entry.missing', args.id);
			checkRegister('nodes', [args.nodeId, collection, args.id, args.field], emptyToNull(args.value));
			return now(doc, args);
		},
		change: (doc, args) => writeRegister(theEntry(doc, args.nodeId, collection, args.id), args.field, emptyToNull(args.value)),
		after: now,
		inverse: (args, before) => make(args, before)
	};
}

// The edits -----------------------------------------------------------------------------------------

const addNode: Editing<EditArgs['addNode']> = {
	before(doc, args) {
		if (!isId(args.id)) throw new Refused('value.invalid', 'id');
		if (nodeMap(doc, args.id)) throw new Refused('node.exists', args.id);
		for (const field of ['level', 'order', 'kode', 'uraian', 'bidang'] as const) {
			if (field === 'level' || field === 'order' || (args[field] !== undefined && args[field] !== null))
				checkRegister('nodes', [args.id, field], args[field]);
		}
		checkParent(doc, args.level, args.parent);
		return null;
	},
	change(doc, args) {
		const node = new Y.Map<unknown>();
		node.set('level', args.level);
		node.set('parent', args.parent);
		node.set('order', args.order);
		for (const field of ['kode', 'uraian', 'bidang'] as const) writeNew(node, field, args[field]);
		// The maps stand from the start: made later, by two people at once, one of the two would be lost with all that is in it.
		for (const collection of Object.keys(collections) as Collection[]) {
			if (fieldFitsLevel(collection, args.level)) node.set(collections[collection], newCollection(collection));
		}
		nodesMap(doc).set(args.id, node);
	},
	after(doc, args) {
		const node = theNode(doc, args.id);
		return node.get('removed') ? null : readNodeMap(args.id, node);
	},
	inverse: (args) => ({ edit: 'removeNode', args: { id: args.id } })
};

function writeNew(map: YEntity, field: string, value: unknown): void {
	if (emptyToNull(value ?? null) !== null) map.set(field, value);
}

/** An empty collection; triwulan has its four entries from the start. */
export function newCollection(collection: Collection): Y.Map<YEntity> {
	const map = new Y.Map<YEntity>();
	if (collection === 'triwulan') for (const key of ['1', '2', '3', '4']) map.set(key, new Y.Map());
	return map;
}

const moveNode: Editing<EditArgs['moveNode']> = {
	before(doc, args) {
		const node = liveNode(doc, args.id);
		checkRegister('nodes', [args.id, 'order'], args.order);
		checkParent(doc, levelOf(node), args.parent);
		return moveNode.after(doc, args);
	},
	change(doc, args) {
		const node = theNode(doc, args.id);
		// parent is null for urusan, and stays written as null: it is never absent.
		if (node.get('parent') !== args.parent) node.set('parent', args.parent);
		writeRegister(node, 'order', args.order);
	},
	after(doc, args) {
		const node = theNode(doc, args.id);
		return { parent: (node.get('parent') as string | null | undefined) ?? null, order: (node.get('order') as string | undefined) ?? null };
	},
	inverse(args, before) {
		const { parent, order } = before as { parent: string | null; order: string | null };
		return order === null ? null : { edit: 'moveNode', args: { id: args.id, parent, order } };
	}
};

/** before and after of the two: the ids that are live among those concerned, so that undo brings back exactly what was taken. */
const removeNode: Editing<EditArgs['removeNode']> = {
	before(doc, args) {
		liveNode(doc, args.id);
		return removeNode.after(doc, args);
	},
	change(doc, _args, before) {
		for (const id of before as string[]) theNode(doc, id).set('removed', true);
	},
	after: (doc, args) => (theNode(doc, args.id).get('removed') ? [] : [args.id, ...liveDescendants(doc, args.id)]),
	inverse: (_args, before) => ({ edit: 'restoreNodes', args: { ids: before as string[] } })
};

const restoreNodes: Editing<EditArgs['restoreNodes']> = {
	before(doc, args) {
		for (const id of args.ids) {
			const parent = theNode(doc, id).get('parent') as string | null | undefined;
			if (parent && isRemoved(doc, parent) && !args.ids.includes(parent)) throw new Refused('node.parent', parent);
		}
		// What a row held when it was removed may stand in another one since: its amount would count twice.
		const taken = readTakenUsulan(doc);
		for (const id of args.ids.filter((each) => isRemoved(doc, each))) {
			for (const usulan of takenInto(theNode(doc, id))) {
				if (taken.has(usulan)) throw new Refused('usulan.elsewhere', usulan);
				taken.set(usulan, id);
			}
		}
		return restoreNodes.after(doc, args);
	},
	change(doc, args) {
		for (const id of args.ids) writeRegister(theNode(doc, id), 'removed', null);
	},
	after: (doc, args) => args.ids.filter((id) => !theNode(doc, id).get('removed')),
	inverse: (args) => ({ edit: 'removeNode', args: { id: args.ids[0] as string } })
};

const setTriwulan: Editing<EditArgs['setTriwulan']> = {
	before(doc, args) {
		checkLevel(liveNode(doc, args.id), 'triwulan');
		checkRegister('nodes', [args.id, 'triwulan', String(args.triwulan), args.field], emptyToNull(args.value));
		return setTriwulan.after(doc, args);
	},
	change(doc, args) {
		const node = theNode(doc, args.id);
		let map = collectionMap(node, 'triwulan');
		if (!map) {
			map = newCollection('triwulan');
			node.set(collections.triwulan, map);
		}
		let entry = map.get(String(args.triwulan));
		if (!entry) {
			entry = new Y.Map();
			map.set(String(args.triwulan), entry);
		}
		writeRegister(entry, args.field, emptyToNull(args.value));
	},
	after: (doc, args) => collectionMap(theNode(doc, args.id), 'triwulan')?.get(String(args.triwulan))?.get(args.field) ?? null,
	inverse: (args, before) => ({ edit: 'setTriwulan', args: { ...args, value: before } as EditArgs['setTriwulan'] })
};

/** What of a row an edit `takeOver` names, as it stands. */
function takenNow(doc: Y.Doc, { id, usulan, pagu, lokasi, target }: EditArgs['takeOver']) {
	const node = theNode(doc, id);
	return {
		taken: node.get(usulanKey(usulan)) === true,
		...(pagu === undefined ? {} : { pagu: (node.get('pagu') as number | undefined) ?? null }),
		...(lokasi === undefined ? {} : { lokasi: (node.get('lokasi') as string | undefined) ?? null }),
		...(target === undefined
			? {}
			: {
					target: {
						indikator: target.indikator,
						value: (theEntry(doc, id, 'indikator', target.indikator).get('target') as string | undefined) ?? null
					}
				})
	};
}

const takeOver: Editing<EditArgs['takeOver']> = {
	before(doc, args) {
		const { id, usulan, taken, pagu, lokasi, target } = args;
		if (typeof taken !== 'boolean') throw new Refused('value.invalid', 'taken');
		checkLevel(liveNode(doc, id), usulanKey(String(usulan)));
		checkRegister('nodes', [id, usulanKey(String(usulan))], taken || null);
		if (pagu !== undefined) checkRegister('nodes', [id, 'pagu'], pagu);
		if (lokasi !== undefined) checkRegister('nodes', [id, 'lokasi'], emptyToNull(lokasi));
		if (target !== undefined) {
			if (theEntry(doc, id, 'indikator', target.indikator).get('removed')) throw new Refused('entry.missing', target.indikator);
			checkRegister('nodes', [id, 'indikator', target.indikator, 'target'], emptyToNull(target.value));
		}
		// Nothing of it is added twice, whoever was first.
		if (taken && readTakenUsulan(doc).has(usulan)) throw new Refused('usulan.taken', usulan);
		return takenNow(doc, args);
	},
	change(doc, { id, usulan, taken, pagu, lokasi, target }) {
		const node = theNode(doc, id);
		writeRegister(node, usulanKey(usulan), taken || null);
		if (pagu !== undefined) writeRegister(node, 'pagu', pagu);
		if (lokasi !== undefined) writeRegister(node, 'lokasi', emptyToNull(lokasi));
		if (target !== undefined) writeRegister(theEntry(doc, id, 'indikator', target.indikator), 'target', emptyToNull(target.value));
	},
	after: takenNow,
	inverse: ({ id, usulan }, before) => ({
		edit: 'takeOver',
		args: { ...(before as Omit<EditArgs['takeOver'], 'id' | 'usulan'>), id, usulan }
	})
};

const setInfo: Editing<EditArgs['setInfo']> = {
	before(doc, args) {
		checkRegister('info', [args.field], emptyToNull(args.value));
		return setInfo.after(doc, args);
	},
	change: (doc, args) => writeRegister(infoMap(doc), args.field, emptyToNull(args.value)),
	after: (doc, args) => infoMap(doc).get(args.field) ?? null,
	inverse: (args, before) => ({ edit: 'setInfo', args: { field: args.field, value: before } as EditArgs['setInfo'] })
};

/** An entry of one of the maps in `info`. */
function infoEntry<Args>(
	placeOf: (args: Args) => { map: string; key: string; value: unknown },
	make: (args: Args, value: unknown) => Edit
): Editing<Args> {
	const now = (doc: Y.Doc, args: Args): unknown => {
		const { map, key } = placeOf(args);
		return (infoMap(doc).get(map) as YEntity | undefined)?.get(key) ?? null;
	};
	return {
		before(doc, args) {
			const { map, key, value } = placeOf(args);
			checkRegister('info', [map, key], value);
			return now(doc, args);
		},
		change(doc, args) {
			const { map: name, key, value } = placeOf(args);
			const info = infoMap(doc);
			let map = info.get(name) as YEntity | undefined;
			if (!map) {
				map = new Y.Map();
				info.set(name, map);
			}
			writeRegister(map, key, value);
		},
		after: now,
		inverse: (args, before) => make(args, before)
	};
}

function checkSection(section: unknown): void {
	if (!isId(section)) throw new Refused('value.invalid', 'section');
}

/** Says nothing by itself, so there is nothing to compare, to keep or to undo. */
const beginSection: Editing<EditArgs['beginSection']> = {
	before(_doc, args) {
		checkSection(args.section);
		return null;
	},
	change(doc, args) {
		if (!narrativeMap(doc).has(args.section)) narrativeMap(doc).set(args.section, new Y.XmlFragment());
	},
	after: () => null,
	inverse: () => null
};

const writeSectionText: Editing<EditArgs['writeSection']> = {
	before(doc, args) {
		checkSection(args.section);
		if (!isProse(args.text)) throw new Refused('value.invalid', 'text');
		return writeSectionText.after(doc, args);
	},
	change(doc, args) {
		beginSection.change(doc, args, null);
		writeSection(doc, args.section, args.text);
	},
	after: (doc, args) => readSection(doc, args.section) ?? [],
	inverse: (args, before) => ({ edit: 'writeSection', args: { ...args, text: before as ProseBlock[] } })
};

const editings: { [N in EditName]: Editing<EditArgs[N]> } = {
	setNodeText: register(
		(args) => args.field,
		(args, value) => ({ edit: 'setNodeText', args: { ...args, value: value as string | null } })
	),
	setAmount: register(
		(args) => args.field,
		(args, value) => ({ edit: 'setAmount', args: { ...args, value: value as number | null } })
	),
	setBidang: mapArgs(
		register<{ id: string; value: unknown }>(
			() => 'bidang',
			(args, value) => ({ edit: 'setBidang', args: { id: args.id, bidang: value as string | null } })
		),
		(args) => ({ id: args.id, value: args.bidang })
	),
	addNode,
	moveNode,
	removeNode,
	restoreNodes,
	addIndikator: addEntry('indikator', ({ nodeId, id }) => ({ edit: 'removeIndikator', args: { nodeId, id } })),
	setIndikator: entryRegister('indikator', (args, value) => ({ edit: 'setIndikator', args: { ...args, value: value as string | null } })),
	removeIndikator: markEntry('indikator', true, (args) => ({ edit: 'restoreIndikator', args })),
	restoreIndikator: markEntry('indikator', false, (args) => ({ edit: 'removeIndikator', args })),
	addSumberDana: addEntry('sumberDana', ({ nodeId, id }) => ({ edit: 'removeSumberDana', args: { nodeId, id } })),
	setSumberDana: entryRegister('sumberDana', (args, value) => ({
		edit: 'setSumberDana',
		args: { ...args, value } as EditArgs['setSumberDana']
	})),
	removeSumberDana: markEntry('sumberDana', true, (args) => ({ edit: 'restoreSumberDana', args })),
	restoreSumberDana: markEntry('sumberDana', false, (args) => ({ edit: 'removeSumberDana', args })),
	setTriwulan,
	takeOver,
	setInfo,
	setPaguLimit: infoEntry(
		(args) => ({ map: limitMaps[args.of] ?? '', key: args.key, value: args.value }),
		(args, value) => ({ edit: 'setPaguLimit', args: { ...args, value: value as number | null } })
	),
	beginSection,
	writeSection: writeSectionText,
	assignSection: infoEntry(
		(args) => ({ map: sectionUnits, key: args.section, value: args.bidang }),
		(args, value) => ({ edit: 'assignSection', args: { ...args, bidang: value as string | null } })
	)
};

function mapArgs<From, To>(editing: Editing<To>, map: (args: From) => To): Editing<From> {
	return {
		before: (doc, args) => editing.before(doc, map(args)),
		change: (doc, args, before) => editing.change(doc, map(args), before),
		after: (doc, args) => editing.after(doc, map(args)),
		inverse: (args, before, after) => editing.inverse(map(args), before, after)
	};
}

export type { NodeValue };
