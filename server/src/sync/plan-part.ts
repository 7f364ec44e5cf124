/** Part `plan` as the gate reads it: the tree stays a tree, and amounts stand at sub kegiatan alone. */
import { fieldFitsLevel, isEntityPath, parentLevel, registerKind, requiredNodeRegisters } from '@rembug/shared/renja/renja-schema.ts';
import type { Level } from '@rembug/shared/renja/renja-types.ts';
import * as Y from 'yjs';
import { isMarkedField } from './conflicts.ts';
import type { JudgedUpdate, PartSchema } from './part-schema.ts';
import { Refusal } from './read-update.ts';

export const planPart: PartSchema = {
	roots: { info: 'map', nodes: 'map', narrative: 'prose' },
	registerKind: (root, path) => registerKind(root as 'info' | 'nodes', path),
	isEntityPath: (root, path) => isEntityPath(root as 'info' | 'nodes', path),
	requiredFields: (root, path) => (root === 'nodes' && path.length === 1 ? requiredNodeRegisters : []),
	marksConflicts: isMarkedField,
	/** A parent is a node exactly one level up, and what a row holds fits its level. */
	judge(update) {
		for (const { path, values } of update.heldValues('nodes', 'parent')) {
			for (const parent of values) checkParent(update, path[0] as string, parent as string | null);
		}
		for (const { root, path } of update.touched.values()) if (root === 'nodes') checkFieldLevel(update, path);
		for (const { root, path } of update.created.values()) if (root === 'nodes') checkFieldLevel(update, path);
	}
};

function levelOf(update: JudgedUpdate, nodeId: string): Level | undefined {
	const stored = update.entityAt('nodes', [nodeId]);
	if (stored instanceof Y.Map) return stored.get('level') as Level | undefined;
	return update.newValuesAt('nodes', [nodeId, 'level'])[0] as Level | undefined;
}

function checkParent(update: JudgedUpdate, nodeId: string, parent: string | null): void {
	const level = levelOf(update, nodeId);
	const wanted = level === undefined ? undefined : parentLevel(level);
	const actual = parent === null ? null : levelOf(update, parent);
	if (wanted === undefined || actual !== wanted) throw new Refusal('schema', `nodes/${nodeId}/parent: not one level up`);
}

function checkFieldLevel(update: JudgedUpdate, [nodeId, field, ...deeper]: readonly string[]): void {
	if (nodeId === undefined || field === undefined || deeper.length > 0) return;
	const stored = update.entityAt('nodes', [nodeId]);
	// What stands there already, at whatever level, can be changed and taken out.
	if (stored instanceof Y.Map && stored.has(field)) return;
	const level = levelOf(update, nodeId);
	if (level === undefined || !fieldFitsLevel(field, level)) throw new Refusal('schema', `nodes/${nodeId}/${field}: not at this level`);
}
