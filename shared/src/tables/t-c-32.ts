/**
 * Tabel T-C.32: usulan program dan kegiatan dari para pemangku kepentingan (Permendagri 86/2017, Lampiran).
 *
 *   (1) no   (2) program/kegiatan/sub kegiatan dan usulan   (3) lokasi   (4) indikator kinerja   (5) besaran/volume
 *   (6) anggaran yang diusulkan   (7) catatan
 *
 * Column 6 is no part of the regulation's form; published plans add it. Usulan stand under the sub kegiatan that they are linked to, with
 * its kegiatan and program above; those without a link, or whose sub kegiatan was removed since, stand at the end under a heading of their
 * own. Each usulan has one number in the whole table. The last column says where it comes from, what was decided and why, and which usulan
 * stands for it when several were put together. Removed usulan are left out. Nothing here names a person: the document has none.
 *
 * Offices also print a plain list, one usulan a row with proposer, urusan and problem in columns of their own: form `daftar`, as in the Renja
 * 2022 of Kabupaten Malang.
 */
import { asalWords, statusWords } from '../forum/forum-words.ts';
import { compareUsulan } from '../forum/forum-value.ts';
import type { UsulanValue } from '../forum/forum-types.ts';
import { liveChain } from '../renja/renja-totals-plain.ts';
import type { InfoValue, NodeValue } from '../renja/renja-types.ts';
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
	{ key: 'no', width: 6, align: 'center' },
	{ key: 'usulan', width: 46, align: 'left' },
	{ key: 'lokasi', width: 28, align: 'left' },
	{ key: 'indikator', width: 36, align: 'left' },
	{ key: 'volume', width: 16, align: 'center' },
	{ key: 'anggaran', width: 18, align: 'right' },
	{ key: 'catatan', width: 40, align: 'left' }
];

/** bertingkat: below program, kegiatan and sub kegiatan. daftar: one usulan a row. */
export const formsTC32 = ['bertingkat', 'daftar'] as const;
export type FormTC32 = (typeof formsTC32)[number];

const listColumns: TableColumn[] = [
	{ key: 'no', width: 6, align: 'center' },
	{ key: 'pengusul', width: 26, align: 'left' },
	{ key: 'urusan', width: 24, align: 'left' },
	{ key: 'usulan', width: 36, align: 'left' },
	{ key: 'volume', width: 14, align: 'center' },
	{ key: 'permasalahan', width: 36, align: 'left' },
	{ key: 'lokasi', width: 26, align: 'left' },
	{ key: 'anggaran', width: 18, align: 'right' },
	{ key: 'catatan', width: 34, align: 'left' }
];

/** Prints table T-C.32 of a plan and the usulan of its forum. Always returns, whatever is missing in either. */
export function tableTC32(
	plan: { info: InfoValue; nodes: readonly NodeValue[] },
	usulan: readonly UsulanValue[],
	form: FormTC32 = 'bertingkat'
): OfficialTable {
	return form === 'daftar' ? listTable(plan.info, usulan) : nestedTable(plan, usulan);
}

function listTable(info: InfoValue, usulan: readonly UsulanValue[]): OfficialTable {
	const live = usulan.filter(({ removed }) => !removed).sort(compareUsulan);
	const numbers = new Map(live.map(({ id }, index) => [id, index + 1]));
	const headings = ['No', 'Pengusul', 'Urusan', 'Usulan', 'Volume', 'Permasalahan', 'Alamat', 'Anggaran (Rp)', 'Catatan'];
	return {
		name: 't-c-32',
		regulation: 'Permendagri 86/2017, Tabel T-C.32, bentuk daftar',
		title: titleLines(info),
		sheetName: 'T-C.32',
		columns: listColumns,
		header: headerOf(headings),
		rows: live.map((one) => ({
			kind: 'usulan',
			nodeId: one.id,
			lines: 1,
			cells: [
				[textCell(String(numbers.get(one.id)))],
				[textCell(one.pengusulUnit)],
				[textCell(one.urusan)],
				[textCell(one.usulan)],
				[textCell(withSatuan(one.volume, one.satuan))],
				[textCell(one.permasalahan)],
				// With the word before it, so that whoever reads the list again knows a desa from a kecamatan.
				[textCell(placeText({ ...one, ...(one.desa ? { desa: `Desa ${one.desa}` } : {}) }))],
				[rupiahCell(one.biaya)],
				[textCell(notes({ ...one, pengusulUnit: '' }, numbers))]
			]
		})),
		foot: [footRow(live, listColumns)]
	};
}

