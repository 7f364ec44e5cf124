/** How the grid is looked at: collapsed rows, filter, columns, density. Kept in this browser only where it helps the next visit. */
import type { InfoValue } from '@rembug/shared/renja/renja-types.ts';
import { gridColumns, type ColumnKey } from './columns.ts';
import { filterPlan, isFiltering, noFilter, type FilterSource, type PlanFilter } from './filter.ts';
import { createFlattener, type GridLine } from './grid-lines.ts';

const storageKey = 'rembug/grid';

interface Kept {
	padat: boolean;
	/** Columns shown or hidden against what the layout says. */
	columns: Partial<Record<ColumnKey, boolean>>;
}

function readKept(): Kept {
	try {
		return { padat: false, columns: {}, ...(JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Partial<Kept>) };
	} catch {
		return { padat: false, columns: {} };
	}
}

export function createGridView(source: FilterSource & { readonly info: InfoValue }) {
	let collapsed = $state.raw<ReadonlySet<string>>(new Set());
	let filter = $state.raw<PlanFilter>(noFilter);
	let kept = $state.raw<Kept>(readKept());
	/** The row under the cursor stays, whatever the filter says. */
	let keep = $state<string | null>(null);

	const flattener = createFlattener();
	const allColumns = $derived(gridColumns(source.info.tahun));
	const columns = $derived(
		allColumns.filter((column) => kept.columns[column.key] ?? (!column.optional || column.optional === source.info.layout))
	);
	const filtered = $derived(isFiltering(filter) ? filterPlan(source, filter, keep) : null);
	const lines = $derived(flattener(source, { collapsed, shown: filtered?.shown ?? null }));

	const store = (next: Kept): void => {
		kept = next;
		try {
			localStorage.setItem(storageKey, JSON.stringify(next));
		} catch {
			// A browser that keeps nothing starts from the defaults next time.
		}
	};

	return {
		get allColumns() {
			return allColumns;
		},
		get columns() {
			return columns;
		},
		get lines(): readonly GridLine[] {
			return lines;
		},
		get filter() {
			return filter;
		},
		set filter(next: PlanFilter) {
			keep = null;
			filter = next;
		},
		/** How many rows answer the filter; null while there is none. */
		get hits(): number | null {
			return filtered?.hits ?? null;
		},
		get rowHeight() {
			return kept.padat ? 26 : 36;
		},
		get padat() {
			return kept.padat;
		},
		set padat(padat: boolean) {
			store({ ...kept, padat });
		},
		keepVisible(nodeId: string | null) {
			keep = nodeId;
		},
		showColumn(key: ColumnKey, shown: boolean) {
			store({ ...kept, columns: { ...kept.columns, [key]: shown } });
		},
		setExpanded(nodeId: string, expanded: boolean) {
			const next = new Set(collapsed);
			if (expanded) next.delete(nodeId);
			else next.add(nodeId);
			collapsed = next;
		},
		/** Opens everything above a row. */
		reveal(nodeId: string) {
			const next = new Set(collapsed);
			for (let id = source.node(nodeId)?.parent ?? null; id; id = source.node(id)?.parent ?? null) next.delete(id);
			collapsed = next;
		},
		collapseTo(level: 'program' | 'kegiatan' | 'all') {
			const next = new Set<string>();
			const walk = (id: string): void => {
				if (source.node(id)?.level === level) next.add(id);
				source.children(id).forEach(walk);
			};
			if (level !== 'all') source.children(null).forEach(walk);
			collapsed = next;
		}
	};
}

export type GridView = ReturnType<typeof createGridView>;
