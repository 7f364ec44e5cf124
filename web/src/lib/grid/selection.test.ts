import { describe, expect, it } from 'vitest';
import { inRange, rangeBetween, rangeSize, stepFrom } from './selection.ts';

const grid = { rows: 10, cols: 4, page: 5 };

describe('stepFrom', () => {
	it('moves one cell, one page, or to an edge', () => {
		expect(stepFrom({ row: 3, col: 1 }, 'down', grid)).toEqual({ row: 4, col: 1 });
		expect(stepFrom({ row: 3, col: 1 }, 'pageDown', grid)).toEqual({ row: 8, col: 1 });
		expect(stepFrom({ row: 3, col: 1 }, 'rowEnd', grid)).toEqual({ row: 3, col: 3 });
		expect(stepFrom({ row: 3, col: 1 }, 'gridEnd', grid)).toEqual({ row: 9, col: 3 });
	});

	it('never leaves the grid', () => {
		expect(stepFrom({ row: 0, col: 0 }, 'up', grid)).toEqual({ row: 0, col: 0 });
		expect(stepFrom({ row: 9, col: 3 }, 'pageDown', grid)).toEqual({ row: 9, col: 3 });
		expect(stepFrom({ row: 0, col: 0 }, 'down', { rows: 0, cols: 4, page: 5 })).toEqual({ row: 0, col: 0 });
	});
});

describe('rangeBetween', () => {
	it('spans the two corners in whatever order they come', () => {
		const range = rangeBetween({ row: 4, col: 3 }, { row: 2, col: 1 });
		expect(range).toEqual({ top: 2, bottom: 4, left: 1, right: 3 });
		expect(rangeSize(range)).toEqual({ rows: 3, cols: 3, cells: 9 });
		expect(inRange(range, 3, 2)).toBe(true);
		expect(inRange(range, 5, 2)).toBe(false);
	});
});
