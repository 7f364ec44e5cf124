/** Where the cursor may go, and what a range covers. Positions are indexes into the visible lines and columns. */
export interface Position {
	row: number;
	col: number;
}

export interface Range {
	top: number;
	bottom: number;
	left: number;
	right: number;
}

export type Step = 'up' | 'down' | 'left' | 'right' | 'pageUp' | 'pageDown' | 'rowStart' | 'rowEnd' | 'gridStart' | 'gridEnd';

function clamp(value: number, max: number): number {
	return Math.max(0, Math.min(value, max));
}

/** The position one step on, held inside the grid. `page` is how many rows a page has. */
export function stepFrom({ row, col }: Position, step: Step, grid: { rows: number; cols: number; page: number }): Position {
	const last = { row: grid.rows - 1, col: grid.cols - 1 };
	const targets: Record<Step, Position> = {
		up: { row: row - 1, col },
		down: { row: row + 1, col },
		left: { row, col: col - 1 },
		right: { row, col: col + 1 },
		pageUp: { row: row - grid.page, col },
		pageDown: { row: row + grid.page, col },
		rowStart: { row, col: 0 },
		rowEnd: { row, col: last.col },
		gridStart: { row: 0, col: 0 },
		gridEnd: last
	};
	const target = targets[step];
	return { row: clamp(target.row, last.row), col: clamp(target.col, last.col) };
}

export function rangeBetween(a: Position, b: Position): Range {
	return { top: Math.min(a.row, b.row), bottom: Math.max(a.row, b.row), left: Math.min(a.col, b.col), right: Math.max(a.col, b.col) };
}

export function inRange(range: Range, row: number, col: number): boolean {
	return row >= range.top && row <= range.bottom && col >= range.left && col <= range.right;
}

export function rangeSize(range: Range): { rows: number; cols: number; cells: number } {
	const rows = range.bottom - range.top + 1;
	const cols = range.right - range.left + 1;
	return { rows, cols, cells: rows * cols };
}
