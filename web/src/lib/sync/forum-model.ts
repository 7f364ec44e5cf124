/** Part `forum` as the machinery of a session knows it. */
import { sameJson } from '@rembug/shared/edits/same-json.ts';
import { forumCount, forumEntity, voteKey } from '@rembug/shared/forum/forum-document.ts';
import { applyForumEdit, currentForumValue } from '@rembug/shared/forum/forum-edits.ts';
import { decisionFields, type ForumEdit, type ForumProblem } from '@rembug/shared/forum/forum-types.ts';
import type * as Y from 'yjs';
import type { DocumentModel } from './document-model.ts';

export const forumModel: DocumentModel<ForumEdit, ForumProblem> = {
	part: 'forum',
	seenBy: 'forum',
	// Empty: nobody knows whether there is nothing, or it is still to come.
	hasContent: (doc) => forumCount(doc, 'usulan') + forumCount(doc, 'sessions') > 0,
	apply: applyForumEdit,
	current: currentForumValue,
	isStillMine: (doc, edit, after) => sameJson(currentForumValue(doc, edit), after),
	expectedAfter({ edit, args }) {
		switch (edit) {
			case 'addUsulan':
				return args.usulan.map(({ id }) => id);
			case 'setUsulan':
				return args.changes.map(({ value }) => value);
			case 'decideUsulan': {
				const after = { ...args, alasan: args.alasan.trim() === '' ? null : args.alasan };
				return args.ids.map(() => decisionFields.map((field) => after[field]));
			}
			case 'setVote':
				return args.prioritas;
			case 'addSession':
				return args.judul;
			case 'addAttendance':
				return args.lembaga;
			case 'setAgenda':
				return args.entries.map(({ order }) => order);
			case 'setSession':
			case 'setAttendance':
				return args.value;
		}
	},
	addedExists,
	namesAt: (doc, edit) => {
		const [id] = usulanOf(edit);
		const name = id === undefined ? undefined : forumEntity(doc, 'usulan', id)?.get('usulan');
		return typeof name === 'string' ? { row: name } : {};
	},
	placeKey({ edit, args }) {
		switch (edit) {
			case 'setUsulan':
				return args.changes.map(({ id, field }) => `${id}/${field}`).join(' ');
			case 'decideUsulan':
				return `${args.ids.join(' ')}/status`;
			case 'setVote':
				return voteKey(args.usulan, args.account);
			case 'setSession':
			case 'setAttendance':
				return `${args.id}/${args.field}`;
			case 'setAgenda':
				return `${args.id}/agenda/${args.entries.map(({ usulan }) => usulan).join(' ')}`;
			default:
				return null;
		}
	},
	entityOf(edit) {
		if (edit.edit === 'addSession' || edit.edit === 'setSession' || edit.edit === 'setAgenda') return edit.args.id;
		if (edit.edit === 'addAttendance' || edit.edit === 'setAttendance') return edit.args.id;
		return usulanOf(edit)[0] ?? null;
	},
	addsEntity: ({ edit }) => edit === 'addUsulan' || edit === 'addSession' || edit === 'addAttendance',
	isMalformed: (problem) => problem === 'value.invalid'
};

/** The usulan that an edit is about. */
function usulanOf({ edit, args }: ForumEdit): string[] {
	switch (edit) {
		case 'addUsulan':
			return args.usulan.map(({ id }) => id);
		case 'setUsulan':
			return args.changes.map(({ id }) => id);
		case 'decideUsulan':
			return args.ids;
		case 'setVote':
			return [args.usulan];
		default:
			return [];
	}
}

function addedExists(doc: Y.Doc, { edit, args }: ForumEdit): boolean | null {
	switch (edit) {
		case 'addUsulan':
			return args.usulan.some(({ id }) => forumEntity(doc, 'usulan', id) !== undefined);
		case 'addSession':
			return forumEntity(doc, 'sessions', args.id) !== undefined;
		case 'addAttendance':
			return forumEntity(doc, 'attendance', args.id) !== undefined;
		default:
			return null;
	}
}
