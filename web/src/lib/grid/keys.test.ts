import { describe, expect, it } from 'vitest';
import { commandOf, type KeyPress } from './keys.ts';

const plain = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
const press = (key: string, extra: Partial<KeyPress> = {}): KeyPress => ({ ...plain, key, ...extra });
const inside = { firstColumn: false, expandable: false, expanded: false };

describe('commandOf', () => {
	it.each([
		[press('ArrowDown'), { do: 'step', step: 'down', extend: false }],
		[press('ArrowDown', { shiftKey: true }), { do: 'step', step: 'down', extend: true }],
		[press('End', { ctrlKey: true }), { do: 'step', step: 'gridEnd', extend: false }],
		[press('Tab', { shiftKey: true }), { do: 'step', step: 'left', extend: false }],
		[press('F2'), { do: 'edit' }],
		[press('7'), { do: 'type', text: '7' }],
		[press('z', { ctrlKey: true }), { do: 'undo' }],
		[press('Z', { ctrlKey: true, shiftKey: true }), { do: 'redo' }],
		[press('Enter', { ctrlKey: true }), { do: 'addBelow' }],
		[press('Delete', { ctrlKey: true }), { do: 'remove' }],
		[press('ArrowUp', { altKey: true }), { do: 'moveUp' }],
		[press('@', { altKey: true, ctrlKey: true }), { do: 'type', text: '@' }],
		[press('F2', { shiftKey: true }), { do: 'comment' }],
		[press('?', { shiftKey: true }), { do: 'help' }]
	])('reads %j', (key, command) => {
		expect(commandOf(key, inside)).toEqual(command);
	});

	it('leaves copy, paste and reload to the browser', () => {
		for (const key of ['c', 'v', 'x', 'r']) expect(commandOf(press(key, { ctrlKey: true }), inside)).toBeNull();
		expect(commandOf(press('Shift', { shiftKey: true }), inside)).toBeNull();
	});

	it('opens and closes a row in the first column, and goes to the row above from a leaf', () => {
		const open = { firstColumn: true, expandable: true, expanded: true };
		expect(commandOf(press('ArrowLeft'), open)).toEqual({ do: 'collapse' });
		expect(commandOf(press('ArrowRight'), { ...open, expanded: false })).toEqual({ do: 'expand' });
		expect(commandOf(press('ArrowLeft'), { ...open, expandable: false })).toEqual({ do: 'parent' });
	});
});
