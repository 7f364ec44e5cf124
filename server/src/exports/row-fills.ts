/** The shades in which the levels of a table stand out on paper, `#rrggbb`. */
import type { TableRow } from '@rembug/shared/tables/table-types.ts';

export const headerFill = '#dde5e4';

export const rowFills: Readonly<Partial<Record<TableRow['kind'], string>>> = {
	urusan: '#dde5e4',
	bidang_urusan: '#dde5e4',
	program: '#e9efee',
	kegiatan: '#f5f8f7',
	heading: '#e9efee',
	foot: '#e9efee'
};
