/**
 * What somebody is sent who has nothing yet: the stored state and the committed rows after it, encoded once for all who join. The document
 * of the room is not asked: writing it out takes the longer the longer its history is.
 */
import { syncStep2, syncUpdate } from '@rembug/shared/sync/messages.ts';
import { contentFrame } from './frames.ts';
import { mergeInChunks } from './merge-updates.ts';
import type { StoredBytes } from './sync-queries.ts';

export interface ServedState {
	/** Takes the next committed row. */
	add(row: StoredBytes): void;
	/** Frames that hold everything; the last one is the step 2, so that nobody counts as synced before he has all. */
	frames(): Uint8Array[];
	/** Everything as updates, to be merged into one state of this seq. */
	parts(): { seq: number; parts: Uint8Array[] };
	/** bytes hold everything up to seq (as `parts` said) from now on. */
	replace(seq: number, bytes: Uint8Array): void;
	/** Rows after the state. */
	readonly tail: number;
}

/** Loose rows that are merged into a piece of their own, whose frame is kept. */
const rowsPerPiece = 256;
const emptyUpdate = Uint8Array.of(0, 0);

interface Piece {
	/** Of its last row. */
	seq: number;
	rows: number;
	bytes: Uint8Array;
	frame: Uint8Array | null;
}

/** rows: state and log of a document in order of seq, as they are stored. */
export function createServedState(rows: readonly StoredBytes[]): ServedState {
	let [base] = rows.slice(0, 1).map((row): Piece => ({ ...row, rows: 1, frame: null }));
	let pieces: Piece[] = [];
	let loose: StoredBytes[] = [];
	let lastFrame: Uint8Array | null = null;

	function add(row: StoredBytes): void {
		lastFrame = null;
		if (!base) {
			base = { ...row, rows: 1, frame: null };
			return;
		}
		loose.push(row);
		if (loose.length >= rowsPerPiece) closePiece();
	}

	function closePiece(): void {
		const last = loose.at(-1);
		if (!last) return;
		pieces.push({ seq: last.seq, rows: loose.length, bytes: mergeInChunks(loose.map((row) => row.bytes)), frame: null });
		loose = [];
		lastFrame = null;
	}

	for (const row of rows.slice(1)) add(row);

	return {
		add,
		frames() {
			const whole = [...(base ? [base] : []), ...pieces];
			const ending = loose.length > 0 ? null : whole.pop();
			const before = (index: number): number => whole[index - 1]?.seq ?? 0;
			lastFrame ??= contentFrame(
				syncStep2,
				ending === null ? mergeInChunks(loose.map((row) => row.bytes)) : (ending?.bytes ?? emptyUpdate),
				{ after: before(whole.length), upTo: loose.at(-1)?.seq ?? ending?.seq ?? 0 }
			);
			return [
				...whole.map((piece, index) => (piece.frame ??= contentFrame(syncUpdate, piece.bytes, { after: before(index), upTo: piece.seq }))),
				lastFrame
			];
		},
		parts() {
			closePiece();
			const whole = [...(base ? [base] : []), ...pieces];
			return { seq: whole.at(-1)?.seq ?? 0, parts: whole.map((piece) => piece.bytes) };
		},
		replace(seq, bytes) {
			base = { seq, rows: 1, bytes, frame: null };
			pieces = pieces.filter((piece) => piece.seq > seq);
			lastFrame = null;
		},
		get tail() {
			return pieces.reduce((sum, piece) => sum + piece.rows, loose.length);
		}
	};
}
