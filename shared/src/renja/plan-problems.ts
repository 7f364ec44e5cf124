/** What the reader of a plan file says about it. */

export type PlanProblemCode =
	/** Neither of the two shapes. */
	| 'plan.shape'
	| 'plan.notJson'
	/** An object or a list was expected here. */
	| 'plan.structure'
	| 'plan.id'
	| 'plan.idTwice'
	| 'plan.level'
	/** The row above is missing, or is not one level up. */
	| 'plan.parent'
	/** The value does not fit its field. */
	| 'plan.value'
	| 'plan.tooMany'
	/** Notes: the plan is read all the same. */
	| 'plan.unknown'
	| 'plan.fieldLevel'
	| 'plan.bidang'
	| 'plan.sumDiffers'
	| 'plan.targetMaju'
	| 'plan.before'
	| 'plan.more';

export interface PlanProblem {
	/** Where in the file: `nodes[3].pagu`; '' is the file itself. */
	path: string;
	code: PlanProblemCode;
	severity: 'error' | 'note';
	/** Kode of the row, where there is one. */
	kode?: string;
	/** What stands there, shortened. */
	given?: string;
	/** What would stand there by reckoning. */
	expected?: string;
}

export type Report = (problem: Omit<PlanProblem, 'severity'>, severity?: PlanProblem['severity']) => void;
export type Json = Record<string, unknown>;

export function isJsonObject(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands there, short enough for a message. */
export function shown(value: unknown): string {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
	return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
