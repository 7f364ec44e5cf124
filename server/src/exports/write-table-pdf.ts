/** An official table -> a PDF that prints as the form does: A4 landscape, header on every page, source and page number at the foot. */
import { isBold, type OfficialTable, type TableRow } from '@rembug/shared/tables/table-types.ts';
import type { PrintNote } from './print.ts';
import { printable, printedCell } from './printable.ts';
import { compileTypst } from './typst.ts';
import { headerFill, rowFills } from './row-fills.ts';

/** A cell as table.typ reads it. */
interface PlacedCell {
	text: string;
	bold: boolean;
	header: boolean;
	align: 'left' | 'center' | 'right';
	colspan: number;
	rowspan: number;
	/** `#rrggbb`, or none. */
	fill: string | null;
	/** Whether the line above, or the one below, belongs to the same cell on paper. */
	continued: boolean;
	continues: boolean;
}

/** Bytes of the .pdf file. */
export async function writeTablePdf(table: OfficialTable, note: PrintNote): Promise<Uint8Array<ArrayBuffer>> {
	const content = {
		title: table.title.map(printable),
		source: printable(`${note.source} · ${table.regulation}`),
		widths: table.columns.map(({ width }) => width),
		header: table.header.flatMap((cells) => cells.map(headerCell)),
		body: [...table.rows, ...table.foot].flatMap((row) => rowCells(table, row))
	};
	return compileTypst('./table.typ', content, note.at);
}

function headerCell({ text, colspan, rowspan }: { text: string; colspan: number; rowspan: number }): PlacedCell {
	return {
		text: printable(text),
		bold: true,
		header: true,
		align: 'center',
		colspan,
		rowspan,
		fill: headerFill,
		continued: false,
		continues: false
	};
}

/** In reading order: what spans the lines of a row stands in its first line only. */
function rowCells(table: OfficialTable, row: TableRow): PlacedCell[] {
	const placed: PlacedCell[] = [];
	for (let line = 0; line < row.lines; line++) {
		row.cells.forEach((cells, column) => {
			const spans = cells.length === 1;
			const cell = spans ? cells[0] : cells[line];
			if (!cell || (spans && line > 0)) return;
			placed.push({
				text: printedCell(cell),
				bold: isBold(row),
				header: false,
				align: cell.kind === 'rupiah' ? 'right' : (table.columns[column]?.align ?? 'left'),
				colspan: 1,
				rowspan: spans ? row.lines : 1,
				fill: rowFills[row.kind] ?? null,
				continued: !spans && line > 0,
				continues: !spans && line < row.lines - 1
			});
		});
	}
	return placed;
}
