/** A list of usulan -> a new Y.Doc of part `forum`. */
import * as Y from 'yjs';
import { applyForumEdit } from './forum-edits.ts';
import type { NewUsulan } from './forum-types.ts';

/** Throws a RangeError when a value does not fit the schema. */
export function buildForumDoc(usulan: NewUsulan[]): Y.Doc {
	const doc = new Y.Doc();
	const made = applyForumEdit(doc, { edit: 'addUsulan', args: { usulan } });
	if (!made.ok) throw new RangeError(`${made.problem}: ${made.detail}`);
	return doc;
}
