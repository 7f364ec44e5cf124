/**
 * Holds what was committed in a forum and in a discussion against rules written by hand, by plain values only, and says of a refused edit
 * whether its author lacked the right to it at any time since he made it.
 */
import type { Actor, Grant } from '@rembug/shared/access/access.ts';
import { applyForumEdit } from '@rembug/shared/forum/forum-edits.ts';
import type { ForumEdit } from '@rembug/shared/forum/forum-types.ts';
import { forbiddenByHand } from '@rembug/server/sync/forum-oracle-fixture.ts';
import * as Y from 'yjs';
import type { LoggedUpdate } from './rights-judge.ts';

/** What decides beside the document, from one row of its log on. */
export interface ForumEra {
	/** Holds for the rows of the log after this seq. */
	after: number;
	/** When it began, of performance.now. */
	began: number;
	frozen: boolean;
	grants: ReadonlyMap<string, readonly Grant[]>;
	/** Row of the plan -> unit, as far as it was changed. */
	unitOf: ReadonlyMap<string, string | null>;
}

/** What was asked about a row of the plan holds so long, and a little longer until it is committed, for a frame that had to wait. */
const askedMs = 600;

interface Place {
	perangkatDaerahId: string;
	renjaId: string;
}

const actorOf = (id: string, { grants }: ForumEra): Actor => ({ id, nama: id, grants: [...(grants.get(id) ?? [])] });

function problemsInForum({ perangkatDaerahId, renjaId }: Place, era: ForumEra, accountId: string, from: Y.Doc, to: Y.Doc): string[] {
	const context = {
		...{ renjaId, perangkatDaerahId, part: 'forum' as const, generation: '', stage: 'rancangan_akhir' as const },
		...{ frozen: era.frozen, lockedUnits: [], sealedSessions: [], units: [], rules: 0 }
	};
	return forbiddenByHand(actorOf(accountId, era), context, from, to);
}

/** Every state of a document in the order of its log, with the row that led to it; judge is told what each row changed. */
function walk(rows: readonly LoggedUpdate[], judge: (row: LoggedUpdate, from: Y.Doc, to: Y.Doc) => void): Y.Doc {
	const [from, to] = [new Y.Doc(), new Y.Doc()];
	for (const row of rows) {
		Y.applyUpdate(to, row.bytes);
		if (row.accountId !== null) judge(row, from, to);
		Y.applyUpdate(from, row.bytes);
	}
	return to;
}

const eraOf = (eras: readonly ForumEra[], seq: number): ForumEra => eras.filter(({ after }) => after < seq).at(-1) as ForumEra;
/** Eras of which a part came after this row. */
const erasSince = (eras: readonly ForumEra[], since: number): ForumEra[] =>
	eras.filter((_, index) => (eras[index + 1]?.after ?? Infinity) >= since);

export interface ForumHistory {
	/** What was committed without the right to it. */
	forbidden: string[];
	doc: Y.Doc;
	lackedRight(accountId: string, edit: ForumEdit, since: number): boolean;
	wasFrozen(since: number): boolean;
	wasShutOut(accountId: string, since: number): boolean;
}

export function readForumHistory(place: Place, rows: readonly LoggedUpdate[], eras: readonly ForumEra[]): ForumHistory {
	const forbidden: string[] = [];
	const doc = walk(rows, ({ seq, accountId }, from, to) => {
		const era = eraOf(eras, seq);
		const found = era.frozen ? ['frozen'] : problemsInForum(place, era, accountId ?? '', from, to);
		forbidden.push(...found.map((problem) => `row ${seq} of ${accountId}: ${problem}`));
	});
	return {
		forbidden,
		doc,
		lackedRight(accountId, edit, since) {
			const then = new Y.Doc();
			for (const [index, { seq, bytes }] of rows.entries()) {
				Y.applyUpdate(then, bytes);
				const next = rows[index + 1];
				if (next && next.seq <= since) continue;
				const tried = new Y.Doc();
				Y.applyUpdate(tried, Y.encodeStateAsUpdate(then));
				if (!applyForumEdit(tried, edit).ok) continue;
				const possible = eras.filter((era, at) => era.after <= seq && (eras[at + 1]?.after ?? Infinity) >= seq);
				if (possible.some((era) => problemsInForum(place, era, accountId, then, tried).length > 0)) return true;
			}
			return false;
		},
		wasFrozen: (since) => erasSince(eras, since).some(({ frozen }) => frozen),
		wasShutOut: (accountId, since) => erasSince(eras, since).some(({ grants }) => (grants.get(accountId) ?? []).length === 0)
	};
}

type Comments = Record<string, Record<string, unknown>>;

/** The same for a discussion. units: of the rows of the plan, as they were in the morning. */
export function forbiddenInDiscussion(
	rows: readonly LoggedUpdate[],
	eras: readonly ForumEra[],
	units: ReadonlyMap<string, string | null>
): { forbidden: string[]; doc: Y.Doc } {
	const forbidden: string[] = [];
	const doc = walk(rows, ({ seq, accountId }, from, to) => {
		const [old, now] = [from, to].map((each) => each.getMap('comments').toJSON() as Comments) as [Comments, Comments];
		const era = eraOf(eras, seq);
		const at = eras.indexOf(era);
		// What was asked about a row holds for a moment longer than the row stays with its unit, however often it changes hands in it.
		const recent = eras.slice(0, at).filter((_, index) => index === at - 1 || (eras[index + 1]?.began ?? 0) > era.began - askedMs);
		for (const problem of problems(old, now, accountId ?? '', era, recent)) forbidden.push(`row ${seq} of ${accountId}: ${problem}`);
	});
	return { forbidden, doc };

	function problems(old: Comments, now: Comments, accountId: string, era: ForumEra, recent: readonly ForumEra[]): string[] {
		const found: string[] = [];
		const grants = era.grants.get(accountId) ?? [];
		const isPlanner = grants.some(({ role }) => role === 'perencana');
		if (grants.length === 0) found.push('shut out');
		for (const [id, comment] of Object.entries(now)) {
			const was = old[id];
			if (!was) {
				if (comment.author !== accountId) found.push(`${id} in the name of ${String(comment.author)}`);
				continue;
			}
			for (const field of new Set([...Object.keys(was), ...Object.keys(comment)])) {
				if (was[field] === comment[field]) continue;
				const isAuthor = was.author === accountId;
				const node = String(was.node);
				const isOfUnit = [era, ...recent].some(({ unitOf }) => {
					const unit = (unitOf.has(node) ? unitOf.get(node) : units.get(node)) ?? null;
					return unit !== null && grants.some(({ role, unitId }) => role === 'staf' && unitId === unit);
				});
				const may = { settled: isAuthor || isPlanner || isOfUnit, removed: isAuthor || isPlanner, text: isAuthor }[field];
				if (!may) found.push(`${id}/${field}`);
			}
		}
		for (const id of Object.keys(old)) if (!now[id]) found.push(`${id} vanished`);
		return found;
	}
}
