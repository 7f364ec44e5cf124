/** An official document of running text and tables, as PDF and Word print it alike. All of it is text: nothing is markup. */
export interface PaperColumn {
	title: string;
	/** In parts of the line. */
	width: number;
	/** signature: a place to sign by hand, so the rows are high; what stands in it begins at the left and in the middle by turns, as on any daftar hadir. */
	align: 'left' | 'center' | 'right' | 'signature';
}

export type PaperPart =
	| { kind: 'paragraph'; text: string }
	/** An agreed point, under its name (KESATU …). */
	| { kind: 'clause'; label: string; text: string }
	/** onNewPage: a lampiran. */
	| { kind: 'heading'; text: string; onNewPage: boolean }
	/** Text beside a QR of `code`; where no QR can be drawn the text says enough. */
	| { kind: 'code'; text: string; code: string }
	/** Without rows `empty` is said in its place. */
	| { kind: 'table'; columns: PaperColumn[]; rows: string[][]; empty: string };

export interface Paper {
	title: string[];
	/** Stands at the top of every page while the document is none yet. */
	draft: string | null;
	parts: PaperPart[];
}
