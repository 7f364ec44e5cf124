/**
 * What this account may change in the plan, asked of the very function by which the server decides. It greys out and explains beforehand;
 * that nothing else happens is the server's matter. Everything here is reactive when read in a component.
 */
import type { Actor } from '@rembug/shared/access/access.ts';
import { editRightProblem } from '@rembug/shared/access/edit-rights.ts';
import type { PlanRightProblem } from '@rembug/shared/access/plan-rights.ts';
import type { Unit } from '@rembug/shared/api/api-types.ts';
import type { Edit } from '@rembug/shared/renja/edit-types.ts';
import type { PlanSession } from '#lib/sync/plan-session-types.ts';

export interface EditRights {
	/** Why this account may not make the edit now; null: it may. */
	problem(edit: Edit): PlanRightProblem | null;
	/** The same for all that hangs on a row: texts, amounts, indikator, sumber dana. */
	rowProblem(nodeId: string): PlanRightProblem | null;
	/** The same for the text of a section. */
	sectionProblem(section: string): PlanRightProblem | null;
	/** One sentence for a section: who writes it. */
	explainSection(problem: PlanRightProblem, section: string): string;
	/** One sentence for the place itself: whose row it is, and who may change it. */
	explain(problem: PlanRightProblem, nodeId: string): string;
}

type RightsSource = Pick<PlanSession, 'stage' | 'frozen' | 'lockedUnits' | 'mayWrite' | 'info' | 'node' | 'children' | 'effectiveBidang'>;

export interface RightsOptions {
	session: RightsSource;
	actor: () => Actor;
	renja: () => { perangkatDaerahId: string; units: readonly Unit[] };
}

export function createEditRights({ session, actor, renja }: RightsOptions): EditRights {
	function liveRowsUnder(id: string): string[] {
		return session.children(id).flatMap((child) => [child, ...liveRowsUnder(child)]);
	}

	const unitOfSection = (section: string): string | null => session.info.bidangBab?.[section] ?? null;

	function problem(edit: Edit): PlanRightProblem | null {
		if (session.frozen) return 'frozen';
		if (!session.mayWrite) return 'role';
		return editRightProblem(actor(), edit, {
			perangkatDaerahId: renja().perangkatDaerahId,
			stage: session.stage,
			lockedUnits: session.lockedUnits,
			row: session.node,
			liveRowsUnder,
			unitOfSection
		});
	}

	function unitName(id: string | null): string {
		return renja().units.find((unit) => unit.id === id)?.nama ?? 'unit lain';
	}

	return {
		problem,
		rowProblem: (nodeId) => problem({ edit: 'setNodeText', args: { id: nodeId, field: 'catatan', value: '' } }),
		sectionProblem: (section) => problem({ edit: 'beginSection', args: { section } }),
		explainSection(reason, section) {
			const writer = unitName(unitOfSection(section));
			if (reason === 'otherUnit') return `Bagian ini ditulis oleh ${writer}.`;
			if (reason === 'noUnit') return 'Belum dibagikan ke bidang; ditulis oleh perencana.';
			if (reason === 'locked') return `Isian ${writer} sedang dikunci oleh perencana.`;
			return rightMessages[reason];
		},
		explain(reason, nodeId) {
			const owner = unitName(session.effectiveBidang(nodeId));
			if (reason === 'otherUnit') return `Baris ini milik ${owner}. Yang dapat mengubahnya: staf unit itu, perencana, dan sekretaris.`;
			if (reason === 'locked') return `Isian ${owner} sedang dikunci oleh perencana.`;
			return rightMessages[reason];
		}
	};
}

/** Why not, without a place. */
export const rightMessages: Record<PlanRightProblem, string> = {
	frozen: 'Renja ini terkunci, jadi tidak dapat diubah.',
	fixed: 'Daerah, perangkat daerah, tahun, dan jenis ditentukan saat Renja dibuat dan tidak dapat diubah.',
	role: 'Akun Anda dapat membaca Renja ini, tidak mengubahnya.',
	planners: 'Ini hanya dapat diubah oleh perencana atau sekretaris.',
	otherUnit: 'Baris ini milik unit lain. Yang dapat mengubahnya: staf unit itu, perencana, dan sekretaris.',
	noUnit: 'Baris ini belum dibagikan ke bidang, jadi hanya perencana atau sekretaris yang dapat mengubahnya.',
	locked: 'Isian unit Anda sedang dikunci oleh perencana.',
	move: 'Hanya perencana atau sekretaris yang dapat memindahkan baris ke unit lain.',
	place: 'Baris di atasnya milik unit lain, jadi susunannya hanya dapat diubah oleh perencana atau sekretaris.'
};
