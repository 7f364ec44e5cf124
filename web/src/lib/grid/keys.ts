/** Which key does what in the grid, outside an editor. */
import type { Step } from './selection.ts';

export interface KeyPress {
	key: string;
	ctrlKey: boolean;
	metaKey: boolean;
	shiftKey: boolean;
	altKey: boolean;
}

export type Command =
	| { do: 'step'; step: Step; extend: boolean }
	| {
			do:
				| 'collapse'
				| 'expand'
				| 'parent'
				| 'leave'
				| 'edit'
				| 'clear'
				| 'undo'
				| 'redo'
				| 'search'
				| 'addBelow'
				| 'remove'
				| 'moveUp'
				| 'moveDown'
				| 'help'
				| 'comment'
				| 'menu'
				| 'selectAll'
				| 'cancel';
	  }
	| { do: 'type'; text: string };

const steps: Record<string, Step> = {
	ArrowUp: 'up',
	ArrowDown: 'down',
	ArrowLeft: 'left',
	ArrowRight: 'right',
	PageUp: 'pageUp',
	PageDown: 'pageDown',
	Home: 'rowStart',
	End: 'rowEnd'
};

const withCtrl: Record<string, Command> = {
	z: { do: 'undo' },
	y: { do: 'redo' },
	f: { do: 'search' },
	a: { do: 'selectAll' },
	enter: { do: 'addBelow' },
	delete: { do: 'remove' },
	home: { do: 'step', step: 'gridStart', extend: false },
	end: { do: 'step', step: 'gridEnd', extend: false }
};

/** The command of a key, or null when the browser keeps it (copy and paste, shortcuts of its own). */
export function commandOf(press: KeyPress, place: { firstColumn: boolean; expandable: boolean; expanded: boolean }): Command | null {
	const ctrl = press.ctrlKey || press.metaKey;
	if (press.altKey) {
		if (press.key === 'ArrowUp') return { do: 'moveUp' };
		if (press.key === 'ArrowDown') return { do: 'moveDown' };
		// AltGr types characters, on Windows as Ctrl+Alt.
		return ctrl && press.key.length === 1 ? { do: 'type', text: press.key } : null;
	}
	if (ctrl) {
		if (press.shiftKey && press.key.toLowerCase() === 'z') return { do: 'redo' };
		const command = withCtrl[press.key.toLowerCase()] ?? null;
		return command?.do === 'step' ? { ...command, extend: press.shiftKey } : command;
	}
	if (place.firstColumn && !press.shiftKey) {
		if (press.key === 'ArrowLeft' && place.expandable && place.expanded) return { do: 'collapse' };
		if (press.key === 'ArrowLeft') return { do: 'parent' };
		if (press.key === 'ArrowRight' && place.expandable && !place.expanded) return { do: 'expand' };
	}
	// As in Excel.
	if (press.key === 'F2' && press.shiftKey) return { do: 'comment' };
	const step = steps[press.key];
	if (step) return { do: 'step', step, extend: press.shiftKey };
	if (press.key === 'Tab') return { do: 'step', step: press.shiftKey ? 'left' : 'right', extend: false };
	// Tab walks through cells, so another key has to lead out of the grid.
	if (press.key === 'F6') return { do: 'leave' };
	if (press.key === 'F10' && press.shiftKey) return { do: 'menu' };
	if (press.key === 'ContextMenu') return { do: 'menu' };
	if (press.key === 'Enter' || press.key === 'F2') return { do: 'edit' };
	if (press.key === 'Delete' || press.key === 'Backspace') return { do: 'clear' };
	if (press.key === 'Escape') return { do: 'cancel' };
	if (press.key === '?') return { do: 'help' };
	return press.key.length === 1 ? { do: 'type', text: press.key } : null;
}
