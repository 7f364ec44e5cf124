/** What the editor of a section writes into the document by itself, as the edit that would write the same: so that it is in the outbox too. */
import { sameJson } from '@rembug/shared/edits/same-json.ts';
import type { Edit } from '@rembug/shared/renja/edit-types.ts';
import { readNarrative, readSection } from '@rembug/shared/renja/prose.ts';
import { narrativeMap } from '@rembug/shared/renja/renja-document.ts';
import type * as Y from 'yjs';
import type { LiveEdit } from './document-model.ts';

/** For the life of the document; `note` is called before the update of the transaction is sent. */
export function watchProse(
	doc: Y.Doc,
	isLive: (transaction: Y.Transaction) => boolean,
	note: (live: LiveEdit<Edit & { edit: 'writeSection' }>) => void
): void {
	const known = new Map(Object.entries(readNarrative(doc)));
	narrativeMap(doc).observeDeep((events, transaction) => {
		const ids = new Set(events.flatMap((event) => (event.path.length > 0 ? [String(event.path[0])] : [...event.keys.keys()])));
		for (const section of ids) {
			const before = known.get(section) ?? [];
			const text = readSection(doc, section) ?? [];
			known.set(section, text);
			if (!isLive(transaction) || sameJson(before, text)) continue;
			const { beforeState, afterState } = transaction;
			const hasStructs = (afterState.get(doc.clientID) ?? 0) > (beforeState.get(doc.clientID) ?? 0);
			note({ key: section, edit: { edit: 'writeSection', args: { section, text } }, before, after: text, hasStructs });
		}
	});
}
