import { describe, expect, it } from 'vitest';
import { plainPlan, smallNodes } from './plain-plan.ts';
import { addBelow, addInside, countBelow, moveAmongSiblings, moveInside, possibleParents } from './row-actions.ts';

const plan = plainPlan(smallNodes());
const newId = () => 'new';

describe('adding rows', () => {
	it('adds below at the same level, between the neighbours', () => {
		const { args } = addBelow(plan, 's1', newId)!;
		expect(args).toMatchObject({ id: 'new', level: 'subkegiatan', parent: 'k' });
		expect(args.order > 'a0' && args.order < 'a1').toBe(true);
	});

	it('adds inside one level down, at the end, and never under a sub kegiatan', () => {
		const { args } = addInside(plan, 'k', newId)!;
		expect(args).toMatchObject({ level: 'subkegiatan', parent: 'k' });
		expect(args.order > 'a1').toBe(true);
		expect(addInside(plan, 's1', newId)).toBeNull();
		expect(addInside(plainPlan([]), null, newId)!.args).toMatchObject({ level: 'urusan', parent: null });
	});
});

describe('moveAmongSiblings', () => {
	it('moves one place and stops at the ends', () => {
		const up = moveAmongSiblings(plan, 's2', 'up');
		expect(up?.edit === 'moveNode' && up.args.order < 'a0').toBe(true);
		expect(moveAmongSiblings(plan, 's1', 'up')).toBeNull();
		expect(moveAmongSiblings(plan, 's2', 'down')).toBeNull();
	});
});

describe('moving under another parent', () => {
	const other = { id: 'k2', level: 'kegiatan' as const, parent: 'p', order: 'a1', indikator: [], sumberDana: [] };
	const wider = plainPlan([...smallNodes(), other]);

	it('offers the rows one level up, but not the one it is under', () => {
		expect(possibleParents(wider, 's1')).toEqual(['k2']);
		expect(possibleParents(plan, 's1')).toEqual([]);
		expect(possibleParents(plan, 'u')).toEqual([]);
	});

	it('puts the row last', () => {
		expect(moveInside(wider, 's1', 'k2')).toMatchObject({ edit: 'moveNode', args: { id: 's1', parent: 'k2' } });
		const { args } = moveInside(plan, 's1', 'k') as { args: { order: string } };
		expect(args.order > 'a1').toBe(true);
	});
});

it('counts the rows under a node', () => {
	expect(countBelow(plan, 'p')).toBe(3);
});
