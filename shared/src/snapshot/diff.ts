/**
 * What changed between two values of a plan, for somebody who must answer for it: sums first, then rows, the biggest change of money
 * first. Reads plain values only, so two snapshots, or a snapshot and the live plan, go through the same function.
 */
import { proseText } from '../renja/prose.ts';
import { sectionUnits } from '../renja/renja-document.ts';
import { computeTotals, effectiveBidang, liveChain } from '../renja/renja-totals-plain.ts';
import type { IndikatorValue, InfoValue, Level, Narrative, NodeValue, Rupiah, SumberDanaValue, TotalsValue } from '../renja/renja-types.ts';

export interface AmountChange {
	before: Rupiah;
	after: Rupiah;
	difference: Rupiah;
}

export interface GroupChange extends AmountChange {
	/** Node id of a program, unit id, or name of a sumber dana; '' = without bidang, "belum dirinci". */
	key: string;
	/** Kode and uraian of a program; empty for units and sumber dana, whose names the reader knows by key. */
	kode: string;
	uraian: string;
}

export type RowAmountField = 'pagu' | 'paguMaju' | 'belanjaPegawai' | 'belanjaBarangJasa' | 'belanjaModal';

export interface RowAmountChange {
	field: RowAmountField;
	/** null: not filled in. */
	before: Rupiah | null;
	after: Rupiah | null;
	difference: Rupiah;
}

export interface FieldChange {
	/** Name of the field of the node, or of its entry. */
	field: string;
	/** What the entry is called: the tolok ukur of an indikator, the name of a sumber dana, the number of a triwulan; absent for fields of the node. */
	entry?: { kind: 'indikator' | 'sumberDana' | 'triwulan'; name: string; change: 'added' | 'removed' | 'changed' };
	before: string | number | null;
	after: string | number | null;
}

/** A row and where it stands: what a reader needs to find his way. */
export interface RowPlace {
	id: string;
	/** Of the newer content; of the older one when the row was removed. */
	parent: string | null;
	level: Level;
	kode: string;
	uraian: string;
	/** Unit that owns it, inherited or its own. */
	bidang: string | null;
	/** Where it stands among all rows of the tree, removed ones last. */
	position: number;
	/** Pagu of the row before and after; for rows above a sub kegiatan the sum of what is under it. */
	pagu: AmountChange;
}

export interface RowChange extends RowPlace {
	change: 'added' | 'removed' | 'changed';
	/** Kode and uraian of the old and the new parent when the row hangs somewhere else now. */
	moved: { from: string; to: string } | null;
	renamed: { before: string; after: string } | null;
	amounts: RowAmountChange[];
	fields: FieldChange[];
}

/** The words of one section, a line for each paragraph; '' = none. Bold and the like are no change. */
export interface TextChange {
	section: string;
	before: string;
	after: string;
}

export interface RenjaDiff {
	pagu: AmountChange;
	paguMaju: AmountChange;
	belanjaPegawai: AmountChange;
	belanjaBarangJasa: AmountChange;
	belanjaModal: AmountChange;
	/** How many sub kegiatan were added, removed, changed. */
	subkegiatan: { added: number; removed: number; changed: number };
	/** Every program, bidang and sumber dana of either side, changed ones first, biggest first. */
	program: GroupChange[];
	bidang: GroupChange[];
	sumberDana: GroupChange[];
	/** Rows with a change of their own, biggest change of pagu first, then in tree order. */
	rows: RowChange[];
	/** Rows above those, as far as they have no change of their own. */
	above: RowPlace[];
	/** Sections whose words differ, in the order of their ids. */
	texts: TextChange[];
	/** field `bidangBab/2.1`: which unit writes a section of the Bab texts. */
	info: { field: string; before: string | number | null; after: string | number | null }[];
}

type Plan = { info: InfoValue; nodes: readonly NodeValue[]; narrative?: Narrative };

const amountFields: RowAmountField[] = ['pagu', 'paguMaju', 'belanjaPegawai', 'belanjaBarangJasa', 'belanjaModal'];
const textFields = ['kode', 'lokasi', 'penanggungJawab', 'kelompokSasaran', 'prioritas', 'catatan'] as const;
const indikatorFields = ['jenis', 'tolokUkur', 'satuan', 'target', 'targetMaju', 'accumulation', 'direction'] as const;
const infoFields = ['daerah', 'perangkatDaerah', 'tahun', 'jenis', 'judul', 'nomenklaturVersion', 'layout', 'paguLimit'] as const;

