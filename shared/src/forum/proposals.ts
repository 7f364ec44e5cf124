/**
 * What the forum proposes to the plan: an usulan that was accepted and linked to a sub kegiatan is shown beside that row until the bidang
 * has taken it over by an edit of its own. Nothing is ever added to the plan by itself. That it was taken over stands in the plan, with the
 * amount it brought, so that no one of the two can be there without the other.
 */
import { rupiahMax } from '../pagu/rupiah.ts';
import { textLengthMax } from '../renja/renja-schema.ts';
import type { NodeValue } from '../renja/renja-types.ts';
import type { UsulanValue } from './forum-types.ts';
import { placeOf, volumeNumber } from './usulan-groups.ts';

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

/** What a row would hold with the proposal. null: nothing was named, it is there already, or it does not fit. */
export interface TakeOverOffer {
	pagu: number | null;
	lokasi: string | null;
	/** before: as it stands, '' when empty. Only where the row has one output in the very satuan of the usulan, and both are plain numbers. */
	target: { indikator: string; satuan: string; before: string; after: string } | null;
}

export function takeOverOffer(proposal: Proposal, row: NodeValue): TakeOverOffer {
	return { pagu: paguWith(proposal, row), lokasi: lokasiWith(proposal, row), target: targetWith(proposal, row) };
}

function paguWith(proposal: Proposal, row: NodeValue): number | null {
	const amount = proposedPagu(proposal);
	const sum = amount === null ? 0 : (row.pagu ?? 0) + amount;
	return sum > 0 && sum <= rupiahMax ? sum : null;
}

function lokasiWith(proposal: Proposal, { lokasi = '' }: NodeValue): string | null {
	const place = (proposal.usulLokasi ?? placeOf(proposal)).trim();
	if (place === '' || lokasi.toLowerCase().includes(place.toLowerCase())) return null;
	const both = lokasi.trim() === '' ? place : `${lokasi.trim()}; ${place}`;
	return both.length <= textLengthMax ? both : null;
}

function targetWith(proposal: Proposal, row: NodeValue): TakeOverOffer['target'] {
	const { volume, satuan } = proposedVolume(proposal);
	const amount = volumeNumber(volume);
	const outputs = row.indikator.filter((one) => !one.removed && one.jenis === 'keluaran' && sameWords(one.satuan ?? '', satuan));
	const [output] = outputs;
	if (amount === null || amount === 0 || satuan === '' || !output || outputs.length > 1) return null;
	const before = (output.target ?? '').trim();
	const held = before === '' ? 0 : volumeNumber(before);
	if (held === null) return null;
	return { indikator: output.id, satuan: output.satuan ?? '', before, after: written(held + amount) };
}

/** `usulVolume` is one text: `2 angkatan`. */
function proposedVolume({ usulVolume, volume = '', satuan = '' }: Proposal): { volume: string; satuan: string } {
	if (usulVolume === undefined) return { volume, satuan };
	const [, number = '', rest = ''] = /^([\d.,]+)\s*(.*)$/.exec(usulVolume.trim()) ?? [];
	return { volume: number, satuan: rest === '' ? satuan : rest };
}

function sameWords(a: string, b: string): boolean {
	const plain = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase();
	return plain(a) === plain(b);
}

function written(value: number): string {
	return value.toLocaleString('id-ID', { maximumFractionDigits: 6 });
}
