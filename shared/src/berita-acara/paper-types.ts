/** An official document of running text and tables, as PDF and Word print it alike. All of it is text: nothing is markup. */
export interface PaperColumn {
	title: string;
	/** In parts of the line. */
	width: number;
	align: 'left' | 'center' | 'right';
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
