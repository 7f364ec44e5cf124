/** A document of text and tables -> a PDF: A4 upright, source and page number at the foot, the mark of a draft at the head of every page. */
import { encode } from 'uqr';
import type { Paper } from '@rembug/shared/berita-acara/paper-types.ts';
import type { PrintNote } from './print.ts';
import { printable, printablePaper } from './printable.ts';
import { compileTypst } from './typst.ts';

/** Bytes of the .pdf file. */
export async function writePaperPdf(paper: Paper, note: PrintNote): Promise<Uint8Array<ArrayBuffer>> {
	const printed = printablePaper(paper);
	const parts = printed.parts.map((part) => (part.kind === 'code' ? { ...part, dots: dotsOf(part.code) } : part));
	return compileTypst('./paper.typ', { ...printed, parts, source: printable(note.source) }, note.at);
}

/** The dots of a QR, line by line, '1' for a black one. */
function dotsOf(text: string): string[] {
	return encode(text, { ecc: 'M', border: 0 }).data.map((line) => line.map((dot) => (dot ? '1' : '0')).join(''));
}
