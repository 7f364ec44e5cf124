/**
 * Edits as data, whatever the document: a name and JSON arguments, found in a table of functions that check, change and invert. An edit
 * is applied in one transaction or not at all.
 */
import type * as Y from 'yjs';
import { sameJson } from './same-json.ts';

/** A change as data. */
export interface AnyEdit {
	edit: string;
	args: object;
}

/** What one kind of edit does to a document. */
export interface Editing<Args, Edit> {
	/** The value the edit is about, as it stands; null when absent. Throws a Refused for what cannot be applied. */
	before(doc: Y.Doc, args: Args): unknown;
	/** Makes the change; everything it needs was checked by `before`. */
	change(doc: Y.Doc, args: Args, before: unknown): void;
	/** The value afterwards. */
	after(doc: Y.Doc, args: Args): unknown;
	inverse(args: Args, before: unknown, after: unknown): Edit | null;
}

/** What applying an edit did. before/after: the value that the edit is about, plain JSON, null when absent. */
export interface Outcome<Edit> {
	before: unknown;
	after: unknown;
	/** The edit that takes this one back, or null when nothing changed. */
	inverse: Edit | null;
}

/** Why an edit cannot be applied: a code that the page translates, and what it is about. */
export class Refused<Problem extends string> extends Error {
	readonly problem: Problem;
	constructor(problem: Problem, detail: string) {
		super(detail);
		this.problem = problem;
	}
}

type Editings = Readonly<Record<string, unknown>>;

/** Applies an edit by the table. Never throws on bad arguments: `{ok: false, problem, detail}` and nothing changed. */
export function applyBy<Edit extends AnyEdit, Problem extends string>(
	editings: Editings,
	doc: Y.Doc,
	edit: Edit,
	origin: unknown
): ({ ok: true } & Outcome<Edit>) | { ok: false; problem: Problem | 'value.invalid'; detail: string } {
	const editing = editingOf<Edit>(editings, edit);
	if (!editing) return { ok: false, problem: 'value.invalid', detail: 'edit' };
	try {
		const before = editing.before(doc, edit.args);
		let outcome: Outcome<Edit> = { before, after: before, inverse: null };
		doc.transact(() => {
			editing.change(doc, edit.args, before);
			const after = editing.after(doc, edit.args);
			outcome = { before, after, inverse: sameJson(before, after) ? null : editing.inverse(edit.args, before, after) };
		}, origin);
		return { ok: true, ...outcome };
	} catch (error) {
		if (error instanceof Refused) return { ok: false, problem: (error as Refused<Problem>).problem, detail: error.message };
		throw error;
	}
}

/** The value the edit is about as it stands now; null when absent or not to be found. */
export function currentBy(editings: Editings, doc: Y.Doc, edit: AnyEdit): unknown {
	try {
		return editingOf(editings, edit)?.after(doc, edit.args) ?? null;
	} catch (error) {
		if (error instanceof Refused) return null;
		throw error;
	}
}

function editingOf<Edit extends AnyEdit>(editings: Editings, { edit }: AnyEdit): Editing<object, Edit> | undefined {
	return Object.hasOwn(editings, edit) ? (editings[edit] as Editing<object, Edit>) : undefined;
}
