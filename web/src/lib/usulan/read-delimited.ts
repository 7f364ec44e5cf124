/** Cells of what was pasted out of Excel or Word, or of a CSV or TSV file. Never fails: any text has at least one cell. */
import Papa from 'papaparse';
import { tableRowsMax } from '@rembug/shared/usulan/read-usulan-table.ts';

/** A pasted range has tabs; a CSV has semicolons where the comma is the decimal mark. */
export function readDelimited(text: string): string[][] {
	const delimiter = delimiterOf(text);
	// One row more than may be, so that a longer table is refused and not cut.
	const { data } = Papa.parse<string[]>(text, {
		delimiter,
		quoteChar: hasQuotedCells(text, delimiter) ? '"' : '\u0000',
		preview: tableRowsMax + 1
	});
	return data.map((row) => row.map(String));
}

function delimiterOf(text: string): string {
	const lines = text.split('\n', 50);
	const count = (mark: string): number => lines.reduce((sum, line) => sum + line.split(mark).length - 1, 0);
	if (count('\t') >= lines.length / 2) return '\t';
	return count(';') >= Math.max(1, count(',') / 4) ? ';' : count(',') > 0 ? ',' : '\t';
}

/** Quotes that are no quoting, as in a text pasted out of Word (`Batik "Sekar"`), would swallow the rows behind them. */
function hasQuotedCells(text: string, delimiter: string): boolean {
	const { errors } = Papa.parse<string[]>(text, { delimiter, preview: tableRowsMax + 1 });
	return !errors.some(({ type }) => type === 'Quotes');
}
