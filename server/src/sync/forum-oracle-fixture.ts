/**
 * For tests: the twin of the forum's gate. It applies an update to a copy and judges what came of it, twice: item by item by the schema and the
 * table of rights, and once more by the plain values before and after, with rules written here by hand and not asked of the code under test.
 */
import { forumRightProblem, mayWriteForum, type ForumContext, type UsulanRights } from '@rembug/shared/access/forum-rights.ts';
import { hasRole, type Actor } from '@rembug/shared/access/access.ts';
import { sameJson } from '@rembug/shared/edits/same-json.ts';
import { forumRoots, type ForumRoot } from '@rembug/shared/forum/forum-document.ts';
import { forumRegister, isForumEntity, requiredForumRegisters } from '@rembug/shared/forum/forum-schema.ts';
import * as Y from 'yjs';
import type { Verdict } from './gate-oracle-fixture.ts';
import type { DocumentContext } from './sync-queries.ts';
import { changedBetween, crossesPlaces, placeIn, registersIn, tryOnCopy } from './update-on-copy-fixture.ts';

const roots = Object.keys(forumRoots) as ForumRoot[];

export const forumRegisters = (doc: Y.Doc): Map<string, unknown> => registersIn(doc, roots);

export function judgeForumByCopy(
	before: Y.Doc,
	bytes: Uint8Array,
	{ actor, context, ownerOf }: { actor: Actor; context: DocumentContext; ownerOf: (client: number) => string | undefined }
): Verdict {
	const { after, against, liveBefore, fresh, freshItems, deleted, isInDeletions } = tryOnCopy(roots, before, bytes);
	const verdict: Verdict = { against, changed: new Map(), hasNews: fresh.length > 0 || deleted.length > 0, after };
	const refuse = (reason: string): void => void against.push(reason);
	if (!verdict.hasNews) return verdict;
	if (context.frozen || !mayWriteForum(actor, context)) refuse('role');
	for (const { id } of fresh) if ((ownerOf(id.client) ?? actor.id) !== actor.id) refuse(`clientId ${id.client}`);

	const placeOf = (item: Y.Item) => placeIn(roots, after, item);
	const made = new Set<string>();
	const stood = new Set(
		liveBefore.flatMap((item) => {
			const place = item.content instanceof Y.ContentType ? placeOf(item) : null;
			return place ? [`${place.root}/${place.path.join('/')}`] : [];
		})
	);
	const touched = new Map<string, { root: ForumRoot; entity: string; field: string }>();
	const newAt = new Map<string, { root: ForumRoot; path: string[]; items: Y.Item[] }>();

	for (const item of freshItems) {
		const place = placeOf(item);
		if (place === null) continue;
		const { root, path } = place;
		const at = `${root}/${path.join('/')}`;
		if (root === null) refuse('schema: root');
		else if (crossesPlaces(after, item)) refuse('malformed: two places');
		else if (item.parentSub === null) refuse(`schema: list in ${at}`);
		else if (item.rightOrigin !== null) refuse(`schema: before another in ${at}`);
		else if (isForumEntity(root, path)) {
			const isMap = item.content instanceof Y.ContentType && item.content.type instanceof Y.Map;
			if (!isMap || stood.has(at) || made.has(at) || isInDeletions(item)) refuse(`schema: ${at} is there, vanishes, or is no map`);
			made.add(at);
			if (path.length > 1) touched.set(at, { root, entity: path.join('/'), field: '' });
		} else {
			const kind = forumRegister(root, path);
			const value: unknown = item.content instanceof Y.ContentAny ? item.content.arr[0] : undefined;
			const isValue = item.length === 1 && kind?.check(value) && !(typeof value === 'string' && /\0/.test(value));
			if (!kind || !(isValue || item.content instanceof Y.ContentDeleted)) {
				refuse(`schema: ${at}`);
				continue;
			}
			touched.set(at, { root, entity: kind.entity, field: kind.field });
			newAt.set(at, { root, path, items: [...(newAt.get(at)?.items ?? []), item] });
			if (kind.constant && stood.has(`${root}/${path[0]}`)) refuse(`schema: ${at} never changes`);
		}
	}
	for (const item of deleted) {
		const place = placeOf(item);
		if (place === null || place.root === null) continue;
		const at = `${place.root}/${place.path.join('/')}`;
		const kind = forumRegister(place.root, place.path);
		if (item.content instanceof Y.ContentType) refuse(`schema: ${at} vanishes`);
		else if (kind) {
			if (kind.constant) refuse(`schema: ${at} never changes`);
			touched.set(at, { root: place.root, entity: kind.entity, field: kind.field });
		}
	}

	for (const [at, { root, path, items }] of newAt) {
		const ends = items.filter(({ lastId }) => !items.some(({ origin }) => sameId(origin, lastId)));
		const values = ends.flatMap((item) =>
			item.content instanceof Y.ContentAny && !isInDeletions(item) ? [item.content.arr[0] as unknown] : []
		);
		judgeNamed(after, { root, path, values, units: context.units }, (reason) => refuse(`schema: ${at} ${reason}`));
		const isDecisive = root === 'usulan' ? ['status', 'alasan', 'decidedBy', 'session'].includes(path[1] as string) : path[1] === 'status';
		if (!isDecisive || root === 'votes' || root === 'attendance') continue;
		const [end, ...others] = ends;
		if (!end || others.length > 0 || !sameId(builtOn(end, items), headOf(before, root, path))) refuse(`forbidden: ${at} decided meanwhile`);
	}
	for (const root of roots) for (const [id, entity] of after.getMap(root).entries()) judgeEntity(root, id, entity, stood, newAt, refuse);

	verdict.changed = changedBetween(forumRegisters(before), forumRegisters(after));
	// The table of rights expects values that fit.
	if (against.some((reason) => reason.startsWith('schema'))) return verdict;
	const rights = contextOf(before, after, context);
	for (const change of touched.values()) {
		const problem = forumRightProblem(actor, change, rights);
		if (problem) refuse(`forbidden: ${change.root}/${change.entity}/${change.field} ${problem}`);
	}
	return verdict;
}

