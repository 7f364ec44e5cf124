/**
 * The history of several fields as one line of time, fetched page by page. Of a field with more pages nothing is known below its last row,
 * so nothing older than that is shown of the others either: there are no gaps in the line.
 */
import type { FieldChangeRow } from '@rembug/shared/api/api-types.ts';
import type { HistoryPlace } from './history-places.ts';

/** As many rows as the server gives at once. */
const pageRows = 200;

export type AskHistory = (place: HistoryPlace, before: number | undefined) => Promise<FieldChangeRow[]>;

export interface HistoryPages {
	/** Newest first. */
	readonly rows: readonly LabelledRow[];
	readonly hasMore: boolean;
	more(): Promise<HistoryPages>;
}

export type LabelledRow = FieldChangeRow & { label: string };

interface Line {
	place: HistoryPlace;
	rows: readonly FieldChangeRow[];
	isWhole: boolean;
}

export async function firstPages(places: readonly HistoryPlace[], ask: AskHistory): Promise<HistoryPages> {
	return joined(await Promise.all(places.map((place) => longer({ place, rows: [], isWhole: false }, ask))), ask);
}

async function longer({ place, rows }: Line, ask: AskHistory): Promise<Line> {
	const page = await ask(place, rows.at(-1)?.id);
	return { place, rows: [...rows, ...page], isWhole: page.length < pageRows };
}

function joined(lines: readonly Line[], ask: AskHistory): HistoryPages {
	const floor = Math.max(0, ...lines.filter((line) => !line.isWhole).map((line) => line.rows.at(-1)?.id ?? 0));
	const rows = lines.flatMap(({ place, rows }) => rows.map((row) => ({ ...row, label: place.label })));
	return {
		rows: rows.filter((row) => row.id >= floor).sort((a, b) => b.id - a.id),
		hasMore: lines.some((line) => !line.isWhole),
		async more() {
			const isNext = (line: Line): boolean => !line.isWhole && (line.rows.at(-1)?.id ?? 0) === floor;
			return joined(await Promise.all(lines.map((line) => (isNext(line) ? longer(line, ask) : line))), ask);
		}
	};
}
