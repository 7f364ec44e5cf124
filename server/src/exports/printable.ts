/**
 * What people typed, as a printed file can hold it: well-formed, without the control characters that XML 1.0 refuses, and without the
 * invisible marks that turn the direction of writing, with which a text could be made to read as another one.
 */
import type { Paper, PaperPart } from '@rembug/shared/berita-acara/paper-types.ts';
import { formatRupiah } from '@rembug/shared/pagu/rupiah.ts';
import type { TableCell } from '@rembug/shared/tables/table-types.ts';

export function printable(text: string): string {
	return text.toWellFormed().replace(/[^\P{Cc}\t\n\r]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/gu, '');
}

/** What a cell of an official table says on paper. */
export function printedCell(cell: TableCell | undefined): string {
	if (!cell || cell.kind === 'empty') return '';
	return cell.kind === 'rupiah' ? formatRupiah(cell.value) : printable(cell.text);
}

/** The same paper with every text of it printable. */
export function printablePaper({ title, draft, parts }: Paper): Paper {
	return { title: title.map(printable), draft: draft === null ? null : printable(draft), parts: parts.map(printablePart) };
}

function printablePart(part: PaperPart): PaperPart {
	if (part.kind !== 'table') return { ...part, text: printable(part.text) };
	return { ...part, rows: part.rows.map((row) => row.map(printable)) };
}
