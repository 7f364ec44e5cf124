/** What changed in a text, paragraph by paragraph: enough for somebody who approves it to see what he has not read yet. */
export interface TextLine {
	kind: 'same' | 'added' | 'removed';
	text: string;
}

/** Beyond it (two texts of a thousand paragraphs) everything counts as rewritten: comparing would hold up everybody else. */
const stepsMax = 1_000_000;

/** The paragraphs of both, in order; as many as possible are the same. */
export function diffLines(before: string, after: string): TextLine[] {
	const [old, now] = [linesOf(before), linesOf(after)];
	let start = 0;
	while (start < old.length && start < now.length && old[start] === now[start]) start++;
	let end = 0;
	while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end++;
	const same = (text: string): TextLine => ({ kind: 'same', text });
	return [
		...old.slice(0, start).map(same),
		...between(old.slice(start, old.length - end), now.slice(start, now.length - end)),
		...old.slice(old.length - end).map(same)
	];
}

function linesOf(text: string): string[] {
	return text === '' ? [] : text.split('\n');
}

function between(old: readonly string[], now: readonly string[]): TextLine[] {
	const removed = old.map((text): TextLine => ({ kind: 'removed', text }));
	const added = now.map((text): TextLine => ({ kind: 'added', text }));
	if (old.length * now.length > stepsMax) return [...removed, ...added];
	// lengths[i][j]: most paragraphs that the rests from i and from j have in common.
	const lengths = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
	const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
	for (let i = old.length - 1; i >= 0; i--) {
		for (let j = now.length - 1; j >= 0; j--)
			(lengths[i] as Uint16Array)[j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
	}
	const lines: TextLine[] = [];
	let [i, j] = [0, 0];
	while (i < old.length || j < now.length) {
		if (i < old.length && j < now.length && old[i] === now[j]) {
			lines.push({ kind: 'same', text: old[i] as string });
			i++;
			j++;
		} else if (j >= now.length || (i < old.length && at(i + 1, j) >= at(i, j + 1))) lines.push(removed[i++] as TextLine);
		else lines.push(added[j++] as TextLine);
	}
	return lines;
}
