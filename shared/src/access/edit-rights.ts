/** May this actor make this edit now? The changes that an edit consists of, each asked of plan-rights.ts. For the page and its outbox. */
import type { Edit } from '../renja/edit-types.ts';
import { limitMaps, sectionUnits, usulanKey } from '../renja/renja-document.ts';
import type { Actor } from './access.ts';
import { planRightProblem, type FindRow, type PlanChange, type PlanContext, type PlanRightProblem, type PlanRow } from './plan-rights.ts';

/** The plan as it stands. */
export interface PresentPlan extends Omit<PlanContext, 'rowBefore' | 'rowAfter'> {
	row: FindRow;
	/** Ids of the live rows under a row, at every level. */
	liveRowsUnder(id: string): readonly string[];
}

/** Why this actor may not make this edit, or null when he may. A row that is not there is no matter of rights: null for planners. */
export function editRightProblem(actor: Actor, edit: Edit, plan: PresentPlan): PlanRightProblem | null {
	const context: PlanContext = { ...plan, rowBefore: plan.row, rowAfter: rowAfter(edit, plan.row) };
	for (const change of changesOf(edit, plan)) {
		const problem = planRightProblem(actor, change, context);
		if (problem) return problem;
	}
	return null;
}

function rowAfter(edit: Edit, row: FindRow): FindRow {
	const changed = changedRow(edit, row);
	return changed ? (id) => (id === changed.id ? changed.row : row(id)) : row;
}

function changedRow(edit: Edit, row: FindRow): { id: string; row: PlanRow } | null {
	if (edit.edit === 'addNode') return { id: edit.args.id, row: edit.args };
	if (edit.edit !== 'moveNode') return null;
	const { id, parent } = edit.args;
	const present = row(id);
	return present ? { id, row: { ...present, parent } } : null;
}

function changesOf(edit: Edit, plan: PresentPlan): PlanChange[] {
	const inRow = (entity: string, field: string): PlanChange => ({ root: 'nodes', entity, field });
	switch (edit.edit) {
		case 'setNodeText':
		case 'setAmount':
			return [inRow(edit.args.id, edit.args.field)];
		case 'setBidang':
			return [inRow(edit.args.id, 'bidang')];
		case 'addNode': {
			const { id, parent, bidang } = edit.args;
			const parentChange: PlanChange = { ...inRow(id, 'parent'), after: parent };
			return bidang ? [parentChange, inRow(id, 'bidang')] : [parentChange];
		}
		case 'moveNode': {
			const { id, parent } = edit.args;
			const stays = plan.row(id)?.parent === parent;
			return stays ? [inRow(id, 'order')] : [{ ...inRow(id, 'parent'), after: parent }, inRow(id, 'order')];
		}
		case 'removeNode':
			return [edit.args.id, ...plan.liveRowsUnder(edit.args.id)].map((id) => inRow(id, 'removed'));
		case 'restoreNodes':
			return edit.args.ids.map((id) => inRow(id, 'removed'));
		case 'addIndikator':
		case 'setIndikator':
		case 'removeIndikator':
		case 'restoreIndikator':
			return [inRow(`${edit.args.nodeId}/indikator/${edit.args.id}`, 'field' in edit.args ? edit.args.field : '')];
		case 'addSumberDana':
		case 'setSumberDana':
		case 'removeSumberDana':
		case 'restoreSumberDana':
			return [inRow(`${edit.args.nodeId}/sumberDana/${edit.args.id}`, 'field' in edit.args ? edit.args.field : '')];
		case 'setTriwulan':
			return [inRow(`${edit.args.id}/triwulan/${edit.args.triwulan}`, edit.args.field)];
		// Amount, place and target of a row ask for the same as its mark: that the row is theirs.
		case 'takeOver':
			return [inRow(edit.args.id, usulanKey(edit.args.usulan))];
		case 'setInfo':
			return [{ root: 'info', entity: '', field: edit.args.field }];
		case 'setPaguLimit':
			return [{ root: 'info', entity: limitMaps[edit.args.of], field: edit.args.key }];
		case 'beginSection':
		case 'writeSection':
			return [{ root: 'narrative', entity: edit.args.section, field: 'teks' }];
		case 'assignSection':
			return [{ root: 'info', entity: sectionUnits, field: edit.args.section }];
	}
}