/** Compares two plans. Marks of removal count as absence: what was removed and stayed removed is no change. */
export function diffRenja(before: Plan, after: Plan): RenjaDiff {
	const old = liveSide(before);
	const now = liveSide(after);
	const rows: RowChange[] = [];
	for (const node of now.nodes.values()) {
		const change = rowChange(old, now, node.id);
		if (change) rows.push(change);
	}
	for (const id of old.nodes.keys()) {
		if (!now.nodes.has(id)) rows.push(rowChange(old, now, id) as RowChange);
	}
	// A sort in place is stable: rows of equal weight stay in tree order, removed ones after them.
	rows.sort((a, b) => rowWeight(b) - rowWeight(a));
	const subkegiatan = { added: 0, removed: 0, changed: 0 };
	for (const row of rows) if (row.level === 'subkegiatan') subkegiatan[row.change]++;
	const total = (field: RowAmountField): AmountChange => amountChange(old.totals[field], now.totals[field]);
	return {
		pagu: total('pagu'),
		paguMaju: total('paguMaju'),
		belanjaPegawai: total('belanjaPegawai'),
		belanjaBarangJasa: total('belanjaBarangJasa'),
		belanjaModal: total('belanjaModal'),
		subkegiatan,
		program: programChanges(old, now),
		bidang: groupChanges(
			mapValues(old.totals.bidang, (sums) => sums.pagu),
			mapValues(now.totals.bidang, (sums) => sums.pagu)
		),
		sumberDana: groupChanges(new Map(Object.entries(old.totals.sumberDana)), new Map(Object.entries(now.totals.sumberDana))),
		rows,
		above: rowsAbove(old, now, rows),
		texts: textChanges(before.narrative ?? {}, after.narrative ?? {}),
		info: [
			...infoFields.flatMap((field) => infoChange(field, before.info[field], after.info[field])),
			...sectionsOf(before, after).flatMap((id) =>
				infoChange(`${sectionUnits}/${id}`, before.info.bidangBab?.[id], after.info.bidangBab?.[id])
			)
		]
	};
}

function infoChange(field: string, left: string | number | undefined, right: string | number | undefined): RenjaDiff['info'] {
	return left === right ? [] : [{ field, before: left ?? null, after: right ?? null }];
}

function textChanges(before: Narrative, after: Narrative): TextChange[] {
	return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap((section) => {
		const [left, right] = [proseText(before[section] ?? []), proseText(after[section] ?? [])];
		return left === right ? [] : [{ section, before: left, after: right }];
	});
}

function sectionsOf(...plans: readonly Plan[]): string[] {
	return [...new Set(plans.flatMap(({ info }) => Object.keys(info.bidangBab ?? {})))].sort();
}

/** Rows of the newer content that the difference does not name: what is left to show the whole tree. */
export function otherRows(diff: RenjaDiff, after: Plan): RowPlace[] {
	const now = liveSide(after);
	const named = new Set([...diff.rows, ...diff.above].map((row) => row.id));
	return [...now.nodes.keys()].filter((id) => !named.has(id)).map((id) => rowPlace(now, now, id));
}

function rowsAbove(old: Side, now: Side, rows: readonly RowChange[]): RowPlace[] {
	const seen = new Set(rows.map((row) => row.id));
	const above: RowPlace[] = [];
	for (const row of rows) {
		for (let id = row.parent; id !== null && !seen.has(id);) {
			seen.add(id);
			const place = rowPlace(old, now, id);
			above.push(place);
			id = place.parent;
		}
	}
	return above;
}

function rowPlace(old: Side, now: Side, id: string): RowPlace {
	const side = now.nodes.has(id) ? now : old;
	const node = side.nodes.get(id) as NodeValue;
	return {
		id,
		parent: node.parent,
		level: node.level,
		kode: node.kode ?? '',
		uraian: node.uraian ?? '',
		bidang: effectiveBidang(node, (other) => side.nodes.get(other)),
		position: (side === now ? 0 : now.nodes.size) + (side.positions.get(id) ?? 0),
		pagu: amountChange(old.totals.nodes[id]?.pagu ?? 0, now.totals.nodes[id]?.pagu ?? 0)
	};
}

interface Side {
	nodes: Map<string, NodeValue>;
	positions: Map<string, number>;
	totals: TotalsValue;
}

function liveSide(plan: Plan): Side {
	const all = new Map(plan.nodes.map((node) => [node.id, node]));
	const live = plan.nodes.filter((node) => liveChain(node, (id) => all.get(id)) !== null);
	return {
		nodes: new Map(live.map((node) => [node.id, node])),
		positions: new Map(live.map((node, index) => [node.id, index])),
		totals: computeTotals(live)
	};
}

function amountChange(before: Rupiah, after: Rupiah): AmountChange {
	return { before, after, difference: after - before };
}

/** How much money moved in the row itself. */
export function rowWeight(row: RowChange): number {
	// Rows above a sub kegiatan only repeat the money of the rows under them.
	return row.level === 'subkegiatan'
		? Math.max(...row.amounts.map((amount) => Math.abs(amount.difference)), Math.abs(row.pagu.difference))
		: 0;
}

