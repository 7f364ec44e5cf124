/**
 * The largest table of a web page as rows: many programs hand out tables as HTML under the name .xls. The page is parsed, never shown:
 * nothing in it runs or is loaded.
 */
import { tableColumnsMax, tableRowsMax } from '@rembug/shared/usulan/read-usulan-table.ts';

/** null: there is no table in it. Cells that span several have their text in the first. */
export function htmlRows(html: string): string[][] | null {
	const page = new DOMParser().parseFromString(html, 'text/html');
	const tables = [...page.querySelectorAll('table')].sort((a, b) => b.rows.length - a.rows.length);
	const [table] = tables;
	if (!table) return null;
	/** Cells of rows above that reach into a row, by column. */
	const reaching: number[] = [];
	return [...table.rows].slice(0, tableRowsMax + 1).map((row) => {
		const cells: string[] = [];
		const put = (text: string): void => {
			if (cells.length <= tableColumnsMax) cells.push(text);
		};
		const fillReached = (): void => {
			while ((reaching[cells.length] ?? 0) > 0 && cells.length <= tableColumnsMax) {
				reaching[cells.length] = (reaching[cells.length] ?? 0) - 1;
				put('');
			}
		};
		for (const cell of row.cells) {
			fillReached();
			const width = Math.min(cell.colSpan, tableColumnsMax);
			for (let column = 0; column < width; column++) {
				if (cell.rowSpan > 1) reaching[cells.length] = Math.min(cell.rowSpan, tableRowsMax) - 1;
				put(column === 0 ? (cell.textContent ?? '').replace(/\s+/g, ' ').trim() : '');
			}
		}
		fillReached();
		return cells;
	});
}
