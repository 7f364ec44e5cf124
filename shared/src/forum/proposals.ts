/**
 * What the forum proposes to the plan: an usulan that was accepted and linked to a sub kegiatan is shown beside that row until the bidang
 * has taken it over by an edit of its own. Nothing is ever added to the plan by itself. That it was taken over stands in the plan, with the
 * amount it brought, so that no one of the two can be there without the other.
 */
import { rupiahMax } from '../pagu/rupiah.ts';
import { textLengthMax } from '../renja/renja-schema.ts';
import type { NodeValue } from '../renja/renja-types.ts';
import type { UsulanValue } from './forum-types.ts';
import { groupsOf, placeOf, volumeNumber, type UsulanGroup } from './usulan-groups.ts';

export type Proposal = UsulanValue & { subkegiatan: string };

/** Accepted and linked; whether a row has taken it over, the plan says. */
export function isProposal(usulan: UsulanValue): usulan is Proposal {
	return isAccepted(usulan) && usulan.subkegiatan !== undefined;
}

/** As it stands or with changes. */
export function isAccepted({ status, removed }: UsulanValue): boolean {
	return (status === 'diterima' || status === 'disesuaikan') && !removed;
}

/** Whole rupiah that it asks for: what the forum proposes, else what was estimated; null: nobody said. */
export function proposedPagu({ usulPagu, biaya }: UsulanValue): number | null {
	return usulPagu ?? biaya ?? null;
}

/** What this one of a group asks for. A group that was given one amount asks for that amount, and only the one that stands for it does. */
export function amountOf(one: UsulanValue, { first }: Pick<UsulanGroup, 'first'>): number | null {
	const isCovered = one !== first && one.usulPagu === undefined && isAccepted(first) && first.usulPagu !== undefined;
	return isCovered ? null : proposedPagu(one);
}

/** What stands beside a row as one: an usulan, or those of a group that were accepted and linked to the same row. */
export interface JointProposal {
	/** Of the first. */
	id: string;
	first: Proposal;
	others: Proposal[];
	/** Whole rupiah that they ask for together; null: nobody said, or what the group was given is in the plan already. */
	pagu: number | null;
}

/** isTaken: whether a row has taken the usulan over. In the order of the list. */
export function jointProposals(usulan: Iterable<UsulanValue>, isTaken: (id: string) => boolean): JointProposal[] {
	return groupsOf(usulan).flatMap((group) => {
		const open = [group.first, ...group.others].filter(isProposal).filter(({ id }) => !isTaken(id));
		return [...Map.groupBy(open, ({ subkegiatan }) => subkegiatan).values()].flatMap(([first, ...others]) => {
			if (!first) return [];
			const amounts = [first, ...others].flatMap((one) => amountOf(one, group) ?? []);
			return [{ id: first.id, first, others, pagu: amounts.length === 0 ? null : amounts.reduce((sum, amount) => sum + amount, 0) }];
		});
	});
}

/** What a row would hold with the proposal. null: nothing was named, it is there already, or it does not fit. */
export interface TakeOverOffer {
	pagu: number | null;
	lokasi: string | null;
	/** before: as it stands, '' when empty. Only where the row has one output in the very satuan of the usulan, and both are plain numbers. */
	target: { indikator: string; satuan: string; before: string; after: string } | null;
}

export function takeOverOffer(joint: JointProposal, row: NodeValue): TakeOverOffer {
	return { pagu: paguWith(joint, row), lokasi: lokasiWith(joint, row), target: targetWith(joint, row) };
}

function paguWith({ pagu: amount }: JointProposal, row: NodeValue): number | null {
	const sum = amount === null ? 0 : (row.pagu ?? 0) + amount;
	return sum > 0 && sum <= rupiahMax ? sum : null;
}

function lokasiWith({ first, others }: JointProposal, { lokasi = '' }: NodeValue): string | null {
	const places = first.usulLokasi === undefined ? [first, ...others].map(placeOf) : [first.usulLokasi];
	const fresh = [...new Set(places.map((place) => place.trim()))].filter(
		(place) => place !== '' && !lokasi.toLowerCase().includes(place.toLowerCase())
	);
	if (fresh.length === 0) return null;
	const all = [lokasi.trim(), ...fresh].filter((text) => text !== '').join('; ');
	return all.length <= textLengthMax ? all : null;
}

function targetWith(joint: JointProposal, row: NodeValue): TakeOverOffer['target'] {
	const { amount, satuan } = proposedVolume(joint);
	const outputs = row.indikator.filter((one) => !one.removed && one.jenis === 'keluaran' && sameWords(one.satuan ?? '', satuan));
	const [output] = outputs;
	if (amount === null || amount === 0 || satuan === '' || !output || outputs.length > 1) return null;
	const before = (output.target ?? '').trim();
	const held = before === '' ? 0 : volumeNumber(before);
	if (held === null) return null;
	return { indikator: output.id, satuan: output.satuan ?? '', before, after: written(held + amount) };
}

/** `usulVolume` is one text for all of them: `2 angkatan`. Without it volumes of one satuan are added up. */
function proposedVolume({ first, others }: JointProposal): { amount: number | null; satuan: string } {
	const { usulVolume, satuan = '' } = first;
	if (usulVolume !== undefined) {
		const [, number = '', rest = ''] = /^([\d.,]+)\s*(.*)$/.exec(usulVolume.trim()) ?? [];
		return { amount: volumeNumber(number), satuan: rest === '' ? satuan : rest };
	}
	let amount: number | null = 0;
	for (const one of [first, ...others]) {
		const volume: number | null = sameWords(one.satuan ?? '', satuan) ? volumeNumber(one.volume ?? '') : null;
		amount = amount === null || volume === null ? null : amount + volume;
	}
	return { amount, satuan };
}

function sameWords(a: string, b: string): boolean {
	const plain = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase();
	return plain(a) === plain(b);
}

function written(value: number): string {
	return value.toLocaleString('id-ID', { maximumFractionDigits: 6 });
}
