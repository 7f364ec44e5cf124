/**
 * Tells those who are in a forum what is left of the pagu: sums of the plan, which nobody there may open, and of what the forum accepted
 * meanwhile. Nothing is counted on the way of an edit: a change only says that the sums are to be looked at, and they are at most twice a
 * second, from the committed documents, for as long as anybody is in the forum. It does not matter which process the plan is edited on.
 */
import type { Doc } from 'yjs';
import { claimsOf, forumPaguOf, type ForumClaims, type ForumPagu } from '@rembug/shared/forum/forum-pagu.ts';
import { readForumSessions, readUsulan } from '@rembug/shared/forum/forum-value.ts';
import { createTotals, type LiveTotals } from '@rembug/shared/renja/renja-totals.ts';
import { readInfo, readTakenUsulan } from '@rembug/shared/renja/renja-value.ts';
import { encodePagu } from '@rembug/shared/sync/messages.ts';
import type { Log } from '../log.ts';
import type { Touched } from './read-update.ts';
import type { Session } from './session.ts';

export interface ForumPaguWatch {
	/** Somebody is in this forum: he is told the sums, and every change of them. */
	joined(forumId: string, renjaId: string): void;
	/** A document came to another state, here or on another process. touched: what of it changed, where that is known. */
	changed(documentId: string, touched?: readonly Touched[]): void;
	/** What Postgres says of a document that is watched. */
	found(documentId: string, headSeq: number): void;
	/** Documents whose heads are to be looked at, whether a room is open or not; forums that nobody is in any more are forgotten. */
	watched(): string[];
	close(): void;
}

export interface ForumPaguOptions {
	log: Log;
	/** The committed document. */
	read<T>(documentId: string, fn: (doc: Doc, head: { seq: number }) => T): Promise<T>;
	planOf(renjaId: string): Promise<string>;
	/** Those who are in the forum now, on this process. */
	sessionsOf(forumId: string): ReadonlySet<Session>;
}

interface Forum {
	id: string;
	renjaId: string;
	planId: string | null;
	claims: ForumClaims | null;
	planSeq: number;
	/** Of which document the sums are kept. */
	totals: { doc: Doc; live: LiveTotals } | null;
	frame: Uint8Array | null;
	json: string;
	told: WeakSet<Session>;
	timer: NodeJS.Timeout | null;
	isLooking: boolean;
	isDue: boolean;
	lookedAt: number;
}

const everyMs = 500;
/** What cannot move a sum. */
const beside: ReadonlySet<string> = new Set(['votes', 'attendance', 'narrative']);

export function createForumPagu({ log, read, planOf, sessionsOf }: ForumPaguOptions): ForumPaguWatch {
	const forums = new Map<string, Forum>();
	const byPlan = new Map<string, Forum>();

	function look(forum: Forum): void {
		forum.isDue = true;
		if (forum.timer || forum.isLooking) return;
		forum.timer = setTimeout(
			() => {
				forum.timer = null;
				void tell(forum);
			},
			Math.max(0, forum.lookedAt + everyMs - performance.now())
		);
		forum.timer.unref();
	}

	async function tell(forum: Forum): Promise<void> {
		if (sessionsOf(forum.id).size === 0) {
			forget(forum);
			return;
		}
		forum.isLooking = true;
		forum.isDue = false;
		try {
			const frame = await frameOf(forum);
			for (const session of sessionsOf(forum.id)) {
				if (forum.told.has(session)) continue;
				forum.told.add(session);
				session.sendNumbered(frame);
			}
		} catch (error) {
			// Postgres is away, say: the heads are looked at again and again, and lead back here.
			log.debug({ err: error, documentId: forum.id }, 'the sums of a forum cannot be read');
			forum.planSeq = -1;
		} finally {
			forum.isLooking = false;
			forum.lookedAt = performance.now();
			if (forum.isDue && forums.get(forum.id) === forum) look(forum);
		}
	}

	async function frameOf(forum: Forum): Promise<Uint8Array> {
		const planId = (forum.planId ??= await planOf(forum.renjaId));
		byPlan.set(planId, forum);
		const claims = (forum.claims ??= await read(forum.id, (doc) => claimsOf(readUsulan(doc), readForumSessions(doc))));
		const pagu = await read(planId, (doc, { seq }) => {
			forum.planSeq = seq;
			return paguOf(doc, totalsOf(forum, doc), claims);
		});
		const json = JSON.stringify(pagu);
		if (json !== forum.json || !forum.frame) {
			forum.json = json;
			forum.frame = encodePagu(pagu);
			forum.told = new WeakSet();
		}
		return forum.frame;
	}

	function forget(forum: Forum): void {
		if (forum.timer) clearTimeout(forum.timer);
		forum.totals?.live.destroy();
		forums.delete(forum.id);
		if (forum.planId !== null) byPlan.delete(forum.planId);
	}

	return {
		joined(forumId, renjaId) {
			const forum = forums.get(forumId) ?? newForum(forumId, renjaId);
			forums.set(forumId, forum);
			look(forum);
		},
		changed(documentId, touched) {
			const forum = forums.get(documentId) ?? byPlan.get(documentId);
			if (!forum || touched?.every(({ root }) => beside.has(root))) return;
			if (forum.id === documentId) forum.claims = null;
			look(forum);
		},
		found(documentId, headSeq) {
			const forum = byPlan.get(documentId);
			if (forum && headSeq !== forum.planSeq) look(forum);
		},
		watched() {
			for (const forum of [...forums.values()]) if (!forum.isLooking && !forum.timer && sessionsOf(forum.id).size === 0) forget(forum);
			return [...byPlan.keys()];
		},
		close() {
			for (const forum of [...forums.values()]) forget(forum);
		}
	};
}

function newForum(id: string, renjaId: string): Forum {
	return {
		...{ id, renjaId, planId: null, claims: null, planSeq: -1, totals: null, frame: null, json: '', told: new WeakSet<Session>() },
		...{ timer: null, isLooking: false, isDue: false, lookedAt: -Infinity }
	};
}

/** Kept from look to look: walking the whole plan each time would make others wait. */
function totalsOf(forum: Forum, doc: Doc): LiveTotals {
	if (forum.totals?.doc === doc) return forum.totals.live;
	forum.totals?.live.destroy();
	const live = createTotals(doc);
	forum.totals = { doc, live };
	return live;
}

function paguOf(doc: Doc, totals: LiveTotals, claims: ForumClaims): ForumPagu {
	const { paguLimit, paguLimitBidang = {} } = readInfo(doc);
	const taken = claims.accepted.length > 0 ? readTakenUsulan(doc) : new Map<string, string>();
	const { pagu, bidang } = totals.value();
	return forumPaguOf(claims, {
		pagu,
		units: Object.fromEntries(Object.entries(bidang).map(([unit, sums]) => [unit, sums.pagu])),
		limit: paguLimit,
		limits: paguLimitBidang,
		unitOf: totals.bidangOf,
		isTaken: (usulan) => taken.has(usulan)
	});
}
