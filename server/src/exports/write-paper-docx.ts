/** A document of text and tables -> a Word document, which the office can go on writing in before it is signed. */
import {
	AlignmentType,
	Document,
	Footer,
	Header,
	HeightRule,
	Packer,
	PageNumber,
	Paragraph,
	Table,
	TableCell,
	TableLayoutType,
	TableRow,
	TextRun,
	WidthType,
	convertMillimetersToTwip
} from 'docx';
import type { Paper, PaperColumn, PaperPart } from '@rembug/shared/berita-acara/paper-types.ts';
import type { PrintNote } from './print.ts';
import { printable, printablePaper } from './printable.ts';
import { headerFill } from './row-fills.ts';

const alignments = {
	left: AlignmentType.LEFT,
	center: AlignmentType.CENTER,
	right: AlignmentType.RIGHT,
	signature: AlignmentType.LEFT
} as const;
/** Enough to sign by hand. */
const signatureHeight = convertMillimetersToTwip(10);
const margin = convertMillimetersToTwip(20);
const textWidth = convertMillimetersToTwip(210) - 2 * margin;
/** Half points. */
const sizes = { body: 19, table: 15, title: 22, small: 13 };

/** Bytes of the .docx file. */
export async function writePaperDocx(given: Paper, note: PrintNote): Promise<Uint8Array<ArrayBuffer>> {
	const paper = printablePaper(given);
	const { draft } = paper;
	const document = new Document({
		creator: 'Rembug',
		title: paper.title.join(' '),
		styles: { default: { document: { run: { font: 'Arial', size: sizes.body, language: { value: 'id-ID' } } } } },
		sections: [
			{
				properties: {
					page: {
						size: { width: convertMillimetersToTwip(210), height: convertMillimetersToTwip(297) },
						margin: { left: margin, right: margin, top: margin, bottom: margin }
					}
				},
				...(draft === null ? {} : { headers: { default: new Header({ children: [line(draft, { bold: true, side: 'center' })] }) } }),
				footers: { default: footer(printable(note.source)) },
				children: [
					...paper.title.map((text) => line(text, { bold: true, side: 'center', size: sizes.title })),
					...paper.parts.flatMap(written)
				]
			}
		]
	});
	return new Uint8Array(await Packer.toBuffer(document));
}

function footer(source: string): Footer {
	const children = [
		new TextRun({ text: source, size: sizes.small }),
		new TextRun({ size: sizes.small, children: ['\tHalaman ', PageNumber.CURRENT, ' dari ', PageNumber.TOTAL_PAGES] })
	];
	return new Footer({ children: [new Paragraph({ tabStops: [{ type: 'right', position: textWidth }], children })] });
}

function written(part: PaperPart): (Paragraph | Table)[] {
	switch (part.kind) {
		case 'paragraph':
			return [line(part.text)];
		case 'clause':
			return [line(part.label, { bold: true }), line(part.text)];
		case 'heading':
			return [line(part.text, { bold: true, pageBreakBefore: part.onNewPage, keepNext: true })];
		case 'code':
			return [line(part.text)];
		case 'table':
			// Word joins two tables that nothing stands between.
			return part.rows.length === 0 ? [line(part.empty)] : [tableOf(part.columns, part.rows), line('')];
	}
}

interface LineStyle {
	bold?: boolean;
	side?: PaperColumn['align'];
	size?: number;
	after?: number;
	pageBreakBefore?: boolean;
	keepNext?: boolean;
	indent?: { left: number };
}

function line(text: string, { bold = false, side = 'left', size = sizes.body, after = 120, ...rest }: LineStyle = {}): Paragraph {
	return new Paragraph({
		alignment: alignments[side],
		spacing: { after },
		...rest,
		children: text.split('\n').map((one, index) => new TextRun({ text: one, bold, size, ...(index > 0 ? { break: 1 } : {}) }))
	});
}

function tableOf(columns: PaperColumn[], rows: string[][]): Table {
	const all = columns.reduce((sum, { width }) => sum + width, 0);
	const widths = columns.map(({ width }) => Math.floor((width / all) * textWidth));
	const isSigned = columns.some(({ align }) => align === 'signature');
	/** y: of the row, from 0; null: the header. */
	const cell = (text: string, index: number, y: number | null): TableCell => {
		const width = widths[index] ?? 0;
		const side = y === null ? 'center' : columns[index]?.align;
		const indent = side === 'signature' && y !== null && y % 2 === 1 ? { indent: { left: Math.floor(width * 0.45) } } : {};
		return new TableCell({
			width: { size: width, type: WidthType.DXA },
			...(y === null ? { shading: { fill: headerFill.slice(1) } } : {}),
			children: [line(text, { bold: y === null, side, size: sizes.table, after: 0, ...indent })]
		});
	};
	return new Table({
		layout: TableLayoutType.FIXED,
		columnWidths: widths,
		width: { size: textWidth, type: WidthType.DXA },
		rows: [
			new TableRow({ tableHeader: true, cantSplit: true, children: columns.map(({ title }, index) => cell(title, index, null)) }),
			...rows.map(
				(row, y) =>
					new TableRow({
						cantSplit: true,
						...(isSigned ? { height: { value: signatureHeight, rule: HeightRule.ATLEAST } } : {}),
						children: row.map((text, index) => cell(text, index, y))
					})
			)
		]
	});
}
