/** Part `plan` as the machinery of a session knows it. */
import type { Edit, EditProblem } from '@rembug/shared/renja/edit-types.ts';
import { collectionMap, nodeMap, nodesMap } from '@rembug/shared/renja/renja-document.ts';
import { applyEdit, currentValue, isStillMine } from '@rembug/shared/renja/renja-edits.ts';
import { sameJson } from '@rembug/shared/edits/same-json.ts';
import type * as Y from 'yjs';
import type { DocumentModel } from './document-model.ts';
import { watchProse } from './live-prose.ts';
import { namesAt, nodeOf, placeKey } from './entry-place.ts';

export const planModel: DocumentModel<Edit, EditProblem> = {
	part: 'plan',
	seenBy: 'context',
	hasContent: (doc) => nodesMap(doc).size > 0,
	apply: applyEdit,
	current: currentValue,
	isStillMine,
	expectedAfter,
	addedExists,
	namesAt,
	placeKey,
	entityOf: nodeOf,
	addsEntity: ({ edit }) => edit === 'addNode',
	watchLive: watchProse,
	// A cell holds one value, and whoever sends it again sees both; of a text only the lines that he knew would come back.
	wouldOverwrite: (doc, entry) =>
		entry.edit === 'writeSection' && !sameJson(currentValue(doc, { edit: entry.edit, args: entry.args } as Edit), entry.before),
	isMalformed: (problem) => problem === 'value.invalid' || problem === 'level.field'
};

/** Whether what an adding edit adds is there; null for edits that add nothing. */
function addedExists(doc: Y.Doc, edit: Edit): boolean | null {
	if (edit.edit === 'addNode') return nodeMap(doc, edit.args.id) !== undefined;
	if (edit.edit !== 'addIndikator' && edit.edit !== 'addSumberDana') return null;
	const node = nodeMap(doc, edit.args.nodeId);
	const entries = node && collectionMap(node, edit.edit === 'addIndikator' ? 'indikator' : 'sumberDana');
	return entries?.has(edit.args.id) ?? false;
}

/** What an edit will leave behind, as far as that can be told before it is applied; the true value replaces it right after. */
function expectedAfter(edit: Edit): unknown {
	switch (edit.edit) {
		case 'setBidang':
		case 'assignSection':
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
		case 'takeOver': {
			const { id: _row, usulan: _usulan, ...left } = edit.args;
			return left;
		}
		case 'beginSection':
			return null;
		case 'writeSection':
			return edit.args.text;
		default:
			return typeof edit.args.value === 'string' && edit.args.value.trim() === '' ? null : edit.args.value;
	}
}
