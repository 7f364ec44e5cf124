import 'fake-indexeddb/auto';
import type { Edit } from '@rembug/shared/renja/edit-types.ts';
import { buildPlanDoc } from '@rembug/shared/renja/renja-from-plan.ts';
import { computeTotals } from '@rembug/shared/renja/renja-totals-plain.ts';
import type { RenjaValue } from '@rembug/shared/renja/renja-types.ts';
import { readRenja } from '@rembug/shared/renja/renja-value.ts';
import { samplePlan } from '@rembug/shared/renja/sample-plan.ts';
import { closeCodes } from '@rembug/shared/sync/close-codes.ts';
import fc from 'fast-check';
import { IDBFactory } from 'fake-indexeddb';
import { expect, it, vi } from 'vitest';
import type { PlanSession } from './plan-session-types.ts';
import { countUnsent } from './local-data.ts';
import { openPlanSession } from './plan-session.svelte.ts';
import { socketOf, startTestServer } from './test-server.ts';

/** Tabs of people: the first two are of one. */
const tabs = ['u1 a', 'u1 b', 'u2', 'u3'];
const userOf = (tab: string): string => tab.slice(0, 2);
/** The server does not take this amount. */
const refusedAmount = 666;
const kegiatan = ['n-2.01.01.2.01', 'n-2.01.01.2.02'];
const rows = samplePlan(14)
	.nodes.filter((node) => node.level === 'subkegiatan')
	.map((node) => node.id);

const edit: fc.Arbitrary<Edit> = fc.oneof(
	fc
		.record({ id: fc.constantFrom(...rows), value: fc.option(fc.nat(9_000_000)) })
		.map(({ id, value }): Edit => ({ edit: 'setAmount', args: { id, field: 'pagu', value } })),
	fc
		.record({ id: fc.constantFrom(...rows), value: fc.option(fc.string({ maxLength: 8 })) })
		.map(({ id, value }): Edit => ({ edit: 'setNodeText', args: { id, field: 'uraian', value } })),
	fc
		.record({ id: fc.constantFrom(...rows), value: fc.constantFrom(refusedAmount, 5, 6) })
		.map(({ id, value }): Edit => ({ edit: 'setAmount', args: { id, field: 'paguMaju', value } })),
	fc
		.record({ id: fc.uuid(), parent: fc.constantFrom(...kegiatan) })
		.map(({ id, parent }): Edit => ({ edit: 'addNode', args: { id, level: 'subkegiatan', parent, order: 'a5' } })),
	fc
		.record({ id: fc.constantFrom(...rows), parent: fc.constantFrom(...kegiatan) })
		.map(({ id, parent }): Edit => ({ edit: 'moveNode', args: { id, parent, order: 'a3V' } })),
	fc.constantFrom(...rows, ...kegiatan).map((id): Edit => ({ edit: 'removeNode', args: { id } })),
	fc.constantFrom(...rows, ...kegiatan).map((id): Edit => ({ edit: 'restoreNodes', args: { ids: [id] } }))
);

type Move =
	| { do: 'edit'; tab: string; edits: Edit[] }
	| { do: 'undo' | 'redo' | 'reopen'; tab: string }
	| { do: 'cut' | 'away' | 'back' | 'lock' | 'unlock' };

const tab = fc.constantFrom(...tabs);
const edits = fc.array(edit, { minLength: 1, maxLength: 3 });
const quiet: { weight: number; arbitrary: fc.Arbitrary<Move> }[] = [
	{ weight: 8, arbitrary: fc.record({ do: fc.constant('edit' as const), tab, edits }) },
	{ weight: 3, arbitrary: fc.record({ do: fc.constantFrom('undo' as const, 'redo' as const, 'reopen' as const), tab }) },
	{ weight: 2, arbitrary: fc.record({ do: fc.constantFrom('cut' as const, 'away' as const, 'back' as const) }) }
];
const locking: fc.Arbitrary<Move> = fc.record({ do: fc.constantFrom('lock' as const, 'unlock' as const) });

const hasRefusedAmount = (plan: RenjaValue): boolean => plan.nodes.some(({ paguMaju }) => paguMaju === refusedAmount);
const soon = (check: () => void, timeout = 5_000): Promise<void> => vi.waitFor(check, { timeout, interval: 5 });

