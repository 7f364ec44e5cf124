/** A cell as text, and a text as the edits that put it into the cell: what typing, pasting, clearing and copying share. */
import { formatRupiah, parseRupiah, rupiahMax } from '@rembug/shared/pagu/rupiah.ts';
import type { Unit } from '@rembug/shared/api/api-types.ts';
import type { Edit, EditArgs } from '@rembug/shared/renja/edit-types.ts';
import { orderBetween } from '@rembug/shared/renja/order.ts';
import { textLengthMax } from '@rembug/shared/renja/renja-schema.ts';
import type { Amounts, IndikatorJenis, IndikatorValue, Level, NodeValue } from '@rembug/shared/renja/renja-types.ts';
import { rupiahMessages } from '#lib/errors/messages.ts';
import { columnFitsLevel, type Column } from './columns.ts';
import type { FilterSource } from './filter.ts';
import type { GridLine } from './grid-lines.ts';
import { fundEdits, fundsText, liveFunds, parseFunds } from './sumber-dana-text.ts';

export interface CellSource extends FilterSource {
	amounts(id: string): Amounts;
}

export interface CellContext {
	plan: CellSource;
	units: readonly Unit[];
	newId: () => string;
	/** Why a cell takes no input from this account; null or absent: it does. */
	rightProblem?: (line: Pick<GridLine, 'nodeId'>, column: Column) => string | null;
}

/** editable: takes input; computed: a sum of what is below; blank: the column says nothing about this line. */
export type CellKind = 'editable' | 'computed' | 'blank';

type LinePlace = Pick<GridLine, 'nodeId' | 'indikatorId' | 'first' | 'level'>;

export function cellKind(line: Pick<GridLine, 'first' | 'level'>, column: Column): CellKind {
	if (column.kind === 'indikator') return columnFitsLevel(column, line.level) ? 'editable' : 'blank';
	if (!line.first) return 'blank';
	if (columnFitsLevel(column, line.level)) return 'editable';
	return column.kind === 'money' ? 'computed' : 'blank';
}

export const defaultJenis: Record<Level, IndikatorJenis> = {
	urusan: 'capaian',
	bidang_urusan: 'capaian',
	program: 'capaian',
	kegiatan: 'hasil',
	subkegiatan: 'keluaran'
};

export const jenisLabels: Record<IndikatorJenis, string> = { capaian: 'Capaian', hasil: 'Hasil', keluaran: 'Keluaran', masukan: 'Masukan' };

export function lineIndikator(node: NodeValue, line: Pick<GridLine, 'indikatorId'>): IndikatorValue | undefined {
	return node.indikator.find((indikator) => indikator.id === line.indikatorId);
}

export function unitLabel(units: readonly Unit[], id: string | null | undefined): string {
	if (!id) return '';
	return units.find((unit) => unit.id === id)?.singkatan ?? id;
}

/** What the cell shows and what copying it gives; '' when there is nothing. */
export function cellText(context: CellContext, line: LinePlace, column: Column): string {
	const node = context.plan.node(line.nodeId);
	const kind = cellKind(line, column);
	if (!node || kind === 'blank') return '';
	switch (column.kind) {
		case 'text':
			return node[column.key] ?? '';
		case 'indikator':
			return lineIndikator(node, line)?.[column.key] ?? '';
		case 'money': {
			if (kind === 'editable') return node[column.key] === undefined ? '' : formatRupiah(node[column.key] as number);
			const amounts = context.plan.amounts(line.nodeId);
			return amounts.count > 0 ? formatRupiah(amounts[column.key]) : '';
		}
		case 'sumberDana':
			return fundsText(liveFunds(node));
		case 'bidang':
			return unitLabel(context.units, context.plan.effectiveBidang(line.nodeId));
	}
}

export type CellEdit = { ok: true; edits: Edit[] } | { ok: false; problem: string };

const none: CellEdit = { ok: true, edits: [] };

function one(edit: Edit): CellEdit {
	return { ok: true, edits: [edit] };
}

const tooLong = `Teks ini terlalu panjang (paling banyak ${formatRupiah(textLengthMax)} huruf).`;

