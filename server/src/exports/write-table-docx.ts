/** An official table -> a Word document: A4 landscape, header on every page, for whoever has to put it into a larger one. */
import {
	AlignmentType,
	Document,
	Footer,
	Packer,
	PageNumber,
	PageOrientation,
	Paragraph,
	ShadingType,
	Table,
	TableCell as DocxCell,
	TableLayoutType,
	TableRow as DocxRow,
	TextRun,
	VerticalAlign,
	VerticalMergeType,
	WidthType,
	convertMillimetersToTwip
} from 'docx';
import { isBold, type HeaderCell, type OfficialTable, type TableRow } from '@rembug/shared/tables/table-types.ts';
import type { PrintNote } from './print.ts';
import { printable, printedCell } from './printable.ts';
import { headerFill, rowFills } from './row-fills.ts';
import { headerPlaces } from './write-csv.ts';

const alignments = { left: AlignmentType.LEFT, center: AlignmentType.CENTER, right: AlignmentType.RIGHT } as const;
type Side = keyof typeof alignments;
/** Half points. */
const bodySize = 14;
const margin = convertMillimetersToTwip(10);
const textWidth = convertMillimetersToTwip(297) - 2 * margin;

/** Bytes of the .docx file. */
export async function writeTableDocx(table: OfficialTable, note: PrintNote): Promise<Uint8Array<ArrayBuffer>> {
	const characters = table.columns.reduce((sum, { width }) => sum + width, 0);
	const widths = table.columns.map(({ width }) => Math.round((width / characters) * textWidth));
	const document = new Document({
		creator: 'Rembug',
		title: printable(table.title.join(' ')),
		styles: { default: { document: { run: { font: 'Arial', size: bodySize, language: { value: 'id-ID' } } } } },
		sections: [
			{
				properties: {
					page: {
						size: {
							width: convertMillimetersToTwip(210),
							height: convertMillimetersToTwip(297),
							orientation: PageOrientation.LANDSCAPE
						},
						margin: { left: margin, right: margin, top: convertMillimetersToTwip(12), bottom: convertMillimetersToTwip(15) }
					}
				},
				footers: { default: footer(printable(`${note.source} · ${table.regulation}`)) },
				children: [
					...table.title.map((line, index) =>
						titleLine(line, index === 0 ? 'right' : index === table.title.length - 1 ? 'left' : 'center')
					),
					new Table({
						layout: TableLayoutType.FIXED,
						columnWidths: widths,
						width: { size: textWidth, type: WidthType.DXA },
						rows: [...headerRows(table, widths), ...[...table.rows, ...table.foot].flatMap((row) => bodyRows(table, row, widths))]
					})
				]
			}
		]
	});
	return new Uint8Array(await Packer.toBuffer(document));
}

function titleLine(text: string, side: Side): Paragraph {
	return new Paragraph({
		alignment: alignments[side],
		spacing: { after: 60 },
		children: [new TextRun({ text: printable(text), bold: true, size: 18 })]
	});
}

function footer(source: string): Footer {
	const small = 12;
	return new Footer({
		children: [
			new Paragraph({
				tabStops: [{ type: 'right', position: textWidth }],
				children: [
					new TextRun({ text: source, size: small }),
					new TextRun({ size: small, children: ['\tHalaman ', PageNumber.CURRENT, ' dari ', PageNumber.TOTAL_PAGES] })
				]
			})
		]
	});
}

/** Cells that span rows are said again in each row they span: Word has no other way. */
function headerRows(table: OfficialTable, widths: number[]): DocxRow[] {
	const places = headerPlaces(table);
	return table.header.map((_, row) => {
		const inRow = places.filter((place) => place.row <= row && row < place.row + place.rowspan).sort((a, b) => a.column - b.column);
		return new DocxRow({
			tableHeader: true,
			cantSplit: true,
			children: inRow.map((place) => headerCell(place, place.row === row, widths[place.column] ?? 0))
		});
	});
}

function headerCell({ text, colspan, rowspan }: HeaderCell, begins: boolean, width: number): DocxCell {
	return new DocxCell({
		columnSpan: colspan,
		...(rowspan > 1 ? { verticalMerge: begins ? VerticalMergeType.RESTART : VerticalMergeType.CONTINUE } : {}),
		verticalAlign: VerticalAlign.CENTER,
		width: { size: width, type: WidthType.DXA },
		shading: { type: ShadingType.CLEAR, fill: headerFill.slice(1) },
		children: [cellParagraph(begins ? printable(text) : '', 'center', true)]
	});
}

function bodyRows(table: OfficialTable, row: TableRow, widths: number[]): DocxRow[] {
	const fill = rowFills[row.kind];
	return Array.from({ length: row.lines }, (_, line) => {
		const children = row.cells.map((cells, column) => {
			const spans = cells.length === 1;
			const cell = spans ? (line === 0 ? cells[0] : undefined) : cells[line];
			return new DocxCell({
				...(spans && row.lines > 1 ? { verticalMerge: line === 0 ? VerticalMergeType.RESTART : VerticalMergeType.CONTINUE } : {}),
				width: { size: widths[column] ?? 0, type: WidthType.DXA },
				...(fill ? { shading: { type: ShadingType.CLEAR, fill: fill.slice(1) } } : {}),
				children: [
					cellParagraph(printedCell(cell), cell?.kind === 'rupiah' ? 'right' : (table.columns[column]?.align ?? 'left'), isBold(row))
				]
			});
		});
		return new DocxRow({ cantSplit: true, children });
	});
}

function cellParagraph(text: string, side: Side, bold: boolean): Paragraph {
	const lines = text.split('\n');
	return new Paragraph({
		alignment: alignments[side],
		children: lines.map((line, index) => new TextRun({ text: line, bold, ...(index > 0 ? { break: 1 } : {}) }))
	});
}
