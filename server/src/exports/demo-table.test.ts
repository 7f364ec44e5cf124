import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cellsOfLine, type TableCell, type TableRow } from '@rembug/shared/tables/table-types.ts';
import { tableTC33 } from '@rembug/shared/tables/t-c-33.ts';
import { demoPlan } from '../demo/demo-plan.ts';

const data = new URL('../../../../shared/data/plans/kab-pasuruan-2024.renja.json', import.meta.url);

interface PublishedNode {
	kode: string;
	level: string;
	uraian: string;
	lokasi: string | null;
	pagu: number | null;
	belanja: { pegawai: number; barangJasa: number; modal: number } | null;
	prakiraanMaju: { pagu: number | null } | null;
	indikator: { jenis: string; tolokUkur: string; target: string | null; satuan: string | null }[];
}

const detailed = tableTC33(demoPlan);
const standard = tableTC33({ ...demoPlan, info: { ...demoPlan.info, layout: 'standar' } });

const amountAt = (row: TableRow | undefined, column: number): number | null => {
	const cell = row?.cells[column]?.[0];
	return cell?.kind === 'rupiah' ? cell.value : null;
};
const textOf = (cell: TableCell | undefined): string => (cell?.kind === 'text' ? cell.text : '');

test('the printed total and the belanja split come out of the sums', () => {
	expect(detailed.foot.map((row) => [textOf(row.cells[1]?.[0]), amountAt(row, 5)])).toEqual([
		['Jumlah Belanja', 12_508_804_849],
		['Jumlah Belanja Pegawai', 4_967_791_635],
		['Jumlah Belanja Barang dan Jasa', 6_836_705_479],
		['Jumlah Belanja Modal', 704_307_735]
	]);
});

test('prakiraan maju is the sum of its rows, not the figure that the document prints', () => {
	expect(amountAt(detailed.foot[0], 9)).toBe(13_670_514_386);
	expect(amountAt(standard.foot[0], 9)).toBe(13_670_514_386);
});

test.skipIf(!existsSync(data))('every row, target and amount equals the published plan (skipped where ../shared/data is missing)', () => {
	const published = (JSON.parse(readFileSync(data, 'utf8')) as { nodes: PublishedNode[] }).nodes;
	for (const table of [detailed, standard]) {
		expect(table.rows.map((row) => [row.kind, textOf(row.cells[0]?.[0]), textOf(row.cells[1]?.[0])])).toEqual(
			published.map((node) => [node.level, node.kode, node.uraian])
		);
	}
	published.forEach((node, index) => {
		const row = detailed.rows[index] as TableRow;
		expect(textOf(row.cells[3]?.[0])).toBe(node.lokasi ?? '');
		const lines = Array.from({ length: row.lines }, (_, line) => cellsOfLine(row, line));
		if (node.level === 'subkegiatan') {
			expect(amountAt(row, 5)).toBe(node.pagu);
			expect(amountAt(row, 9)).toBe(node.prakiraanMaju?.pagu ?? null);
			expect(lines[0]?.[2]).toEqual({ kind: 'text', text: 'Masukan: Dana' });
			expect(lines[0]?.[4]).toEqual({ kind: 'rupiah', value: Number(node.indikator[0]?.target) });
		}
		const labels: Record<string, string> = { output: 'Keluaran: ', outcome: 'Hasil: ' };
		for (const { jenis, tolokUkur, target, satuan } of node.indikator.filter((one) => one.jenis !== 'input')) {
			const line = lines.find((cells) => textOf(cells[2]) === `${labels[jenis] ?? ''}${tolokUkur}`);
			expect(line, `${node.kode} ${tolokUkur}`).toBeDefined();
			expect(textOf(line?.[4])).toBe(target === null ? '' : [target, satuan].filter(Boolean).join(' '));
		}
	});
});
