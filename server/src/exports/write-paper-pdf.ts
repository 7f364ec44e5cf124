/** A document of text and tables -> a PDF: A4 upright, source and page number at the foot, the mark of a draft at the head of every page. */
import type { Paper } from '@rembug/shared/berita-acara/paper-types.ts';
import type { PrintNote } from './print.ts';
import { printable, printablePaper } from './printable.ts';
import { compileTypst } from './typst.ts';

/** Bytes of the .pdf file. */
export async function writePaperPdf(paper: Paper, note: PrintNote): Promise<Uint8Array<ArrayBuffer>> {
	return compileTypst('./paper.typ', { ...printablePaper(paper), source: printable(note.source) }, note.at);
}
