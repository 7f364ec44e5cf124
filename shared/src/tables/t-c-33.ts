/**
 * Tabel T-C.33: rumusan rencana program, kegiatan dan sub kegiatan tahun n, dan prakiraan maju tahun n+1 (Permendagri 86/2017, Lampiran).
 *
 *   (1) kode   (2) urusan … sub kegiatan   (3) indikator
 *   rencana tahun n:        (4) lokasi   (5) target   (6) pagu indikatif   (7) sumber dana
 *   (8) catatan penting
 *   prakiraan maju n+1:     (9) target   (10) pagu indikatif
 *
 * `info.layout` chooses between the standard form and the fuller one that some daerah print (`rinci`): there column 3 of a sub kegiatan
 * holds masukan (Dana, split by belanja), keluaran and hasil, and the foot sums the belanja. The masukan Dana is the pagu itself.
 *
 * Amounts of program and kegiatan are printed in both forms, as sums of their sub kegiatan: the regulation asks for them, although some
 * published plans leave them out. Removed rows, and rows under a removed one, are left out; they count in no sum either. A half-filled
 * plan prints what it has.
 */
import { formatRupiah } from '../pagu/rupiah.ts';
import { computeTotals, liveChain, ownSplits } from '../renja/renja-totals-plain.ts';
import type { IndikatorJenis, IndikatorValue, InfoValue, NodeValue, Rupiah, TotalsValue } from '../renja/renja-types.ts';
import {
	emptyCell,
	rupiahCell,
	textCell,
	type HeaderCell,
	type OfficialTable,
	type TableCell,
	type TableColumn,
	type TableRow
} from './table-types.ts';
import { withSatuan } from './with-satuan.ts';

const columns: TableColumn[] = [
	{ key: 'kode', width: 20, align: 'left' },
	{ key: 'uraian', width: 34, align: 'left' },
	{ key: 'indikator', width: 40, align: 'left' },
	{ key: 'lokasi', width: 20, align: 'left' },
	{ key: 'target', width: 17, align: 'center' },
	{ key: 'pagu', width: 20, align: 'right' },
	{ key: 'sumberDana', width: 20, align: 'left' },
	{ key: 'catatan', width: 16, align: 'left' },
	{ key: 'targetMaju', width: 15, align: 'center' },
	{ key: 'paguMaju', width: 20, align: 'right' }
];

/** Prints table T-C.33 of a plan. Always returns, whatever is missing in the plan. */
export function tableTC33(plan: { info: InfoValue; nodes: readonly NodeValue[] }): OfficialTable {
	const byId = new Map(plan.nodes.map((node) => [node.id, node]));
	const live = plan.nodes.filter((node) => liveChain(node, (id) => byId.get(id)) !== null);
	const totals = computeTotals(live);
	const detailed = plan.info.layout === 'rinci';
	return {
		name: 't-c-33',
		regulation: 'Permendagri 86/2017, Tabel T-C.33',
		title: titleLines(plan.info),
		sheetName: 'T-C.33',
		columns,
		header: header(plan.info.tahun),
		rows: live.map((node) => (node.level === 'subkegiatan' ? subkegiatanRow(node, detailed) : headingRow(node, totals))),
		foot: detailed ? detailedFoot(totals) : [footRow('Jumlah', totals.pagu, totals.paguMaju)]
	};
}

function titleLines(info: InfoValue): string[] {
	const plan = 'Rumusan Rencana Program, Kegiatan dan Sub Kegiatan Perangkat Daerah';
	return [
		'Tabel T-C.33',
		info.tahun === undefined ? plan : `${plan} Tahun ${info.tahun}`,
		info.tahun === undefined ? 'dan Prakiraan Maju' : `dan Prakiraan Maju Tahun ${info.tahun + 1}`,
		info.daerah?.trim() ?? '',
		info.perangkatDaerah?.trim() ? `Nama Perangkat Daerah: ${info.perangkatDaerah.trim()}` : ''
	].filter((line) => line !== '');
}

function header(tahun: number | undefined): HeaderCell[][] {
	const tall = (text: string): HeaderCell => ({ text, colspan: 1, rowspan: 2 });
	const single = (text: string): HeaderCell => ({ text, colspan: 1, rowspan: 1 });
	return [
		[
			tall('Kode'),
			tall('Urusan/Bidang Urusan Pemerintahan Daerah dan Program/Kegiatan/Sub Kegiatan'),
			tall('Indikator Kinerja Program/Kegiatan/Sub Kegiatan'),
			{ text: tahun === undefined ? 'Rencana Tahun Rencana' : `Rencana Tahun ${tahun} (tahun rencana)`, colspan: 4, rowspan: 1 },
			tall('Catatan Penting'),
			{ text: tahun === undefined ? 'Prakiraan Maju' : `Prakiraan Maju Rencana Tahun ${tahun + 1}`, colspan: 2, rowspan: 1 }
		],
		[
			single('Lokasi'),
			single('Target Capaian Kinerja'),
			single('Kebutuhan Dana/Pagu Indikatif'),
			single('Sumber Dana'),
			single('Target Capaian Kinerja'),
			single('Kebutuhan Dana/Pagu Indikatif')
		],
		columns.map((_, index) => single(`(${index + 1})`))
	];
}

/** What column 3, 5 and 9 print in one line. */
interface Line {
	indikator: TableCell;
	target: TableCell;
	targetMaju: TableCell;
}

