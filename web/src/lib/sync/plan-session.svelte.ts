/** A plan being edited: the session of its document, with rows, sums, presence and the values that are still to be decided on. */
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import type { Edit, EditProblem } from '@rembug/shared/renja/edit-types.ts';
import type { ConflictRow } from '@rembug/shared/sync/conflict-types.ts';
import * as Y from 'yjs';
import { editThatSets } from './conflict-edit.ts';
import { createConflicts } from './conflicts.svelte.ts';
import { openDocumentSession, type OpenSession } from './document-session.svelte.ts';
import { nodeOf } from './entry-place.ts';
import { planModel } from './plan-model.ts';
import type { PlanEntry, PlanSession, SettleResult } from './plan-session-types.ts';
import { createPlanStore } from './plan-store.svelte.ts';
import { createPresence } from './presence.svelte.ts';
import { editOf } from './replay.ts';
import type { SessionOptions } from './session-types.ts';
import { withView } from './with-view.ts';

/** Opens a plan for editing. Answers at once; `phase` says when there is something to show. End it with `destroy`. */
export function openPlanSession(options: SessionOptions<Edit>): PlanSession {
	const { renjaId, userId } = options;
	const store = createPlanStore();
	const presence = createPresence();
	const conflicts = createConflicts(userId, (row) => void settle(row));
	const session: OpenSession<Edit, EditProblem> = openDocumentSession(planModel, options, {
		begin: presence.attach,
		attach(doc, isRemoteChange) {
			store.attach(doc, isRemoteChange, (clientId) => presence.people.find((person) => person.clientId === clientId)?.nama);
		},
		detach() {
			store.detach();
			presence.detach();
		},
		greeted: conflicts.reset,
		entered: presence.setUser,
		conflicts: conflicts.take,
		pagu: () => undefined,
		edited: conflicts.edited
	});
	const { presentValue } = session;

	/** Says that the value which stands is right. The server compares: what changed meanwhile is not settled by it. */
	async function settle({ id, kept, other }: ConflictRow): Promise<SettleResult> {
		const path = `/api/renja/${encodeURIComponent(renjaId)}/conflicts/${encodeURIComponent(id)}/settle`;
		try {
			const answer = await session.post(path, { kept: kept.value, other: other.value });
			if (answer.ok) return nothingToDo;
			if (answer.status === 409) return { ok: false, problem: 'changed', detail: id };
			return answer.status < 500 ? readOnly : { ok: false, problem: 'network', detail: '' };
		} catch {
			return { ok: false, problem: 'network', detail: '' };
		}
	}

	async function settleConflict(id: string, use: 'kept' | 'other'): Promise<SettleResult> {
		const row = conflicts.find(id);
		if (!row) return nothingToDo;
		if (!session.mayWrite) return readOnly;
		return use === 'kept' ? settle(row) : session.edit(editThatSets(row, row.other.value));
	}

	return withView(session, {
		get info() {
			return store.info;
		},
		get narrative() {
			return store.narrative;
		},
		prose: store.prose,
		node: store.node,
		children: store.children,
		get removedRoots() {
			return store.removedRoots;
		},
		get orphans() {
			return store.orphans;
		},
		amounts: store.amounts,
		get totals() {
			return store.totals;
		},
		effectiveBidang: store.effectiveBidang,
		get takenUsulan() {
			return store.takenUsulan;
		},
		get people() {
			return presence.people;
		},
		peopleAt: presence.peopleAt,
		setCell: presence.setCell,
		flash: store.flash,
		get lastRemoteMove() {
			return store.lastRemoteMove;
		},
		presentValue(entry: PlanEntry) {
			const id = nodeOf(editOf(entry));
			void (id === null ? store.info : store.node(id));
			return presentValue(entry);
		},
		get conflicts() {
			return conflicts.list;
		},
		conflictsAt: conflicts.at,
		settleConflict,
		value: () => readRenja(session.shownDoc() ?? new Y.Doc())
	});
}

const readOnly: SettleResult = { ok: false, problem: 'plan.readOnly', detail: '' };
const nothingToDo: SettleResult = { ok: true, before: null, after: null, inverse: null };
