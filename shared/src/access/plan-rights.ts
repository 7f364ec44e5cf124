/**
 * May this actor make this change to part `plan` now? One pure function for the page, which greys out what would be refused, and for the
 * server, which refuses it on the bytes of the update. Perencana and sekretaris change everything; staf what belongs to their unit (a
 * bidang, the sekretariat or a UPT); everybody else reads. docs/access.md shows the answers as a table made by this file's test.
 */
import { effectiveBidang } from '../renja/renja-totals-plain.ts';
import type { NodeValue } from '../renja/renja-types.ts';
import { isPlanFrozen, type Stage } from '../renja/stages.ts';
import { hasRole, planners, type Actor } from './access.ts';

/** One register, section or map that would change. Named as in `field_change`; field '' stands for the map itself, which comes or goes. */
export interface PlanChange {
	root: 'info' | 'nodes' | 'narrative';
	/** nodes: 'n1', 'n1/indikator', 'n1/indikator/i1'; info: '' or the name of a map in it; narrative: the section. */
	entity: string;
	field: string;
	/** Of `parent` only: what it would be. Absent when it is taken away. */
	after?: unknown;
}

/** A row as far as rights go. */
export type PlanRow = Pick<NodeValue, 'level' | 'parent' | 'bidang'>;
export type FindRow = (id: string) => PlanRow | undefined;

/** What decides beside actor and change. Nothing in it may cost more than a few look-ups. */
export interface PlanContext {
	perangkatDaerahId: string;
	stage: Stage;
	/** Units whose rows and sections a perencana or sekretaris has locked. */
	lockedUnits: readonly string[];
	/** The plan before the change. */
	rowBefore: FindRow;
	/** The plan with all changes that are made together. */
	rowAfter: FindRow;
	/** The unit that a section is assigned to, before the change. */
	unitOfSection(section: string): string | null;
}

/**
 * Why not. frozen: the stage; fixed: given when the Renja was made; role: only reads; planners: a matter for perencana and sekretaris; otherUnit: belongs to another unit;
 * noUnit: belongs to none; locked: the own unit's part is locked; move: it would come to belong to another unit; place: the row above
 * belongs to somebody else.
 */
export type PlanRightProblem = 'frozen' | 'fixed' | 'role' | 'planners' | 'otherUnit' | 'noUnit' | 'locked' | 'move' | 'place';

/** What staf need to change a field of a row. unit: the row is theirs; place: so is the row above, now and afterwards; never: planners only. */
type StaffNeed = 'unit' | 'place' | 'never';

/** Everything of a row that is not named here (texts, amounts, indikator, sumber dana, triwulan) needs the row to be theirs. */
const staffNeeds: Readonly<Record<string, StaffNeed>> = {
	// Whose row it is, is decided for the whole office.
	bidang: 'never',
	// Where a row stands concerns the rows beside it.
	parent: 'place',
	order: 'place'
};

/** Which Renja this is, also stands in Postgres, where lists and tables read it: the two must not differ. */
const fixedInfo: readonly string[] = ['daerah', 'perangkatDaerah', 'tahun', 'jenis'];

const isFixed = ({ root, entity, field }: PlanChange): boolean => root === 'info' && entity === '' && fixedInfo.includes(field);

/** Rows of these levels are added, removed and restored by perencana and sekretaris only. */
const plannersLevels: readonly string[] = ['urusan', 'bidang_urusan', 'program'];

/** Why this actor may not make this change, or null when he may. Of several changes made together each is asked for. */
export function planRightProblem(actor: Actor, change: PlanChange, context: PlanContext): PlanRightProblem | null {
	if (isPlanFrozen(context.stage)) return 'frozen';
	if (hasRole(actor, context.perangkatDaerahId, planners)) return isFixed(change) ? 'fixed' : null;
	if (!hasRole(actor, context.perangkatDaerahId, ['staf'])) return 'role';
	switch (change.root) {
		case 'nodes':
			return rowProblem(actor, change, context);
		case 'narrative':
			return unitProblem(actor, context.unitOfSection(change.entity), context);
		default:
			return 'planners';
	}
}

function rowProblem(actor: Actor, { entity, field, after }: PlanChange, context: PlanContext): PlanRightProblem | null {
	const slash = entity.indexOf('/');
	const isRow = slash < 0;
	const id = isRow ? entity : entity.slice(0, slash);
	const before = context.rowBefore(id);
	const row = before ?? context.rowAfter(id);
	if (!row) return 'noUnit';
	const owner = before ? unitOf(before, context.rowBefore) : unitOf(row, context.rowAfter);
	const problem = unitProblem(actor, owner, context);
	if (problem) return problem;
	if (before && movesAway(id, owner, context)) return 'move';
	if (!isRow) return null;
	if ((!before || field === 'removed') && plannersLevels.includes(row.level)) return 'planners';
	const need = (Object.hasOwn(staffNeeds, field) && staffNeeds[field]) || 'unit';
	if (need === 'never') return 'planners';
	if (need === 'unit') return null;
	const above = field === 'parent' ? [before?.parent, after] : [before?.parent, context.rowAfter(id)?.parent];
	return above.every((parent) => parent === undefined || isUnder(parent, owner, context)) ? null : 'place';
}

function movesAway(id: string, owner: string | null, { rowAfter, rowBefore }: PlanContext): boolean {
	if (rowAfter === rowBefore) return false;
	const after = rowAfter(id);
	return after !== undefined && unitOf(after, rowAfter) !== owner;
}

function isUnder(parent: unknown, owner: string | null, { rowBefore, rowAfter }: PlanContext): boolean {
	if (typeof parent !== 'string') return false;
	const before = rowBefore(parent);
	const row = before ?? rowAfter(parent);
	return row !== undefined && unitOf(row, before ? rowBefore : rowAfter) === owner;
}

function unitProblem(actor: Actor, unitId: string | null, { perangkatDaerahId, lockedUnits }: PlanContext): PlanRightProblem | null {
	if (unitId === null) return 'noUnit';
	const isOwn = actor.grants.some(
		(grant) => grant.role === 'staf' && grant.perangkatDaerahId === perangkatDaerahId && grant.unitId === unitId
	);
	if (!isOwn) return 'otherUnit';
	return lockedUnits.includes(unitId) ? 'locked' : null;
}

const unitOf = (row: PlanRow, find: FindRow): string | null => effectiveBidang(row, find);