const sameId = (a: Y.ID | null, b: Y.ID | null): boolean =>
	a === b || (a !== null && b !== null && a.client === b.client && a.clock === b.clock);

/** What the first item of the run that ends here was put behind. */
function builtOn(end: Y.Item, items: readonly Y.Item[]): Y.ID | null {
	for (let at = end; ;) {
		const { origin } = at;
		const previous = items.find(({ lastId }) => sameId(lastId, origin));
		if (!previous) return origin;
		at = previous;
	}
}

function headOf(doc: Y.Doc, root: ForumRoot, path: readonly string[]): Y.ID | null {
	const entity = doc.getMap(root).get(path[0] as string);
	return (entity instanceof Y.Map && (entity as Y.Map<unknown>)._map.get(path[1] as string)?.lastId) || null;
}

function judgeNamed(
	after: Y.Doc,
	{ root, path, values, units }: { root: ForumRoot; path: readonly string[]; values: readonly unknown[]; units: readonly string[] },
	refuse: (reason: string) => void
): void {
	const isThere = (of: ForumRoot, id: unknown): boolean => after.getMap(of).get(String(id)) instanceof Y.Map;
	const [id, field, key] = path;
	const place = `${root}/${field}`;
	if (place === 'usulan/group' && values.some((value) => value === id || !isThere('usulan', value))) refuse('names nothing');
	if (place === 'usulan/unit' && values.some((value) => !units.includes(String(value)))) refuse('names nothing');
	if (place === 'sessions/meja' && values.some((value) => !isThere('usulan', value))) refuse('names nothing');
	if (place === 'sessions/agenda' && !isThere('usulan', key)) refuse('names nothing');
	if (place === 'attendance/session' && values.some((value) => !isThere('sessions', value))) refuse('names nothing');
}