function row(node: NodeValue, lines: Line[], pagu: TableCell, paguMaju: TableCell): TableRow {
	return {
		kind: node.level,
		nodeId: node.id,
		lines: lines.length,
		cells: [
			[textCell(node.kode)],
			[textCell(node.uraian)],
			lines.map((line) => line.indikator),
			[textCell(node.lokasi)],
			lines.map((line) => line.target),
			[pagu],
			[textCell(sumberDanaText(node))],
			[textCell(node.catatan)],
			lines.map((line) => line.targetMaju),
			[paguMaju]
		]
	};
}

/** Urusan and bidang urusan are headings without amounts; program and kegiatan carry the sums of their sub kegiatan. */
function headingRow(node: NodeValue, totals: TotalsValue): TableRow {
	const sums = node.level === 'program' || node.level === 'kegiatan' ? totals.nodes[node.id] : undefined;
	return row(node, indikatorLines(node), rupiahCell(sums?.pagu), rupiahCell(sums?.paguMaju));
}

function subkegiatanRow(node: NodeValue, detailed: boolean): TableRow {
	return row(node, detailed ? detailedLines(node) : indikatorLines(node), rupiahCell(node.pagu), rupiahCell(node.paguMaju));
}

/** A masukan called Dana would be the pagu a second time, and may differ from it: the pagu stands. */
function liveIndikator(node: NodeValue): IndikatorValue[] {
	return node.indikator.filter((one) => !one.removed && !(one.jenis === 'masukan' && one.tolokUkur?.trim().toLowerCase() === 'dana'));
}

function indikatorLines(node: NodeValue): Line[] {
	const lines = liveIndikator(node).map((indikator) => indikatorLine(indikator, ''));
	return lines.length > 0 ? lines : [{ indikator: emptyCell, target: emptyCell, targetMaju: emptyCell }];
}

function indikatorLine(indikator: IndikatorValue, label: string): Line {
	const text = indikator.tolokUkur?.trim() ?? '';
	return {
		indikator: textCell(label ? `${label}: ${text}` : text),
		target: textCell(withSatuan(indikator.target, indikator.satuan)),
		targetMaju: textCell(withSatuan(indikator.targetMaju, indikator.satuan))
	};
}

const jenisLabels: Record<IndikatorJenis, string> = { masukan: 'Masukan', keluaran: 'Keluaran', hasil: 'Hasil', capaian: 'Capaian' };

/** Masukan (Dana, split by belanja), keluaran, hasil. The target of the masukan Dana is the pagu. */
function detailedLines(node: NodeValue): Line[] {
	const textLine = (text: string): Line => ({ indikator: textCell(text), target: emptyCell, targetMaju: emptyCell });
	const lines: Line[] = [
		{ indikator: textCell('Masukan: Dana'), target: rupiahCell(node.pagu), targetMaju: emptyCell },
		textLine('Belanja Operasi'),
		textLine(`– Belanja Pegawai: ${amountText(node.belanjaPegawai)}`),
		textLine(`– Belanja Barang dan Jasa: ${amountText(node.belanjaBarangJasa)}`),
		textLine(`Belanja Modal: ${amountText(node.belanjaModal)}`)
	];
	const indikator = liveIndikator(node);
	for (const jenis of ['masukan', 'keluaran', 'hasil', 'capaian'] as const) {
		for (const one of indikator.filter((candidate) => candidate.jenis === jenis)) {
			lines.push(indikatorLine(one, jenisLabels[jenis]));
		}
	}
	return lines;
}

/** Nothing of a kind of belanja is printed as `-`, as in the published tables; not filled in stays blank. */
function amountText(value: Rupiah | undefined): string {
	return value === undefined ? '' : value === 0 ? '-' : formatRupiah(value);
}

/** Names, one a line; with amounts once any is split, and what is not split yet as "Belum dirinci". */
function sumberDanaText(node: NodeValue): string {
	const entries = node.sumberDana.filter((entry) => !entry.removed && entry.nama?.trim());
	const splits = ownSplits(node);
	if (splits.size === 0) return entries.map((entry) => entry.nama?.trim()).join('\n');
	const rest = (node.pagu ?? 0) - [...splits.values()].reduce((sum, jumlah) => sum + jumlah, 0);
	if (entries.length === 1 && rest === 0) return entries[0]?.nama?.trim() ?? '';
	const lines = entries.map((entry) =>
		entry.jumlah === undefined ? entry.nama?.trim() : `${entry.nama?.trim()}: ${formatRupiah(entry.jumlah)}`
	);
	if (rest > 0) lines.push(`Belum dirinci: ${formatRupiah(rest)}`);
	if (rest < 0) lines.push(`Rincian melebihi pagu: ${formatRupiah(-rest)}`);
	return lines.join('\n');
}

function detailedFoot(totals: TotalsValue): TableRow[] {
	return [
		footRow('Jumlah Belanja', totals.pagu, totals.paguMaju),
		footRow('Jumlah Belanja Pegawai', totals.belanjaPegawai),
		footRow('Jumlah Belanja Barang dan Jasa', totals.belanjaBarangJasa),
		footRow('Jumlah Belanja Modal', totals.belanjaModal)
	];
}

function footRow(label: string, pagu: Rupiah, paguMaju?: Rupiah): TableRow {
	const cells: TableCell[][] = columns.map(() => [emptyCell]);
	cells[1] = [textCell(label)];
	cells[5] = [rupiahCell(pagu)];
	cells[9] = [rupiahCell(paguMaju)];
	return { kind: 'foot', nodeId: null, lines: 1, cells };
}
