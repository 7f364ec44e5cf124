/** Shapes of the REST answers about notes that the Kepala Dinas writes on rows while he decides. */

/** A row of `GET /api/snapshots/:id/draft-notes`: his own, not yet part of a decision. */
export interface DraftNote {
	nodeId: string;
	text: string;
}

/** Whether something was done about a note, as last said. */
export interface NoteAnswer {
	settled: boolean;
	/** What was done; may be empty. */
	text: string;
	nama: string;
	at: string;
}

/** A row of `GET /api/renja/:id/notes`: notes on rows of every decision, newest decision first, in the order of the rows' kode. */
export interface RowNote {
	id: string;
	nodeId: string;
	/** As they stood in the snapshot that was decided on. */
	kode: string;
	uraian: string;
	text: string;
	snapshotId: string;
	snapshotNumber: number;
	decision: 'approve' | 'return';
	/** Who decided, when. */
	nama: string;
	at: string;
	/** null: nobody has said anything yet. */
	answer: NoteAnswer | null;
}
