/** May this person's update enter this document now? Judged on its bytes; if it may, it is applied and what it changed is named. */
import { randomUUID } from 'node:crypto';
import type { Actor } from '@rembug/shared/access/access.ts';
import { sameJson } from '@rembug/shared/edits/same-json.ts';
import type { CloseReason } from '@rembug/shared/sync/close-codes.ts';
import * as Y from 'yjs';
import { headOf, judgeConflicts, placeKey, sameId, type Head, type OpenConflict } from './conflicts.ts';
import type { DocumentPart, RowUnits } from './document-parts.ts';
import { readUpdate, type Touched } from './read-update.ts';
import type { DocumentContext, LogRow } from './sync-queries.ts';

/** What an update is judged against. */
export interface Admitting {
	doc: Y.Doc;
	part: DocumentPart;
	context: DocumentContext;
	/** The account to which a client id of this document belongs. */
	accountOf(client: number): string | undefined;
	/** Whether that is already kept in Postgres, or on its way there. */
	isBound(client: number): boolean;
	/** Whether a change of prose by this account in this section is still to be noted (one row a minute is enough). */
	isProseNews(accountId: string, section: string): boolean;
	/** Conflicts of a register that are open, those on their way to Postgres included. */
	openConflicts(place: string): readonly OpenConflict[];
	/** What is known of rows of the plan, where the rights hang on them. */
	unitOf?: RowUnits;
}

export type Admission =
	/** touched, clients: as `readUpdate` says. */
	| { kind: 'admitted'; row: Omit<LogRow, 'seq' | 'accountId'>; touched: readonly Touched[]; clients: readonly number[] }
	| { kind: 'nothing' }
	/** Nothing was done: whether the actor may, hangs on the units of these rows of the plan, and not all of them are known. */
	| { kind: 'asks'; rows: readonly string[] }
	| { kind: 'refused'; reason: CloseReason; detail: string };

/**
 * Admits a whole update or nothing of it. The row holds what was new in it: neither known structs nor known deletions. Throws when the document did not take
 * what was judged good: then the document is not to be used any more.
 */
export function admitUpdate(room: Admitting, actor: Actor, bytes: Uint8Array): Admission {
	const reading = readUpdate(room.part.schema, room.doc, bytes);
	if (reading.kind === 'nothing') return reading;
	const right = refusalOf(room, actor);
	if (reading.kind === 'refused') {
		// Who may not write at all is told that, not what else is wrong.
		const reason = right && reading.reason === 'schema' ? right : reading.reason;
		return { ...reading, reason };
	}
	if (right) return { kind: 'refused', reason: right, detail: 'no right to write' };
	const foreign = reading.clients.find((client) => (room.accountOf(client) ?? actor.id) !== actor.id);
	if (foreign !== undefined) return { kind: 'refused', reason: 'clientId', detail: `client id ${foreign} belongs to somebody else` };

	const { touched, maps, clients } = reading;
	const attempt = { doc: room.doc, actor, context: room.context, touched, maps };
	const { unitOf = new Map<string, null>() } = room;
	const rows = room.part.asksUnitsOf?.(attempt) ?? [];
	if (rows.some((row) => !unitOf.has(row))) return { kind: 'asks', rows };
	const forbidden = room.part.forbids?.({ ...attempt, unitOf }) ?? null;
	if (forbidden !== null) return { kind: 'refused', reason: 'forbidden', detail: forbidden };

	const before = touched.map((each) => valueAt(room.doc, each));
	const heads = touched.map((each) => (marksConflicts(room, each) ? headOf(room.doc, each) : null));
	apply(room.doc, reading.update);
	const changes = touched.flatMap((each, index) => changeOf(room, actor, each, before[index]));
	const conflicts = touched.flatMap((each, index) => conflictsOf(room, actor, each, heads[index] ?? null));
	const newClients = clients.filter((client) => !room.isBound(client));
	return { kind: 'admitted', row: { bytes: reading.update, changes, newClients, conflicts }, touched, clients };
}

function marksConflicts({ part: { schema } }: Admitting, { root, field }: Touched): boolean {
	return schema.roots[root] === 'map' && schema.marksConflicts(field);
}

function conflictsOf(room: Admitting, actor: Actor, touched: Touched, before: Head | null): LogRow['conflicts'] {
	if (!marksConflicts(room, touched)) return [];
	const { root, entity, field, newValues = [] } = touched;
	const place = { root, entity, field };
	const open = room.openConflicts(placeKey(place));
	const [first] = newValues;
	const isOrdinary = newValues.length < 2 && (!first || !before || sameId(first.builtOn, before.id));
	if (isOrdinary && open.length === 0) return [];
	const after = headOf(room.doc, touched);
	return judgeConflicts({ place, before, after, newValues, actorId: actor.id, accountOf: room.accountOf, open, newId: randomUUID });
}

function refusalOf({ context, part }: Admitting, actor: Actor): 'frozen' | 'forbidden' | null {
	if (context.frozen) return 'frozen';
	return part.mayWrite(actor, context) ? null : 'forbidden';
}

function apply(doc: Y.Doc, update: Uint8Array): void {
	Y.applyUpdate(doc, update);
	if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null)
		throw new Error('an update that was judged complete waits for more');
}

function changeOf(room: Admitting, actor: Actor, touched: Touched, before: unknown): LogRow['changes'] {
	const { root, entity, field } = touched;
	if (room.part.schema.roots[root] === 'prose')
		return room.isProseNews(actor.id, entity) ? [{ root, entity, field, before: null, after: null }] : [];
	const after = valueAt(room.doc, touched);
	return sameJson(before, after) ? [] : [{ root, entity, field, before: jsonOrNull(before), after: jsonOrNull(after) }];
}

function jsonOrNull(value: unknown): string | null {
	return value === null ? null : JSON.stringify(value);
}

/** The value of a register; null when absent. */
function valueAt(doc: Y.Doc, { root, path }: Touched): unknown {
	let value: unknown = doc.getMap(root);
	for (const key of path) value = value instanceof Y.Map ? value.get(key) : undefined;
	return value instanceof Y.AbstractType ? null : (value ?? null);
}
