import fc from 'fast-check';
import { expect, test } from 'vitest';
import { samplePlan } from '../renja/sample-plan.ts';
import { levels, type InfoValue, type NodeValue } from '../renja/renja-types.ts';
import { cellsOfLine, type OfficialTable, type TableCell } from './table-types.ts';
import { tableTC33 } from './t-c-33.ts';

const info: InfoValue = { daerah: 'Kabupaten Contoh', perangkatDaerah: 'Dinas Contoh', tahun: 2024, jenis: 'murni' };
const bare = { indikator: [], sumberDana: [] };
const nodes: NodeValue[] = [
	{ ...bare, id: 'u', level: 'urusan', parent: null, kode: '2', uraian: 'URUSAN WAJIB' },
	{ ...bare, id: 'b', level: 'bidang_urusan', parent: 'u', kode: '2.17', uraian: 'BIDANG KOPERASI' },
	{
		...bare,
		id: 'p',
		level: 'program',
		parent: 'b',
		kode: '2.17.01',
		uraian: 'PROGRAM PENUNJANG',
		indikator: [{ id: 'i', jenis: 'capaian', tolokUkur: 'Persentase dokumen', target: '100', satuan: '%', targetMaju: '100' }]
	},
	{ ...bare, id: 'k', level: 'kegiatan', parent: 'p', kode: '2.17.01.2.01', uraian: 'Perencanaan' },
	{
		...bare,
		id: 's1',
		level: 'subkegiatan',
		parent: 'k',
		kode: '2.17.01.2.01.01',
		uraian: 'Penyusunan Dokumen',
		lokasi: 'Kantor',
		catatan: 'Prioritas',
		pagu: 1_250_000,
		paguMaju: 1_375_000,
		belanjaPegawai: 0,
		belanjaBarangJasa: 1_000_000,
		belanjaModal: 250_000,
		indikator: [
			{ id: 'i1', jenis: 'hasil', tolokUkur: 'Persentase pelaksanaan', target: '98,5 %', satuan: '%' },
			{ id: 'i2', jenis: 'keluaran', tolokUkur: 'Jumlah dokumen', target: '7', satuan: 'Dokumen', targetMaju: '8' },
			{ id: 'i3', jenis: 'masukan', tolokUkur: 'Dana', target: '999', satuan: 'Rupiah' },
			{ id: 'i4', jenis: 'keluaran', tolokUkur: 'Dibuang', target: '1', removed: true }
		],
		sumberDana: [
			{ id: 'f1', nama: 'DAU', jumlah: 1_000_000 },
			{ id: 'f2', nama: 'DAK Nonfisik' }
		]
	},
	{
		...bare,
		id: 's2',
		level: 'subkegiatan',
		parent: 'k',
		kode: '2.17.01.2.01.02',
		uraian: 'Setengah terisi',
		sumberDana: [{ id: 'f', nama: 'DAU' }]
	},
	{ ...bare, id: 's3', level: 'subkegiatan', parent: 'k', uraian: 'Dibuang', pagu: 5, removed: true },
	{ ...bare, id: 'kx', level: 'kegiatan', parent: 'p', uraian: 'Dibuang', removed: true },
	{ ...bare, id: 's4', level: 'subkegiatan', parent: 'kx', uraian: 'Di bawah yang dibuang', pagu: 7 }
];

test('prints the standard columns', async () => {
	await expect(printed(tableTC33({ info, nodes }))).toMatchFileSnapshot('expected/t-c-33-standar.txt');
});

test('prints masukan with belanja, keluaran and hasil in the fuller form', async () => {
	await expect(printed(tableTC33({ info: { ...info, layout: 'rinci' }, nodes }))).toMatchFileSnapshot('expected/t-c-33-rinci.txt');
});

test('prints a plan in which nothing is filled in', () => {
	const table = tableTC33({ info: {}, nodes: [] });
	expect(table.rows).toEqual([]);
	expect(amounts(table.foot[0]?.cells)).toEqual([0, 0]);
});

test('says a split that exceeds its pagu instead of hiding it', () => {
	const sub = { ...(nodes[4] as NodeValue), pagu: 900_000 };
	const table = tableTC33({ info, nodes: [...nodes.slice(0, 4), sub] });
	expect(table.rows[4]?.cells[6]).toEqual([{ kind: 'text', text: 'DAU: 1.000.000\nDAK Nonfisik\nRincian melebihi pagu: 100.000' }]);
});

test('numbers its columns (1) to (10) and gives every row a cell for each line', () => {
	for (const layout of ['standar', 'rinci'] as const) {
		const table = tableTC33({ info: { ...info, layout }, nodes });
		expect(table.header.at(-1)?.map((cell) => cell.text)).toEqual(table.columns.map((_, index) => `(${index + 1})`));
		for (const row of [...table.rows, ...table.foot]) {
			expect(row.cells).toHaveLength(table.columns.length);
			for (const cells of row.cells) expect([1, row.lines]).toContain(cells.length);
		}
	}
});

test('foot equals the sum of the sub kegiatan that are printed, for any plan', () => {
	const amount = fc.option(fc.nat(1_000_000_000), { nil: undefined });
	const anyNodes = fc.array(
		fc.record({ level: fc.nat(4), parent: fc.nat(100), removed: fc.boolean(), pagu: amount, paguMaju: amount, modal: amount }),
		{ maxLength: 60 }
	);
	fc.assert(
		fc.property(anyNodes, fc.constantFrom('standar' as const, 'rinci' as const), (drawn, layout) => {
			const plan: NodeValue[] = [];
			for (const [index, one] of drawn.entries()) {
				const above = plan.filter((node) => node.level === levels[one.level - 1]);
				const level = above.length > 0 ? one.level : 0;
				const parent = level === 0 ? null : (above[one.parent % above.length]?.id ?? null);
				const money = level === 4 ? { pagu: one.pagu, paguMaju: one.paguMaju, belanjaModal: one.modal } : {};
				plan.push({
					...bare,
					id: `n${index}`,
					level: levels[level] ?? 'urusan',
					parent,
					...(one.removed && index % 3 === 0 ? { removed: true } : {}),
					...money
				});
			}
			const table = tableTC33({ info: { layout }, nodes: plan });
			const rows = table.rows.filter((row) => row.kind === 'subkegiatan');
			const sum = (column: number): number => rows.reduce((total, row) => total + (amounts([row.cells[column] ?? []])[0] ?? 0), 0);
			expect(amounts(table.foot[0]?.cells)).toEqual([sum(5), sum(9)]);
		})
	);
});

test('prints the sample plan without a hole', () => {
	const table = tableTC33(samplePlan(60));
	expect(table.rows).toHaveLength(60);
});

function amounts(cells: TableCell[][] = []): number[] {
	return cells.flat().flatMap((cell) => (cell.kind === 'rupiah' ? [cell.value] : []));
}

function printed(table: OfficialTable): string {
	const cell = (one: TableCell): string =>
		one.kind === 'empty' ? '' : one.kind === 'rupiah' ? `Rp${one.value}` : one.text.replaceAll('\n', ' / ');
	const head = table.header.map((row) => row.map((one) => `${one.text} [${one.colspan}x${one.rowspan}]`).join(' | '));
	const body = [...table.rows, ...table.foot].flatMap((row) =>
		Array.from({ length: row.lines }, (_, line) =>
			`${line === 0 ? row.kind.padEnd(13) : ' '.repeat(13)} | ${cellsOfLine(row, line).map(cell).join(' | ')}`.trimEnd()
		)
	);
	return [...table.title, '', ...head, '', ...body, ''].join('\n');
}
