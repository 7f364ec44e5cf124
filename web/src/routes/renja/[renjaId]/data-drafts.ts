/** Title, layout and ceilings of a Renja while they are being typed, and the edits that come out of them. */
import { formatRupiah, parseRupiah } from '@rembug/shared/pagu/rupiah.ts';
import type { Edit } from '@rembug/shared/renja/edit-types.ts';
import { textLengthMax } from '@rembug/shared/renja/renja-schema.ts';
import type { InfoValue, Layout } from '@rembug/shared/renja/renja-types.ts';
import { rupiahMessages } from '#lib/errors/messages.ts';

export interface LimitDraft {
	/** Unit id or name of a sumber dana. */
	key: string;
	label: string;
	amount: string;
}

export interface DataDrafts {
	judul: string;
	layout: Layout;
	limit: string;
	bidang: LimitDraft[];
	/** A name can be typed for those that the plan does not use yet. */
	sumberDana: LimitDraft[];
}

function amountText(amount: number | undefined): string {
	return amount === undefined ? '' : formatRupiah(amount);
}

export function dataDraftsOf(info: InfoValue, units: readonly { id: string; nama: string }[], funds: readonly string[]): DataDrafts {
	const ofBidang = info.paguLimitBidang ?? {};
	const ofFund = info.paguLimitSumberDana ?? {};
	const unknownUnits = Object.keys(ofBidang).filter((id) => !units.some((unit) => unit.id === id));
	const names = [...new Set([...funds, ...Object.keys(ofFund)])];
	return {
		judul: info.judul ?? '',
		layout: info.layout ?? 'standar',
		limit: amountText(info.paguLimit),
		bidang: [...units, ...unknownUnits.map((id) => ({ id, nama: id }))].map(({ id, nama }) => ({
			key: id,
			label: nama,
			amount: amountText(ofBidang[id])
		})),
		sumberDana: names.map((nama) => ({ key: nama, label: nama, amount: amountText(ofFund[nama]) }))
	};
}

export type DataProblem = { field: 'judul' | 'limit' } | { field: 'bidang' | 'sumberDana'; index: number };

/**
 * Only what differs from `start`, the drafts as the dialog opened: what a colleague changed meanwhile elsewhere in it stays. An empty
 * amount takes the ceiling away.
 */
export function editsOfData(
	start: DataDrafts,
	drafts: DataDrafts
): { ok: true; edits: Edit[] } | { ok: false; problem: string; at: DataProblem } {
	const edits: Edit[] = [];
	const judul = drafts.judul.replace(/\s+/g, ' ').trim();
	if (judul.length > textLengthMax) return { ok: false, problem: 'Judul ini terlalu panjang.', at: { field: 'judul' } };
	if (judul !== start.judul) edits.push({ edit: 'setInfo', args: { field: 'judul', value: judul || null } });
	if (drafts.layout !== start.layout) edits.push({ edit: 'setInfo', args: { field: 'layout', value: drafts.layout } });

	const limit = parseRupiah(drafts.limit);
	if (!limit.ok) return { ok: false, problem: rupiahMessages[limit.problem], at: { field: 'limit' } };
	if (amountText(limit.value ?? undefined) !== start.limit) {
		edits.push({ edit: 'setInfo', args: { field: 'paguLimit', value: limit.value } });
	}

	for (const of of ['bidang', 'sumberDana'] as const) {
		const seen = new Set<string>();
		for (const [index, draft] of drafts[of].entries()) {
			const at: DataProblem = { field: of, index };
			const key = draft.key.trim();
			const amount = parseRupiah(draft.amount);
			if (!amount.ok) return { ok: false, problem: rupiahMessages[amount.problem], at };
			if (key === '' && amount.value === null) continue;
			if (key === '') return { ok: false, problem: 'Tulis nama sumber dana untuk batas ini.', at };
			if (seen.has(key)) return { ok: false, problem: `“${key}” disebut dua kali.`, at };
			seen.add(key);
			const before = start[of].find((one) => one.key === key)?.amount ?? '';
			if (amountText(amount.value ?? undefined) !== before) edits.push({ edit: 'setPaguLimit', args: { of, key, value: amount.value } });
		}
	}
	return { ok: true, edits };
}

/** Sum of the ceilings as typed; what cannot be read counts nothing. */
export function sumOfLimits(drafts: readonly LimitDraft[]): number {
	return drafts.reduce((sum, { amount }) => {
		const parsed = parseRupiah(amount);
		return sum + (parsed.ok ? (parsed.value ?? 0) : 0);
	}, 0);
}
