/**
 * What the forum proposes to the plan: an usulan that was accepted and linked to a sub kegiatan is shown beside that row until the bidang
 * has taken it over by an edit of its own. Nothing is ever added to the plan by itself.
 */
import type { UsulanValue } from './forum-types.ts';

export type Proposal = UsulanValue & { subkegiatan: string };

export function isProposal(usulan: UsulanValue): usulan is Proposal {
	const { status, subkegiatan, takenOver, removed } = usulan;
	return (status === 'diterima' || status === 'disesuaikan') && subkegiatan !== undefined && !takenOver && !removed;
}

/** Whole rupiah that it asks for: what the forum proposes, else what was estimated; null: nobody said. */
export function proposedPagu({ usulPagu, biaya }: UsulanValue): number | null {
	return usulPagu ?? biaya ?? null;
}
