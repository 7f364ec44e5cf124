/**
 * The notes that the Kepala Dinas wrote on rows, as every page of a Renja shows them. They are asked for when the page opens, when the stage
 * changes, when the server says that one was settled, and when somebody comes back to the page; without a server the last known ones stay.
 */
import type { RowNote } from '@rembug/shared/api/note-types.ts';
import { answerNote, loadNotes } from './note-calls.ts';

export interface RowNotes {
	/** Reactive. Of every decision, newest first. */
	readonly all: readonly RowNote[];
	/** Reactive. How many wait to be followed up. */
	readonly open: number;
	/** Reactive. Notes of returned submissions on this row that nobody has said to be followed up. */
	openAt(nodeId: string): readonly RowNote[];
	refresh(): Promise<void>;
	/** Says that a note was followed up, or takes that back. Throws what the server answered. */
	answer(noteId: string, settled: boolean, text: string): Promise<void>;
}

/** A note that waits to be followed up: those of an approval do not. */
export function isOpen(note: RowNote): boolean {
	return note.decision === 'return' && !note.answer?.settled;
}

export function createRowNotes(renjaId: string): RowNotes {
	let all = $state.raw<readonly RowNote[]>([]);
	const open = $derived.by(() => {
		const byRow = new Map<string, RowNote[]>();
		for (const note of all.filter(isOpen)) byRow.set(note.nodeId, [...(byRow.get(note.nodeId) ?? []), note]);
		return byRow;
	});

	async function refresh(): Promise<void> {
		try {
			all = await loadNotes(renjaId);
		} catch {
			// The page says by itself when the server is away.
		}
	}

	return {
		get all() {
			return all;
		},
		get open() {
			return all.filter(isOpen).length;
		},
		openAt: (nodeId) => open.get(nodeId) ?? [],
		refresh,
		async answer(noteId, settled, text) {
			await answerNote(renjaId, noteId, settled, text);
			await refresh();
		}
	};
}
