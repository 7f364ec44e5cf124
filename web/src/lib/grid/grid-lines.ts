/**
 * The tree as lines of the grid. A node takes one line per indikator, at least one; the first carries the node's own fields, the others
 * only those of their indikator.
 */
import { levels, type Level, type NodeValue } from '@rembug/shared/renja/renja-types.ts';

/** What the grid needs to know of a plan; the open session gives it, and so do plain values in tests. */
export interface TreeSource {
	node(id: string): NodeValue | undefined;
	children(id: string | null): readonly string[];
}

export interface GridLine {
	/** Stays the same while the line exists: the node's id, for further lines with the indikator's id behind it. */
	key: string;
	nodeId: string;
	/** The indikator that this line shows; null when the node has none. */
	indikatorId: string | null;
	/** Whether this is the line that carries the node's own fields. */
	first: boolean;
	/** Whether it is the last of the node's lines. */
	last: boolean;
	level: Level;
	/** 0 for urusan … 4 for sub kegiatan. */
	depth: number;
	/** Place among the siblings, from 1, and how many there are. */
	position: number;
	siblings: number;
	expandable: boolean;
	expanded: boolean;
}

export interface FlattenOptions {
	collapsed: ReadonlySet<string>;
	/** Only these nodes, everything above them open; null: all. */
	shown: ReadonlySet<string> | null;
}

export function liveIndikator(node: NodeValue): NodeValue['indikator'] {
	return node.indikator.filter((indikator) => !indikator.removed);
}

function linesOf(node: NodeValue, place: Omit<GridLine, 'key' | 'indikatorId' | 'first' | 'last'>): GridLine[] {
	const ids: (string | null)[] = liveIndikator(node).map(({ id }) => id);
	if (ids.length === 0) ids.push(null);
	return ids.map((indikatorId, index) => ({
		...place,
		key: index === 0 ? node.id : `${node.id}/${indikatorId}`,
		indikatorId,
		first: index === 0,
		last: index === ids.length - 1
	}));
}

/** All visible lines from top to bottom. */
export function flatten(source: TreeSource, { collapsed, shown }: FlattenOptions): GridLine[] {
	const lines: GridLine[] = [];
	const walk = (parent: string | null): void => {
		const ids = shown ? source.children(parent).filter((id) => shown.has(id)) : source.children(parent);
		ids.forEach((id, index) => {
			const node = source.node(id);
			if (!node) return;
			const expandable = source.children(id).length > 0;
			const expanded = expandable && (shown !== null || !collapsed.has(id));
			const place = {
				nodeId: id,
				level: node.level,
				depth: levels.indexOf(node.level),
				position: index + 1,
				siblings: ids.length,
				expandable,
				expanded
			};
			lines.push(...linesOf(node, place));
			if (expanded) walk(id);
		});
	};
	walk(null);
	return lines;
}

function sameLine(a: GridLine, b: GridLine): boolean {
	return (Object.keys(a) as (keyof GridLine)[]).every((key) => a[key] === b[key]);
}

/** Flattening that hands out the same object for a line that did not change, so that its row is not painted again. */
export function createFlattener(): (source: TreeSource, options: FlattenOptions) => GridLine[] {
	let previous = new Map<string, GridLine>();
	return (source, options) => {
		const lines = flatten(source, options).map((line) => {
			const before = previous.get(line.key);
			return before && sameLine(before, line) ? before : line;
		});
		previous = new Map(lines.map((line) => [line.key, line]));
		return lines;
	};
}

/** Which lines to mount for a scroll position: [from, to), with some to spare on both sides. All lengths in pixels. */
export function visibleRange(view: { top: number; height: number; rowHeight: number; count: number; spare: number }): [number, number] {
	const from = Math.floor(view.top / view.rowHeight) - view.spare;
	const to = Math.ceil((view.top + view.height) / view.rowHeight) + view.spare;
	return [Math.max(0, Math.min(from, view.count)), Math.max(0, Math.min(to, view.count))];
}
