/** The columns of the programme grid: those of T-C.33, plus who is responsible and the split by kind of belanja. */
import type { IndikatorField, NodeAmountField, NodeTextField } from '@rembug/shared/renja/edit-types.ts';
import { fieldFitsLevel } from '@rembug/shared/renja/renja-schema.ts';
import type { Level } from '@rembug/shared/renja/renja-types.ts';

export type IndikatorColumnKey = Extract<IndikatorField, 'tolokUkur' | 'target' | 'satuan' | 'targetMaju'>;
export type TextColumnKey = Extract<NodeTextField, 'kode' | 'uraian' | 'lokasi' | 'catatan' | 'penanggungJawab' | 'kelompokSasaran'>;
export type ColumnKey = TextColumnKey | IndikatorColumnKey | NodeAmountField | 'sumberDana' | 'bidang';

interface ColumnBase {
	title: string;
	/** Pixels. */
	width: number;
	/** Stays in place when the grid is scrolled sideways. */
	sticky?: boolean;
	/** Hidden unless asked for; `rinci`: also shown where the layout of the table is that one. */
	optional?: 'rinci' | 'asked';
}

export type Column = ColumnBase &
	(
		| { kind: 'text'; key: TextColumnKey }
		| { kind: 'indikator'; key: IndikatorColumnKey }
		| { kind: 'money'; key: NodeAmountField }
		| { kind: 'sumberDana'; key: 'sumberDana' }
		| { kind: 'bidang'; key: 'bidang' }
	);

/** All columns in display order; the year stands in the titles of the amounts. */
export function gridColumns(tahun: number | undefined): Column[] {
	const year = tahun ? ` ${tahun}` : '';
	const next = tahun ? ` ${tahun + 1}` : ' maju';
	return [
		{ kind: 'text', key: 'kode', title: 'Kode', width: 168, sticky: true },
		{ kind: 'text', key: 'uraian', title: 'Uraian', width: 272, sticky: true },
		{ kind: 'indikator', key: 'tolokUkur', title: 'Indikator', width: 232 },
		{ kind: 'indikator', key: 'target', title: `Target${year}`, width: 92 },
		{ kind: 'indikator', key: 'satuan', title: 'Satuan', width: 96 },
		{ kind: 'money', key: 'pagu', title: `Pagu${year}`, width: 136 },
		{ kind: 'sumberDana', key: 'sumberDana', title: 'Sumber dana', width: 190 },
		{ kind: 'text', key: 'lokasi', title: 'Lokasi', width: 150 },
		{ kind: 'bidang', key: 'bidang', title: 'Bidang', width: 130 },
		{ kind: 'text', key: 'catatan', title: 'Catatan', width: 170 },
		{ kind: 'text', key: 'penanggungJawab', title: 'Penanggung jawab', width: 170, optional: 'asked' },
		{ kind: 'text', key: 'kelompokSasaran', title: 'Kelompok sasaran', width: 170, optional: 'asked' },
		{ kind: 'indikator', key: 'targetMaju', title: `Target${next}`, width: 104 },
		{ kind: 'money', key: 'paguMaju', title: `Pagu${next}`, width: 136 },
		{ kind: 'money', key: 'belanjaPegawai', title: 'Belanja pegawai', width: 136, optional: 'rinci' },
		{ kind: 'money', key: 'belanjaBarangJasa', title: 'Belanja barang/jasa', width: 148, optional: 'rinci' },
		{ kind: 'money', key: 'belanjaModal', title: 'Belanja modal', width: 136, optional: 'rinci' }
	];
}

/** Where the value of a column is stored, as the document's rules know it. */
export function columnFitsLevel(column: Column, level: Level): boolean {
	return fieldFitsLevel(column.kind === 'indikator' ? 'indikator' : column.key, level);
}

/** The place of a cell in history, presence and flashes: entity and field of the document. */
export function cellEntity(nodeId: string, column: Column, indikatorId: string | null): { entity: string; field: string } {
	if (column.kind === 'indikator' && indikatorId) return { entity: `${nodeId}/indikator/${indikatorId}`, field: column.key };
	return { entity: nodeId, field: column.key };
}

/** The name under which a remote change of this cell is counted. */
export function flashField(column: Column, indikatorId: string | null): string {
	return column.kind === 'indikator' ? (indikatorId ? `indikator/${indikatorId}/${column.key}` : 'indikator') : column.key;
}
