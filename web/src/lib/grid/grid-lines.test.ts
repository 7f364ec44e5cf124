import { describe, expect, it } from 'vitest';
import { createFlattener, flatten, visibleRange } from './grid-lines.ts';
import { plainPlan, smallNodes } from './plain-plan.ts';

const all = { collapsed: new Set<string>(), shown: null };

describe('flatten', () => {
	it('gives a node one line per indikator, the first with the fields of the node', () => {
		const lines = flatten(plainPlan(smallNodes()), all);
		expect(lines.map(({ key, first, indikatorId }) => [key, first, indikatorId])).toEqual([
			['u', true, null],
			['b', true, null],
			['p', true, null],
			['k', true, null],
			['s1', true, 'i1'],
			['s1/i2', false, 'i2'],
			['s2', true, null]
		]);
		expect(lines[4]).toMatchObject({ depth: 4, position: 1, siblings: 2, expandable: false });
	});

	it('hides what is under a collapsed row, but not while filtering', () => {
		const plan = plainPlan(smallNodes());
		expect(flatten(plan, { collapsed: new Set(['k']), shown: null }).map((line) => line.key)).toEqual(['u', 'b', 'p', 'k']);
		const shown = new Set(['u', 'b', 'p', 'k', 's2']);
		expect(flatten(plan, { collapsed: new Set(['k']), shown }).map((line) => line.key)).toEqual(['u', 'b', 'p', 'k', 's2']);
	});

	it('leaves removed rows and indikator out', () => {
		const nodes = smallNodes().map((node) => (node.id === 's2' ? { ...node, removed: true as const } : node));
		(nodes[4] as (typeof nodes)[number]).indikator[0]!.removed = true;
		expect(flatten(plainPlan(nodes), all).map((line) => line.key)).toEqual(['u', 'b', 'p', 'k', 's1']);
	});

	it('hands out the same object for a line that did not change', () => {
		const flattener = createFlattener();
		const before = flattener(plainPlan(smallNodes()), all);
		const nodes = smallNodes();
		nodes[5]!.indikator = [{ id: 'i9', jenis: 'keluaran', order: 'a0' }];
		const after = flattener(plainPlan(nodes), all);
		expect(after[0]).toBe(before[0]);
		expect(after[4]).toBe(before[4]);
		expect(after[6]).not.toBe(before[6]);
	});
});

describe('visibleRange', () => {
	it('mounts what is in view and a little more, never outside the list', () => {
		expect(visibleRange({ top: 0, height: 360, rowHeight: 36, count: 2000, spare: 5 })).toEqual([0, 15]);
		expect(visibleRange({ top: 3600, height: 360, rowHeight: 36, count: 2000, spare: 5 })).toEqual([95, 115]);
		expect(visibleRange({ top: 72_000, height: 360, rowHeight: 36, count: 2000, spare: 5 })).toEqual([1995, 2000]);
		expect(visibleRange({ top: 0, height: 360, rowHeight: 36, count: 0, spare: 5 })).toEqual([0, 0]);
	});
});