/** What everybody sees in the end is what the server holds, and nothing is on its way any more. */
async function work(moves: readonly Move[], isRefusing: boolean): Promise<void> {
	globalThis.indexedDB = new IDBFactory();
	const server = await startTestServer(buildPlanDoc(samplePlan(14)));
	const sessions = new Map<string, PlanSession>();
	let locked = false;
	server.judge = (would) => {
		if (locked) return closeCodes.frozen;
		return isRefusing && hasRefusedAmount(would) ? closeCodes.schema : null;
	};
	function lock(now: boolean): void {
		locked = now;
		const notice = { stage: now ? 'diajukan' : 'rancangan', frozen: now, lockedUnits: [], mayWrite: !now } as const;
		server.hello = { ...server.hello, ...notice };
		server.notice(notice);
	}
	function open(name: string): void {
		const userId = userOf(name);
		const asUser: typeof fetch = (input, init) => fetch(input, { ...init, headers: { 'x-user': userId } });
		const WebSocketPolyfill = socketOf(userId);
		sessions.set(name, openPlanSession({ renjaId: 'r1', userId, generation: 'g1', baseUrl: server.url, WebSocketPolyfill, fetch: asUser }));
	}
	async function move(one: Move): Promise<void> {
		const session = 'tab' in one ? (sessions.get(one.tab) as PlanSession) : undefined;
		if (one.do === 'edit') await session?.edit(one.edits);
		else if (one.do === 'undo') await session?.undo();
		else if (one.do === 'redo') await session?.redo();
		else if (one.do === 'lock' || one.do === 'unlock') lock(one.do === 'lock');
		else if (one.do === 'reopen') {
			await session?.destroy();
			open(one.tab);
			// After a refusal there is nothing to show before the server was reached.
			if (server.accepts) await soon(() => expect(sessions.get(one.tab)?.phase).toBe('ready'));
		} else {
			server.accepts = one.do !== 'away';
			if (one.do !== 'back') server.cut();
		}
	}
	try {
		tabs.forEach(open);
		await soon(() => sessions.forEach((session) => expect(session.phase).toBe('ready')));
		for (const one of moves) {
			// An edit waits for a document; without the network there may be none after a refusal.
			if (!server.accepts && 'tab' in one && sessions.get(one.tab)?.phase !== 'ready') continue;
			await move(one);
		}
		server.accepts = true;
		lock(false);
		await soon(() => sessions.forEach((session) => expect(session.save.kind).toBe('saved')), 15_000);
		const truth = readRenja(server.doc);
		await soon(() => sessions.forEach((session) => expect(session.value()).toEqual(truth)));
		expect(hasRefusedAmount(truth) && isRefusing).toBe(false);
		for (const session of sessions.values()) {
			expect(session.failure).toBeNull();
			for (const node of truth.nodes) expect(session.node(node.id)).toEqual(node);
			await vi.waitFor(() => expect(session.totals).toEqual(computeTotals(truth.nodes)));
			const live = truth.nodes.filter((node) => !node.removed).map((node) => node.id);
			const below = (id: string): string[] => [id, ...session.children(id).flatMap(below)];
			expect([...session.children(null), ...session.orphans].flatMap(below).sort()).toEqual(live.sort());
			// Refused is what the server does not take, and nothing else.
			for (const entry of session.refused) if (entry.reason === 'schema') expect(entry.after).toBe(refusedAmount);
			if (!isRefusing) expect(session.refused).toEqual([]);
		}
		for (const [name, session] of sessions)
			await vi.waitFor(async () => expect(await countUnsent(userOf(name))).toBe(session.refused.length));
	} finally {
		await Promise.all([...sessions.values()].map((session) => session.destroy()));
		await server.stop();
	}
}

it('all screens end with what the server holds, whatever is cut, closed and reopened between', { timeout: 60_000 }, async () => {
	const moves = fc.array(fc.oneof(...quiet), { minLength: 5, maxLength: 40 });
	await fc.assert(
		fc.asyncProperty(moves, (list) => work(list, false)),
		{ numRuns: 20, endOnFailure: true }
	);
});

it('and whatever is refused, locked and unlocked', { timeout: 120_000 }, async () => {
	const moves = fc.array(fc.oneof(...quiet, { weight: 1, arbitrary: locking }), { minLength: 5, maxLength: 40 });
	await fc.assert(
		fc.asyncProperty(moves, (list) => work(list, true)),
		{ numRuns: 20, endOnFailure: true }
	);
});
