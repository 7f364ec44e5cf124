/** How differences are said: amounts with their sign, values as people know them. */
import { formatRupiah } from '@rembug/shared/pagu/rupiah.ts';
import type { FieldChange, RowChange } from '@rembug/shared/snapshot/diff.ts';
import type { ChangeKind } from '@rembug/shared/snapshot/diff-tree.ts';
import { isSectionUnit } from './field-names.ts';

/** `+1.250.000`, `−500.000`, `tetap`. */
export function differenceText(difference: number): string {
	if (difference === 0) return 'tetap';
	return difference > 0 ? `+${formatRupiah(difference)}` : `−${formatRupiah(-difference)}`;
}

export function amountText(value: number | null): string {
	return value === null ? 'kosong' : formatRupiah(value);
}

/** A value before or after: amounts grouped, nothing as "kosong", a unit by its name. */
export function valueText(change: Pick<FieldChange, 'field'>, value: string | number | null, unitName: (id: string) => string): string {
	if (value === null || value === '') return 'kosong';
	if (change.field === 'bidang' || isSectionUnit(change.field)) return unitName(String(value));
	if (typeof value === 'number' && change.field !== 'tahun') return formatRupiah(value);
	return String(value);
}

const changeLabels: Record<RowChange['change'], string> = { added: 'Baru', removed: 'Dihapus', changed: 'Diubah' };

/** What happened to a row, in a word or two. */
export function changeLabel(row: RowChange): string {
	if (row.change !== 'changed') return changeLabels[row.change];
	const parts = [row.moved && 'Dipindahkan', row.renamed && 'Berganti nama'].filter(Boolean);
	return parts.length > 0 ? parts.join(', ') : changeLabels.changed;
}

export const changeKindLabels: Record<ChangeKind, string> = {
	added: 'Baris baru',
	removed: 'Dihapus',
	moved: 'Dipindahkan',
	renamed: 'Berganti nama',
	amounts: 'Jumlahnya berubah',
	others: 'Isian lain berubah'
};
