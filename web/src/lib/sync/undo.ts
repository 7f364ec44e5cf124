/**
 * Undo by inverse edits. A step is what one call of edit did; taking it back leaves alone every place that somebody else changed
 * since, and so does doing it again.
 */
import type { Edit } from '@rembug/shared/renja/edit-types.ts';
import { isStillMine } from '@rembug/shared/renja/renja-edits.ts';
import type * as Y from 'yjs';

/** An edit that was made: what it left, and what takes it back. */
export interface Made {
	edit: Edit;
	after: unknown;
	inverse: Edit;
	/** On the way to redo: the edit that was taken back. Once done again, the place is as that edit left it. */
	again?: Made;
}

export type Step = readonly Made[];

const stepsKept = 200;

export interface UndoHistory {
	readonly canUndo: boolean;
	readonly canRedo: boolean;
	/** A new step; what could be done again before it no longer can. */
	add(step: Step): void;
	takeUndo(): Step | undefined;
	takeRedo(): Step | undefined;
	/** What an undo did, so that it can be done again. */
	undone(step: Step): void;
	redone(step: Step): void;
	clear(): void;
}

export function createUndoHistory(changed: () => void): UndoHistory {
	let past: Step[] = [];
	let future: Step[] = [];
	const push = (list: Step[], step: Step): void => {
		if (step.length > 0) list.push(step);
		if (list.length > stepsKept) list.shift();
		changed();
	};
	const take = (list: Step[]): Step | undefined => {
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
export function takingBack(step: Step): { edit: Edit; made: Made; mayApply: (doc: Y.Doc) => boolean }[] {
	return step.toReversed().map((made) => ({ edit: made.inverse, made, mayApply: (doc) => isStillMine(doc, made.edit, made.after) }));
}
