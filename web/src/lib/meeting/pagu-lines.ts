/** What is left of the pagu, in words: of the bidang that an item concerns, and of the whole office. */
import { remainingPagu, type ForumPagu, type PaguSum } from '@rembug/shared/forum/forum-pagu.ts';
import type { UsulanValue } from '@rembug/shared/forum/forum-types.ts';
import { formatRupiah } from '@rembug/shared/pagu/rupiah.ts';

export interface PaguLine {
	key: string;
	/** `Bidang Koperasi` */
	name: string;
	/** Whole rupiah; null: no limit was set. */
	remaining: number | null;
	/** `Sisa pagu Rp 1.000`, `Lebih Rp 1.000 dari batas`, `Batas pagu belum ditetapkan` */
	text: string;
	/** What it is counted from. */
	about: string[];
}

/** The unit of the linked sub kegiatan, else the one that was asked; undefined: nobody is known. */
export function unitOfItem({ subkegiatan, unit }: Pick<UsulanValue, 'subkegiatan' | 'unit'>, { table }: ForumPagu): string | undefined {
	return (subkegiatan !== undefined && table?.subkegiatan === subkegiatan ? table.unit : null) ?? unit;
}

/** The bidang first, where one is known, then the office. */
export function paguLines(
	item: Pick<UsulanValue, 'subkegiatan' | 'unit'> | undefined,
	pagu: ForumPagu,
	unitName: (id: string) => string
): PaguLine[] {
	const unit = item && unitOfItem(item, pagu);
	const nothing: PaguSum = { pagu: 0, limit: null, waiting: 0 };
	return [
		...(unit === undefined ? [] : [lineOf('bidang', unitName(unit), pagu.units[unit] ?? nothing)]),
		lineOf('pd', 'Perangkat daerah', pagu.total)
	];
}

function lineOf(key: string, name: string, sum: PaguSum): PaguLine {
	const { pagu, limit, waiting } = sum;
	const remaining = remainingPagu(sum);
	const about = [
		...(limit === null ? [] : [`batas Rp ${formatRupiah(limit)}`]),
		`terisi Rp ${formatRupiah(pagu)}`,
		...(waiting === 0 ? [] : [`diterima forum, belum masuk Rp ${formatRupiah(waiting)}`])
	];
	return { key, name, remaining, text: textOf(remaining), about };
}

function textOf(remaining: number | null): string {
	if (remaining === null) return 'Batas pagu belum ditetapkan';
	return remaining < 0 ? `Lebih Rp ${formatRupiah(-remaining)} dari batas` : `Sisa pagu Rp ${formatRupiah(remaining)}`;
}