function rowChange(old: Side, now: Side, id: string): RowChange | null {
	const left = old.nodes.get(id);
	const right = now.nodes.get(id);
	const renamed =
		left && right && (left.uraian ?? '') !== (right.uraian ?? '') ? { before: left.uraian ?? '', after: right.uraian ?? '' } : null;
	const moved = left && right && left.parent !== right.parent ? { from: label(old, left.parent), to: label(now, right.parent) } : null;
	const amounts = amountFields.flatMap((field) => {
		const [was, is] = [left?.[field] ?? null, right?.[field] ?? null];
		return was === is ? [] : [{ field, before: was, after: is, difference: (is ?? 0) - (was ?? 0) }];
	});
	const fields = left && right ? fieldChanges(old, now, left, right) : [];
	const change = !left ? 'added' : !right ? 'removed' : 'changed';
	if (change === 'changed' && !renamed && !moved && amounts.length === 0 && fields.length === 0) return null;
	return { ...rowPlace(old, now, id), change, moved, renamed, amounts, fields };
}

function label(side: Side, id: string | null): string {
	const node = id === null ? undefined : side.nodes.get(id);
	return node ? [node.kode, node.uraian].filter(Boolean).join(' ') : '';
}

function fieldChanges(old: Side, now: Side, left: NodeValue, right: NodeValue): FieldChange[] {
	const changes: FieldChange[] = [];
	for (const field of textFields) {
		const [was, is] = [left[field] ?? null, right[field] ?? null];
		if (was !== is) changes.push({ field, before: was, after: is });
	}
	const [ownerWas, ownerIs] = [effectiveBidang(left, (id) => old.nodes.get(id)), effectiveBidang(right, (id) => now.nodes.get(id))];
	// An inherited bidang changed further up: said there, once.
	if (ownerWas !== ownerIs && (left.bidang ?? null) !== (right.bidang ?? null))
		changes.push({ field: 'bidang', before: ownerWas, after: ownerIs });
	entryChanges(changes, 'indikator', left.indikator, right.indikator, indikatorFields, (entry: IndikatorValue) => entry.tolokUkur ?? '');
	entryChanges(
		changes,
		'sumberDana',
		left.sumberDana,
		right.sumberDana,
		['nama', 'jumlah'] as const,
		(entry: SumberDanaValue) => entry.nama ?? ''
	);
	for (const number of ['1', '2', '3', '4']) {
		for (const field of ['k', 'rp'] as const) {
			const [was, is] = [left.triwulan?.[number]?.[field] ?? null, right.triwulan?.[number]?.[field] ?? null];
			if (was !== is) changes.push({ field, entry: { kind: 'triwulan', name: number, change: 'changed' }, before: was, after: is });
		}
	}
	return changes;
}

function entryChanges<T extends { id: string; removed?: true }, F extends keyof T & string>(
	changes: FieldChange[],
	kind: 'indikator' | 'sumberDana',
	left: readonly T[],
	right: readonly T[],
	fields: readonly F[],
	name: (entry: T) => string
): void {
	const was = new Map(left.filter((entry) => !entry.removed).map((entry) => [entry.id, entry]));
	const is = new Map(right.filter((entry) => !entry.removed).map((entry) => [entry.id, entry]));
	for (const id of new Set([...was.keys(), ...is.keys()])) {
		const [a, b] = [was.get(id), is.get(id)];
		const change = !a ? 'added' : !b ? 'removed' : 'changed';
		const entry = { kind, name: name((b ?? a) as T), change } as const;
		for (const field of fields) {
			const [x, y] = [(a?.[field] ?? null) as FieldChange['before'], (b?.[field] ?? null) as FieldChange['after']];
			if (x !== y) changes.push({ field, entry, before: x, after: y });
		}
	}
}

function programChanges(old: Side, now: Side): GroupChange[] {
	const programs = new Map<string, NodeValue>();
	for (const side of [now, old]) {
		for (const node of side.nodes.values()) if (node.level === 'program' && !programs.has(node.id)) programs.set(node.id, node);
	}
	const changes = [...programs.values()].map((node) => ({
		key: node.id,
		kode: node.kode ?? '',
		uraian: node.uraian ?? '',
		...amountChange(old.totals.nodes[node.id]?.pagu ?? 0, now.totals.nodes[node.id]?.pagu ?? 0)
	}));
	return biggestFirst(changes);
}

function groupChanges(old: Map<string, Rupiah>, now: Map<string, Rupiah>): GroupChange[] {
	const keys = [...new Set([...now.keys(), ...old.keys()])];
	return biggestFirst(keys.map((key) => ({ key, kode: '', uraian: '', ...amountChange(old.get(key) ?? 0, now.get(key) ?? 0) })));
}

function biggestFirst(changes: GroupChange[]): GroupChange[] {
	return changes.sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference));
}

function mapValues<T>(record: Record<string, T>, value: (entry: T) => Rupiah): Map<string, Rupiah> {
	return new Map(Object.entries(record).map(([key, entry]) => [key, value(entry)]));
}