/** Whole, and made as it may be made. */
function judgeEntity(
	root: ForumRoot,
	id: string,
	entity: unknown,
	stood: ReadonlySet<string>,
	newAt: ReadonlyMap<string, { items: Y.Item[] }>,
	refuse: (reason: string) => void
): void {
	const at = `${root}/${id}`;
	if (!(entity instanceof Y.Map)) {
		refuse(`schema: ${at} is no map`);
		return;
	}
	if (requiredForumRegisters(root).some((field) => !entity.has(field))) refuse(`schema: ${at} is not whole`);
	if (stood.has(at)) return;
	const itemsAt = (field: string): Y.Item[] => newAt.get(`${at}/${field}`)?.items ?? [];
	for (const field of { votes: ['usulan', 'account'], attendance: ['session'], usulan: [], sessions: [] }[root])
		if (itemsAt(field).length !== 1) refuse(`schema: ${at}/${field} never changes`);
	if (root === 'votes' && id !== `${String(entity.get('usulan'))}/${String(entity.get('account'))}`) refuse(`schema: ${at} and its key`);
	if (root === 'sessions')
		for (const { content } of itemsAt('status'))
			if (content instanceof Y.ContentAny && content.arr[0] !== 'disiapkan') refuse(`schema: ${at} begins otherwise`);
}

function contextOf(before: Y.Doc, after: Y.Doc, { perangkatDaerahId, renjaId, sealedSessions }: DocumentContext): ForumContext {
	const plain = (doc: Y.Doc, root: ForumRoot, id: string): Record<string, unknown> | undefined => {
		const entity = doc.getMap(root).get(id);
		return entity instanceof Y.Map ? (entity.toJSON() as Record<string, unknown>) : undefined;
	};
	return {
		...{ perangkatDaerahId, renjaId },
		usulanBefore: (id) => plain(before, 'usulan', id) as UsulanRights | undefined,
		usulanAfter: (id) => plain(after, 'usulan', id) as UsulanRights | undefined,
		sessionBefore: (id) => plain(before, 'sessions', id) as ReturnType<ForumContext['sessionBefore']>,
		isOnAgenda: (id) => isOnAgendaOf(before, id),
		isSealed: (id) => sealedSessions.includes(id),
		sessionOfAttendance: (id) => (plain(before, 'attendance', id) ?? plain(after, 'attendance', id))?.session as string | undefined
	};
}

function isOnAgendaOf(doc: Y.Doc, id: string): boolean {
	const sessions = Object.values(doc.getMap('sessions').toJSON()) as { removed?: true; agenda?: Record<string, unknown> }[];
	return sessions.some(({ removed, agenda }) => !removed && agenda !== undefined && Object.hasOwn(agenda, id));
}

// By hand ------------------------------------------------------------------------------------------

type Plain = Record<string, Record<string, unknown>>;
const decided = ['diterima', 'disesuaikan', 'ditangguhkan', 'ditolak', 'dirujuk'];

