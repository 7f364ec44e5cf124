/** Adding and moving rows, as edits: ids and order keys are chosen here, because an edit must mean the same when it is sent again later. */
import type { Edit } from '@rembug/shared/renja/edit-types.ts';
import { orderAt, orderBetween } from '@rembug/shared/renja/order.ts';
import { childLevel, parentLevel } from '@rembug/shared/renja/renja-schema.ts';
import type { Level } from '@rembug/shared/renja/renja-types.ts';
import { defaultJenis } from './cell-value.ts';
import type { TreeSource } from './grid-lines.ts';

export const levelLabels: Record<Level, string> = {
	urusan: 'Urusan',
	bidang_urusan: 'Bidang urusan',
	program: 'Program',
	kegiatan: 'Kegiatan',
	subkegiatan: 'Sub kegiatan'
};

type AddNode = Extract<Edit, { edit: 'addNode' }>;

function orders(plan: TreeSource, ids: readonly string[]): { order?: string }[] {
	return ids.map((id) => ({ order: plan.node(id)?.order }));
}

/** A new row of the same level right under this one and all that belongs to it. */
export function addBelow(plan: TreeSource, nodeId: string, newId: () => string): AddNode | null {
	const node = plan.node(nodeId);
	if (!node) return null;
	const siblings = plan.children(node.parent);
	const order = orderAt(orders(plan, siblings), siblings.indexOf(nodeId) + 1);
	return { edit: 'addNode', args: { id: newId(), level: node.level, parent: node.parent, order } };
}

/** A new last row one level below; null for a sub kegiatan. nodeId null: a first urusan. */
export function addInside(plan: TreeSource, nodeId: string | null, newId: () => string): AddNode | null {
	const node = nodeId === null ? null : plan.node(nodeId);
	const level = nodeId === null ? 'urusan' : node && childLevel(node.level);
	if (!level) return null;
	const children = plan.children(nodeId);
	return { edit: 'addNode', args: { id: newId(), level, parent: nodeId, order: orderAt(orders(plan, children), children.length) } };
}

/** One place up or down among the siblings; null at the end. */
export function moveAmongSiblings(plan: TreeSource, nodeId: string, direction: 'up' | 'down'): Edit | null {
	const node = plan.node(nodeId);
	if (!node) return null;
	const siblings = plan.children(node.parent);
	const target = siblings.indexOf(nodeId) + (direction === 'up' ? -1 : 1);
	if (target < 0 || target >= siblings.length) return null;
	const others = siblings.filter((id) => id !== nodeId);
	return { edit: 'moveNode', args: { id: nodeId, parent: node.parent, order: orderAt(orders(plan, others), target) } };
}

/** The rows that this one could be moved under, in tree order, without the one it is under now. */
export function possibleParents(plan: TreeSource, nodeId: string): string[] {
	const node = plan.node(nodeId);
	const level = node && parentLevel(node.level);
	const found: string[] = [];
	const walk = (id: string): void => {
		if (plan.node(id)?.level !== level) plan.children(id).forEach(walk);
		else if (id !== node?.parent) found.push(id);
	};
	if (level) plan.children(null).forEach(walk);
	return found;
}

/** As the last row under another parent. */
export function moveInside(plan: TreeSource, nodeId: string, parent: string): Edit {
	const children = plan.children(parent);
	return { edit: 'moveNode', args: { id: nodeId, parent, order: orderAt(orders(plan, children), children.length) } };
}

export function addIndikatorTo(plan: TreeSource, nodeId: string, newId: () => string): Extract<Edit, { edit: 'addIndikator' }> | null {
	const node = plan.node(nodeId);
	if (!node) return null;
	const order = orderBetween(node.indikator.at(-1)?.order ?? null, null);
	return { edit: 'addIndikator', args: { nodeId, id: newId(), jenis: defaultJenis[node.level], order } };
}

/** How many live rows there are under a node. */
export function countBelow(plan: TreeSource, nodeId: string): number {
	return plan.children(nodeId).reduce((sum, id) => sum + 1 + countBelow(plan, id), 0);
}
