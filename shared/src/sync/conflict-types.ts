/** Two values of one field that were set in ignorance of each other, as the server tells them. */

/** A value with whoever set it. null: `accountId`, `nama` and `at` of what the server itself wrote, or of which nothing is known. */
export interface ConflictSide {
	/** Plain JSON; null: the field is empty. */
	value: unknown;
	accountId: string | null;
	nama: string | null;
	/** ISO 8601, UTC, by the server's clock: when it arrived there. */
	at: string | null;
}

/** A row of `GET /api/renja/:id/conflicts`: not settled yet. */
export interface ConflictRow {
	id: string;
	/** Where it is, as `field_change` names it: 'nodes', 'n1/indikator/i1', 'target'. */
	root: string;
	entity: string;
	field: string;
	/** The value that stands. */
	kept: ConflictSide;
	other: ConflictSide;
}

/** What the server says about conflicts of an open document; only of what is committed. */
export interface ConflictNews {
	/** True: these are all. */
	all: boolean;
	/** New, or with another value that stands. */
	open: ConflictRow[];
	/** Ids that are settled. */
	settled: string[];
}
