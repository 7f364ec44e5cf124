/** Ranges as Excel puts them on the clipboard: tabs between cells, line breaks between rows, quotes around cells that hold either. */

/** Reads a range; a last line break ends the last row and starts none. Rows may differ in length. */
export function parseTsv(text: string): string[][] {
	const rows: string[][] = [];
	let row: string[] = [];
	let cell = '';
	let at = 0;
	const endCell = (): void => {
		row.push(cell);
		cell = '';
	};
	const endRow = (): void => {
		endCell();
		rows.push(row);
		row = [];
	};
	while (at < text.length) {
		const char = text[at] as string;
		if (char === '"' && cell === '') {
			const quoted = readQuoted(text, at);
			if (quoted) {
				cell = quoted.value;
				at = quoted.end;
				continue;
			}
		}
		if (char === '\t') endCell();
		else if (char === '\n') endRow();
		else if (char === '\r') {
			if (text[at + 1] === '\n') at++;
			endRow();
		} else cell += char;
		at++;
	}
	if (cell !== '' || row.length > 0) endRow();
	return rows;
}

/** A quoted cell ends at a quote that stands before a tab, a line break or the end; otherwise the quote is only a character of the text. */
function readQuoted(text: string, start: number): { value: string; end: number } | null {
	let value = '';
	for (let at = start + 1; at < text.length; at++) {
		if (text[at] !== '"') {
			value += text[at];
		} else if (text[at + 1] === '"') {
			value += '"';
			at++;
		} else {
			const next = text[at + 1];
			return next === undefined || next === '\t' || next === '\n' || next === '\r'
				? { value: value.replaceAll('\r\n', '\n'), end: at + 1 }
				: null;
		}
	}
	return null;
}

function quoteIfNeeded(cell: string): string {
	return /[\t\n\r]|^"/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

export function formatTsv(rows: readonly (readonly string[])[]): string {
	return rows.map((row) => row.map(quoteIfNeeded).join('\t')).join('\r\n');
}
