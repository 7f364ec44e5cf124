/** An edit from the outbox in words: which row, which field, what was typed and what stands there now. */
import type { Unit } from '@rembug/shared/api/api-types.ts';
import type { Edit } from '@rembug/shared/renja/edit-types.ts';
import { formatRupiah } from '@rembug/shared/pagu/rupiah.ts';
import { proseText, type ProseBlock } from '@rembug/shared/renja/prose.ts';
import { sectionName } from '@rembug/shared/renja/sections.ts';
import type { NodeValue } from '@rembug/shared/renja/renja-types.ts';
import { registerOf } from '#lib/sync/conflict-edit.ts';
import type { PlanEntry } from '#lib/sync/plan-session-types.ts';
import type { EntryWords } from '#lib/refused/entry-words.ts';
import { placeOfConflict, valueOfConflict } from './describe-conflict.ts';

export interface PlanNow {
	node(id: string): NodeValue | undefined;
	/** As `PlanSession.presentValue`. Absent: the plan cannot be seen. */
	presentValue?(entry: PlanEntry): unknown;
	units: readonly Unit[];
}

export function describeEntry(entry: PlanEntry, plan: PlanNow): EntryWords {
	const edit = { edit: entry.edit, args: entry.args } as Edit;
	if (edit.edit === 'writeSection') return describeText(edit, entry, plan);
	const register = registerOf(edit);
	if (!register) return { row: entry.row ?? 'Baris baru', ...describeAction(edit, entry, plan) };
	const place = placeOfConflict(register, plan.node, plan.units);
	const inWords = (value: unknown): string => valueOfConflict(value, register, plan.units);
	const field = entry.line && register.field !== 'tolokUkur' ? `${place.field} (${entry.line})` : place.field;
	const gone = place.nodeId === null ? null : whyGone(plan.node(place.nodeId));
	return {
		row: register.root === 'info' ? place.row : (entry.row ?? place.row),
		field,
		typed: inWords(register.value),
		present: plan.presentValue ? (gone ?? inWords(plan.presentValue(entry))) : null
	};
}

function describeText({ args }: Edit & { edit: 'writeSection' }, entry: PlanEntry, plan: PlanNow): EntryWords {
	const inWords = (text: unknown): string => proseText((text ?? []) as ProseBlock[]) || 'kosong';
	return {
		row: 'Naskah',
		field: sectionName(args.section),
		typed: inWords(args.text),
		present: plan.presentValue ? inWords(plan.presentValue(entry)) : null
	};
}

function whyGone(node: NodeValue | undefined): string | null {
	if (!node) return 'barisnya tidak ada';
	return node.removed ? 'barisnya sudah dihapus' : null;
}

function describeAction(edit: Edit, entry: PlanEntry, plan: PlanNow): Omit<EntryWords, 'row'> {
	switch (edit.edit) {
		case 'addNode':
			return { field: 'Baris baru', typed: entry.row ?? 'baris kosong', present: null };
		case 'moveNode': {
			const now = plan.presentValue?.(entry) as { parent?: string | null } | null | undefined;
			return {
				field: 'Tempat baris',
				typed: `pindah ke ${placeName(edit.args.parent, plan)}`,
				present: now ? `di ${placeName(now.parent ?? null, plan)}` : null
			};
		}
		case 'removeNode':
			return { field: 'Baris', typed: 'dihapus', present: plan.presentValue ? (whyGone(plan.node(edit.args.id)) ?? 'masih ada') : null };
		case 'restoreNodes':
			return { field: 'Baris', typed: 'dikembalikan', present: null };
		case 'addIndikator':
			return { field: 'Indikator baru', typed: entry.line ?? 'indikator kosong', present: null };
		case 'addSumberDana':
			return { field: 'Sumber dana baru', typed: edit.args.nama, present: null };
		case 'takeOver': {
			const { taken, pagu } = edit.args;
			const amount = typeof pagu === 'number' ? `, pagu menjadi ${formatRupiah(pagu)}` : '';
			return { field: 'Usulan forum', typed: `${taken ? 'dimasukkan' : 'dikeluarkan lagi'}${amount}`, present: null };
		}
		default: {
			const what = edit.edit.endsWith('Indikator') ? 'Indikator' : 'Sumber dana';
			const field = entry.line ? `${what} (${entry.line})` : what;
			return { field, typed: edit.edit.startsWith('remove') ? 'dihapus' : 'dikembalikan', present: null };
		}
	}
}

function placeName(parent: string | null, plan: PlanNow): string {
	if (parent === null) return 'tingkat teratas';
	const node = plan.node(parent);
	return `bawah ${[node?.kode, node?.uraian].filter(Boolean).join(' ') || 'baris lain'}`;
}
