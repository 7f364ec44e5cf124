/** Who else is here and where: the awareness states of the others as plain values, and our own place shown to them. */
import { untrack } from 'svelte';
import type { Awareness } from 'y-protocols/awareness';
import type { Cell, Person } from './plan-session-types.ts';

const nobody: readonly Person[] = [];

export interface Presence {
	readonly people: readonly Person[];
	peopleAt(nodeId: string, column: string): readonly Person[];
	setUser(user: { id: string; nama: string; color: string }): void;
	setCell(cell: Cell | null, editing: boolean): void;
	attach(awareness: Awareness): void;
	detach(): void;
}

/** Of one row: who is in which column. */
class RowPresence {
	columns = $state.raw<Readonly<Record<string, readonly Person[]>>>({});
}

export function createPresence(): Presence {
	const rows = new Map<string, RowPresence>();
	let people = $state.raw<readonly Person[]>(nobody);
	/** Raised when somebody enters a row where nobody was before. */
	let rowsOpened = $state(0);
	let own: { user: { id: string; nama: string; color: string } | null; cell: Cell | null; editing: boolean } = {
		user: null,
		cell: null,
		editing: false
	};
	let awareness: Awareness | null = null;
	let detach = (): void => undefined;

	function show(): void {
		awareness?.setLocalState({ ...own });
	}

	function refresh(from: Awareness): void {
		const fresh = [...from.getStates()]
			.filter(([clientId]) => clientId !== from.clientID)
			.flatMap(([clientId, state]) => readPerson(clientId, state))
			.sort((a, b) => a.clientId - b.clientId);
		if (JSON.stringify(fresh) === JSON.stringify(people)) return;
		people = fresh;
		const byRow = Map.groupBy(
			fresh.filter((person) => person.cell),
			(person) => (person.cell as Cell).nodeId
		);
		for (const nodeId of new Set([...rows.keys(), ...byRow.keys()])) {
			let row = rows.get(nodeId);
			if (!row) {
				row = new RowPresence();
				rows.set(nodeId, row);
				rowsOpened += 1;
			}
			const columns: Record<string, readonly Person[]> = {};
			for (const person of byRow.get(nodeId) ?? nobody) {
				const { column } = person.cell as Cell;
				columns[column] = [...(columns[column] ?? nobody), person];
			}
			if (JSON.stringify(columns) !== JSON.stringify(row.columns)) row.columns = columns;
		}
	}

	return {
		get people() {
			return people;
		},
		peopleAt(nodeId, column) {
			const row = rows.get(nodeId);
			if (!row) void rowsOpened;
			return row?.columns[column] ?? nobody;
		},
		setUser(user) {
			own = { ...own, user };
			show();
		},
		setCell(cell, editing) {
			if (editing === own.editing && JSON.stringify(cell) === JSON.stringify(own.cell)) return;
			own = { ...own, cell, editing };
			untrack(show);
		},
		attach(fresh) {
			detach();
			awareness = fresh;
			const changed = (): void => refresh(fresh);
			fresh.on('change', changed);
			// The very first state of an Awareness has clock 0 and is passed over by others; this is the second.
			show();
			refresh(fresh);
			detach = () => {
				fresh.off('change', changed);
				awareness = null;
				detach = () => undefined;
			};
		},
		detach: () => detach()
	};
}

/** States come from other machines: whatever is not of the expected shape is left out. */
function readPerson(clientId: number, state: unknown): Person[] {
	const { user, cell, editing } = (state ?? {}) as { user?: Record<string, unknown>; cell?: Record<string, unknown>; editing?: unknown };
	if (typeof user?.id !== 'string' || typeof user.nama !== 'string' || typeof user.color !== 'string') return [];
	return [{ clientId, userId: user.id, nama: user.nama, color: user.color, cell: readCell(cell), editing: editing === true }];
}

function readCell(cell: Record<string, unknown> | null | undefined): Cell | null {
	if (typeof cell?.nodeId !== 'string' || typeof cell.column !== 'string') return null;
	return { nodeId: cell.nodeId, column: cell.column, ...(typeof cell.line === 'string' ? { line: cell.line } : {}) };
}
