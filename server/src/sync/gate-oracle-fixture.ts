/**
 * For tests: the gate's twin. It reads nothing from the bytes of an update that applying them does not show: it applies them to a copy that
 * forgets nothing, looks at every item that is new or newly deleted there and at the plain values before and after, and asks the same
 * function for rights and the same schema for each. Slow, and written another way than the gate: the two must agree.
 */
import { mayEditPlan, type Actor } from '@rembug/shared/access/access.ts';
import { planRightProblem, type PlanChange, type PlanContext, type PlanRow } from '@rembug/shared/access/plan-rights.ts';
import { fieldFitsLevel, isEntityPath, isId, parentLevel, registerKind } from '@rembug/shared/renja/renja-schema.ts';
import type { Level } from '@rembug/shared/renja/renja-types.ts';
import * as Y from 'yjs';
import type { DocumentContext } from './sync-queries.ts';
import { changedBetween, crossesPlaces, placeIn, registersIn, tryOnCopy } from './update-on-copy-fixture.ts';

export interface Verdict {
	/** Why the update must be refused; empty: it must be taken. */
	against: string[];
	/** Registers of info and nodes whose plain value would change: path -> before and after, null when absent. */
	changed: Map<string, [unknown, unknown]>;
	hasNews: boolean;
	/** The document with the update. */
	after: Y.Doc;
}

const rootNames = ['info', 'nodes', 'narrative'] as const;
type Root = (typeof rootNames)[number];

export function judgeByCopy(
	before: Y.Doc,
	bytes: Uint8Array,
	{ actor, context, ownerOf }: { actor: Actor; context: DocumentContext; ownerOf: (client: number) => string | undefined }
): Verdict {
	const { after, against, liveBefore, fresh, freshItems, deleted, isInDeletions } = tryOnCopy(rootNames, before, bytes);
	const hasNews = fresh.length > 0 || deleted.length > 0;
	const verdict: Verdict = { against, changed: new Map(), hasNews, after };
	const refuse = (reason: string): void => void against.push(reason);
	if (!hasNews) return verdict;
	if (context.frozen || !mayEditPlan(actor, context)) refuse('role');
	for (const { id } of fresh) if ((ownerOf(id.client) ?? actor.id) !== actor.id) refuse(`clientId ${id.client}`);

	const touched = new Map<string, PlanChange>();
	const touch = (change: PlanChange): void => void touched.set(JSON.stringify(change), change);
	const made = new Set<string>();
	const stood = (root: Root, path: readonly string[]): boolean =>
		liveBefore.some((other) => samePath(after, other, root, path) && other.content instanceof Y.ContentType);
	const isThere = (root: Root, path: readonly string[]): boolean => made.has(`${root}/${path.join('/')}`) || stood(root, path);

	for (const item of freshItems) {
		const place = placeOf(after, item);
		if (place === null) continue;
		if (place.root === null) {
			refuse('schema: root');
			continue;
		}
		const { root, path } = place;
		if (crossesPlaces(after, item)) refuse('malformed: two places');
		if (root === 'narrative') {
			judgeProse(item, path, refuse);
			touch({ root, entity: path[0] ?? '', field: 'teks' });
			if (path.length > 1 || item.parentSub === null || !(item.content instanceof Y.ContentType)) continue;
			if (isThere(root, path)) refuse(`schema: ${root}/${path[0]} is there`);
			else if (isInDeletions(item)) refuse('schema: a section vanishes');
			made.add(`${root}/${path[0]}`);
			continue;
		}
		const at = `${root}/${path.join('/')}`;
		if (item.parentSub === null) refuse(`schema: list in ${at}`);
		else if (item.rightOrigin !== null) refuse(`schema: before another in ${at}`);
		else if (root === 'nodes' && path.length === 2 && !fits(before, after, path)) refuse(`schema: ${at} at this level`);
		else if (isEntityPath(root, path)) {
			touch({ root, entity: path.join('/'), field: '' });
			if (item.content instanceof Y.ContentDeleted) {
				refuse(`schema: ${at} vanishes`);
			} else if (!(item.content instanceof Y.ContentType && item.content.type instanceof Y.Map)) refuse(`schema: ${at} is no map`);
			else if (isThere(root, path)) refuse(`schema: ${at} is there`);
			else if (isInDeletions(item)) refuse(`schema: ${at} vanishes`);
			else made.add(at);
		} else {
			const kind = registerKind(root, path);
			if (!kind) {
				refuse(`schema: ${at}`);
				continue;
			}
			const isParent = root === 'nodes' && path.length === 2 && kind.field === 'parent';
			if (item.content instanceof Y.ContentAny) {
				const value: unknown = item.content.arr[0];
				if (item.length !== 1 || !kind.check(value) || (typeof value === 'string' && /\0/.test(value))) refuse(`schema: value at ${at}`);
				else if (isParent) judgeParent(before, after, path[0] as string, value as string | null, refuse);
				if (kind.field === 'level' && hasRow(before, path[0] as string)) refuse(`schema: ${at} changes`);
				if (isParent && !isInDeletions(item)) touch({ root, entity: kind.entity, field: kind.field, after: value });
			} else if (!(item.content instanceof Y.ContentDeleted)) refuse(`schema: content at ${at}`);
			if (!isParent || !(item.content instanceof Y.ContentAny)) touch({ root, entity: kind.entity, field: kind.field });
		}
	}
	for (const item of deleted) {
		const place = placeOf(after, item);
		if (place === null || place.root === null) continue;
		const { root, path } = place;
		if (root === 'narrative') {
			if (path.length === 1 && item.parentSub !== null) refuse('schema: a section vanishes');
			touch({ root, entity: path[0] ?? '', field: 'teks' });
		} else if (item.content instanceof Y.ContentType) {
			refuse(`schema: ${root}/${path.join('/')} vanishes`);
		} else {
			const kind = registerKind(root, path);
			// A parent that another one follows was judged with that one.
			if (kind && kind.field !== 'parent') touch({ root, entity: kind.entity, field: kind.field });
		}
	}

	judgeRows(before, after, refuse);
	verdict.changed = changedBetween(registers(before), registers(after));

	const rights: PlanContext = {
		perangkatDaerahId: context.perangkatDaerahId,
		stage: context.stage,
		lockedUnits: [],
		rowBefore: (id) => rowOf(before, id),
		rowAfter: (id) => rowOf(after, id),
		unitOfSection: (section) => (registers(before).get(`info/bidangBab/${section}`) as string | undefined) ?? null
	};
	for (const change of touched.values()) {
		const problem = planRightProblem(actor, change, rights);
		if (problem) refuse(`forbidden: ${change.root}/${change.entity}/${change.field} ${problem}`);
	}
	return verdict;
}

