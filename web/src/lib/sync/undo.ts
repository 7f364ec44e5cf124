/**
 * Undo by inverse edits. A step is what one call of edit did; taking it back leaves alone every place that somebody else changed
 * since, and so does doing it again.
 */
import type { AnyEdit } from '@rembug/shared/edits/editing.ts';
import type * as Y from 'yjs';
import type { DocumentModel } from './document-model.ts';

/** An edit that was made: what it left, and what takes it back. */
export interface Made<Edit extends AnyEdit> {
	edit: Edit;
	after: unknown;
	inverse: Edit;
	/** On the way to redo: the edit that was taken back. Once done again, the place is as that edit left it. */
	again?: Made<Edit>;
}

export type Step<Edit extends AnyEdit> = readonly Made<Edit>[];

const stepsKept = 200;

export interface UndoHistory<Edit extends AnyEdit> {
	readonly canUndo: boolean;
	readonly canRedo: boolean;
	/** A new step; what could be done again before it no longer can. */
	add(step: Step<Edit>): void;
	takeUndo(): Step<Edit> | undefined;
	takeRedo(): Step<Edit> | undefined;
	/** What an undo did, so that it can be done again. */
	undone(step: Step<Edit>): void;
	redone(step: Step<Edit>): void;
	clear(): void;
}

export function createUndoHistory<Edit extends AnyEdit>(changed: () => void): UndoHistory<Edit> {
	let past: Step<Edit>[] = [];
	let future: Step<Edit>[] = [];
	const push = (list: Step<Edit>[], step: Step<Edit>): void => {
		if (step.length > 0) list.push(step);
		if (list.length > stepsKept) list.shift();
		changed();
	};
	const take = (list: Step<Edit>[]): Step<Edit> | undefined => {
		const step = list.pop();
		changed();
		return step;
	};
	return {
		get canUndo() {
			return past.length > 0;
		},
		get canRedo() {
			return future.length > 0;
		},
		add(step) {
			if (step.length === 0) return;
			future = [];
			push(past, step);
		},
		takeUndo: () => take(past),
		takeRedo: () => take(future),
		undone: (step) => push(future, step),
		redone: (step) => push(past, step),
		clear() {
			past = [];
			future = [];
			changed();
		}
	};
}

/** The edits that take a step back, last first, each with the question whether it still may. */
export function takingBack<Edit extends AnyEdit>(
	model: Pick<DocumentModel<Edit, string>, 'isStillMine'>,
	step: Step<Edit>
): { edit: Edit; made: Made<Edit>; mayApply: (doc: Y.Doc) => boolean }[] {
	return step.toReversed().map((made) => ({ edit: made.inverse, made, mayApply: (doc) => model.isStillMine(doc, made.edit, made.after) }));
}