/** What of the difference this person could never have been allowed, by plain values only. Empty: nothing. */
export function forbiddenByHand(actor: Actor, context: DocumentContext, before: Y.Doc, after: Y.Doc): string[] {
	const found: string[] = [];
	const { perangkatDaerahId: pd, renjaId } = context;
	const isPlanner = hasRole(actor, pd, ['perencana', 'sekretaris']);
	const guest = actor.grants.filter((grant) => grant.renjaId === renjaId && grant.perangkatDaerahId === pd);
	const chairs = (session?: unknown): boolean =>
		hasRole(actor, pd, ['kepala_dinas']) ||
		guest.some(({ role, sessionId }) => role === 'ketua_forum' && (session === undefined || !sessionId || sessionId === session));
	const units = actor.grants
		.filter(({ role, perangkatDaerahId }) => role === 'staf' && perangkatDaerahId === pd)
		.map(({ unitId }) => unitId);
	const votes = units.length > 0 || guest.some(({ role }) => role === 'delegasi');
	const all = (doc: Y.Doc, root: ForumRoot): Plain => doc.getMap(root).toJSON() as Plain;
	const each = (
		root: ForumRoot,
		judge: (id: string, was: Plain[string] | undefined, now: Plain[string], fields: string[]) => void
	): void => {
		const [old, fresh] = [all(before, root), all(after, root)];
		for (const id of Object.keys(old)) if (!fresh[id]) found.push(`${root}/${id} vanished`);
		for (const [id, now] of Object.entries(fresh)) {
			const was = old[id];
			const fields = Object.keys({ ...was, ...now }).filter((field) => !sameJson(was?.[field], now[field]));
			if (fields.length > 0 || !was) judge(id, was, now, fields);
		}
	};
	const mustBe = (right: boolean, what: string): void => void (right || found.push(what));

	each('votes', (id, _was, now) => {
		mustBe(votes && id === `${String(now.usulan)}/${actor.id}` && now.account === actor.id, `voice ${id}`);
	});
	each('usulan', (id, was, now, fields) => {
		const decision = ['status', 'alasan', 'decidedBy', 'session'];
		if (!was) {
			const isOwnKecamatan = actor.grants.some(({ role, kecamatan }) => role === 'kecamatan' && kecamatan === now.kecamatan);
			mustBe(isPlanner || isOwnKecamatan, `new usulan ${id}`);
			mustBe(now.status === 'baru' && !decision.slice(1).some((field) => field in now), `usulan ${id} comes in decided`);
			return;
		}
		if (fields.some((field) => decision.includes(field))) {
			const session = all(before, 'sessions')[String(now.session)];
			const isHeld = session?.status === 'berlangsung' && !session.removed;
			mustBe(chairs(now.session) && isHeld && now.decidedBy === actor.id, `decision on ${id}`);
			const [wasDecided, isDecided] = [was, now].map(({ status }) => decided.includes(String(status)));
			if (isDecided || wasDecided) mustBe(typeof now.alasan === 'string' && now.alasan.trim() !== '', `decision on ${id} without a reason`);
			if (wasDecided && !isDecided) mustBe(now.alasan !== was.alasan, `${id} opened again with the old reason`);
		}
		const isAsked = typeof was.unit === 'string' && units.includes(was.unit);
		for (const field of fields.filter((one) => !decision.includes(one))) {
			const others: Record<string, boolean> = {
				opinion: isAsked,
				subkegiatan: isAsked || chairs(),
				subkegiatanNama: isAsked || chairs(),
				usulVolume: chairs(),
				usulLokasi: chairs(),
				usulPagu: chairs()
			};
			const entered = [
				'asal',
				'pengusulUnit',
				'kecamatan',
				'desa',
				'urusan',
				'usulan',
				'permasalahan',
				'volume',
				'satuan',
				'biaya',
				'catatan'
			];
			const isOwn =
				was.status === 'baru' &&
				!isOnAgendaOf(before, id) &&
				[was, now].every((each) => actor.grants.some(({ role, kecamatan }) => role === 'kecamatan' && kecamatan === each.kecamatan));
			mustBe(isPlanner || others[field] === true || (isOwn && [...entered, 'order', 'removed'].includes(field)), `usulan ${id}/${field}`);
		}
	});
	each('sessions', (id, was, now, fields) => {
		mustBe(isPlanner || chairs(id), `session ${id}`);
		if (!was) mustBe(now.status === 'disiapkan', `session ${id} begins otherwise`);
		const ofChair = ['meja', 'timerSeconds', 'timerStartedAt', ...(was ? ['status'] : [])];
		if (fields.some((field) => ofChair.includes(field))) mustBe(chairs(id), `session ${id} is led`);
		if (was && fields.includes('removed')) mustBe(was.status === 'disiapkan', `session ${id} has begun and stays`);
	});
	each('attendance', (id, was, now) => {
		mustBe(isPlanner || chairs((was ?? now).session), `attendance ${id}`);
		if (was) mustBe(was.session === now.session, `attendance ${id} moves`);
	});
	return found;
}
