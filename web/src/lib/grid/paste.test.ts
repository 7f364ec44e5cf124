import { describe, expect, it } from 'vitest';
import { gridColumns, type ColumnKey } from './columns.ts';
import { flatten } from './grid-lines.ts';
import { planPaste } from './paste.ts';
import { testContext } from './plain-plan.ts';

const columns = gridColumns(2024);
const col = (key: ColumnKey) => columns.findIndex((column) => column.key === key);

function paste(row: number, key: ColumnKey, matrix: string[][], size = { rows: 1, cols: 1 }) {
	const context = testContext();
	const lines = flatten(context.plan, { collapsed: new Set(), shown: null });
	const range = { top: row, bottom: row + size.rows - 1, left: col(key), right: col(key) + size.cols - 1 };
	return planPaste(context, { lines, columns, range }, matrix);
}

describe('planPaste', () => {
	it('puts a range into cells and skips what already says so', () => {
		const plan = paste(4, 'target', [
			['8', 'Dokumen', '1.500.000'],
			['95', '%', '']
		]);
		expect(plan.problems).toEqual([]);
		expect(plan.edits).toEqual([
			{ edit: 'setAmount', args: { id: 's1', field: 'pagu', value: 1_500_000 } },
			{ edit: 'setIndikator', args: { nodeId: 's1', id: 'i1', field: 'target', value: '8' } },
			{ edit: 'setIndikator', args: { nodeId: 's1', id: 'i2', field: 'target', value: '95' } }
		]);
		expect(plan.changes).toHaveLength(3);
	});

	it('makes one new indikator out of several pasted fields', () => {
		expect(paste(6, 'tolokUkur', [['Jumlah laporan', '4', 'Laporan']]).edits).toMatchObject([
			{ edit: 'addIndikator', args: { nodeId: 's2', tolokUkur: 'Jumlah laporan', target: '4', satuan: 'Laporan' } }
		]);
	});

	it('names every wrong cell with its place', () => {
		const plan = paste(4, 'pagu', [['satu juta'], ['5'], ['dua'], ['7']]);
		expect(plan.problems.map(({ row, problem }) => [row, problem])).toEqual([
			[4, 'Ini bukan jumlah uang. Contoh: 1.250.000'],
			[5, 'Kolom Pagu 2024 tidak berlaku untuk baris ini.'],
			[6, 'Ini bukan jumlah uang. Contoh: 1.250.000'],
			[7, 'Tidak ada baris lagi di bawah.']
		]);
	});

	it('lets a copied sum pass over the computed cell that shows it', () => {
		expect(paste(3, 'pagu', [['3.500.000'], ['9']]).problems).toEqual([]);
		expect(paste(3, 'pagu', [['3.500.001']]).problems).toHaveLength(1);
	});

	it('fills the selection with one copied cell', () => {
		const plan = paste(4, 'target', [['1']], { rows: 2, cols: 1 });
		expect(plan.edits).toHaveLength(2);
		expect(plan.range).toMatchObject({ top: 4, bottom: 5 });
	});
});
