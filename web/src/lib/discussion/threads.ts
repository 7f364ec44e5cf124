/** Comments as threads: the first comment and its answers, oldest first. */
import type { CommentValue } from '@rembug/shared/discussion/discussion-types.ts';

export interface Thread {
	first: CommentValue;
	answers: readonly CommentValue[];
}

/**
 * The threads, the one that was written in last first. timeOf: ISO 8601; undefined for what is not yet confirmed, which counts as the
 * newest. Threads of which nothing is left but removed comments are left out.
 */
export function threadsOf(comments: Iterable<CommentValue>, timeOf: (id: string) => string | undefined): Thread[] {
	const all = [...comments];
	const later = '\uffff';
	const time = ({ id }: CommentValue): string => timeOf(id) ?? later;
	const byTime = (a: CommentValue, b: CommentValue): number => (time(a) < time(b) ? -1 : time(a) > time(b) ? 1 : 0);
	const answers = Map.groupBy(
		all.filter(({ thread }) => thread !== undefined),
		({ thread }) => thread
	);
	const last = ({ first, answers: given }: Thread): string => time(given.at(-1) ?? first);
	return all
		.filter(({ thread }) => thread === undefined)
		.map((first) => ({ first, answers: (answers.get(first.id) ?? []).sort(byTime) }))
		.filter(({ first, answers: given }) => !first.removed || given.some((one) => !one.removed))
		.sort((a, b) => (last(a) < last(b) ? 1 : last(a) > last(b) ? -1 : 0));
}
