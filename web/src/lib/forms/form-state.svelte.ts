/** One form: is it being sent, and what did the server say about which entry? */
import { ApiFailure } from '#lib/api/api.ts';

export interface FormState {
	/** Reactive. */
	readonly busy: boolean;
	/** Reactive. What is wrong with this entry; '' when nothing is. */
	problemOf(field: string): string;
	/** Reactive. What went wrong and belongs to no entry of the form. */
	readonly problem: string;
	/** Reactive. The failure of the last try. */
	readonly failure: ApiFailure | null;
	/** Says something about an entry before anything is sent. */
	refuse(field: string, message: string): void;
	/** Runs one try; true when it went through. A second one meanwhile does nothing. */
	run(work: () => Promise<void>): Promise<boolean>;
}

/** fields: the entries that show their own problem. */
export function createFormState(fields: readonly string[] = []): FormState {
	let busy = $state(false);
	let wrong = $state.raw<{ field: string | null; message: string } | null>(null);
	let failure = $state.raw<ApiFailure | null>(null);
	const show = (field: string | undefined, message: string): void => {
		wrong = { field: field !== undefined && fields.includes(field) ? field : null, message };
	};
	return {
		get busy() {
			return busy;
		},
		problemOf: (field) => (wrong?.field === field ? wrong.message : ''),
		get problem() {
			return wrong && wrong.field === null ? wrong.message : '';
		},
		get failure() {
			return failure;
		},
		refuse: show,
		async run(work) {
			if (busy) return false;
			busy = true;
			wrong = failure = null;
			try {
				await work();
				return true;
			} catch (error) {
				if (error instanceof ApiFailure) failure = error;
				show(error instanceof ApiFailure ? error.field : undefined, error instanceof Error ? error.message : String(error));
				return false;
			} finally {
				busy = false;
			}
		}
	};
}