const placeOf = (doc: Y.Doc, item: Y.Item) => placeIn(rootNames, doc, item);

function samePath(doc: Y.Doc, item: Y.Item, root: Root, path: readonly string[]): boolean {
	if (item.parentSub !== path.at(-1)) return false;
	const place = placeOf(doc, item);
	return place?.root === root && place.path.join('/') === path.join('/');
}

function judgeProse(item: Y.Item, path: readonly string[], refuse: (reason: string) => void): void {
	const { content, parentSub } = item;
	const isSection = (item.parent as Y.AbstractType<unknown>)._item === null;
	if (isSection) {
		if (!isId(parentSub) || !(content instanceof Y.ContentType && content.type.constructor === Y.XmlFragment))
			refuse(`schema: narrative/${parentSub}`);
		return;
	}
	const fits =
		[Y.ContentString, Y.ContentFormat, Y.ContentDeleted].some((kind) => content instanceof kind) ||
		(content instanceof Y.ContentType && (content.type instanceof Y.XmlElement || content.type instanceof Y.XmlText)) ||
		(content instanceof Y.ContentAny && parentSub !== null);
	if (!fits) refuse(`schema: narrative/${path[0]}`);
}

function judgeParent(before: Y.Doc, after: Y.Doc, id: string, parent: string | null, refuse: (reason: string) => void): void {
	const level = (rowOf(before, id) ?? rowOf(after, id))?.level;
	const above = parent === null ? null : (rowOf(before, parent) ?? rowOf(after, parent))?.level;
	if (level === undefined || parentLevel(level) !== above) refuse(`schema: nodes/${id}/parent`);
}

/** What stands there already, at whatever level, may be changed. */
function fits(before: Y.Doc, after: Y.Doc, [id, field]: readonly string[]): boolean {
	const old = before.getMap('nodes').get(id as string);
	if (old instanceof Y.Map && old.has(field as string)) return true;
	const level = rowOf(after, id as string)?.level;
	return level !== undefined && fieldFitsLevel(field as string, level);
}

/** Rows stay, are whole, and hold what fits their level. */
function judgeRows(before: Y.Doc, after: Y.Doc, refuse: (reason: string) => void): void {
	const rows = (doc: Y.Doc): Map<string, unknown> => new Map(doc.getMap('nodes').entries());
	for (const [id, row] of rows(before)) {
		const now = rows(after).get(id);
		if (!(now instanceof Y.Map) || !(row instanceof Y.Map) || now.get('level') !== row.get('level')) refuse(`schema: nodes/${id}`);
	}
	for (const [id, row] of rows(after)) {
		if (!(row instanceof Y.Map)) continue;
		if (!row.has('level') || !row.has('parent')) refuse(`schema: nodes/${id} is not whole`);
		const old = before.getMap('nodes').get(id);
		for (const field of row.keys()) {
			const stood = old instanceof Y.Map && old.has(field);
			if (!stood && !fieldFitsLevel(field, row.get('level') as Level)) refuse(`schema: nodes/${id}/${field} at this level`);
		}
	}
}

const hasRow = (doc: Y.Doc, id: string): boolean => doc.getMap('nodes').get(id) instanceof Y.Map;

function rowOf(doc: Y.Doc, id: string): PlanRow | undefined {
	const row = doc.getMap('nodes').get(id);
	if (!(row instanceof Y.Map)) return undefined;
	const { level, parent = null, bidang } = row.toJSON() as PlanRow;
	return { level, parent, bidang };
}

/** Every register of info and nodes by its path. */
export const registers = (doc: Y.Doc): Map<string, unknown> => registersIn(doc, ['info', 'nodes']);
