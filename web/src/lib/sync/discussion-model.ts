/** Part `discussion` as the machinery of a session knows it. */
import { sameJson } from '@rembug/shared/edits/same-json.ts';
import { commentCount, commentMap } from '@rembug/shared/discussion/discussion-document.ts';
import { applyDiscussionEdit, currentDiscussionValue } from '@rembug/shared/discussion/discussion-edits.ts';
import type { DiscussionEdit, DiscussionProblem } from '@rembug/shared/discussion/discussion-types.ts';
import type { DocumentModel } from './document-model.ts';

export const discussionModel: DocumentModel<DiscussionEdit, DiscussionProblem> = {
	part: 'discussion',
	seenBy: 'context',
	// Without a word in it nobody knows whether there is none, or it is still to come.
	hasContent: (doc) => commentCount(doc) > 0,
	apply: applyDiscussionEdit,
	current: currentDiscussionValue,
	isStillMine: (doc, edit, after) => sameJson(currentDiscussionValue(doc, edit), after),
	expectedAfter(edit) {
		switch (edit.edit) {
			case 'setCommentText':
				return edit.args.text;
			case 'settleThread':
			case 'removeComment':
				return true;
			case 'reopenThread':
			case 'restoreComment':
				return null;
			default:
				return edit.args;
		}
	},
	addedExists: (doc, edit) =>
		edit.edit === 'addComment' || edit.edit === 'replyComment' ? commentMap(doc, edit.args.id) !== undefined : null,
	// The row stands in another document; the page knows it.
	namesAt: () => ({}),
	placeKey(edit) {
		switch (edit.edit) {
			case 'setCommentText':
				return `${edit.args.id}/text`;
			case 'settleThread':
			case 'reopenThread':
				return `${edit.args.id}/settled`;
			case 'removeComment':
			case 'restoreComment':
				return `${edit.args.id}/removed`;
			default:
				return null;
		}
	},
	entityOf: ({ edit, args }) => (edit === 'replyComment' ? args.thread : args.id),
	addsEntity: ({ edit }) => edit === 'addComment',
	isMalformed: (problem) => problem === 'value.invalid'
};
