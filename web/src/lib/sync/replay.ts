/** What becomes of an edit that a dead tab, a lost cache or another generation left in the outbox. */
import type { AnyEdit } from '@rembug/shared/edits/editing.ts';
import { sameJson } from '@rembug/shared/edits/same-json.ts';
import * as Y from 'yjs';
import type { DocumentModel } from './document-model.ts';
import type { StoredEntry } from './outbox.ts';

/** The call that an entry stands for. */
export function editOf<Edit extends AnyEdit>(entry: { edit: Edit['edit']; args: Edit['args'] }): Edit {
	return { edit: entry.edit, args: entry.args } as Edit;
}

/**
 * present: its change is in the document, only the confirmation is missing. apply: the place is still as it was before. changed:
 * somebody else was there meanwhile, so the edit is shown to its author and not applied.
 */
export function judgeReplay<Edit extends AnyEdit>(
	model: DocumentModel<Edit, string>,
	doc: Y.Doc,
	entry: StoredEntry,
	generation: string
): 'present' | 'apply' | 'changed' {
	const edit = editOf<Edit>(entry);
	const { stamp } = entry;
	if (stamp?.generation === generation && Y.getState(doc.store, stamp.client) >= stamp.clock) return 'present';
	const exists = model.addedExists(doc, edit);
	if (exists !== null) return exists ? 'present' : 'apply';
	const now = model.current(doc, edit);
	if (sameJson(now, entry.after)) return 'present';
	return sameJson(now, entry.before) ? 'apply' : 'changed';
}
