/** What somebody did and the server did not take, in words, whatever the document. */
export interface EntryWords {
	row: string;
	field: string;
	typed: string;
	/** Null: nothing that could be compared. */
	present: string | null;
}
