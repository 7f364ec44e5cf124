/** What becomes of an edit that a dead tab, a lost cache or another generation left in the outbox. */
import type { Edit, EditName } from '@rembug/shared/renja/edit-types.ts';
import { collectionMap, nodeMap } from '@rembug/shared/renja/renja-document.ts';
import { sameJson } from '@rembug/shared/edits/same-json.ts';
import { currentValue } from '@rembug/shared/renja/renja-edits.ts';
import * as Y from 'yjs';
import type { StoredEntry } from './outbox.ts';

/** The call that an entry stands for. */
export function editOf(entry: { edit: EditName; args: Edit['args'] }): Edit {
	return { edit: entry.edit, args: entry.args } as Edit;
}

/**
 * present: its change is in the document, only the confirmation is missing. apply: the place is still as it was before. changed:
 * somebody else was there meanwhile, so the edit is shown to its author and not applied.
 */
export function judgeReplay(doc: Y.Doc, entry: StoredEntry, generation: string): 'present' | 'apply' | 'changed' {
	const edit = editOf(entry);
	const { stamp } = entry;
	if (stamp?.generation === generation && Y.getState(doc.store, stamp.client) >= stamp.clock) return 'present';
	const exists = addedExists(doc, edit);
	if (exists !== null) return exists ? 'present' : 'apply';
	const now = currentValue(doc, edit);
	if (sameJson(now, entry.after)) return 'present';
	return sameJson(now, entry.before) ? 'apply' : 'changed';
}

/** Whether what an adding edit adds is there; null for edits that add nothing. */
function addedExists(doc: Y.Doc, edit: Edit): boolean | null {
	if (edit.edit === 'addNode') return nodeMap(doc, edit.args.id) !== undefined;
	if (edit.edit !== 'addIndikator' && edit.edit !== 'addSumberDana') return null;
	const node = nodeMap(doc, edit.args.nodeId);
	const entries = node && collectionMap(node, edit.edit === 'addIndikator' ? 'indikator' : 'sumberDana');
	return entries?.has(edit.args.id) ?? false;
}

/** What an edit will leave behind, as far as that can be told before it is applied; the true value replaces it right after. */
export function expectedAfter(edit: Edit): unknown {
	switch (edit.edit) {
		case 'setBidang':
			return edit.args.bidang;
		case 'moveNode':
			return { parent: edit.args.parent, order: edit.args.order };
		case 'removeNode':
			return [];
		case 'restoreNodes':
			return edit.args.ids;
		case 'removeIndikator':
		case 'removeSumberDana':
			return true;
		case 'restoreIndikator':
		case 'restoreSumberDana':
			return null;
		case 'addNode':
		case 'addIndikator':
		case 'addSumberDana':
			return edit.args;
		default:
			return typeof edit.args.value === 'string' && edit.args.value.trim() === '' ? null : edit.args.value;
	}
}

/** The node that an edit is about, for putting the focus there; null for those about the plan as a whole. */
export function nodeOf(edit: Edit): string | null {
	if ('nodeId' in edit.args) return edit.args.nodeId;
	if ('ids' in edit.args) return edit.args.ids[0] ?? null;
	return 'id' in edit.args ? edit.args.id : null;
}
