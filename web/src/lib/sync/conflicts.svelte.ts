/**
 * The values set in ignorance of each other, as the server tells them. Whoever changes a marked field has both values before his eyes, so
 * his value settles it; the server cannot know that by itself, and is told once his value stands there.
 */
import type { Edit } from '@rembug/shared/renja/edit-types.ts';
import { sameJson } from '@rembug/shared/edits/same-json.ts';
import type { ConflictNews, ConflictRow } from '@rembug/shared/sync/conflict-types.ts';
import { SvelteMap } from 'svelte/reactivity';
import { registerOf } from './conflict-edit.ts';

export interface Conflicts {
	/** Reactive, oldest first. */
	readonly list: readonly ConflictRow[];
	/** Reactive per node. */
	at(nodeId: string, field: string): readonly ConflictRow[];
	find(id: string): ConflictRow | undefined;
	take(news: ConflictNews): void;
	/** A new connection is told all that is open. */
	reset(): void;
	/** An edit of one's own was applied, with these conflicts on the screen. */
	edited(edit: Edit): void;
}

const none: readonly ConflictRow[] = [];

/** settle: tells the server that the value which stands is right, whatever becomes of the call. */
export function createConflicts(userId: string, settle: (row: ConflictRow) => void): Conflicts {
	const rows = new SvelteMap<string, ConflictRow>();
	const byNode = new SvelteMap<string, readonly ConflictRow[]>();
	const list = $derived([...rows.values()]);
	/** What was decided by typing: the value that should stand, and the one it was typed in knowledge of. */
	const decided = new Map<string, { kept: unknown; other: unknown }>();

	function remove(id: string): void {
		const row = rows.get(id);
		if (!row) return;
		rows.delete(id);
		const nodeId = nodeOf(row);
		const left = (byNode.get(nodeId) ?? none).filter((other) => other.id !== id);
		if (left.length > 0) byNode.set(nodeId, left);
		else byNode.delete(nodeId);
	}

	function put(row: ConflictRow): void {
		const nodeId = nodeOf(row);
		const others = (byNode.get(nodeId) ?? none).filter((other) => other.id !== row.id);
		rows.set(row.id, row);
		byNode.set(nodeId, [...others, row]);
		const decision = decided.get(row.id);
		if (!decision || row.kept.accountId !== userId) return;
		decided.delete(row.id);
		if (sameJson(row.kept.value, decision.kept) && sameJson(row.other.value, decision.other)) settle(row);
	}

	return {
		get list() {
			return list;
		},
		at: (nodeId, field) => (byNode.get(nodeId) ?? none).filter((row) => isInCell(row, field)),
		find: (id) => rows.get(id),
		take(news) {
			if (news.all) for (const id of [...rows.keys()]) remove(id);
			for (const row of news.open) put(row);
			for (const id of news.settled) {
				remove(id);
				decided.delete(id);
			}
		},
		reset() {
			rows.clear();
			byNode.clear();
		},
		edited(edit) {
			const register = registerOf(edit);
			if (!register) return;
			for (const row of rows.values()) {
				if (row.root !== register.root || row.entity !== register.entity || row.field !== register.field) continue;
				decided.set(row.id, { kept: register.value, other: row.other.value });
			}
		}
	};
}

function nodeOf({ root, entity }: ConflictRow): string {
	return root === 'nodes' ? (entity.split('/')[0] as string) : '';
}

/** Whether a conflict belongs to a cell, by the names under which the session counts remote changes of its node. */
function isInCell({ entity, field }: ConflictRow, cell: string): boolean {
	const inside = [...entity.split('/').slice(1), field].join('/');
	return inside === cell || inside.startsWith(`${cell}/`);
}