function nestedTable(plan: { info: InfoValue; nodes: readonly NodeValue[] }, usulan: readonly UsulanValue[]): OfficialTable {
	const byId = new Map(plan.nodes.map((node) => [node.id, node]));
	const live = usulan.filter(({ removed }) => !removed).sort(compareUsulan);
	const linked = new Map<string, UsulanValue[]>();
	const unlinked: UsulanValue[] = [];
	const shown = new Set<string>();
	for (const one of live) {
		const node = one.subkegiatan === undefined ? undefined : byId.get(one.subkegiatan);
		const chain = node?.level === 'subkegiatan' && liveChain(node, (id) => byId.get(id));
		if (!chain) {
			unlinked.push(one);
			continue;
		}
		for (const id of chain) shown.add(id);
		const own = linked.get(node.id);
		if (own) own.push(one);
		else linked.set(node.id, [one]);
	}
	const parts: (NodeValue | UsulanValue[])[] = [];
	for (const node of plan.nodes) {
		if (!shown.has(node.id) || node.level === 'urusan' || node.level === 'bidang_urusan') continue;
		parts.push(node, linked.get(node.id) ?? []);
	}
	const ordered = [...parts.flatMap((part) => (Array.isArray(part) ? part : [])), ...unlinked];
	const numbers = new Map(ordered.map(({ id }, index) => [id, index + 1]));
	const rowOf = (one: UsulanValue): TableRow => usulanRow(one, numbers);
	return {
		name: 't-c-32',
		regulation: 'Permendagri 86/2017, Tabel T-C.32',
		title: titleLines(plan.info),
		sheetName: 'T-C.32',
		columns,
		header: headerOf([
			'No',
			'Program/Kegiatan/Sub Kegiatan dan Usulan',
			'Lokasi',
			'Indikator Kinerja',
			'Besaran / Volume',
			'Anggaran (Rp)',
			'Catatan'
		]),
		rows: [
			...parts.flatMap((part) => (Array.isArray(part) ? part.map(rowOf) : [nodeRow(part)])),
			...(unlinked.length > 0 ? [headingRow('Belum dikaitkan dengan sub kegiatan'), ...unlinked.map(rowOf)] : [])
		],
		foot: [footRow(live, columns)]
	};
}

function titleLines(info: InfoValue): string[] {
	const usulan = 'Usulan Program dan Kegiatan dari Para Pemangku Kepentingan';
	return [
		'Tabel T-C.32',
		info.tahun === undefined ? usulan : `${usulan} Tahun ${info.tahun}`,
		info.daerah?.trim() ?? '',
		info.perangkatDaerah?.trim() ? `Nama Perangkat Daerah: ${info.perangkatDaerah.trim()}` : ''
	].filter((line) => line !== '');
}

function headerOf(headings: readonly string[]): HeaderCell[][] {
	const single = (text: string): HeaderCell => ({ text, colspan: 1, rowspan: 1 });
	return [headings.map(single), headings.map((_, index) => single(`(${index + 1})`))];
}

/** A program, kegiatan or sub kegiatan with its own indikator and targets, one a line. */
function nodeRow(node: NodeValue): TableRow {
	const indikator = node.indikator.filter(({ removed, tolokUkur }) => !removed && tolokUkur?.trim());
	const perLine = (cell: (one: (typeof indikator)[number]) => TableCell): TableCell[] =>
		indikator.length > 0 ? indikator.map(cell) : [emptyCell];
	return {
		kind: node.level,
		nodeId: node.id,
		lines: Math.max(1, indikator.length),
		cells: [
			[emptyCell],
			[textCell([node.kode, node.uraian].filter(Boolean).join(' '))],
			[textCell(node.level === 'subkegiatan' ? node.lokasi : undefined)],
			perLine(({ tolokUkur }) => textCell(tolokUkur)),
			perLine(({ target, satuan }) => textCell(withSatuan(target, satuan))),
			[emptyCell],
			[emptyCell]
		]
	};
}

function usulanRow(one: UsulanValue, numbers: ReadonlyMap<string, number>): TableRow {
	return {
		kind: 'usulan',
		nodeId: one.id,
		lines: 1,
		cells: [
			[textCell(String(numbers.get(one.id)))],
			[textCell(one.usulan)],
			[textCell(placeText(one))],
			[textCell(one.permasalahan)],
			[textCell(withSatuan(one.volume, one.satuan))],
			[rupiahCell(one.biaya)],
			[textCell(notes(one, numbers))]
		]
	};
}

function placeText({ desa, kecamatan }: UsulanValue): string {
	return [desa, kecamatan && `Kec. ${withoutKec(kecamatan)}`].filter(Boolean).join(', ');
}

/** People write "Kec. Beji" and "Beji" alike. */
function withoutKec(kecamatan: string): string {
	return kecamatan.trim().replace(/^(kecamatan|kec\.?)\s+/i, '');
}

function notes(one: UsulanValue, numbers: ReadonlyMap<string, number>): string {
	const from = one.pengusulUnit?.trim() ? `${asalWords[one.asal]}, ${one.pengusulUnit.trim()}` : asalWords[one.asal];
	const stands = one.group === undefined ? undefined : numbers.get(one.group);
	return [
		from,
		one.alasan?.trim() ? `${statusWords[one.status]}: ${one.alasan.trim()}` : statusWords[one.status],
		stands === undefined ? '' : `Dibahas bersama nomor ${stands}`,
		one.catatan?.trim() ?? ''
	]
		.filter(Boolean)
		.join('\n');
}

function textRow(kind: 'heading' | 'foot', text: string, anggaran: TableCell, of: readonly TableColumn[]): TableRow {
	const cells = of.map(({ key }): TableCell[] => [key === 'usulan' ? textCell(text) : key === 'anggaran' ? anggaran : emptyCell]);
	return { kind, nodeId: null, lines: 1, cells };
}

function headingRow(text: string): TableRow {
	return textRow('heading', text, emptyCell, columns);
}

/** Most usulan come without an amount: how many the sum is made of stands beside it. */
function footRow(usulan: readonly UsulanValue[], of: readonly TableColumn[]): TableRow {
	const withAmount = usulan.filter(({ biaya }) => biaya !== undefined);
	const sum = withAmount.reduce((total, { biaya }) => total + (biaya ?? 0), 0);
	return textRow('foot', `Jumlah ${usulan.length} usulan, ${withAmount.length} di antaranya dengan anggaran`, rupiahCell(sum), of);
}