/** The edits that put a text into a cell; none when it already says so. An empty text clears. */
export function editCell(context: CellContext, line: LinePlace, column: Column, text: string): CellEdit {
	const node = context.plan.node(line.nodeId);
	if (!node) return { ok: false, problem: 'Baris ini sudah tidak ada.' };
	const kind = cellKind(line, column);
	if (kind === 'computed') return { ok: false, problem: 'Jumlah ini dihitung dari sub kegiatan di bawahnya, tidak dapat diisi.' };
	if (kind === 'blank') return { ok: false, problem: `Kolom ${column.title} tidak berlaku untuk baris ini.` };
	const value = column.key === 'catatan' || column.key === 'uraian' ? text.trim() : text.replace(/\s+/g, ' ').trim();
	if (value.length > textLengthMax) return { ok: false, problem: tooLong };
	switch (column.kind) {
		case 'text':
			if (value === (node[column.key] ?? '')) return none;
			return one({ edit: 'setNodeText', args: { id: node.id, field: column.key, value: value || null } });
		case 'indikator':
			return editIndikator(context, node, line, { [column.key]: value });
		case 'money': {
			const amount = parseRupiah(text);
			if (!amount.ok) return { ok: false, problem: rupiahMessages[amount.problem] };
			if (amount.value !== null && amount.value > rupiahMax) return { ok: false, problem: rupiahMessages['rupiah.tooLarge'] };
			if (amount.value === (node[column.key] ?? null)) return none;
			return one({ edit: 'setAmount', args: { id: node.id, field: column.key, value: amount.value } });
		}
		case 'sumberDana': {
			const funds = parseFunds(text);
			if (funds.ok) return { ok: true, edits: fundEdits(node, funds.parts, context.newId) };
			if (funds.problem === 'fund.twice') return { ok: false, problem: `Sumber dana “${funds.part}” disebut dua kali.` };
			if (funds.problem === 'fund.name') return { ok: false, problem: `Nama sumber dana belum disebut: “${funds.part}”.` };
			return { ok: false, problem: `${rupiahMessages[funds.problem]} (“${funds.part}”)` };
		}
		case 'bidang':
			return editBidang(context, node, value);
	}
}

/** Puts several fields of one indikator at once; a line that has none yet gets one. '' clears a field. */
export function editIndikator(
	context: CellContext,
	node: NodeValue,
	line: Pick<GridLine, 'indikatorId'>,
	fields: Partial<Record<'tolokUkur' | 'target' | 'satuan' | 'targetMaju', string>>
): CellEdit {
	const indikator = lineIndikator(node, line);
	const changed = Object.entries(fields).filter(([field, value]) => value !== (indikator?.[field as keyof typeof fields] ?? '')) as [
		keyof typeof fields,
		string
	][];
	if (changed.length === 0) return none;
	if (indikator) {
		return {
			ok: true,
			edits: changed.map(([field, value]) => ({
				edit: 'setIndikator',
				args: { nodeId: node.id, id: indikator.id, field, value: value || null }
			}))
		};
	}
	const args: EditArgs['addIndikator'] = {
		nodeId: node.id,
		id: context.newId(),
		jenis: defaultJenis[node.level],
		order: orderBetween(node.indikator.at(-1)?.order ?? null, null)
	};
	return one({ edit: 'addIndikator', args: Object.assign(args, Object.fromEntries(changed)) });
}

function editBidang(context: CellContext, node: NodeValue, value: string): CellEdit {
	const wanted = value.toLowerCase();
	const unit = context.units.find(({ id, nama, singkatan }) => [id, nama, singkatan].some((name) => name.toLowerCase() === wanted));
	if (wanted !== '' && !unit) {
		const names = context.units.map(({ singkatan }) => singkatan).join(', ');
		return { ok: false, problem: `Bidang “${value}” tidak dikenal. Pilihannya: ${names}.` };
	}
	// Writing down the inherited bidang would stop the row from following its program.
	const present = node.bidang ?? (unit ? context.plan.effectiveBidang(node.id) : null);
	if ((unit?.id ?? null) === present) return none;
	return one({ edit: 'setBidang', args: { id: node.id, bidang: unit?.id ?? null } });
}
